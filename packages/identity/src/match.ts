import { compareDates, normaliseDate } from './compare-dates.ts';
import { compareIdentifiers, type IdentifierLevel } from './compare-identifiers.ts';
import { compareNames, type NameComparison, type NameLevel } from './compare-names.ts';
import { type Placeholders, placeholdersOf } from './placeholders.ts';
import { type Facts, type Rule, rules } from './rules.ts';
import type { Comparison, Match, PatientRecord, Population } from './types.ts';
import * as weights from './weights.ts';

const levelWords: Readonly<Record<NameLevel, string>> = {
  exact: 'the same',
  spelling: 'the same but for spelling or order',
  part: 'the same in part',
  nickname: 'a short or other form of the same name',
  initial: 'an initial that fits',
  slip: 'nearly the same',
  alike: 'different, though it begins alike',
  differs: 'different',
  missing: 'missing in one of them',
};

const dateWords = {
  exact: 'the same',
  'swapped-day-month': 'the same with day and month swapped',
  'digit-slip': 'the same but for one digit',
  partial: 'the same as far as it is known',
  differs: 'different',
  missing: 'missing in one of them',
  default: 'one that systems fill in when they know none',
} as const;

const identifierWords: Readonly<Record<IdentifierLevel, string>> = {
  stated: 'one source states the identifier of the other',
  shared: 'both sources state the same third identifier',
  contradicted: 'one source states another identifier than the other has',
  'same-issuer': 'two identifiers of one issuer',
  'other-issuer': 'identifiers of different issuers, which say nothing about each other',
};

const component = (name: string | undefined, index: number): string =>
  (name ?? '').split('=')[0]?.split('^')[index]?.trim() ?? '';

const isOther = (level: NameLevel): boolean => level === 'differs' || level === 'alike';

const nameEvidence = (a: PatientRecord, b: PatientRecord, { names }: Facts): Comparison[] => {
  const fields = [
    ['family name', 0, names.family, weights.familyBits],
    ['given name', 1, names.given, weights.givenBits],
    ['middle name', 2, names.middle, weights.middleBits],
  ] as const;
  return fields.map(([field, index, level, bits]) => ({
    field,
    a: component(a.name, index),
    b: component(b.name, index),
    level,
    weight: index === 1 && isOther(level) && names.givenIsMiddle ? weights.givenIsMiddleBits : bits[level],
    text: `The ${field} is ${levelWords[level]}.`,
  }));
};

const birthEvidence = (a: PatientRecord, b: PatientRecord, { birth }: Facts): Comparison => ({
  field: 'birth date',
  a: normaliseDate(a.birthDate) ?? '',
  b: normaliseDate(b.birthDate) ?? '',
  level: birth.level,
  weight: birth.newYear ? weights.newYearBits : weights.birthBits[birth.level],
  text: `The birth date is ${dateWords[birth.level]}${birth.newYear ? ', but the first of January' : ''}.`,
});

const knownSex = (sex: string | undefined): string => {
  const letter = (sex ?? '').trim().toUpperCase();
  return letter === 'M' || letter === 'F' ? letter : '';
};

const sexEvidence = (a: PatientRecord, b: PatientRecord): Comparison => {
  const [sexA, sexB] = [knownSex(a.sex), knownSex(b.sex)];
  const level = sexA === '' || sexB === '' ? 'missing' : sexA === sexB ? 'same' : 'differs';
  const words = { same: 'the same', differs: 'different, which decides nothing', missing: 'missing in one of them' };
  return { field: 'sex', a: sexA, b: sexB, level, weight: weights.sexBits[level], text: `The sex is ${words[level]}.` };
};

const identifierEvidence = (a: PatientRecord, b: PatientRecord, { identifiers }: Facts): Comparison => ({
  field: 'identifiers',
  a: `${a.patientId} (${a.issuer})`,
  b: `${b.patientId} (${b.issuer})`,
  level: identifiers,
  weight: weights.identifierBits[identifiers],
  text: `Identifiers: ${identifierWords[identifiers]}.`,
});

/** Vetoes alone when there is one: nothing needs holding then. */
const appliedRules = (facts: Facts): readonly Rule[] => {
  const stated = facts.identifiers === 'stated' || facts.identifiers === 'shared';
  const applied = rules.filter((rule) => !(stated && rule.liftedByStatement) && rule.applies(facts));
  const vetoes = applied.filter((rule) => rule.effect === 'veto');
  return vetoes.length > 0 ? vetoes : applied;
};

/** A placeholder is no name: it neither agrees nor differs. */
const namesOf = (a: PatientRecord, b: PatientRecord, ofA: Placeholders, ofB: Placeholders): NameComparison => {
  const names = compareNames(a.name, b.name);
  if (ofA.unknown || ofB.unknown) return { ...names, family: 'missing', given: 'missing', middle: 'missing' };
  return ofA.newborn || ofB.newborn ? { ...names, given: 'missing', middle: 'missing' } : names;
};

const factsOf = (a: PatientRecord, b: PatientRecord): Facts => {
  const [ofA, ofB] = [placeholdersOf(a.name), placeholdersOf(b.name)];
  return {
    names: namesOf(a, b, ofA, ofB),
    birth: compareDates(a.birthDate, b.birthDate),
    identifiers: compareIdentifiers(a, b),
    a: ofA,
    b: ofB,
  };
};

const outcomeOf = (bits: number, applied: readonly Rule[]): Match['outcome'] => {
  if (applied.some((rule) => rule.effect === 'veto') || bits < weights.reviewBits) return 'distinct';
  return bits >= weights.linkBits && applied.length === 0 ? 'auto-link' : 'review';
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

/**
 * Says whether two records are one person, and why. Symmetric and pure. `auto-link`: join them; `review`: ask a person, and show
 * nothing of one as the other's meanwhile; `distinct`: keep them apart. `score` is the probability that they are one person when
 * one candidate in 8,000 is; weights are in bits. Records with equal issuer and ID are one record and need no match.
 */
export const matchRecords = (a: PatientRecord, b: PatientRecord, _population: Population = {}): Match => {
  const facts = factsOf(a, b);
  const fields = [
    ...nameEvidence(a, b, facts),
    birthEvidence(a, b, facts),
    sexEvidence(a, b),
    identifierEvidence(a, b, facts),
  ];
  const bits = fields.reduce((sum, field) => sum + field.weight, weights.priorBits);
  const applied = appliedRules(facts);
  return {
    outcome: outcomeOf(bits, applied),
    score: round(1 / (1 + 2 ** -bits)),
    evidence: [...fields, ...applied.map(ruleEvidence)],
    rules: [...new Set(applied.map((rule) => rule.name))],
  };
};
