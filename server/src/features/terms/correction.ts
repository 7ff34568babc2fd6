/** A correction as it is kept: one form for one meaning, of values that the vocabulary knows. */
import type { ExamCorrection } from '@throughline/contract';
import { attributeValues, type Correction, type Region } from '@throughline/terminology';
import { fail } from '../../errors.ts';

const foci: ReadonlySet<string> = new Set([...attributeValues.foci.map(({ focus }) => focus), 'general']);
const qualifiers: ReadonlySet<string> = new Set(attributeValues.qualifiers);
const regions = attributeValues.regions.map(({ region }) => region);

const inOrder = (said: readonly Region[]): readonly Region[] => regions.filter((region) => said.includes(region));

/** Fails with `bad-request` on a word that the vocabulary does not have: it would be said and never matter. */
export const checkCorrection = (said: ExamCorrection): Correction => {
  if (said.focus !== undefined && !foci.has(said.focus)) fail('bad-request', `There is no focus ${said.focus}.`);
  const unknown = said.qualifiers?.find((one) => !qualifiers.has(one));
  if (unknown !== undefined) fail('bad-request', `There is no qualifier ${unknown}.`);
  return {
    ...(said.modality !== undefined && { modality: said.modality }),
    ...(said.regions !== undefined && { regions: inOrder(said.regions) }),
    ...(said.focus !== undefined && { focus: said.focus }),
    ...(said.laterality !== undefined && { laterality: said.laterality }),
    ...(said.contrast !== undefined && { contrast: said.contrast }),
    ...(said.qualifiers !== undefined && { qualifiers: [...new Set(said.qualifiers)].toSorted() }),
    ...(said.code !== undefined && {
      code: { scheme: said.code.scheme, code: said.code.code, meaning: said.code.meaning },
    }),
  };
};

const fields = ['modality', 'regions', 'focus', 'laterality', 'contrast', 'qualifiers'] as const;

/** Whether two say the same; the database does not keep the order of fields. */
export const saysTheSame = (one: Correction | null, other: Correction | null): boolean => {
  if (one === null || other === null) return one === other;
  const code = ({ code }: Correction) => [code?.scheme, code?.code];
  const said = (it: Correction) => JSON.stringify([...fields.map((field) => it[field] ?? null), code(it)]);
  return said(one) === said(other);
};
