/** One source's record of a patient as the linkage sees it. Any field may be absent. */
export interface PatientRecord {
  readonly id: string;
  readonly issuer: string;
  readonly patientId: string;
  /** DICOM person name (PS3.5 6.2), groups separated by `=`, components by `^`. */
  readonly name?: string;
  /** YYYYMMDD. */
  readonly birthDate?: string;
  readonly sex?: string;
  /** Identifiers of other issuers that the source itself states (0010,1002). */
  readonly otherIds?: readonly { readonly issuer: string; readonly id: string }[];
}

export interface Comparison {
  readonly field: string;
  readonly a: string;
  readonly b: string;
  /** E.g. `exact`, `nickname`, `swapped-day-month`, `differs`, `missing`. */
  readonly level: string;
  readonly weight: number;
  /** In words, for the person who reviews it. */
  readonly text: string;
}

export interface Match {
  readonly outcome: 'auto-link' | 'review' | 'distinct';
  /** 0..1: probability that the two records are one person. */
  readonly score: number;
  readonly evidence: readonly Comparison[];
  /** Named rules that held it for review or vetoed it, e.g. `twins`, `newborn-placeholder`. */
  readonly rules: readonly string[];
}

export type MatchRecords = (a: PatientRecord, b: PatientRecord) => Match;
