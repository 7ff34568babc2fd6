import { expect, it } from 'vitest';
import { conceptOf, guessesOf, lacksOf } from './index.ts';

it.each([
  ['CT CHEST', 'CT', []],
  ['KNEE LT', '', ['modality']],
  ['PROTOCOL 4711 QX', 'CT', ['regions', 'confidence']],
  ['QX', 'OT', ['modality', 'regions', 'confidence']],
])('what %s (%s) lacks', (name, modality, lacks) => {
  expect(lacksOf(conceptOf({ name, modality }))).toEqual(lacks);
});

it('guesses what is nearest, surest first, each with all that a correction needs', () => {
  const guesses = guessesOf({ name: 'CT ABD/PELVIS WITH CONTRAST QX', modality: 'CT' });
  expect(guesses.some(({ correction }) => correction.code?.code === '36813-4')).toBe(true);
  expect(guesses[0]?.correction).toMatchObject({ modality: 'CT', regions: ['abdomen', 'pelvis'], contrast: 'with' });
  const sure = guesses.map(({ confidence }) => confidence);
  expect(sure).toEqual(sure.toSorted((a, b) => b - a));
});

it('offers the ways of making an exam when nobody says how it was made', () => {
  const guesses = guessesOf({ name: 'KNEE LT', modality: 'OT' });
  expect(new Set(guesses.map(({ correction }) => correction.modality)).size).toBeGreaterThan(1);
  for (const { correction } of guesses) expect(correction).toMatchObject({ focus: 'knee', laterality: 'left' });
});

it('guesses nothing of a name that says nothing', () => {
  for (const modality of ['OT', 'CT', '']) expect(guessesOf({ name: 'QX 4711', modality })).toEqual([]);
});
