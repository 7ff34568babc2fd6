/** Where a key works: everywhere on the reading page, or only while a picture (or nothing) has the focus. */
type Where = 'page' | 'picture';

export interface Hotkey {
  readonly id: string;
  /** Values of KeyboardEvent.key, lower case; the first one is the one that is shown. */
  readonly keys: readonly string[];
  readonly does: string;
  readonly group: 'Priors' | 'Picture' | 'Measure' | 'Page';
  readonly where?: Where;
  /** What the key table shows instead of the first key. */
  readonly shown?: string;
  readonly shift?: boolean;
}

const hotkeys = [
  {
    id: 'hang',
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    shown: '1 – 9',
    does: 'Hang that prior',
    group: 'Priors',
  },
  { id: 'older', keys: ['q'], does: 'Older prior', group: 'Priors' },
  { id: 'newer', keys: ['e'], does: 'Newer prior', group: 'Priors' },
  {
    id: 'dismiss',
    keys: ['x'],
    does: 'Not relevant: fold it away and tell the ranking; on one that hangs from there, take it back',
    group: 'Priors',
  },
  { id: 'find', keys: ['/'], does: "Find in this person's history", group: 'Priors' },
  { id: 'finding', keys: ['f'], does: 'Go to the picture that the report names', group: 'Priors' },
  { id: 'blink', keys: ['d'], does: 'Prior over current, blinking', group: 'Priors' },

  { id: 'back', keys: ['w'], does: 'Slice up', group: 'Picture' },
  { id: 'forward', keys: ['s'], does: 'Slice down', group: 'Picture' },
  { id: 'backArrow', keys: ['arrowup'], shown: '↑', does: 'Slice up', group: 'Picture', where: 'picture' },
  { id: 'forwardArrow', keys: ['arrowdown'], shown: '↓', does: 'Slice down', group: 'Picture', where: 'picture' },
  { id: 'backTen', keys: ['pageup'], shown: 'Page up', does: 'Ten slices up', group: 'Picture', where: 'picture' },
  {
    id: 'forwardTen',
    keys: ['pagedown'],
    shown: 'Page down',
    does: 'Ten slices down',
    group: 'Picture',
    where: 'picture',
  },
  { id: 'start', keys: ['home'], shown: 'Home', does: 'First slice', group: 'Picture', where: 'picture' },
  { id: 'end', keys: ['end'], shown: 'End', does: 'Last slice', group: 'Picture', where: 'picture' },
  { id: 'link', keys: ['l'], does: 'Link both studies where they stand now; again unlinks', group: 'Picture' },
  { id: 'cine', keys: [' '], shown: 'Space', does: 'Play or stop', group: 'Picture', where: 'picture' },
  { id: 'window', keys: ['v'], does: 'Next window; ECG: all leads in full', group: 'Picture' },
  { id: 'invert', keys: ['i'], does: 'Invert', group: 'Picture' },
  { id: 'turn', keys: ['u'], does: 'Turn by a quarter, clockwise', group: 'Picture' },
  { id: 'reset', keys: ['z'], does: 'Fit and reset', group: 'Picture' },
  { id: 'previousSeries', keys: ['['], does: 'Previous series', group: 'Picture' },
  { id: 'nextSeries', keys: [']'], does: 'Next series', group: 'Picture' },
  { id: 'larger', keys: ['+', '='], does: 'ECG: more mm/mV; document: larger', group: 'Picture' },
  { id: 'smaller', keys: ['-'], shown: '−', does: 'ECG: fewer mm/mV; document: smaller', group: 'Picture' },
  { id: 'faster', keys: ['.'], does: 'ECG: more mm/s; film: faster', group: 'Picture' },
  { id: 'slower', keys: [','], does: 'ECG: fewer mm/s; film: slower', group: 'Picture' },

  { id: 'length', keys: ['m'], does: 'Length, where the picture is calibrated', group: 'Measure' },
  { id: 'angle', keys: ['a'], does: 'Angle', group: 'Measure' },
  { id: 'cobb', keys: ['b'], does: 'Cobb angle, two lines', group: 'Measure' },
  {
    id: 'erase',
    keys: ['delete', 'backspace'],
    shown: 'Delete',
    does: 'Remove the last unsaved measurement',
    group: 'Measure',
    where: 'picture',
  },
  { id: 'save', keys: ['k'], does: 'Keep: save the measurements with the study', group: 'Measure' },

  {
    id: 'nextPane',
    keys: ['tab'],
    shown: 'Tab',
    does: 'Next pane, then on through the page',
    group: 'Page',
    where: 'picture',
  },
  { id: 'single', keys: ['enter'], shown: 'Enter', does: 'This pane alone, or both', group: 'Page', where: 'picture' },
  { id: 'next', keys: ['n'], does: 'Next study of the worklist', group: 'Page' },
  { id: 'worklist', keys: ['h'], does: 'Back to the worklist', group: 'Page' },
  { id: 'report', keys: ['r'], does: 'Report larger', group: 'Page' },
  { id: 'timeline', keys: ['t'], does: 'Timeline larger', group: 'Page' },
  { id: 'completeness', keys: ['c'], does: 'Completeness in detail', group: 'Page' },
  { id: 'follow', keys: ['o'], does: 'Follow what other applications open, or stop', group: 'Page' },
  { id: 'overTime', keys: ['g'], does: 'Measurements over time, and radiation dose', group: 'Page' },
  { id: 'help', keys: ['?'], does: 'This table', group: 'Page' },
  { id: 'leave', keys: ['escape'], shown: 'Esc', does: 'Close what is open, put the tool down', group: 'Page' },
] as const satisfies readonly Hotkey[];

export type HotkeyId = (typeof hotkeys)[number]['id'];

/** The table by id, with the optional parts visible to the compiler. */
export const hotkeyTable: readonly (Hotkey & { readonly id: HotkeyId })[] = hotkeys;

/** The key as the page prints it: one capital for a letter. */
export function shownKey(hotkey: Hotkey): string {
  return hotkey.shown ?? (hotkey.keys[0] ?? '').toUpperCase();
}

export function keyOf(id: HotkeyId): string {
  const hotkey = hotkeyTable.find((entry) => entry.id === id);
  return hotkey ? shownKey(hotkey) : '';
}
