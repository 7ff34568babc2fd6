/** What other systems ask of a chart, whatever protocol they speak. */
import type { MatchKey } from '@throughline/dicom';

/** From, and before; either may be open. */
export interface Period {
  readonly from?: Date;
  readonly before?: Date;
}

export interface PatientIdentifierAsked {
  /** Undefined: of any issuer. */
  readonly issuer: string | undefined;
  readonly id: string;
}

/** All that is present must hold. */
export interface ChartAsk {
  readonly ids?: readonly string[];
  /** Each: of one of these records. */
  readonly records?: readonly (readonly string[])[];
  readonly updated?: readonly Period[];
  readonly keys?: readonly MatchKey[];
  readonly identifiers?: readonly (readonly PatientIdentifierAsked[])[];
  /** Each: one of these studies or accession numbers. */
  readonly studies?: readonly {
    readonly uids: readonly string[];
    readonly accessions: readonly { readonly issuer: string | undefined; readonly number: string }[];
  }[];
  readonly statuses?: readonly (readonly string[])[];
  readonly objects?: readonly (readonly string[])[];
}

export interface Page {
  readonly limit: number;
  /** Where the page before ended. */
  readonly after?: string;
}

export interface PageOf<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** A page of rows of which one more than wanted was read. */
export const pageOf = <T extends { readonly id: string }>(rows: readonly T[], { limit }: Page): PageOf<T> => ({
  items: rows.slice(0, limit),
  next: rows.length > limit ? rows[limit - 1]?.id : undefined,
});
