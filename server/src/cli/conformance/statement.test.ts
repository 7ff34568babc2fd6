import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { conformanceStatement } from './statement.ts';

const committed = join(import.meta.dirname, '../../../../docs/conformance/dicom.md');

describe('the conformance statement', () => {
  it('is the one of this version: `throughline conformance --out docs/conformance/dicom.md` writes it', () => {
    expect(readFileSync(committed, 'utf8')).toBe(conformanceStatement());
  });

  it.each([
    'Storage Commitment Push Model',
    'Modality Worklist',
    'JPEG-LS Lossless',
    'CT Image Storage',
    'StudyInstanceUID',
    '/studies/{study}/metadata',
  ])('names %s', (name) => {
    expect(conformanceStatement()).toContain(name);
  });
});
