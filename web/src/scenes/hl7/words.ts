/** What a message became, in lines that people read. */

import type { Destination, MessageTested } from '@throughline/contract';
import { counted } from '../../components/counted.ts';

interface Look {
  readonly word: string;
  readonly className: string;
}

/** Colour never says it alone. */
export const lookOf = ({ enabled, paused, failures }: Destination): Look => {
  if (!enabled) return { word: 'off', className: 'text-muted' };
  if (paused) return { word: 'paused', className: 'text-warn' };
  return failures > 0 ? { word: 'no answer', className: 'text-bad' } : { word: 'on', className: 'text-ok' };
};

export const standing = ({ paused, failures, waiting }: Destination): string => {
  const waits = waiting === 0 ? 'nothing waits' : counted(waiting, 'message waits', 'messages wait');
  if (paused) return `${waits} until it goes on`;
  return failures > 0 ? `${waits}; it did not answer ${failures} times` : waits;
};

const outcomes: Readonly<Record<MessageTested['outcome'], Look>> = {
  applied: { word: 'It would be taken.', className: 'text-ok' },
  ignored: { word: 'It would be answered and have no effect.', className: 'text-warn' },
  refused: { word: 'It would be refused:', className: 'text-bad' },
};

export const outcomeOf = ({ outcome, cause, condition, location }: MessageTested): Look => {
  const { word, className } = outcomes[outcome];
  if (outcome !== 'refused') return { word, className };
  const where = [location, condition === null ? null : `condition ${condition}`].filter((one) => one !== null);
  return { word: `${word} ${cause ?? ''}${where.length > 0 ? ` (${where.join(', ')})` : ''}`, className };
};

const flat = (value: unknown, path: string): (readonly [string, string])[] => {
  if (value === null || value === undefined || value === '') return [];
  if (typeof value !== 'object') return [[path, String(value)]];
  return Object.entries(value).flatMap(([key, inner]) => flat(inner, path === '' ? key : `${path}.${key}`));
};

export interface ShownIntent {
  /** A message may lead to the same kind twice: its place names it. */
  readonly key: string;
  readonly kind: string;
  /** each value that was read, under the name that it has here */
  readonly values: readonly (readonly [name: string, value: string])[];
}

/** Every value that a message led to, none left out. */
export const shownIntents = (intents: readonly unknown[]): readonly ShownIntent[] =>
  intents.map((intent, at) => {
    const { kind, ...rest } = intent as { readonly kind: string };
    return { key: `${at} ${kind}`, kind, values: flat(rest, '') };
  });

/** Segments by their places, as they were sent. */
export const shownSegments = (
  segments: readonly string[],
): readonly { readonly key: string; readonly text: string }[] =>
  segments.map((text, at) => ({ key: `${at} ${text.slice(0, 3)}`, text }));
