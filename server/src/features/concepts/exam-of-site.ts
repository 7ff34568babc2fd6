/** An exam as its site names it: what the code map is asked about. */
import type { ExamKey } from '../../db/index.ts';

export interface ExamOfSite {
  /** Of the patient ID under which the exam is filed. */
  readonly issuer: string;
  readonly localCode?: string | null | undefined;
  readonly name?: string | null | undefined;
  /** Modality (0008,0060) as sent. */
  readonly modality?: string | null | undefined;
}

/** What accompanies pictures does not say what was examined. */
const companions: ReadonlySet<string> = new Set(['SR', 'PR', 'KO', 'DOC', 'REG', 'SEG', 'OT', 'PLAN', 'AU']);

/** The modality that a study is known by; undefined when it has none. */
export const mainModality = (modalities: readonly string[]): string | undefined =>
  modalities.find((modality) => !companions.has(modality)) ?? modalities[0];

/** Holds pictures, or says that it might: documents alone are no exam that a name could describe. */
export const isExam = (modalities: readonly string[]): boolean =>
  modalities.length === 0 || modalities.some((modality) => modality === 'OT' || !companions.has(modality));

/** LO is no longer than this (PS3.5 6.2), doubled for senders who do not count. */
const longest = 128;

/** Sites write one name in many ways that differ in nothing but letters and spaces. */
const nameKeyOf = (name: string): string =>
  name.normalize('NFKC').trim().replaceAll(/\s+/gu, ' ').toUpperCase().slice(0, longest);

export const examKeyOf = ({ issuer, localCode, name, modality }: ExamOfSite): ExamKey => ({
  issuer,
  localCode: (localCode ?? '').trim(),
  nameKey: nameKeyOf(name ?? ''),
  modality: (modality ?? '').trim().toUpperCase(),
});
