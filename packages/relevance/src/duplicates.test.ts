/** When an order is told that a study exists, and when it must not be. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findDuplicates, readCaseFile, type Study } from './index.ts';

const order = (modality: string, description: string, more: Partial<Study> = {}): Study => ({
  modality,
  description,
  date: '2026-05-15',
  ...more,
});
const known = (modality: string, description: string, date: string, more: Partial<Study> = {}): Study => ({
  modality,
  description,
  date,
  siteName: 'COUNTY',
  ...more,
});

describe('an order', () => {
  it.each([
    [
      'CT within two weeks',
      order('CT', 'CT ABD PELVIS W CONTRAST'),
      known('CT', 'CT ABDOMEN PELVIS W', '2026-05-06'),
      'probably-duplicate',
    ],
    [
      'CT within three months',
      order('CT', 'CT CHEST'),
      known('CT', 'CT CHEST W', '2026-03-01'),
      'show-before-ordering',
    ],
    [
      'a wider CT covers it',
      order('CT', 'CT CHEST W'),
      known('CT', 'CT CHEST ABDOMEN PELVIS W', '2026-05-10'),
      'probably-duplicate',
    ],
    [
      'both sides cover one',
      order('US', 'US VENOUS LE LEFT'),
      known('US', 'US VENOUS LE BILATERAL', '2026-05-13'),
      'probably-duplicate',
    ],
    [
      'density within the year',
      order('BMD', 'DXA HIP SPINE'),
      known('BMD', 'DEXA BONE DENSITY', '2025-11-01'),
      'show-before-ordering',
    ],
  ])('is told that a study exists: %s', (_, wanted, had, says) => {
    expect(findDuplicates(wanted, [had]).map((one) => one.says)).toEqual([says]);
  });

  it.each([
    ['too long ago', order('CT', 'CT CHEST'), known('CT', 'CT CHEST', '2026-01-01')],
    ['after the order', order('CT', 'CT CHEST'), known('CT', 'CT CHEST', '2026-06-01')],
    ['the other side', order('MR', 'MRI KNEE LEFT'), known('MR', 'MRI KNEE RIGHT', '2026-05-10')],
    ['one side of both', order('DX', 'XR KNEES BILATERAL'), known('DX', 'XR KNEE RIGHT', '2026-05-12')],
    ['another part', order('CT', 'CT CHEST'), known('CT', 'CT ABDOMEN', '2026-05-10')],
    ['a narrower scan', order('CT', 'CT CHEST ABDOMEN PELVIS'), known('CT', 'CT CHEST', '2026-05-10')],
    ['another modality', order('MR', 'MRI BRAIN'), known('CT', 'CT HEAD', '2026-05-14')],
    [
      'contrast that was lacking',
      order('MR', 'MRI BRAIN W WO CONTRAST'),
      known('MR', 'MRI BRAIN WITHOUT CONTRAST', '2026-05-10'),
    ],
    ['a portable film', order('CR', 'PORTABLE CHEST 1V'), known('CR', 'CHEST PA LAT', '2026-05-14')],
    [
      'head CT at six hours',
      order('CT', 'CT HEAD', { reasonForExam: 'SDH, repeat at 6 h' }),
      known('CT', 'CT HEAD', '2026-05-15'),
    ],
    [
      'post-reduction film',
      order('DX', 'XR WRIST LEFT', { reasonForExam: 'post reduction' }),
      known('DX', 'XR WRIST LEFT', '2026-05-15'),
    ],
    [
      'cancer follow-up',
      order('CT', 'CT CHEST', { reasonForExam: 'NSCLC response, cycle 3' }),
      known('CT', 'CT CHEST', '2026-05-04'),
    ],
    ['a growth scan', order('US', 'US OB GROWTH'), known('US', 'US OB GROWTH', '2026-05-10')],
    ['a biopsy', order('CT', 'CT GUIDED BIOPSY LUNG'), known('CT', 'CT CHEST', '2026-05-10')],
    [
      "another person's study",
      order('CT', 'CT CHEST', { age: '060Y' }),
      known('CT', 'CT CHEST', '2026-05-10', { age: '003Y' }),
    ],
    ['a dose report', order('CT', 'CT CHEST'), known('SR', 'CT CHEST DOSE REPORT', '2026-05-10')],
  ])('is told nothing: %s', (_, wanted, had) => {
    expect(findDuplicates(wanted, [had])).toEqual([]);
  });

  it('is told where and when, newest first, and never that it should not be made', () => {
    const found = findDuplicates(order('CT', 'CT CHEST'), [
      known('CT', 'CT CHEST', '2026-04-01'),
      known('CT', 'CT CHEST', '2026-05-14'),
    ]);
    expect(found.map(({ daysAgo }) => daysAgo)).toEqual([1, 44]);
    expect(found[0]?.text).toMatch(/^A study exists: .*chest.*, yesterday at COUNTY\. Open it\.$/i);
    expect(found.every(({ text }) => !/not order|do not|cancel/i.test(text))).toBe(true);
  });

  it('is told of the day, whatever the hour of the study was', () => {
    const today = order('CT', 'CT CHEST').date;
    const dayBefore = (days: number): string =>
      new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10);
    const studies = [0, 1, 2].map((days) => known('CT', 'CT CHEST', dayBefore(days), { time: '13:30' }));
    const found = findDuplicates(order('CT', 'CT CHEST'), studies);
    expect(found.map(({ daysAgo, ago }) => [daysAgo, ago])).toEqual([
      [0, 'today'],
      [1, 'yesterday'],
      [2, '2 days ago'],
    ]);
  });

  it('is hardly ever told of a study that says nothing about it', () => {
    const folder = new URL('../cases/seen/', import.meta.url);
    const cases = readdirSync(folder).flatMap((name) => readCaseFile(readFileSync(new URL(name, folder), 'utf8')));
    const wrong = cases.filter(({ current, candidates }) =>
      findDuplicates(current, candidates).some(({ study }) => study.grade === 0),
    );
    expect(wrong.length / cases.length).toBeLessThanOrEqual(0.02);
  });
});
