/** One source's record of a patient as the linkage sees it. Any field may be absent. */
export interface PatientRecord {
  readonly id: string;
  readonly issuer: string;
  readonly patientId: string;
  /** DICOM person name (PS3.5 6.2), groups separated by `=`, components by `^`. */
  readonly name?: string | undefined;
  /** YYYYMMDD. */
  readonly birthDate?: string | undefined;
  readonly sex?: string | undefined;
  readonly street?: string | undefined;
  readonly locality?: string | undefined;
  readonly region?: string | undefined;
  readonly postcode?: string | undefined;
  /** ISO 3166-1 alpha-2 or alpha-3, or a name. */
  readonly country?: string | undefined;
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
  /** Mother's name before marriage (0010,1060, PID-6), as a person name. */
  readonly motherName?: string | undefined;
  /** Place in a multiple birth (PID-25), 1 for the first. */
  readonly birthOrder?: number | undefined;
  /** Part of a multiple birth (PID-24). */
  readonly multipleBirth?: boolean | undefined;
  /** Date of death as YYYYMMDD, or `Y` when only the fact is known. */
  readonly deceased?: string | undefined;
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

/** Share of all records by folded name; undefined for names that are rare or that nobody has. */
export type Shares = Pick<ReadonlyMap<string, number>, 'get'>;

/** What is known of the population that the records are of. */
export interface Population {
  /** About how many records there are. */
  readonly records?: number;
  /** Shares of all records by folded name, where they are known better than from the shipped tables. */
  readonly family?: Shares;
  readonly given?: Shares;
  /** Issuers that give each human one identifier, beside the national ones that are known by name or object identifier. */
  readonly personalIssuers?: ReadonlySet<string>;
}

export type MatchRecords = (a: PatientRecord, b: PatientRecord, population?: Population) => Match;
