/** Whether two records are one person: evidence field by field, named rules, and one of three outcomes. */
import { compareAddresses, compareEmails, comparePhones } from './compare-contact.ts';
import { compareDates } from './compare-dates.ts';
import { compareIdentifiers, weightedLevel } from './compare-identifiers.ts';
import { compareNames, type NameComparison } from './compare-names.ts';
import { evidenceOf, isCommonName } from './evidence.ts';
import { type Placeholders, placeholdersOf } from './placeholders.ts';
import { type Facts, isMistypedIdentifier, type Rule, rules } from './rules.ts';
import type { Comparison, Match, PatientRecord, Population } from './types.ts';
import { FEWEST_RECORDS, linkBits, type Parameters, reviewBits, shippedParameters } from './weights.ts';

/** Vetoes alone when there is one: nothing needs holding then. */
const appliedRules = (facts: Facts): readonly Rule[] => {
  const { level } = facts.identifiers;
  const lifted = ({ liftedBy }: Rule): boolean =>
    (liftedBy !== 'nothing' && level === 'stated') ||
    (liftedBy === 'identifier' && (level === 'shared' || isMistypedIdentifier(facts)));
  const applied = rules.filter((rule) => !lifted(rule) && rule.applies(facts));
  const vetoes = applied.filter((rule) => rule.effect === 'veto');
  return vetoes.length > 0 ? vetoes : applied;
};

/** A placeholder is no name: it neither agrees nor differs. */
const namesOf = (a: PatientRecord, b: PatientRecord, ofA: Placeholders, ofB: Placeholders): NameComparison => {
  const names = compareNames(a.name, b.name);
  if (ofA.unknown || ofB.unknown) return { ...names, family: 'missing', given: 'missing', middle: 'missing' };
  return ofA.newborn || ofB.newborn ? { ...names, given: 'missing', middle: 'missing' } : names;
};

const knownSex = (sex: string | undefined): string => {
  const letter = (sex ?? '').trim().toUpperCase();
  return letter === 'M' || letter === 'F' ? letter : '';
};

const compareSexes = (a: PatientRecord, b: PatientRecord): Facts['sex'] => {
  const [sexA, sexB] = [knownSex(a.sex), knownSex(b.sex)];
  if (sexA === '' || sexB === '') return 'missing';
  return sexA === sexB ? 'same' : 'differs';
};

const compareMothers = (a: PatientRecord, b: PatientRecord): Facts['mother'] => {
  const { family, given } = compareNames(a.motherName, b.motherName);
  if (family === 'missing' && given === 'missing') return 'missing';
  const agrees = (level: string): boolean => !['differs', 'alike'].includes(level);
  return agrees(family) && agrees(given) ? 'same' : 'differs';
};

const isDate = (text: string | undefined): text is string => /^\d{8}$/.test(text ?? '');

const deathsDiffer = (a: PatientRecord, b: PatientRecord): boolean =>
  isDate(a.deceased) && isDate(b.deceased) && a.deceased !== b.deceased;

const placeInBirth = (record: PatientRecord, placeholders: Placeholders): Placeholders => ({
  ...placeholders,
  multiple: record.birthOrder ?? placeholders.multiple,
});

const factsOf = (a: PatientRecord, b: PatientRecord, population: Population = {}): Facts => {
  const [ofA, ofB] = [placeInBirth(a, placeholdersOf(a.name)), placeInBirth(b, placeholdersOf(b.name))];
  return {
    names: namesOf(a, b, ofA, ofB),
    birth: compareDates(a.birthDate, b.birthDate),
    identifiers: compareIdentifiers(a, b, population.personalIssuers),
    multipleBirth: a.multipleBirth === true || b.multipleBirth === true,
    sex: compareSexes(a, b),
    address: compareAddresses(a, b),
    phone: comparePhones(a, b),
    email: compareEmails(a, b),
    mother: compareMothers(a, b),
    deathsDiffer: deathsDiffer(a, b),
    commonName: isCommonName(a, b, population),
    a: ofA,
    b: ofB,
  };
};

const outcomeOf = (bits: number, applied: readonly Rule[]): Match['outcome'] => {
  if (applied.some((rule) => rule.effect === 'veto') || bits < reviewBits) return 'distinct';
  return bits >= linkBits && applied.length === 0 ? 'auto-link' : 'review';
};

const ruleEvidence = (rule: Rule): Comparison => ({
  field: 'rule',
  a: '',
  b: '',
  level: rule.name,
  weight: 0,
  text: `${rule.effect === 'veto' ? 'Kept apart' : 'Held for review'}: ${rule.text}.`,
});

const round = (value: number): number => Math.round(value * 1e6) / 1e6;

/** Levels of the fields, by the names that the parameters have: what an estimation counts. */
export const levelsOf = (a: PatientRecord, b: PatientRecord): ReadonlyMap<string, string> => {
  const { names, birth, identifiers, sex, address, phone, email, mother } = factsOf(a, b);
  return new Map([
    ['family', names.family],
    ['given', names.given],
    ['middle', names.middle],
    ['birth', birth.newYear ? 'new-year' : birth.level],
    ['sex', sex],
    ['address', address],
    ['phone', phone],
    ['email', email],
    ['mother', mother],
    ['identifiers', weightedLevel(identifiers)],
  ]);
};

/**
 * Says whether two records are one person, and why. Symmetric and pure. `auto-link`: join them; `review`: ask a person, and show
 * nothing of one as the other's meanwhile; `distinct`: keep them apart. `score` is the probability that they are one person when
 * one of all records is (of 8,192 when there are fewer); weights are in bits. Records with equal issuer and ID are one record and
 * need no match.
 */
export const matchRecords = (
  a: PatientRecord,
  b: PatientRecord,
  population: Population = {},
  parameters: Parameters = shippedParameters,
): Match => {
  const facts = factsOf(a, b, population);
  const fields = evidenceOf(a, b, facts, population, parameters);
  const prior = -Math.log2(Math.max(FEWEST_RECORDS, population.records ?? 0));
  const bits = fields.reduce((sum, field) => sum + field.weight, prior);
  const found = appliedRules(facts);
  const outcome = outcomeOf(bits, found);
  // Nothing needs holding that is too unlikely to be asked about.
  const applied = outcome === 'distinct' ? found.filter((rule) => rule.effect === 'veto') : found;
  return {
    outcome,
    score: round(1 / (1 + 2 ** -bits)),
    evidence: [...fields, ...applied.map(ruleEvidence)],
    rules: [...new Set(applied.map((rule) => rule.name))],
  };
};
