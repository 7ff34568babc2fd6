/** What the people of one culture are called, and where they live, as words in the forms that systems write them in. */

/** A word in its own script first, then as it is written in Latin letters by several habits. */
export type Forms = readonly string[];

export interface Culture {
  readonly name: string;
  /** Commonest first. */
  readonly family: readonly Forms[];
  readonly female: readonly Forms[];
  readonly male: readonly Forms[];
  /** What people are called beside the name on the certificate, by its first form. */
  readonly callNames: Readonly<Record<string, string>>;
  readonly streets: readonly Forms[];
  readonly places: readonly Forms[];
  readonly regions: readonly string[];
  /** Each `#` is a digit. */
  readonly postcode: string;
  readonly phone: string;
  readonly houseBehind: boolean;
  /** Spellings of one sound: from, to. */
  readonly sounds: readonly (readonly [string, string])[];
  /** How much more common the first names of a list are than the last: 1 is as often. */
  readonly skew: number;
  /** Share of people with two family names, and with two given names. */
  readonly twoFamilies: number;
  readonly twoGiven: number;
  /** How often another form than the first is written; 0 where a word has one form only. */
  readonly otherForm: number;
}

/** Words by blanks, forms by `/`, and `_` for a blank within a word. */
export const words = (text: string): readonly Forms[] =>
  text
    .trim()
    .split(/\s+/)
    .map((word) => word.replaceAll('_', ' ').split('/'));

/** `william:bill` by blanks. */
export const calls = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text
      .trim()
      .split(/\s+/)
      .filter((pair) => pair !== '')
      .map((pair) => pair.split(':') as [string, string]),
  );

export const pairs = (text: string): readonly (readonly [string, string])[] =>
  text
    .trim()
    .split(/\s+/)
    .map((pair) => pair.split('>') as [string, string]);
