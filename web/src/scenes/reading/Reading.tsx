import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { RankedPrior, Reading as ReadingState } from '@throughline/contract';
import { useCallback, useEffect, useMemo } from 'react';
import { manifestQuery, readingQuery, sendFeedback } from '../../api/queries.ts';
import { Problem } from '../../components/Problem.tsx';
import { focusOf, matchHotkey } from '../../keys/match.ts';
import type { HotkeyId } from '../../keys/table.ts';
import { useDesk } from '../../state/desk-state.ts';
import { clearPane } from '../../viewport/desk.ts';
import { actions } from './actions.ts';
import { Banner } from './Banner.tsx';
import { isFlagged } from './colours.ts';
import { KeyTable } from './KeyTable.tsx';
import { Pane } from './Pane.tsx';
import { Rail } from './Rail.tsx';
import { ReportPanel } from './ReportPanel.tsx';
import { Statement } from './Statement.tsx';
import { Timeline } from './Timeline.tsx';
import { Toolbar } from './Toolbar.tsx';
import { usePrefetch } from './use-prefetch.ts';
import { useReadingEvents } from './use-reading-events.ts';

/** The prior asked for, else the best that can be drawn, else the best there is. */
const shownPrior = (priors: readonly RankedPrior[], asked: string | undefined): RankedPrior | undefined => {
  const flagged = priors.filter(isFlagged);
  return (
    priors.find((prior) => prior.studyInstanceUid === asked) ??
    flagged.find((prior) => prior.notDrawn === null) ??
    flagged[0]
  );
};

const emptyPrior = (prior: RankedPrior | undefined, reading: ReadingState): string => {
  if (!prior)
    return reading.completeness.verdict === 'complete'
      ? 'No prior matters for this study.'
      : 'No relevant prior is known yet.';
  if (prior.notDrawn) return `${prior.exam}, ${prior.date}. ${prior.notDrawn}. Its report, if any, is on the right.`;
  if (prior.place === 'unreachable') return `${prior.siteName} does not answer; it is asked again by itself.`;
  if (prior.place === 'remote') return `At ${prior.siteName}, not fetched: it was judged not to matter for this study.`;
  return `Coming from ${prior.siteName}: ${prior.received} of ${prior.expected ?? '?'} objects.`;
};

const useHotkeys = (act: (id: HotkeyId, key: string) => void): void => {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const hotkey = matchHotkey(event, focusOf(document.activeElement));
      if (!hotkey || !actions[hotkey.id]) return;
      event.preventDefault();
      act(hotkey.id, hotkey.key);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [act]);
};

const takeOver = (): void => document.getElementById('boot')?.setAttribute('hidden', '');

const Desk = ({ reading }: { readonly reading: ReadingState }) => {
  const study = reading.current.studyInstanceUid;
  const { prior: asked } = useSearch({ from: '/read/$study' });
  const navigate = useNavigate({ from: '/read/$study' });
  const client = useQueryClient();
  const shown = shownPrior(reading.priors, asked);
  const drawable = shown !== undefined && shown.notDrawn === null && shown.received > 0;
  const current = useQuery({
    ...manifestQuery(study, reading.current.received),
    placeholderData: (previous) => previous,
  });
  const prior = useQuery({
    ...manifestQuery(shown?.studyInstanceUid ?? '', drawable ? shown.received : 0),
    enabled: drawable,
  });
  const layout = useDesk((state) => (state.alone ? 'one' : 'two'));
  const active = useDesk((state) => state.active);
  const enlarged = useDesk((state) => state.enlarged);
  const said = useDesk((state) => state.said);

  const hang = useCallback(
    (uid: string) => {
      void navigate({ search: { prior: uid }, replace: true });
      void sendFeedback(study, { priorStudyInstanceUid: uid, verdict: 'opened' }).catch(() => undefined);
    },
    [navigate, study],
  );
  const dismiss = useCallback(
    async (one: RankedPrior) => {
      await sendFeedback(study, {
        priorStudyInstanceUid: one.studyInstanceUid,
        verdict: one.dismissed ? 'pulled-in' : 'dismissed',
      });
      await client.invalidateQueries({ queryKey: ['reading', study] });
    },
    [client, study],
  );
  const desk = useMemo(
    () => ({ reading, shown, hang, dismiss: (one: RankedPrior) => void dismiss(one) }),
    [reading, shown, hang, dismiss],
  );
  const act = useCallback((id: HotkeyId, key = '') => actions[id]?.(desk, key), [desk]);
  useHotkeys(act);
  usePrefetch(reading, shown?.studyInstanceUid);

  useEffect(() => {
    addEventListener('live', takeOver, { once: true });
    // Nothing may ever hide the page when a picture cannot be drawn.
    const timer = setTimeout(takeOver, 4000);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (!drawable) clearPane('prior');
  }, [drawable]);

  return (
    <main className="desk" data-layout={layout} data-active={active} data-enlarged={enlarged ?? undefined}>
      <Banner reading={reading} />
      <Statement statement={reading.completeness} />
      <Toolbar act={act} />
      <Pane
        name="current"
        study={reading.current}
        manifest={current.data}
        empty={reading.current.notDrawn ?? 'Arriving …'}
      />
      <Pane
        name="prior"
        study={shown}
        manifest={drawable ? prior.data : undefined}
        empty={emptyPrior(shown, reading)}
      />
      <aside style={{ gridArea: 'rail' }} className="flex min-h-0 flex-col bg-panel">
        <Rail priors={reading.priors} shown={shown?.studyInstanceUid} hang={hang} />
        <ReportPanel study={shown} />
        <p role="status" className="min-h-6 border-t border-line px-2 py-1 text-warn">
          {said}
        </p>
      </aside>
      <Timeline reading={reading} shown={shown?.studyInstanceUid} hang={hang} />
      <KeyTable />
    </main>
  );
};

/** The current study beside its best prior, and everything that is known of both. */
export const Reading = () => {
  const { study } = useParams({ from: '/read/$study' });
  const { data, error } = useQuery(readingQuery(study));
  useReadingEvents(study);
  if (error && !data) return <Problem error={error} />;
  return data ? <Desk key={study} reading={data} /> : null;
};
