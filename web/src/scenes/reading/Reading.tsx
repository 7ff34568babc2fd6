import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { RankedPrior, Reading as ReadingState, StudySummary } from '@throughline/contract';
import { useCallback, useEffect, useLayoutEffect, useMemo, useState } from 'react';
import { fetchPrior, manifestQuery, readingQuery, sendFeedback } from '../../api/queries.ts';
import { Problem } from '../../components/Problem.tsx';
import { useTitle } from '../../components/use-title.ts';
import type { HotkeyId } from '../../keys/table.ts';
import { say, setDesk, useDesk } from '../../state/desk-state.ts';
import { clearPane } from '../../viewport/desk.ts';
import type { PaneName } from '../../viewport/panes.ts';
import { actions } from './actions.ts';
import { Banner } from './Banner.tsx';
import { KeyTable } from './KeyTable.tsx';
import { actOnMedia } from './media/act.ts';
import { OverTimePanel } from './OverTimePanel.tsx';
import { Pane } from './Pane.tsx';
import { objectsOf } from './place-text.ts';
import { Rail } from './Rail.tsx';
import { ReportPanel } from './ReportPanel.tsx';
import { SharedPanel } from './SharedPanel.tsx';
import { Statement } from './Statement.tsx';
import { betterPrior, emptyPrior, noPrior, shownPrior } from './shown-prior.ts';
import { Toolbar } from './Toolbar.tsx';
import { Timeline } from './timeline/Timeline.tsx';
import { useBootPictures } from './use-boot-pictures.ts';
import { useFollowing } from './use-following.ts';
import { useHotkeys } from './use-hotkeys.ts';
import { usePrefetch } from './use-prefetch.ts';
import { useReadingEvents } from './use-reading-events.ts';
import { useSeen } from './use-seen.ts';
import { useWorklistWay } from './use-worklist-way.ts';

/** The prior that hangs, and how it is changed: by hand, or by saying that it does not matter. */
const usePrior = (reading: ReadingState) => {
  const study = reading.current.studyInstanceUid;
  const { priors } = reading;
  const { prior: asked } = useSearch({ from: '/read/$study' });
  const navigate = useNavigate({ from: '/read/$study' });
  const client = useQueryClient();
  const [hung, setHung] = useState<string>();
  const shown = shownPrior(priors, asked, hung);
  const drawable = shown !== undefined && shown.notDrawn === null && shown.received > 0;
  const uid = shown?.studyInstanceUid;
  useEffect(() => {
    if (drawable) setHung(uid);
    else clearPane('prior');
  }, [drawable, uid]);

  // What blinks belongs to this prior, on this desk; before the browser paints another one over another study.
  useLayoutEffect(() => (uid === undefined ? undefined : () => setDesk({ blinking: false })), [uid]);

  const manifest = useQuery({
    ...manifestQuery(uid ?? '', drawable ? shown.received : 0),
    enabled: drawable,
    // More of the same study replaces it without a gap; another study never stands in for it.
    placeholderData: (held) => (held?.studyInstanceUid === uid ? held : undefined),
  });

  const { refetch } = manifest;
  const hang = useCallback(
    (wanted: string) => {
      // What was said belongs to the prior that was there.
      say(null);
      if (wanted === uid) void refetch({ cancelRefetch: false });
      void navigate({ search: { prior: wanted }, replace: true });
      void sendFeedback(study, { priorStudyInstanceUid: wanted, verdict: 'opened' }).catch(() => undefined);
      // What is not here, or not whole, is fetched for whoever wants to see it.
      if (priors.some((prior) => prior.studyInstanceUid === wanted && !prior.verified))
        void fetchPrior(study, wanted).catch(() => undefined);
    },
    [navigate, refetch, study, uid, priors],
  );
  const dismiss = useCallback(
    async (prior: RankedPrior) => {
      const verdict = prior.dismissed ? 'pulled-in' : 'dismissed';
      try {
        await sendFeedback(study, { priorStudyInstanceUid: prior.studyInstanceUid, verdict });
        await client.invalidateQueries({ queryKey: ['reading', study] });
        if (!prior.dismissed) await navigate({ search: { prior: undefined }, replace: true });
        const name = `${prior.date ?? ''} ${prior.exam}`;
        const folded = `${name} is folded away below as not relevant. Hang it from there and press X to take it back.`;
        say(prior.dismissed ? `${name} is back among the priors.` : folded);
      } catch {
        say('The server did not take this down. Nothing has changed; try again.');
      }
    },
    [client, navigate, study],
  );
  return { asked, shown, drawable, manifest, hang, dismiss };
};

/** It was asked for and did not come, or cannot be asked for without a network. */
const isLate = ({ isError, failureCount, fetchStatus }: UseQueryResult): boolean =>
  isError || failureCount > 0 || fetchStatus === 'paused';

/** The panes in which a picture is to be expected. */
const hangingPanes = ({ current }: ReadingState, hasPrior: boolean): readonly PaneName[] => {
  const hasCurrent = current.notDrawn === null && current.received > 0;
  return [...(hasCurrent ? (['current'] as const) : []), ...(hasPrior ? (['prior'] as const) : [])];
};

const Desk = ({ reading, stale }: { readonly reading: ReadingState; readonly stale: boolean }) => {
  const study = reading.current.studyInstanceUid;
  const { asked, shown, drawable, manifest: prior, hang, dismiss } = usePrior(reading);
  const current = useQuery({
    ...manifestQuery(study, reading.current.received),
    placeholderData: (held) => held,
  });
  const way = useWorklistWay(study);
  const layout = useDesk((state) => (state.alone ? 'one' : 'two'));
  const active = useDesk((state) => state.active);
  const enlarged = useDesk((state) => state.enlarged);
  const said = useDesk((state) => state.said);
  const better = betterPrior(reading.priors, shown, asked);

  const desk = useMemo(
    () => ({ reading, shown, hang, dismiss: (one: RankedPrior) => void dismiss(one), way }),
    [reading, shown, hang, dismiss, way],
  );
  const act = useCallback(
    (id: HotkeyId, key = '') => {
      if (!actOnMedia(useDesk.getState().active, id)) actions[id](desk, key);
    },
    [desk],
  );
  useHotkeys(act);
  usePrefetch(reading, shown?.studyInstanceUid);
  useSeen(study, drawable ? shown?.studyInstanceUid : undefined);
  useBootPictures(study, shown?.studyInstanceUid);
  useFollowing(study, hangingPanes(reading, drawable), reading.demo);

  const emptyCurrent = isLate(current)
    ? 'The server did not give the pictures of this study. It is asked again by itself.'
    : `Arriving: ${objectsOf(reading.current)}.`;
  return (
    <main className="desk" data-layout={layout} data-active={active} data-enlarged={enlarged ?? undefined}>
      <Banner reading={reading} way={way} />
      <Statement study={study} statement={reading.completeness} stale={stale} />
      <Toolbar act={act} />
      <Pane
        name="current"
        study={reading.current}
        manifest={current.data}
        empty={reading.current.notDrawn ?? emptyCurrent}
      />
      <Pane
        name="prior"
        study={shown}
        manifest={drawable ? prior.data : undefined}
        empty={emptyPrior(shown, reading, isLate(prior))}
      />
      <aside style={{ gridArea: 'rail' }} className="flex min-h-0 flex-col bg-panel">
        <Rail priors={reading.priors} none={noPrior(reading)} shown={shown?.studyInstanceUid} hang={hang} />
        <ReportPanel study={shown} />
        <SharedPanel />
        <p role="status" data-said className="min-h-7 border-t border-line px-2 py-1 text-warn">
          {said ?? (better && `A better prior has arrived: press ${better.key ?? 'its row'} to hang it.`)}
        </p>
      </aside>
      <Timeline reading={reading} shown={shown?.studyInstanceUid} hang={hang} />
      <OverTimePanel reading={reading} hang={hang} />
      <KeyTable demo={reading.demo} />
    </main>
  );
};

/** By its kind and day alone. */
const titleOf = (study: StudySummary | undefined): string =>
  ['Reading', study?.modalities.join(' '), study?.date].filter(Boolean).join(' ');

/** The current study beside its best prior, and everything that is known of both. */
export const Reading = () => {
  const { study } = useParams({ from: '/read/$study' });
  const { data, error } = useQuery(readingQuery(study));
  useReadingEvents(study);
  useTitle(titleOf(data?.current));
  if (error && !data) return <Problem error={error} about={{ studyInstanceUid: study }} />;
  return data ? <Desk key={study} reading={data} stale={error !== null} /> : null;
};
