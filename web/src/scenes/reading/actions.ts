/** What each hotkey does on the desk. */

import type { RankedPrior, Reading } from '@throughline/contract';
import { following } from '../../api/following.ts';
import { saveMeasurements } from '../../api/queries.ts';
import { counted } from '../../components/counted.ts';
import type { HotkeyId } from '../../keys/table.ts';
import { say, setDesk, toggleEnlarged, useDesk } from '../../state/desk-state.ts';
import { showPictures } from '../../state/media-state.ts';
import { toggleCine } from '../../viewport/cine.ts';
import { type PictureNumber, scrollPane, showNumbered, stepSeries } from '../../viewport/desk.ts';
import { takeTool } from '../../viewport/engine.ts';
import { toggleLink } from '../../viewport/linked.ts';
import { invert, isLive, nextWindow, resetPane, turn } from '../../viewport/look.ts';
import { eraseLast, takeMeasuringTool, unsaved } from '../../viewport/measurements.ts';
import { toggleFollowing } from './use-following.ts';
import type { WorklistWay } from './use-worklist-way.ts';

interface Desk {
  readonly reading: Reading;
  readonly shown: RankedPrior | undefined;
  readonly hang: (studyInstanceUid: string) => void;
  readonly dismiss: (prior: RankedPrior) => void;
  readonly way: WorklistWay;
}

const far = 1_000_000;

const active = () => useDesk.getState().active;

/** The prior next in time to the shown one. */
const byDate = ({ reading, shown }: Desk, step: -1 | 1): RankedPrior | undefined => {
  const dated = reading.priors.toSorted((a, b) => (a.date ?? '').localeCompare(b.date ?? ''));
  if (shown === undefined) return undefined;
  return dated[dated.findIndex((prior) => prior.studyInstanceUid === shown.studyInstanceUid) + step];
};

const hangOrSay = (desk: Desk, prior: RankedPrior | undefined, otherwise: string): void => {
  if (prior) desk.hang(prior.studyInstanceUid);
  else say(otherwise);
};

const names = { length: 'A length', angle: 'An angle', cobb: 'A Cobb angle' } as const;

const take = (tool: keyof typeof names) => (): void => {
  const { refused, text } = takeMeasuringTool(active(), tool);
  setDesk({ tool: refused ? 'window' : tool, said: refused ? `${names[tool]} ${text}` : text });
};

const save = async (): Promise<void> => {
  const made = unsaved(active());
  if (!made) return say('There is no new measurement on this picture to keep.');
  const { length } = made.request.measurements;
  try {
    await saveMeasurements(made.study, made.request);
    made.remember();
    following.measured(made.study, made.request.measurements);
    say(`${counted(length, 'measurement is', 'measurements are')} saved with the study (DICOM SR).`);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'The server refused.';
    say(`Not saved: ${why} They are still on the picture; try again.`);
  }
};

const link = (): void => say(toggleLink());

/** Goes to the picture that the report names, in the pane of the prior. */
export const goToFinding = async (finding: PictureNumber | null): Promise<void> => {
  if (!finding) return say('The report of this prior names no picture.');
  showPictures('prior');
  const found = await showNumbered('prior', finding).catch(() => false);
  say(found ? null : `Image ${finding.image} of the report is not among the pictures that are here.`);
};

const otherSeries = (step: -1 | 1) => async (): Promise<void> => {
  const found = await stepSeries(active(), step).catch(() => false);
  if (!found) say('This study has no other series there.');
};

const blink = (): void => {
  const starts = !useDesk.getState().blinking;
  if (starts && !(isLive('current') && isLive('prior'))) say('There are not two pictures to blink over each other.');
  else setDesk({ blinking: starts });
};

const onlyMedia = (): void => say('This key is for waveforms, documents and films.');

type Action = (desk: Desk, key: string) => void;

export const actions: Readonly<Record<HotkeyId, Action>> = {
  hang: (desk, key) =>
    hangOrSay(
      desk,
      desk.reading.priors.find((prior) => prior.key === Number(key)),
      `No prior has the number ${key}.`,
    ),
  older: (desk) => hangOrSay(desk, byDate(desk, -1), 'No older prior is known.'),
  newer: (desk) => hangOrSay(desk, byDate(desk, 1), 'No newer prior is known.'),
  dismiss: (desk) => desk.shown && desk.dismiss(desk.shown),
  find: () => {
    const field = document.querySelector<HTMLInputElement>('[data-find]');
    field?.focus();
    // Another word takes the place of the last one; the arrows go on among what that one found.
    field?.select();
  },
  finding: () => void goToFinding(useDesk.getState().finding),
  blink,
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
  window: () => {
    if (!nextWindow(active()))
      say('Only a CT has usual windows. Drag on the picture to change brightness and contrast.');
  },
  invert: () => invert(active()),
  turn: () => turn(active()),
  reset: () => resetPane(active()),
  previousSeries: () => void otherSeries(-1)(),
  nextSeries: () => void otherSeries(1)(),
  larger: onlyMedia,
  smaller: onlyMedia,
  faster: onlyMedia,
  slower: onlyMedia,
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
  next: ({ way }) => way.next(),
  worklist: ({ way }) => way.leave(),
  report: () => toggleEnlarged('report'),
  timeline: () => toggleEnlarged('timeline'),
  completeness: () => toggleEnlarged('completeness'),
  follow: ({ reading }) =>
    reading.demo ? say('Nobody is signed in to the demo: it follows no other application.') : toggleFollowing(),
  overTime: () => toggleEnlarged('measurements'),
  help: () => toggleEnlarged('help'),
  leave: () => {
    takeTool('window');
    setDesk({ enlarged: null, tool: 'window', said: null, blinking: false });
  },
};
