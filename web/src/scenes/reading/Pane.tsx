import type { Manifest, RankedPrior, StudySummary } from '@throughline/contract';
import { useCallback, useLayoutEffect, useRef } from 'react';
import { Button } from 'react-aria-components/Button';
import { isPriorOver, say, setDesk, useDesk } from '../../state/desk-state.ts';
import { chooseMedia } from '../../state/media-state.ts';
import { tryAgain } from '../../viewport/again.ts';
import { hang, mountPane, setRegions } from '../../viewport/desk.ts';
import { takeTool } from '../../viewport/engine.ts';
import { measuringNote } from '../../viewport/measurements.ts';
import type { PaneName } from '../../viewport/panes.ts';
import { drawnSeries, pictureCount } from '../../viewport/stack.ts';
import { Blink } from './Blink.tsx';
import { colourOf } from './colours.ts';
import { nameOf } from './media/items.ts';
import { MediaLayer } from './media/MediaLayer.tsx';
import { useMedia } from './media/use-media.ts';
import { hungText } from './place-text.ts';

interface PaneProps {
  readonly name: PaneName;
  readonly study: StudySummary | RankedPrior | undefined;
  readonly manifest: Manifest | undefined;
  /** What to say where no picture can be. */
  readonly empty: string;
}

const tagOf = (study: PaneProps['study']): string => (study && 'key' in study ? `PRIOR ${study.rank}` : 'CURRENT');

/** What hangs here. It wraps: the date and the side are in it. */
const Head = ({ study }: { readonly study: PaneProps['study'] }) => (
  <div data-head className="content-center bg-panel px-2 py-0.5 leading-tight wrap-anywhere">
    {study && (
      <>
        <span className={`float-right ml-2 ${hungText(study).tone}`}>{hungText(study).text}</span>
        <span
          className="mr-2 whitespace-nowrap rounded px-1.5 text-[11px] font-bold text-black"
          style={{ background: 'key' in study ? colourOf(study) : 'var(--color-strong)' }}
        >
          {tagOf(study)}
        </span>
        <strong className="whitespace-nowrap text-strong">{study.date ?? 'no date'}</strong> {study.exam} ·{' '}
        {study.siteName}
        {study.age && <span className="whitespace-nowrap text-muted"> · {study.age}</span>}
      </>
    )}
  </div>
);

const TryAgain = () => (
  <Button className="action pointer-events-auto" onPress={tryAgain}>
    Try again
  </Button>
);

const thumbnail = (study: string, series: string): string => `/dicom-web/studies/${study}/series/${series}/thumbnail`;

/** What says nothing when it is small is marked by a sign: a sheet, a film, a beat. */
const signs = {
  pdf: 'M4 1h6l3 3v11H4zM10 1v3h3M6 8h5M6 11h5',
  text: 'M3 3h10M3 6h10M3 9h10M3 12h6',
  video: 'M2 3h12v10H2zM7 6v4l3.5-2z',
  waveform: 'M1 9h4l1-2 1 2h1l1-7 2 11 1-4h3',
};

const SeriesMark = ({ study, series }: { readonly study: string; readonly series: Series }) => {
  const { shownAs } = series;
  if (shownAs !== null && shownAs !== 'pictures')
    return (
      <svg viewBox="0 0 16 16" className="h-8 w-8 text-muted" fill="none" stroke="currentColor" aria-hidden>
        <path d={signs[shownAs]} />
      </svg>
    );
  return (
    <img alt="" loading="lazy" className="h-10 w-10 object-contain" src={thumbnail(study, series.seriesInstanceUid)} />
  );
};

type Series = Manifest['series'][number];

/** A series that holds several kinds of objects is there once for each. */
const keyOf = ({ seriesInstanceUid, kind }: Series): string => `${seriesInstanceUid} ${kind}`;

const Strip = ({
  name,
  manifest,
  shown,
  pick,
}: {
  readonly name: PaneName;
  readonly manifest: Manifest | undefined;
  /** The key of what is shown. */
  readonly shown: string | undefined;
  readonly pick: (series: Series) => void;
}) => (
  <div role="group" aria-label={`Series of the ${name} study`} className="flex gap-1 overflow-x-auto bg-panel p-1">
    {manifest?.series.map((series) =>
      series.shownAs !== null ? (
        <button
          key={keyOf(series)}
          type="button"
          tabIndex={-1}
          aria-pressed={keyOf(series) === shown}
          className={`flex h-12 shrink-0 items-center gap-1 rounded border px-1 text-[11px] ${keyOf(series) === shown ? 'border-accent' : 'border-line'}`}
          onClick={() => pick(series)}
        >
          <SeriesMark study={manifest.studyInstanceUid} series={series} />
          <span
            className="line-clamp-3 max-w-28 text-left leading-tight wrap-anywhere"
            title={series.description ?? undefined}
          >
            {series.kind ? `${series.kind}: ` : ''}
            {series.description ?? series.modality}{' '}
            <span className="text-muted">{series.kind ? '' : pictureCount(series)}</span>
          </span>
        </button>
      ) : (
        <span
          key={keyOf(series)}
          className="flex h-12 shrink-0 items-center rounded border border-line px-2 text-[11px] text-muted"
        >
          {series.description ?? series.modality}: {series.notDrawn}
        </span>
      ),
    )}
  </div>
);

const Overlay = ({ name }: { readonly name: PaneName }) => {
  const state = useDesk((desk) => desk.panes[name]);
  if (!state) return null;
  if (state.problem)
    return (
      <div role="alert" className="text-warn">
        {state.problem} <TryAgain />
      </div>
    );
  const window = state.window ? `W ${state.window.width} L ${state.window.centre}` : null;
  const link = state.link && `${state.link.text}${state.beyond ? ', which ends beyond this picture' : ''}`;
  const turns = state.quarters > 0 ? `turned ${state.quarters * 90}° clockwise` : null;
  const facts = [turns, window, `${state.index + 1}/${state.count}`, `viewed ${state.seen}/${state.count}`, link];
  return <div>{facts.filter(Boolean).join(' · ')}</div>;
};

type Edge = 'left' | 'right' | 'top' | 'bottom';

/** Which side of the patient lies at these edges; nothing where nobody says. */
const Letters = ({ name, edges }: { readonly name: PaneName; readonly edges: readonly Edge[] }) => {
  const letters = useDesk((desk) => desk.panes[name]?.letters);
  if (!letters) return null;
  return edges.map((edge) => (
    <span key={edge} data-letters={edge} className="pane-letters">
      {letters[edge]}
    </span>
  ));
};

const aside: readonly Edge[] = ['left', 'right', 'top'];
const below: readonly Edge[] = ['bottom'];

/** A tool that was taken on another picture may have no calibration on this one. */
const putToolDownUnlessUsable = (name: PaneName): void => {
  if (useDesk.getState().tool === 'window') return;
  const { refused, text } = measuringNote(name);
  if (!refused) return;
  takeTool('window');
  setDesk({ tool: 'window' });
  say(`A size ${text}`);
};

/** One study in a viewport: what it is above it, its series below it. */
export const Pane = ({ name, study, manifest, empty }: PaneProps) => {
  const stage = useRef<HTMLDivElement>(null);
  const hung = useDesk((state) => state.panes[name]?.seriesInstanceUid);
  const regions = study?.regions.join(' ') ?? '';
  const active = useDesk((state) => state.active === name);
  const slice = useDesk((state) => state.panes[name]?.index);
  const blinking = useDesk((state) => name === 'current' && isPriorOver(state));
  const drawn = manifest !== undefined && drawnSeries(manifest).length > 0;
  const problem = useDesk(({ panes }) => (drawn && panes[name]?.stands === false ? panes[name].problem : null));
  const media = useMedia(name, manifest, drawn);
  const shown =
    media?.series ?? (manifest && drawnSeries(manifest).find(({ seriesInstanceUid }) => seriesInstanceUid === hung));

  useLayoutEffect(() => {
    if (stage.current === null || stage.current.dataset.mounted) return;
    stage.current.dataset.mounted = 'true';
    mountPane(name, stage.current, (state) => setDesk((desk) => ({ panes: { ...desk.panes, [name]: state } })));
  }, [name]);

  const take = useCallback(
    (taken: Manifest, wanted?: string) => {
      void hang(name, taken, wanted);
    },
    [name],
  );

  useLayoutEffect(() => setRegions(name, regions.split(' ').filter(Boolean)), [name, regions]);

  const pick = ({ seriesInstanceUid, shownAs, instances }: Series): void => {
    if (!manifest) return;
    const isPictures = shownAs === 'pictures';
    const sopInstanceUid = isPictures ? null : (instances[0]?.sopInstanceUid ?? null);
    chooseMedia(name, { studyInstanceUid: manifest.studyInstanceUid, sopInstanceUid });
    if (isPictures) take(manifest, seriesInstanceUid);
  };

  // Before the browser paints: the name of a study must never stand over the picture of another.
  useLayoutEffect(() => {
    if (manifest && drawn) take(manifest);
  }, [manifest, drawn, take]);

  return (
    <section
      aria-label={name === 'current' ? 'Current study' : 'Prior study'}
      data-area={name}
      data-pane={name}
      data-study={study?.studyInstanceUid}
      data-slice={slice}
      className="pane"
      onPointerDown={() => setDesk({ active: name })}
      onPointerDownCapture={() => putToolDownUnlessUsable(name)}
    >
      <Head study={study} />
      <div
        data-pane-focus
        tabIndex={0}
        role="group"
        aria-label={media ? `${nameOf(media)} of the ${name} study` : `Picture of the ${name} study`}
        className={`pane-view ${active ? 'ring-1 ring-inset ring-line' : ''}`}
        onFocus={() => setDesk({ active: name })}
      >
        <div ref={stage} className="pane-stage" data-stage={name} onContextMenu={(event) => event.preventDefault()} />
        {media && <MediaLayer name={name} media={media} />}
        {!media && drawn && (
          <p className="pane-text pane-waiting bottom-0 left-0 text-muted">The picture is on its way …</p>
        )}
        {!media && (!drawn || problem) && (
          <div
            role={problem ? 'alert' : undefined}
            className={`absolute inset-0 flex flex-col items-center justify-center gap-3 whitespace-pre-line bg-black px-8 text-center ${problem ? 'text-warn' : 'text-muted'}`}
          >
            <p>{problem ?? empty}</p>
            {problem && <TryAgain />}
          </div>
        )}
        {blinking && <Blink />}
        {drawn && !problem && !media && (
          <>
            {!blinking && <Letters name={name} edges={aside} />}
            <div className="pane-text pane-foot inset-x-0 bottom-0">
              {!blinking && <Letters name={name} edges={below} />}
              <Overlay name={name} />
            </div>
          </>
        )}
      </div>
      <Strip name={name} manifest={manifest} shown={shown && keyOf(shown)} pick={pick} />
    </section>
  );
};
