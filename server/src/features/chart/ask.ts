/** What other systems ask of a chart, whatever protocol they speak. */
import type { MatchKey } from '@throughline/dicom';
import { cursorOf, type ListOrder, type ListPage, type ListRow } from '../../db/index.ts';

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

export const addressParts = ['street', 'locality', 'region', 'postcode', 'country'] as const;
export type AddressPart = (typeof addressParts)[number];

/** Beginnings, in which case and accents do not count, or all of what is written, letter by letter. */
interface TextAsked {
  readonly beginnings: readonly string[];
  readonly exact?: boolean;
}

/** What a patient is asked for by beside name, date and identifiers (IHE ITI TF-2 3.21, 3.78). */
export type DemographicAsked =
  | ({ readonly of: 'address'; readonly parts: readonly AddressPart[] } & TextAsked)
  /** Parts of the name, in any of its writings. */
  | ({ readonly of: 'family' | 'given' } & TextAsked)
  /** Telephone numbers, by their last digits, and mail addresses. */
  | { readonly of: 'telecom'; readonly values: readonly string[] }
  /** Beginnings of the mother's family name before marriage. */
  | ({ readonly of: 'mother' } & TextAsked)
  /** DICOM CS; empty: not known. */
  | { readonly of: 'sex'; readonly values: readonly string[] }
  /** Whether its identifier is still in use: no merge replaced it, and nobody else was given it. */
  | { readonly of: 'current'; readonly values: readonly boolean[] }
  | { readonly of: 'issuer'; readonly values: readonly string[] }
  /** Numbers that a stay is billed by (HL7 v2 PID-18); without an issuer, of any. */
  | { readonly of: 'account'; readonly values: readonly PatientIdentifierAsked[] }
  /** Issuers of identifiers in use, one of which the person has; those of the record itself count. */
  | { readonly of: 'identified'; readonly values: readonly string[] };

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
  readonly demographics?: readonly DemographicAsked[];
  readonly statuses?: readonly (readonly string[])[];
  /** Each: one of these numbers, by which whoever made it names it. */
  readonly names?: readonly (readonly { readonly source: string | undefined; readonly key: string }[])[];
  /** Each: of one of these studies, by our ids. */
  readonly studyIds?: readonly (readonly string[])[];
  readonly dates?: readonly Period[];
  readonly objects?: readonly (readonly string[])[];
  /** Each: of one of these visits, by our ids. */
  readonly visitIds?: readonly (readonly string[])[];
  /** Each: one of these codes; systems as HL7 table 0396 names them, any when undefined. */
  readonly codes?: readonly (readonly { readonly systems: readonly string[] | undefined; readonly code: string }[])[];
}

export interface ChartSort {
  /** When it was last changed here, or the date that the kind is known by. */
  readonly by: 'updated' | 'date';
  readonly descending: boolean;
}

export interface Page {
  readonly limit: number;
  /** Without one, what is natural for the kind. */
  readonly sort?: ChartSort;
  /** Where the page before ended. */
  readonly after?: string;
}

export interface PageOf<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** A page of rows of which one more than wanted was read. */
export const pageOf = <T extends ListRow>(rows: readonly T[], { limit }: Page): PageOf<T> => {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { items: rows.slice(0, limit), next: last && cursorOf(last) };
};

type Columns = Readonly<Record<ChartSort['by'], Omit<ListOrder, 'descending'>>>;

/** The page as the database is asked for it, with one row more so that it shows whether there is another. */
export const listOf = ({ sort, after, limit }: Page, columns: Columns): Omit<ListPage, 'conditions'> => ({
  limit: limit + 1,
  ...(after !== undefined && { after }),
  ...(sort && { order: { ...columns[sort.by], descending: sort.descending } }),
});
