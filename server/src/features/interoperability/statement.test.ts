import { expect, it } from 'vitest';
import type { SourceDeeds } from '../../db/index.ts';
import { statementOf } from './statement.ts';

const nothing: SourceDeeds = {
  name: 'county',
  site_name: 'County General',
  gives: true,
  asked: 0,
  answered: 0,
  found: 0,
  whole: 0,
  not_whole: 0,
  shown: 0,
  delivered: 0,
  patients: 0,
  uncertain: 0,
};
const since = new Date('2026-01-01');
const stepsOf = (deeds: Partial<SourceDeeds>, exams: Parameters<typeof statementOf>[1] = []) =>
  Object.fromEntries(statementOf({ ...nothing, ...deeds }, exams, since).steps.map(({ step, state }) => [step, state]));

it('says that nothing is known where nothing happened', () => {
  const { steps, text } = statementOf(nothing, [], since);
  expect(new Set(steps.map(({ state }) => state))).toEqual(new Set(['unknown']));
  expect(text).toBe('Nothing happened with it of late: what works is not known.');
});

it('tells what works from what works in part and from what does not', () => {
  expect(stepsOf({ asked: 100, answered: 95, found: 3, whole: 1, not_whole: 1, patients: 10, uncertain: 6 })).toEqual({
    asked: 'works',
    found: 'works',
    fetched: 'partly',
    matched: 'fails',
    understood: 'unknown',
    shown: 'unknown',
    delivered: 'unknown',
  });
  expect(statementOf({ ...nothing, asked: 10, answered: 2 }, [], since).text).toBe('Does not work: asked.');
});

it('counts studies, not names, as understood, and sorts them by specialty', () => {
  const exam = (description: string, modalities: string[], studies: number) => ({
    name: 'county',
    description,
    modalities,
    body_part: null,
    studies,
  });
  const exams = [exam('CT CHEST W CONTRAST', ['SR', 'CT'], 9), exam('QZX 17', ['OT'], 1)];
  const { steps, specialties } = statementOf(nothing, exams, since);
  expect(steps.find(({ step }) => step === 'understood')).toMatchObject({ state: 'partly', done: 9, of: 10 });
  expect(specialties.reduce((sum, { studies }) => sum + studies, 0)).toBe(10);
});

it('counts a name as understood as soon as a person has said what it is', () => {
  const unclear = { description: 'QZX 17', modalities: ['OT'], body_part: null, studies: 4 };
  const understood = (exam: Parameters<typeof statementOf>[1][number]) =>
    statementOf(nothing, [exam], since).steps.find(({ step }) => step === 'understood')?.done;
  expect(understood(unclear)).toBe(0);
  expect(understood({ ...unclear, correction: { modality: 'CT', focus: 'liver' } })).toBe(4);
});
