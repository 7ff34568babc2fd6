/**
 * Traps of health care as named rules. A veto makes two records distinct whatever else agrees; a hold keeps them for a person to
 * review whatever else agrees. A stated identifier lifts the holds that are marked so.
 */

import {
  agrees,
  bornTogether,
  type Facts,
  hasOwnWitness,
  isCommonName,
  isMistypedIdentifier,
  isNewborn,
  isNobody,
  isOneOfMany,
  isOneWrongField,
  isOther,
  isReachedAlike,
  isStated,
  isWhole,
  isWholeNearby,
  isWitnessed,
  livesTogether,
  sharesIdentifier,
  strangeContacts,
  withoutTown,
  YEARS_TO_A_CHILD,
} from './facts.ts';

export interface Rule {
  readonly name: string;
  readonly effect: 'veto' | 'hold';
  /**
   * `statement`: a source that states the other's identifier knows better. `identifier`: so do two that state the same third one, unless
   * it may be a family's (`sharesOwnIdentifier`).
   */
  readonly liftedBy: 'nothing' | 'statement' | 'identifier';
  readonly text: string;
  readonly applies: (facts: Facts) => boolean;
}

/** Asked whatever else is known: one issuer has given the two one identifier, and they were taken for two people nevertheless. */
export const reusedIdentifier: Rule = {
  name: 'reused-identifier',
  effect: 'hold',
  liftedBy: 'nothing',
  text: 'one identifier of one issuer, told with another name, birth date and sex: the number was given again, or what was told before was wrong',
  applies: ({ sameIdentifier }) => sameIdentifier,
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
    applies: ({ names }) => ['slip', 'near', 'initial', 'alike'].includes(names.given) && !names.givenIsMiddle,
  },
  {
    name: 'similar-given-names',
    effect: 'hold',
    liftedBy: 'identifier',
    text: 'the given names agree in part or in another order, and the sexes differ: one person, or brother and sister',
    applies: ({ names, sex }) => names.given === 'part' && sex === 'differs',
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
      !isOther(names.family) && birth.level !== 'exact' && (birth.yearsApart ?? 0) >= YEARS_TO_A_CHILD,
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
    text: 'same given name, other family name: it may have changed, or be of another child of the house',
    applies: ({ names }) => names.family === 'differs' && agrees(names.given),
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
      facts.identifiers.level === 'unequal' &&
      !(isWhole(facts) && livesTogether(facts)) &&
      !(isWholeNearby(facts) && !(isCommonName(facts) && facts.phone === 'differs')),
  },
  {
    name: 'namesakes',
    effect: 'hold',
    liftedBy: 'identifier',
    text: 'the same name and birth date, but what is known of address, telephone and mail address is different, or nothing is and the name is common: it may be a namesake',
    applies: (facts) =>
      strangeContacts(facts) >= 2 ||
      isOneOfMany(facts) ||
      (facts.address === 'differs' && !isWitnessed(facts)) ||
      (['same-area', 'same-street', 'similar'].includes(facts.address) &&
        (facts.phone === 'differs' || facts.isPhoneOfOne) &&
        !hasOwnWitness(facts)) ||
      (facts.address === 'same-area' && facts.isReachedOtherwise && !hasOwnWitness(facts)) ||
      (strangeContacts(facts) === 1 &&
        isCommonName(facts) &&
        (facts.address === 'same-place' || withoutTown(facts) !== facts.address || !isWitnessed(facts))),
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
      (facts.birth.level === 'two-slips' || isCommonName(facts) || facts.names.middle === 'differs') &&
      facts.identifiers.level !== 'slip',
  },
  {
    name: 'weakly-dated',
    effect: 'hold',
    liftedBy: 'identifier',
    text: 'neither the given names nor the birth dates are quite the same, and nothing agrees that a brother or a sister does not share',
    applies: (facts) =>
      ['part', 'nickname', 'spelling'].includes(facts.names.given) &&
      !facts.names.swapped &&
      ['two-slips', 'digit-slip', 'swapped-day-month'].includes(facts.birth.level) &&
      !(
        (facts.email === 'same' && facts.names.given !== 'part') ||
        facts.identifiers.level === 'slip' ||
        facts.names.middle === 'exact'
      ),
  },
  {
    name: 'weakly-dated',
    effect: 'hold',
    liftedBy: 'identifier',
    text: 'two digits of the birth dates are other ones, and telephone and house, which a family shares, are all that agrees, or are other ones, too',
    applies: (facts) =>
      facts.birth.level === 'two-slips' &&
      facts.phone !== 'missing' &&
      // A mother and a mail address are shared by brothers and sisters, of whom one may be called after another.
      (!hasOwnWitness({ ...facts, mother: 'missing', email: 'missing' }) ||
        (facts.address === 'differs' && facts.phone === 'differs')),
  },
  {
    name: 'neighbouring-identifiers',
    effect: 'hold',
    liftedBy: 'identifier',
    text: 'identifiers of a third issuer that were given one after the other, and given names or birth dates that are not quite the same: two of a family, as often as not',
    applies: ({ identifiers, names, birth }) =>
      identifiers.level === 'neighbours' &&
      !(['exact', 'spelling', 'nickname'].includes(names.given) && birth.level === 'exact'),
  },
  {
    name: 'other-given-name',
    effect: 'hold',
    liftedBy: 'statement',
    text: 'the given names differ, whatever else agrees',
    applies: (facts) =>
      isOther(facts.names.given) &&
      !facts.names.givenIsMiddle &&
      !isOneWrongField(facts) &&
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
      !isOneWrongField(facts) &&
      (facts.birth.level === 'differs' || (isOther(facts.names.given) && !isNewborn(facts) && !isNobody(facts))),
  },
];
