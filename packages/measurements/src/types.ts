/** The one shape that measurements of every origin come to. */

/** A coded concept: DICOM coding scheme designator (PS3.16 8), value and meaning. */
export interface Code {
  readonly value: string;
  readonly scheme: string;
  readonly meaning: string;
}

export type Side = 'L' | 'R' | 'B';

export interface Quantity {
  readonly value: number;
  /** UCUM */
  readonly unit: string;
}

export interface Measurement {
  /** What was measured, as its origin codes it. */
  readonly what: Code;
  /** The entry of the table of things that it is; null when it is none of them. */
  readonly thing: string | null;
  readonly value: number;
  /** As it was sent; empty when none was. */
  readonly unit: string;
  /** `<`, `>`, `<=`, `>=` where the value is a limit and not a value; null otherwise. */
  readonly comparator: string | null;
  /** In the unit of its thing, else in the unit that it came in; null when that cannot be said. */
  readonly canonical: Quantity | null;
  /** Why there is no canonical value; null when there is one. */
  readonly unreadable: string | null;
  readonly site: Code | null;
  readonly side: Side | null;
  /** Derivation (DCM 121401), e.g. mean; null for a single measurement. */
  readonly derivation: Code | null;
  /** Measurement method, image mode and whatever else qualifies it. */
  readonly modifiers: readonly Code[];
  /** Tracking Identifier (DCM 112039) and Tracking Unique Identifier (DCM 112040) of TID 1501. */
  readonly tracking: { readonly identifier: string | null; readonly uid: string | null };
  /** Whose it is when it is not the patient's: a fetus, as the object names it. */
  readonly subject: string | null;
  /** When the body was so: digits of a DICOM DT, at least YYYYMMDD; null when nobody says. */
  readonly at: string | null;
}
