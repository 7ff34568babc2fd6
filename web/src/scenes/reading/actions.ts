/** What each hotkey does on the desk. */
import type { RankedPrior, Reading } from '@throughline/contract';
import { saveMeasurements } from '../../api/queries.ts';
import type { HotkeyId } from '../../keys/table.ts';
import { say, setDesk, toggleEnlarged, useDesk } from '../../state/desk-state.ts';
import {
  invert,
  isLinked,
  nextWindow,
  resetPane,
  scrollPane,
  setLinked,
  snapshot,
  takeMeasuringTool,
  toggleCine,
} from '../../viewport/desk.ts';
import { takeTool } from '../../viewport/engine.ts';
import { eraseLast, unsaved } from '../../viewport/measurements.ts';

interface Desk {
  readonly reading: Reading;
  readonly shown: RankedPrior | undefined;
  readonly hang: (studyInstanceUid: string) => void;
  readonly dismiss: (prior: RankedPrior) => void;
}

const far = 1_000_000;

const active = () => useDesk.getState().active;

/** The prior next in time to the shown one. */
const byDate = ({ reading, shown }: Desk, step: -1 | 1): RankedPrior | undefined => {
  const dated = reading.priors.toSorted((a, b) => (a.date ?? '').localeCompare(b.date ?? ''));
  return dated[dated.findIndex((prior) => prior.studyInstanceUid === shown?.studyInstanceUid) + step];
};

const hangIfAny = (desk: Desk, prior: RankedPrior | undefined): void => {
  if (prior) desk.hang(prior.studyInstanceUid);
};

const take = (tool: 'length' | 'angle' | 'cobb') => (): void => {
  const refusal = takeMeasuringTool(active(), tool);
  const refused = refusal?.startsWith('No length') === true;
  setDesk({ tool: refused ? 'window' : tool, said: refusal });
};

const save = async (): Promise<void> => {
  const made = unsaved(active());
  if (!made) return say('There is no measurement on this picture to keep.');
  try {
    await saveMeasurements(made.study, made.request);
    say(`${made.request.measurements.length} measurement(s) saved with the study as a structured report.`);
  } catch (error) {
    say(
      `Not saved: ${error instanceof Error ? error.message : 'the server refused'} They are still on the picture; try again.`,
    );
  }
};

const link = (): void => {
  const wanted = !useDesk.getState().linked;
  setLinked(wanted);
  setDesk({ linked: wanted && (isLinked() || wanted) });
};

type Action = (desk: Desk, key: string) => void;

export const actions: Readonly<Partial<Record<HotkeyId, Action>>> = {
  hang: (desk, key) =>
    hangIfAny(
      desk,
      desk.reading.priors.find((prior) => prior.key === Number(key)),
    ),
  older: (desk) => hangIfAny(desk, byDate(desk, -1)),
  newer: (desk) => hangIfAny(desk, byDate(desk, 1)),
  dismiss: (desk) => desk.shown && desk.dismiss(desk.shown),
  blink: () => setDesk((state) => ({ blinking: state.blinking === null ? snapshot('prior') : null })),
  back: () => scrollPane(active(), -1),
  forward: () => scrollPane(active(), 1),
  backArrow: () => scrollPane(active(), -1),
  forwardArrow: () => scrollPane(active(), 1),
  backTen: () => scrollPane(active(), -10),
  forwardTen: () => scrollPane(active(), 10),
  start: () => scrollPane(active(), -far),
  end: () => scrollPane(active(), far),
  link,
  cine: () => setDesk({ playing: toggleCine(active()) }),
  window: () => nextWindow(active()),
  invert: () => invert(active()),
  reset: () => resetPane(active()),
  length: take('length'),
  angle: take('angle'),
  cobb: take('cobb'),
  erase: () => eraseLast(active()),
  save: () => void save(),
  nextPane: () => {
    const next = active() === 'current' ? 'prior' : 'current';
    document.querySelector<HTMLElement>(`[data-pane=${next}] [data-pane-focus]`)?.focus();
  },
  single: () => setDesk((state) => ({ alone: !state.alone })),
  report: () => toggleEnlarged('report'),
  timeline: () => toggleEnlarged('timeline'),
  completeness: () => toggleEnlarged('completeness'),
  help: () => toggleEnlarged('help'),
  leave: () => {
    takeTool('window');
    setDesk({ enlarged: null, tool: 'window', said: null, blinking: null });
  },
};
