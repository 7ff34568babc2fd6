import { expect, it } from 'vitest';
import { type CopyKind, copyKind } from './copy-kind.ts';

it.each<[string, readonly (string | null)[], number | null, number | null, CopyKind]>([
  ['as full as any', ['CT', 'SR'], 120, 120, 'whole'],
  ['the only one', ['CT'], 120, null, 'whole'],
  ['of an unknown size', ['CT'], null, 120, 'whole'],
  ['less than another', ['CT'], 60, 120, 'partial'],
  ['less, of series that were not listed', [], 60, 120, 'partial'],
  ['marked images', ['CT', 'KO'], 4, 120, 'key-images'],
  ['all, marks included', ['CT', 'KO'], 121, 121, 'whole'],
  ['a structured report', ['SR'], 1, 120, 'report-only'],
  ['a report as document, with marks', ['DOC', 'KO', 'PR'], 3, 120, 'report-only'],
  ['marks alone', ['KO'], 1, 120, 'key-images'],
  ['something that nobody names', [null, 'SR'], 2, 2, 'whole'],
])('a copy is known for what it is: %s', (_name, modalities, instances, most, kind) => {
  expect(
    copyKind(
      modalities.map((modality) => ({ modality })),
      instances,
      most,
    ),
  ).toBe(kind);
});
