/** What was found of two records, and what rules ask of it. */
import type { AddressLevel, ContactLevel } from './compare-contact.ts';
import type { DateComparison } from './compare-dates.ts';
import type { IdentifierComparison } from './compare-identifiers.ts';
import type { NameComparison } from './compare-names.ts';
import type { NameLevel } from './compare-words.ts';
import type { Placeholders } from './placeholders.ts';

export interface Facts {
  readonly names: NameComparison;
  readonly birth: DateComparison;
  readonly identifiers: IdentifierComparison;
  readonly sex: 'same' | 'differs' | 'missing';
  readonly address: AddressLevel;
  readonly phone: ContactLevel;
  readonly email: ContactLevel;
  /** One has a telephone only, the other a mail address only. */
  readonly isReachedOtherwise: boolean;
  /** One says a telephone, the other none. */
  readonly isPhoneOfOne: boolean;
  readonly mother: 'same' | 'differs' | 'missing';
  /** Both have the same identifier of the same issuer. */
  readonly sameIdentifier: boolean;
  /** Either was born with others. */
  readonly multipleBirth: boolean;
  /** Two dates of death that are not one. */
  readonly deathsDiffer: boolean;
  /** Where several people who are called so were born on one day: in a town, in a city only, or hardly anywhere. */
  readonly commonness: 'in-a-town' | 'in-a-city' | 'rare';
  /** Family and given name are both known to be common ones. */
  readonly isManys: boolean;
  readonly a: Placeholders;
  readonly b: Placeholders;
}

export const YEARS_TO_A_CHILD = 12;

export const agrees = (level: NameLevel): boolean => level === 'exact' || level === 'spelling' || level === 'part';
export const isNewborn = ({ a, b }: Facts): boolean => a.newborn || b.newborn;
export const isStated = ({ identifiers }: Facts): boolean =>
  identifiers.level === 'stated' || identifiers.level === 'shared';
export const sharesIdentifier = ({ identifiers }: Facts): boolean =>
  identifiers.level === 'shared' || (identifiers.level === 'slip' && identifiers.personal);
export const isNobody = ({ a, b }: Facts): boolean => a.unknown || b.unknown || a.test || b.test;
export const isOther = (level: NameLevel): boolean => level === 'differs' || level === 'alike';
export const livesTogether = ({ address, phone }: Facts): boolean => address === 'same-house' || phone === 'same';
export const isReachedAlike = (facts: Facts): boolean => livesTogether(facts) || facts.email === 'same';
export const isCommonName = ({ commonness }: Pick<Facts, 'commonness'>): boolean => commonness !== 'rare';
export const isWitnessed = (facts: Facts): boolean =>
  isReachedAlike(facts) ||
  ['same-street', 'same-place', 'similar'].includes(facts.address) ||
  facts.identifiers.level === 'slip' ||
  (agrees(facts.names.middle) && facts.names.middle !== 'part') ||
  facts.mother === 'same';
/** Something that a household does not share. */
export const hasOwnWitness = ({ email, mother, names, identifiers }: Facts): boolean =>
  email === 'same' ||
  email === 'slip' ||
  mother === 'same' ||
  names.middle === 'exact' ||
  (identifiers.level === 'slip' && !identifiers.ofFamily);
/** One digit other, and not the one that makes a generation of it; or day and month swapped. */
const isMistypedDate = ({ level, yearsApart = 0 }: DateComparison): boolean =>
  level === 'swapped-day-month' || (level === 'digit-slip' && yearsApart < YEARS_TO_A_CHILD);
/**
 * An identifier that both sources state, and that is no family's: of an issuer that gives each human one, or beside a given name and a birth
 * date that are one. Insurers, payers and chart numbers of a mother are shared by whoever is insured or was born with her.
 */
export const sharesOwnIdentifier = ({ identifiers, names, birth }: Facts): boolean =>
  identifiers.level === 'shared' &&
  (identifiers.personal || (isOneGiven(names.given) && (birth.level === 'exact' || isMistypedDate(birth))));
const isOneGiven = (level: NameLevel): boolean => level === 'exact' || level === 'spelling';
export const isWholeNearby = (facts: Facts): boolean =>
  fits(facts.names.family) &&
  fits(facts.names.given) &&
  (facts.birth.level === 'exact'
    ? ['same-house', 'same-street', 'similar', 'same-area'].includes(facts.address)
    : isMistypedDate(facts.birth) && facts.address === 'same-house') &&
  (facts.names.given !== 'slip' || facts.identifiers.personal);
export const isWhole = ({ names, birth }: Facts): boolean =>
  agrees(names.family) && agrees(names.given) && birth.level === 'exact';
export const fits = (level: NameLevel): boolean => agrees(level) || level === 'slip' || level === 'nickname';
/**
 * One wrong field beside an identifier, and all the rest that agrees, is a wrong field: of family name, given name, birth date and
 * house three have to agree. A given name that differs needs an identifier that no two people share: twins share all the rest.
 */
export const isOneWrongField = (facts: Facts): boolean => {
  const { names, birth, address } = facts;
  if (!sharesOwnIdentifier(facts)) return false;
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
/**
 * An identifier of one human, mistyped, beside the birth date and the place: as good as the identifier. Where the given name is not quite the
 * same either, none that a family may have (`ofFamily`).
 */
export const isMistypedIdentifier = (facts: Facts): boolean =>
  facts.identifiers.level === 'slip' &&
  facts.identifiers.personal &&
  facts.sex !== 'differs' &&
  !facts.multipleBirth &&
  (isMistypedBesideHouse(facts) ||
    ((isOneGiven(facts.names.given) || (!facts.identifiers.ofFamily && !isOther(facts.names.given))) &&
      (facts.birth.level === 'exact' || isMistypedDate(facts.birth)) &&
      (isReachedAlike(facts) || ['same-street', 'similar', 'same-area'].includes(facts.address))));
/** How the address agrees when it is no witness that two live in one town, nor in one street where many are called so. */
export const withoutTown = ({ address, phone, ...facts }: Facts): AddressLevel => {
  if (phone !== 'differs' && facts.commonness !== 'in-a-town') return address;
  if (address === 'same-area' || (address === 'same-street' && isCommonName(facts))) return 'differs';
  return address === 'same-place' && phone === 'differs' ? 'missing' : address;
};
/**
 * Addresses, numbers and mail addresses that both have and that differ, when none agrees. Namesakes live in one town, too: another street
 * there is another address where the telephone is another one, and the town alone says nothing.
 */
export const strangeContacts = (facts: Facts): number => {
  const { phone, email } = facts;
  const levels: readonly string[] = [withoutTown(facts), phone, email];
  if (levels.some((level) => level !== 'differs' && level !== 'missing')) return 0;
  return levels.filter((level) => level === 'differs').length;
};
/** A very common name and a birth date, and nothing else that both say: a city has several such. */
export const isOneOfMany = (facts: Facts): boolean =>
  facts.isManys &&
  !['initial', 'part', 'nickname'].includes(facts.names.middle) &&
  !isWitnessed(facts) &&
  [facts.address, facts.phone, facts.email].every((level) => level === 'missing');
// Twins can be born before and after midnight.
export const bornTogether = ({ birth }: Facts): boolean =>
  birth.level === 'exact' || (birth.daysApart !== undefined && birth.daysApart <= 1);

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
const YEARS_TO_NO_CHILD = 80;

const isOtherGiven = ({ given, givenIsMiddle, middleByInitial }: NameComparison): boolean =>
  isOther(given) && (!givenIsMiddle || middleByInitial);

/** Born a generation apart, called alike and of other mothers: parent and child, unless something that is one person's own agrees. */
const isParentAndChild = ({ birth: { level, yearsApart = 0 }, mother }: Facts): boolean =>
  level === 'differs' && yearsApart >= YEARS_TO_A_CHILD && yearsApart < YEARS_TO_NO_CHILD && mother !== 'same';

/** Called alike, and born so far apart that one mother can have both. */
const areSiblings = ({ names: { given }, birth: { daysApart = DAYS_TO_A_SIBLING } }: Facts): boolean =>
  !(given === 'exact' || given === 'spelling' || given === 'missing') && daysApart >= DAYS_TO_A_SIBLING;

/**
 * Neither given name nor birth date agrees, and no identifier: what does agree is what a family shares. So many are such that nobody should
 * be asked; nor is one kept apart by it whom something else joins.
 */
export const isOfOneFamily = (facts: Facts): boolean => {
  const { names, birth } = facts;
  if (isStated(facts) || facts.identifiers.level === 'slip' || isNobody(facts)) return false;
  // A newborn may have been told of with the day of admission.
  if (isNewborn(facts)) return birth.level === 'differs' && (birth.daysApart ?? 0) >= DAYS_TO_A_SIBLING;
  if (isOtherGiven(names) && birth.level === 'differs') return true;
  // A mail address is more of a person's own than a house.
  if (facts.email === 'same' || facts.email === 'slip') return false;
  if (isOtherGiven(names)) return birth.level !== 'exact';
  if (birth.level !== 'differs') return false;
  return isParentAndChild(facts) || areSiblings(facts);
};
