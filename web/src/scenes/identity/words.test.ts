import { expect, it } from 'vitest';
import { ageText, dateText, likelihoodOf, oddsOf, ruleName, strengthOf } from './words.ts';

it.each([
  [9.7, 'strongly for', '830 to 1'],
  [3.2, 'clearly for', '9.2 to 1'],
  [0.2, 'says nothing', ''],
  [-1.4, 'a little against', '1 to 2.6'],
  [-6, 'clearly against', '1 to 64'],
])('says what a weight of %f means', (weight, strength, odds) => {
  expect([strengthOf(weight), oddsOf(weight)]).toEqual([strength, odds]);
});

it('never calls a possibility a certainty', () => {
  const of = (score: number, ...rules: string[]) => likelihoodOf({ score, rules });
  expect([of(0.9999), of(0.996)]).toEqual(['over 99 %', 'over 99 %']);
  expect(of(0.42)).toBe('42 %');
  expect(of(0.001)).toBe('under 1 %');
  expect(of(0.9999, 'similar-given-names'), 'one person written in two ways, or twins').toBe('not certain');
});

it('names rules, dates and waiting times for people', () => {
  expect([ruleName('name-change'), ruleName('a-new-rule')]).toEqual(['name change', 'a new rule']);
  expect([dateText('20120304'), dateText('2012')]).toEqual(['2012-03-04', '2012']);
  expect([ageText(0.4), ageText(30), ageText(100)]).toEqual(['under an hour', '30 h', '4 days']);
});
