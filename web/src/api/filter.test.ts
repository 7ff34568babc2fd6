// @vitest-environment node
import type { WorklistItem } from '@throughline/contract';
import { describe, expect, it, vi } from 'vitest';

const stored = new Map<string, string>();
vi.stubGlobal('sessionStorage', {
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => stored.set(key, value),
  removeItem: (key: string) => stored.delete(key),
});

it('is there again when the page is loaded anew, and gone from page and tab once it is forgotten', async () => {
  const before = await import('./filter.ts');
  before.keepFilter('DOE');
  before.keepDay('2026-11-27');
  before.keepOpened('2.25.1');
  vi.resetModules();
  const { forgetFilter, useFilter } = await import('./filter.ts');
  expect(useFilter.getState()).toEqual({ wanted: 'DOE', day: '2026-11-27', opened: '2.25.1' });
  forgetFilter();
  expect(useFilter.getState().wanted).toBe('');
  expect(stored.size).toBe(0);
});

describe('the next study of the worklist', () => {
  const item = (studyInstanceUid: string, exam: string): WorklistItem => ({
    studyInstanceUid,
    date: '2026-11-28',
    time: '08:00',
    patient: { name: 'DOE, JANE', patientId: 'A-1', issuer: 'A', birthDate: null, sex: 'F', age: '40 y' },
    exam,
    localName: '',
    modalities: [],
    siteName: 'County',
    accessionNumber: null,
    accessionIssuer: null,
    reasonForExam: null,
    priors: null,
    verdict: 'unknown',
    away: false,
    headline: '',
  });
  const items = [item('1', 'CT chest'), item('2', 'MR brain'), item('3', 'CT abdomen')];

  it.each<[string, string, string, string | null | undefined]>([
    ['is the one below', '', '1', '2'],
    ['is the one below that the filter leaves', 'ct', '1', '3'],
    ['comes after one that the filter leaves out', 'ct', '2', '3'],
    ['is none after the last', '', '3', null],
    ['is not told for a study of another list', '', '9', undefined],
  ])('%s', async (_name, wanted, study, expected) => {
    const { nextInList } = await import('./filter.ts');
    const found = nextInList(items, wanted, study);
    expect(found === null ? null : found?.studyInstanceUid).toBe(expected);
  });
});
