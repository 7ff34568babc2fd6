/** What is blinking on the desk. */
import { expect, it } from 'vitest';
import type { PaneState } from '../viewport/panes.ts';
import { isPriorOver, useDesk } from './desk-state.ts';

const picture = { stands: true } as PaneState;

it.each([
  ['a picture of the prior', true, picture, true],
  ['nothing, as the reader did not ask', false, picture, false],
  ['nothing, as the prior is a document', true, null, false],
  ['nothing, as no picture of the prior has come', true, { stands: false } as PaneState, false],
])('over the current study blinks %s', (_, blinking, prior, expected) => {
  expect(isPriorOver({ ...useDesk.getInitialState(), blinking, panes: { current: picture, prior } })).toBe(expected);
});
