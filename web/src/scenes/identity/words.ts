import type { IdentityReview } from '@throughline/contract';

/** What a weight says, in words: it is the logarithm to base 2 of how many times likelier the field is in two records of one person. */

const strengths = [
  [7, 'strongly'],
  [3, 'clearly'],
  [0.5, 'a little'],
] as const;

export const strengthOf = (weight: number): string => {
  const found = strengths.find(([least]) => Math.abs(weight) >= least);
  if (found === undefined) return 'says nothing';
  return `${found[1]} ${weight > 0 ? 'for' : 'against'}`;
};

const grouped = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });

/** `340 to 1`, `1 to 12`; empty where the field says nothing. */
export const oddsOf = (weight: number): string => {
  if (Math.abs(weight) < 0.5) return '';
  const odds = grouped.format(2 ** Math.min(40, Math.abs(weight)));
  return weight > 0 ? `${odds} to 1` : `1 to ${odds}`;
};

/** Of a pair that a rule holds the fields cannot say it: of twins, most agree. */
export const likelihoodOf = ({ score, rules }: Pick<IdentityReview, 'score' | 'rules'>): string => {
  if (rules.length > 0) return 'not certain';
  if (score > 0.99) return 'over 99 %';
  return score < 0.01 ? 'under 1 %' : `${Math.round(score * 100)} %`;
};

const ruleWords: Readonly<Record<string, string>> = {
  'similar-given-names': 'similar given names',
  'two-forms-of-a-name': 'two forms of a name',
  'given-name-unknown': 'given name unknown',
  'birth-date-unknown': 'birth date unknown',
  'newborn-placeholder': 'newborn',
  'name-change': 'name change',
  'given-name-is-middle-name': 'given or middle name',
  'default-date': 'default date',
  'same-issuer': 'two IDs of one issuer',
  'nothing-beside-names': 'nothing beside names',
};

/** A rule as the list names it. */
export const ruleName = (rule: string): string => ruleWords[rule] ?? rule.replaceAll('-', ' ');

interface Numbered {
  readonly siteName?: string | null;
  readonly issuer: string;
  readonly id: string;
}

/** Whose record it is. */
export const placeOf = ({ siteName, issuer }: Numbered): string => (siteName ?? issuer) || 'No patient ID';

/** The place and the number there. */
export const numberOf = (record: Numbered): string => [placeOf(record), record.id].filter(Boolean).join(' · ');

/** Identifiers as evidence gives them, `ID (issuer)`, without those that nobody gave. */
export const identifiersText = (text: string): string => text.replace(/ ?\(study:[^)]*\)/g, '');

/** YYYYMMDD as ISO; anything else as it is. */
export const dateText = (date: string): string => date.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');

/** Hours as whoever waits says them. */
export const ageText = (hours: number): string => {
  if (hours < 1) return 'under an hour';
  return hours < 48 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} days`;
};
