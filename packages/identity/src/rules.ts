/**
 * Traps of health care as named rules. A veto makes two records distinct whatever else agrees; a hold keeps them for a person to
 * review whatever else agrees. A stated identifier lifts the holds that are marked so.
 */

import type { AddressLevel, ContactLevel } from './compare-contact.ts';
import type { DateComparison } from './compare-dates.ts';
import type { IdentifierComparison } from './compare-identifiers.ts';
import type { NameComparison, NameLevel } from './compare-names.ts';
import type { Placeholders } from './placeholders.ts';

export interface Facts {
  readonly names: NameComparison;
  readonly birth: DateComparison;
  readonly identifiers: IdentifierComparison;
  readonly sex: 'same' | 'differs' | 'missing';
  readonly address: AddressLevel;
  readonly phone: ContactLevel;
  readonly email: ContactLevel;
  readonly mother: 'same' | 'differs' | 'missing';
  /** Both have the same identifier of the same issuer. */
  readonly sameIdentifier: boolean;
  /** Either was born with others. */
  readonly multipleBirth: boolean;
  /** Two dates of death that are not one. */
  readonly deathsDiffer: boolean;
  /** Many people are called so. */
  readonly commonName: boolean;
  readonly a: Placeholders;
  readonly b: Placeholders;
}

export interface Rule {
  readonly name: string;
  readonly effect: 'veto' | 'hold';
  /**
   * `statement`: a source that states the other's identifier knows better. `identifier`: so do two that state the same third one.
   */
  readonly liftedBy: 'nothing' | 'statement' | 'identifier';
  readonly text: string;
  readonly applies: (facts: Facts) => boolean;
}

const YEARS_TO_A_CHILD = 12;

const agrees = (level: NameLevel): boolean => level === 'exact' || level === 'spelling' || level === 'part';
const isNewborn = ({ a, b }: Facts): boolean => a.newborn || b.newborn;
const isStated = ({ identifiers }: Facts): boolean => identifiers.level === 'stated' || identifiers.level === 'shared';
const sharesIdentifier = ({ identifiers }: Facts): boolean =>
  identifiers.level === 'shared' || (identifiers.level === 'slip' && identifiers.personal);
const isNobody = ({ a, b }: Facts): boolean => a.unknown || b.unknown || a.test || b.test;
const isOther = (level: NameLevel): boolean => level === 'differs' || level === 'alike';
const livesTogether = ({ address, phone }: Facts): boolean => address === 'same-house' || phone === 'same';
const isReachedAlike = (facts: Facts): boolean => livesTogether(facts) || facts.email === 'same';
const isWitnessed = (facts: Facts): boolean =>
  isReachedAlike(facts) ||
  ['same-street', 'same-place', 'similar'].includes(facts.address) ||
  facts.identifiers.level === 'slip' ||
  (agrees(facts.names.middle) && facts.names.middle !== 'part') ||
  facts.mother === 'same';
/** One digit other, and not the one that makes a generation of it. */
const isMistypedDate = ({ level, yearsApart = 0 }: DateComparison): boolean =>
  level === 'digit-slip' && yearsApart < YEARS_TO_A_CHILD;
const isWholeNearby = (facts: Facts): boolean =>
  fits(facts.names.family) &&
  fits(facts.names.given) &&
  (facts.birth.level === 'exact'
    ? ['same-house', 'same-street', 'similar', 'same-area'].includes(facts.address)
    : isMistypedDate(facts.birth) && facts.address === 'same-house') &&
  (facts.names.given !== 'slip' || facts.identifiers.personal);
const isWhole = ({ names, birth }: Facts): boolean =>
  agrees(names.family) && agrees(names.given) && birth.level === 'exact';
const fits = (level: NameLevel): boolean => agrees(level) || level === 'slip' || level === 'nickname';
/**
 * One wrong field beside an identifier, and all the rest that agrees, is a wrong field: of family name, given name, birth date and
 * house three have to agree. A given name that differs needs an identifier that no two people share: twins share all the rest.
 */
const isOneWrongField = (facts: Facts): boolean => {
  const { names, birth, address } = facts;
  const near = isReachedAlike(facts) || ['same-street', 'similar', 'same-area', 'same-place'].includes(address);
  const agreeing = [fits(names.family), fits(names.given), birth.level === 'exact' || isMistypedDate(birth), near];
  const [family, , born, lives] = agreeing;
  const isOneHuman = facts.identifiers.personal && facts.sex !== 'differs' && !facts.multipleBirth;
  if (isOneHuman && born && lives) return true;
  // What is not known is not wrong: then the given name is the only field that is.
  if (isOneHuman && birth.level === 'missing' && family && livesTogether(facts)) return true;
  if (isOneHuman && names.given === 'missing' && family && livesTogether(facts)) return true;
  if (isOneHuman && fits(names.given) && livesTogether(facts)) return true;
  if (agreeing.filter(Boolean).length < 3) return false;
  return !isOther(names.given) || isOneHuman;
};
/**
 * An identifier of one human, mistyped, that no numbering of a family explains, beside the house: then one of given name and birth
 * date may be wrong or unknown, as beside the identifier itself.
 */
const isMistypedBesideHouse = ({ identifiers, address, names, birth }: Facts): boolean =>
  identifiers.independent &&
  address === 'same-house' &&
  ((fits(names.family) && birth.level === 'exact') ||
    (agrees(names.family) && agrees(names.given) && birth.level === 'missing'));
/** An identifier of one human, mistyped, beside the birth date and the place: as good as the identifier. */
export const isMistypedIdentifier = (facts: Facts): boolean =>
  facts.identifiers.level === 'slip' &&
  facts.identifiers.personal &&
  facts.sex !== 'differs' &&
  !facts.multipleBirth &&
  (isMistypedBesideHouse(facts) ||
    (!isOther(facts.names.given) &&
      (facts.birth.level === 'exact' || isMistypedDate(facts.birth)) &&
      (isReachedAlike(facts) || ['same-street', 'similar', 'same-area'].includes(facts.address))));
/**
 * Addresses, numbers and mail addresses that both have and that differ, when none agrees. Namesakes live in one town, too: another street
 * there is another address where the telephone is another one, and the town alone says nothing.
 */
const strangeContacts = ({ address, phone, email }: Facts): number => {
  const townAlone: Readonly<Record<string, string>> = { 'same-area': 'differs', 'same-place': 'missing' };
  const levels: readonly string[] = [phone === 'differs' ? (townAlone[address] ?? address) : address, phone, email];
  if (levels.some((level) => level !== 'differs' && level !== 'missing')) return 0;
  return levels.filter((level) => level === 'differs').length;
};
// Twins can be born before and after midnight.
const bornTogether = ({ birth }: Facts): boolean =>
  birth.level === 'exact' || (birth.daysApart !== undefined && birth.daysApart <= 1);

/** Asked whatever else is known: one issuer has given the two one identifier, and they were taken for two people nevertheless. */
export const reusedIdentifier: Rule = {
  name: 'reused-identifier',
  effect: 'hold',
  liftedBy: 'nothing',
  text: 'one identifier of one issuer, told with another name, birth date and sex: the number was given again, or what was told before was wrong',
  applies: ({ sameIdentifier }) => sameIdentifier,
};

/** What one source tells of an identifier now can be no change of the person that it told of before. */
export const isAnotherPerson = (facts: Facts): boolean =>
  isOther(facts.names.family) &&
  isOther(facts.names.given) &&
  !facts.names.givenIsMiddle &&
  facts.birth.level === 'differs' &&
  (facts.sex === 'differs' || !isWitnessed(facts)) &&
  !isNewborn(facts) &&
  !isNobody(facts);

const DAYS_TO_A_SIBLING = 180;

/**
 * Neither given name nor birth date agrees, and no identifier: what does agree is what a family shares. So many are such that nobody should
 * be asked; nor is one kept apart by it whom something else joins.
 */
export const isOfOneFamily = (facts: Facts): boolean => {
  const { names, birth } = facts;
  if (birth.level !== 'differs' || isStated(facts) || sharesIdentifier(facts) || isNobody(facts)) return false;
  // A newborn may have been told of with the day of admission.
  if (isNewborn(facts)) return (birth.daysApart ?? 0) >= DAYS_TO_A_SIBLING;
  return isOther(names.given) && !names.givenIsMiddle;
};

export const rules: readonly Rule[] = [
  {
    name: 'test-record',
    effect: 'veto',
    liftedBy: 'nothing',
    text: 'a record made for tests is nobody',
    applies: ({ a, b }) => a.test || b.test,
  },
  {
    name: 'mother-child',
    effect: 'veto',
    liftedBy: 'nothing',
    text: 'born a generation apart: mother and child share a name, an address and sometimes a record',
    applies: (facts) =>
      facts.birth.level === 'differs' &&
      (facts.birth.yearsApart ?? 0) >= YEARS_TO_A_CHILD &&
      // One who shares the whole name and the house, or an identifier, may as well be one whose date is wrong.
      !(agrees(facts.names.given) && livesTogether(facts)) &&
      !(facts.names.given === 'missing' && !isNewborn(facts)) &&
      !sharesIdentifier(facts) &&
      (isStated(facts) || agrees(facts.names.family)),
  },
  {
    name: 'twins',
    effect: 'veto',
    liftedBy: 'nothing',
    text: 'the first and the second of a multiple birth',
    applies: ({ a, b }) => a.multiple !== undefined && b.multiple !== undefined && a.multiple !== b.multiple,
  },
  {
    name: 'twins',
    effect: 'veto',
    liftedBy: 'statement',
    text: 'same family name and birth date, other given name: twins',
    applies: (facts) =>
      agrees(facts.names.family) &&
      bornTogether(facts) &&
      facts.names.given === 'differs' &&
      !facts.names.givenIsMiddle &&
      !sharesIdentifier(facts) &&
      !isNewborn(facts),
  },
  {
    name: 'siblings',
    effect: 'veto',
    liftedBy: 'statement',
    text: 'same family name, other given name and other birth date: siblings',
    applies: (facts) =>
      agrees(facts.names.family) &&
      facts.names.given === 'differs' &&
      facts.birth.level === 'differs' &&
      !sharesIdentifier(facts) &&
      !isNewborn(facts),
  },
  {
    name: 'unknown-person',
    effect: 'veto',
    liftedBy: 'statement',
    text: 'a name that stands for somebody whose name nobody knew',
    applies: ({ a, b }) => a.unknown || b.unknown,
  },
  {
    name: 'similar-given-names',
    effect: 'hold',
    liftedBy: 'identifier',
    text: 'given names are similar or begin alike but are not the same: one person written in two ways, or twins',
    applies: ({ names }) =>
      ['slip', 'near', 'initial', 'alike'].includes(names.given) && names.family !== 'differs' && !names.givenIsMiddle,
  },
  {
    name: 'two-forms-of-a-name',
    effect: 'hold',
    liftedBy: 'identifier',
    text: 'two forms of one given name that sisters or brothers may both bear, as Anna and Anne',
    applies: ({ names }) => names.given === 'nickname' && names.twoForms,
  },
  {
    name: 'given-name-unknown',
    effect: 'hold',
    liftedBy: 'identifier',
    text: 'no given name to compare: brothers and sisters share all the rest',
    applies: (facts) => facts.names.given === 'missing' && !isNewborn(facts) && !isNobody(facts),
  },
  {
    name: 'birth-date-unknown',
    effect: 'hold',
    liftedBy: 'identifier',
    text: 'no whole birth date to compare: father and son share name and house',
    applies: (facts) => (facts.birth.level === 'missing' || facts.birth.level === 'partial') && !isNobody(facts),
  },
  {
    name: 'generations',
    effect: 'hold',
    liftedBy: 'identifier',
    text: 'the same name, born years apart: a wrong date, or parent and child',
    applies: ({ names, birth }) =>
      fits(names.family) && birth.level !== 'exact' && (birth.yearsApart ?? 0) >= YEARS_TO_A_CHILD,
  },
  {
    name: 'other-birth-date',
    effect: 'hold',
    liftedBy: 'identifier',
    text: 'the birth dates have nothing in common: children who were given one name, or a wrong date',
    applies: ({ birth }) => birth.level === 'differs',
  },
  {
    name: 'newborn-placeholder',
    effect: 'hold',
    liftedBy: 'statement',
    text: 'a newborn that was not named yet: only its source or a person can say who it became',
    applies: (facts) => isNewborn(facts),
  },
  {
    name: 'name-change',
    effect: 'hold',
    liftedBy: 'identifier',
    text: 'same given name and birth date, other family name: it may have changed',
    applies: ({ names, birth }) => names.family === 'differs' && agrees(names.given) && birth.level === 'exact',
  },
  {
    name: 'given-name-is-middle-name',
    effect: 'hold',
    liftedBy: 'identifier',
    text: 'the given name of one is the middle name of the other',
    applies: ({ names }) => names.givenIsMiddle && !agrees(names.given),
  },
  {
    name: 'default-date',
    effect: 'hold',
    liftedBy: 'identifier',
    text: 'a birth date that systems fill in when they know none',
    applies: ({ birth }) => birth.level === 'default' || birth.newYear,
  },
  {
    name: 'same-issuer',
    effect: 'hold',
    liftedBy: 'identifier',
    text: 'two identifiers of one issuer, which gives each patient one',
    applies: (facts) => facts.identifiers.sameIssuer && !isReachedAlike(facts) && !isWholeNearby(facts),
  },
  {
    name: 'other-identifier-stated',
    effect: 'hold',
    liftedBy: 'statement',
    text: 'one source states another identifier at the other source',
    applies: ({ identifiers }) => identifiers.level === 'contradicted',
  },
  {
    name: 'other-identifier',
    effect: 'hold',
    liftedBy: 'statement',
    text: 'both have an identifier of the same third issuer, and not the same one',
    applies: (facts) =>
      facts.identifiers.level === 'unequal' && !(isWhole(facts) && livesTogether(facts)) && !isWholeNearby(facts),
  },
  {
    name: 'namesakes',
    effect: 'hold',
    liftedBy: 'identifier',
    text: 'the same name and birth date, but what is known of address, telephone and mail address is all different: it may be a namesake',
    applies: (facts) =>
      strangeContacts(facts) >= 2 ||
      (strangeContacts(facts) === 1 && facts.commonName && (facts.address === 'same-place' || !isWitnessed(facts))),
  },
  {
    name: 'nothing-beside-names',
    effect: 'hold',
    liftedBy: 'identifier',
    text: 'name or birth date are not quite the same, and nothing else agrees',
    applies: (facts) =>
      !isWitnessed(facts) &&
      (!(facts.names.family === 'exact' || facts.names.family === 'spelling' || facts.names.family === 'part') ||
        facts.birth.level !== 'exact'),
  },
  {
    name: 'weakly-dated',
    effect: 'hold',
    liftedBy: 'identifier',
    text: 'the birth dates are not quite the same, and what else agrees is not the house, the telephone, the mail address or a rare name',
    applies: (facts) =>
      ['two-slips', 'digit-slip', 'swapped-day-month'].includes(facts.birth.level) &&
      !isReachedAlike(facts) &&
      (facts.birth.level === 'two-slips' || facts.commonName || facts.names.middle === 'differs') &&
      facts.identifiers.level !== 'slip',
  },
  {
    name: 'other-given-name',
    effect: 'hold',
    liftedBy: 'statement',
    text: 'the given names differ, whatever else agrees',
    applies: (facts) =>
      isOther(facts.names.given) &&
      !facts.names.givenIsMiddle &&
      !(facts.identifiers.level === 'shared' && isOneWrongField(facts)) &&
      !isMistypedIdentifier(facts),
  },
  {
    name: 'deaths-differ',
    effect: 'hold',
    liftedBy: 'nothing',
    text: 'two different dates of death',
    applies: ({ deathsDiffer }) => deathsDiffer,
  },
  {
    name: 'statement-contradicted',
    effect: 'hold',
    liftedBy: 'nothing',
    text: 'the identifier is stated, but the birth dates or the whole names contradict it',
    applies: (facts) =>
      isStated(facts) &&
      !(facts.identifiers.level === 'shared' && isOneWrongField(facts)) &&
      (facts.birth.level === 'differs' || (isOther(facts.names.given) && !isNewborn(facts) && !isNobody(facts))),
  },
];
