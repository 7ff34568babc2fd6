/** A correction while it is being made: what is empty is not said. */
import type { ExamCorrection } from '@throughline/contract';

export interface Draft {
  readonly modality: string;
  readonly regions: readonly string[];
  readonly focus: string;
  readonly laterality: string;
  readonly contrast: string;
  readonly qualifiers: readonly string[];
  readonly code: ExamCorrection['code'];
}

export const draftOf = (correction: ExamCorrection | null | undefined): Draft => ({
  modality: correction?.modality ?? '',
  regions: correction?.regions ?? [],
  focus: correction?.focus ?? '',
  laterality: correction?.laterality ?? '',
  contrast: correction?.contrast ?? '',
  qualifiers: correction?.qualifiers ?? [],
  code: correction?.code,
});

/** Undefined while nothing is said. The server is the judge of the values. */
export const correctionOf = (draft: Draft): ExamCorrection | undefined => {
  const { code, regions, qualifiers, ...single } = draft;
  const said = {
    ...Object.fromEntries(Object.entries(single).filter(([, value]) => value !== '')),
    ...(regions.length > 0 && { regions }),
    ...(qualifiers.length > 0 && { qualifiers }),
    ...(code !== undefined && { code }),
  };
  return Object.keys(said).length === 0 ? undefined : (said as ExamCorrection);
};

/** Who changes an attribute by hand may mean another exam than the code says: the code goes. */
export const changed = (draft: Draft, change: Partial<Draft>): Draft => ({ ...draft, ...change, code: undefined });

export const toggled = (list: readonly string[], value: string): readonly string[] =>
  list.includes(value) ? list.filter((one) => one !== value) : [...list, value];
