/** Asking what the words of a name say. */
import type { Gathered } from './gather-signals.ts';

export type Said = Gathered['said'];

export const all = (said: Said, kind: string): readonly string[] =>
  said.filter((one) => one.kind === kind).map((one) => one.value);

export const has = (said: Said, kind: string, value: string): boolean =>
  said.some((one) => one.kind === kind && one.value === value);

/** What names a part of the body. */
export const bodyPart = (said: Said): Said =>
  said.filter((one) => one.kind === 'focus' || one.kind === 'aim' || one.kind === 'region');
