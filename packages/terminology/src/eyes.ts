/** Sides of eyes in two letters, which in other exams are an elbow, a leg or nothing at all. */
import type { Gathered } from './gather-signals.ts';
import type { StandardModality } from './types.ts';

const ofEyes: ReadonlySet<StandardModality> = new Set<StandardModality>(['OP', 'OPT', 'OPV', 'OAM']);

const sides: Readonly<Record<string, string>> = { re: 'right', le: 'left', be: 'both' };

/** Of an exam that only eyes have, `RE`, `LE` and `BE` are the right, the left and both eyes. */
export const readEyeSides = (
  said: Gathered['said'],
  words: readonly string[],
  modality: StandardModality,
): Gathered['said'] => {
  const named = ofEyes.has(modality) ? words.filter((word) => Object.hasOwn(sides, word)) : [];
  if (named.length === 0) return said;
  const stated = named.map((phrase) => ({ kind: 'side', value: sides[phrase] ?? '', phrase, plural: false }));
  return [...said.filter(({ phrase }) => !named.includes(phrase)), ...stated];
};
