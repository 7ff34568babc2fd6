/** Whether two records are one person: evidence field by field, named rules, and one of three outcomes. */
import { areElsewhere, compareAddresses, compareBothPlaces, compareEmails, comparePhones } from './compare-contact.ts';
import { compareDates } from './compare-dates.ts';
import { compareIdentifiers, weightedLevel } from './compare-identifiers.ts';
import { compareNames, type NameComparison } from './compare-names.ts';
import { bitsOf, commonnessOf, evidenceOf, isManys, mostNameBits, nameBits } from './evidence.ts';
import {
  type Facts,
  isAnotherPerson,
  isMistypedIdentifier,
  isNewborn,
  isOfOneFamily,
  sharesOwnIdentifier,
} from './facts.ts';
import { type Placeholders, placeholdersOf } from './placeholders.ts';
import { type Rule, reusedIdentifier, rules } from './rules.ts';
import type { Comparison, Match, PatientRecord, Population } from './types.ts';
import {
  FEWEST_RECORDS,
  type FieldName,
  linkBits,
  type Parameters,
  reviewBits,
  reviewBitsAmong,
  shippedParameters,
} from './weights.ts';

/** Vetoes alone when there is one: nothing needs holding then. */
const appliedRules = (facts: Facts): readonly Rule[] => {
  if (reusedIdentifier.applies(facts)) return [reusedIdentifier];
  const { level } = facts.identifiers;
  const lifted = ({ liftedBy }: Rule): boolean =>
    (liftedBy !== 'nothing' && level === 'stated') ||
    (liftedBy === 'identifier' && (sharesOwnIdentifier(facts) || isMistypedIdentifier(facts)));
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

const isReachedBy = ({ phone = '', email = '' }: PatientRecord) => ({ phone: phone !== '', email: email !== '' });

const isReachedOtherwise = (a: PatientRecord, b: PatientRecord): boolean => {
  const [one, other] = [isReachedBy(a), isReachedBy(b)];
  const isShared = (one.phone && other.phone) || (one.email && other.email);
  return !isShared && ((one.phone && other.email) || (one.email && other.phone));
};

const isDate = (text: string | undefined): text is string => /^\d{8}$/.test(text ?? '');

const deathsDiffer = (a: PatientRecord, b: PatientRecord): boolean =>
  isDate(a.deceased) && isDate(b.deceased) && a.deceased !== b.deceased;

const placeInBirth = (record: PatientRecord, placeholders: Placeholders): Placeholders => ({
  ...placeholders,
  multiple: record.birthOrder ?? placeholders.multiple,
});

const hasSameIdentifier = (a: PatientRecord, b: PatientRecord): boolean =>
  a.issuer === b.issuer && a.patientId === b.patientId && a.patientId !== '';

const factsOf = (a: PatientRecord, b: PatientRecord, population: Population = {}): Facts => {
  const [ofA, ofB] = [placeInBirth(a, placeholdersOf(a.name)), placeInBirth(b, placeholdersOf(b.name))];
  return {
    names: namesOf(a, b, ofA, ofB),
    birth: compareDates(a.birthDate, b.birthDate),
    identifiers: compareIdentifiers(a, b, population.personalIssuers),
    sameIdentifier: hasSameIdentifier(a, b),
    multipleBirth: a.multipleBirth === true || b.multipleBirth === true,
    sex: compareSexes(a, b),
    address: compareAddresses(a, b),
    phone: comparePhones(a, b),
    email: compareEmails(a, b),
    isReachedOtherwise: isReachedOtherwise(a, b),
    isPhoneOfOne: isReachedBy(a).phone !== isReachedBy(b).phone,
    mother: compareMothers(a, b),
    deathsDiffer: deathsDiffer(a, b),
    commonness: commonnessOf(a, b, population),
    isManys: isManys(a, b, population),
    a: ofA,
    b: ofB,
  };
};

/** A newborn without a name has little to agree in: whoever shares the family name is not asked about for it, however few records there are. */
const askedFrom = (facts: Facts, { records }: Population): number =>
  isNewborn(facts) ? reviewBits : reviewBitsAmong(records);

const outcomeOf = (bits: number, asked: number, applied: readonly Rule[], facts: Facts): Match['outcome'] => {
  if (applied.includes(reusedIdentifier)) return 'review';
  if (applied.some((rule) => rule.effect === 'veto') || bits < asked || isOfOneFamily(facts)) return 'distinct';
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

const priorOf = ({ records = 0 }: Population): number => -Math.log2(Math.max(FEWEST_RECORDS, records));

/** The most that a field can add which both records say something of. */
const mostOf = (parameters: Parameters, field: FieldName): number =>
  Math.max(0, ...Object.keys(parameters[field]).map((level) => bitsOf(parameters, field, level)));

const haveBoth = (a: string | undefined, b: string | undefined): boolean => (a ?? '') !== '' && (b ?? '') !== '';

/**
 * Of other records, those that could be one with this one. False when what was compared leaves too little for the rest to make a question of
 * the two: then `matchRecords` finds them distinct. Far cheaper than the whole, for the many that share a key and nothing else: what
 * is dear to read is compared last, and only where it can still decide.
 */
export const couldBeOneWith = (
  a: PatientRecord,
  population: Population = {},
  parameters: Parameters = shippedParameters,
): ((b: PatientRecord) => boolean) => {
  const prior = priorOf(population);
  const asked = reviewBitsAmong(population.records);
  const placeholders = placeholdersOf(a.name);
  const mostOfNames = mostNameBits(a, population, parameters);
  const [mostOfPhone, mostOfEmail] = [mostOf(parameters, 'phone'), mostOf(parameters, 'email')];
  const [mostOfMother, mostOfAddress] = [mostOf(parameters, 'mother'), mostOf(parameters, 'address')];
  const similarAddress = bitsOf(parameters, 'address', 'similar');
  return (b) => {
    if (hasSameIdentifier(a, b)) return true;
    const birth = compareDates(a.birthDate, b.birthDate);
    const seen =
      prior +
      bitsOf(parameters, 'birth', birth.newYear ? 'new-year' : birth.level) +
      bitsOf(parameters, 'identifiers', weightedLevel(compareIdentifiers(a, b, population.personalIssuers))) +
      bitsOf(parameters, 'sex', compareSexes(a, b)) +
      (haveBoth(a.email, b.email) ? mostOfEmail : 0) +
      (haveBoth(a.motherName, b.motherName) ? mostOfMother : 0);
    const phone = haveBoth(a.phone, b.phone) ? mostOfPhone : 0;
    if (seen + phone + mostOfAddress + mostOfNames < asked) return false;
    const names = namesOf(a, b, placeholders, placeholdersOf(b.name));
    const { family, given, middle } = nameBits(a, b, { names }, population, parameters);
    const named = seen + family + given + middle;
    if (named + phone + mostOfAddress < asked) return false;
    const places = compareBothPlaces(a, b);
    if (areElsewhere(places) && named + phone + similarAddress < asked) return false;
    const reached = named + bitsOf(parameters, 'address', compareAddresses(a, b, places));
    if (reached + phone < asked) return false;
    return reached + bitsOf(parameters, 'phone', comparePhones(a, b)) >= asked;
  };
};

/** The same of two records. */
export const couldBeOne = (
  a: PatientRecord,
  b: PatientRecord,
  population?: Population,
  parameters?: Parameters,
): boolean => couldBeOneWith(a, population, parameters)(b);

/**
 * Says whether two records are one person, and why. Symmetric and pure. `auto-link`: join them; `review`: ask a person, and show
 * nothing of one as the other's meanwhile; `distinct`: keep them apart. `score` is the probability that they are one person when
 * one of all records is (of 8,192 when there are fewer); weights are in bits. Two records of one issuer and ID are always a question: the
 * index has two only where the identifier was told of another person (`isReusedIdentifier`).
 */
export const matchRecords = (
  a: PatientRecord,
  b: PatientRecord,
  population: Population = {},
  parameters: Parameters = shippedParameters,
): Match => {
  const facts = factsOf(a, b, population);
  const fields = evidenceOf(a, b, facts, population, parameters);
  const bits = fields.reduce((sum, field) => sum + field.weight, priorOf(population));
  const found = appliedRules(facts);
  const outcome = outcomeOf(bits, askedFrom(facts, population), found, facts);
  // Nothing needs holding that is too unlikely to be asked about.
  const applied = outcome === 'distinct' ? found.filter((rule) => rule.effect === 'veto') : found;
  return {
    outcome,
    score: round(1 / (1 + 2 ** -bits)),
    evidence: [...fields, ...applied.map(ruleEvidence)],
    rules: [...new Set(applied.map((rule) => rule.name))],
  };
};

/**
 * True when what a source tells of an identifier `now` is no change of whom it told of `before`, but somebody else: another name, another birth
 * date, and another sex or nothing else in common.
 */
export const isReusedIdentifier = (before: PatientRecord, now: PatientRecord): boolean =>
  isAnotherPerson(factsOf(before, now));
