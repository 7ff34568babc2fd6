/**
 * Traps of health care as named rules. A veto makes two records distinct whatever else agrees; a hold keeps them for a person to
 * review whatever else agrees. A stated identifier lifts the holds that are marked so.
 */
import type { DateComparison } from './compare-dates.ts';
import type { IdentifierLevel } from './compare-identifiers.ts';
import type { NameComparison, NameLevel } from './compare-names.ts';
import type { Placeholders } from './placeholders.ts';

export interface Facts {
  readonly names: NameComparison;
  readonly birth: DateComparison;
  readonly identifiers: IdentifierLevel;
  readonly a: Placeholders;
  readonly b: Placeholders;
}

export interface Rule {
  readonly name: string;
  readonly effect: 'veto' | 'hold';
  /** A source that states the other's identifier knows better. */
  readonly liftedByStatement: boolean;
  readonly text: string;
  readonly applies: (facts: Facts) => boolean;
}

const agrees = (level: NameLevel): boolean => level === 'exact' || level === 'spelling' || level === 'part';
const isNewborn = ({ a, b }: Facts): boolean => a.newborn || b.newborn;
const isStated = ({ identifiers }: Facts): boolean => identifiers === 'stated' || identifiers === 'shared';
// Twins can be born before and after midnight.
const bornTogether = ({ birth }: Facts): boolean =>
  birth.level === 'exact' || (birth.daysApart !== undefined && birth.daysApart <= 1);

const YEARS_TO_A_CHILD = 12;

export const rules: readonly Rule[] = [
  {
    name: 'test-record',
    effect: 'veto',
    liftedByStatement: false,
    text: 'a record made for tests is nobody',
    applies: ({ a, b }) => a.test || b.test,
  },
  {
    name: 'mother-child',
    effect: 'veto',
    liftedByStatement: false,
    text: 'born a generation apart: mother and child share a name, an address and sometimes a record',
    applies: (facts) =>
      facts.birth.level === 'differs' &&
      (facts.birth.yearsApart ?? 0) >= YEARS_TO_A_CHILD &&
      (isStated(facts) || agrees(facts.names.family)),
  },
  {
    name: 'twins',
    effect: 'veto',
    liftedByStatement: false,
    text: 'the first and the second of a multiple birth',
    applies: ({ a, b }) => a.multiple !== undefined && b.multiple !== undefined && a.multiple !== b.multiple,
  },
  {
    name: 'twins',
    effect: 'veto',
    liftedByStatement: true,
    text: 'same family name and birth date, other given name: twins',
    applies: (facts) =>
      agrees(facts.names.family) &&
      bornTogether(facts) &&
      facts.names.given === 'differs' &&
      !facts.names.givenIsMiddle &&
      !isNewborn(facts),
  },
  {
    name: 'siblings',
    effect: 'veto',
    liftedByStatement: true,
    text: 'same family name, other given name and other birth date: siblings',
    applies: (facts) =>
      agrees(facts.names.family) &&
      facts.names.given === 'differs' &&
      facts.birth.level === 'differs' &&
      !isNewborn(facts),
  },
  {
    name: 'unknown-person',
    effect: 'veto',
    liftedByStatement: true,
    text: 'a name that stands for somebody whose name nobody knew',
    applies: ({ a, b }) => a.unknown || b.unknown,
  },
  {
    name: 'similar-given-names',
    effect: 'hold',
    liftedByStatement: true,
    text: 'given names are similar or begin alike but are not the same: one person written in two ways, or twins',
    applies: ({ names }) =>
      agrees(names.family) && ['slip', 'initial', 'alike'].includes(names.given) && !names.givenIsMiddle,
  },
  {
    name: 'newborn-placeholder',
    effect: 'hold',
    liftedByStatement: true,
    text: 'a newborn that was not named yet: only its source or a person can say who it became',
    applies: (facts) => isNewborn(facts),
  },
  {
    name: 'name-change',
    effect: 'hold',
    liftedByStatement: true,
    text: 'same given name and birth date, other family name: it may have changed',
    applies: ({ names, birth }) => names.family === 'differs' && agrees(names.given) && birth.level === 'exact',
  },
  {
    name: 'given-name-is-middle-name',
    effect: 'hold',
    liftedByStatement: true,
    text: 'the given name of one is the middle name of the other',
    applies: ({ names }) => names.givenIsMiddle && !agrees(names.given),
  },
  {
    name: 'default-date',
    effect: 'hold',
    liftedByStatement: true,
    text: 'a birth date that systems fill in when they know none',
    applies: ({ birth }) => birth.level === 'default' || birth.newYear,
  },
  {
    name: 'same-issuer',
    effect: 'hold',
    liftedByStatement: true,
    text: 'two identifiers of one issuer, which gives each patient one',
    applies: ({ identifiers }) => identifiers === 'same-issuer',
  },
  {
    name: 'other-identifier-stated',
    effect: 'hold',
    liftedByStatement: true,
    text: 'one source states another identifier at the other source',
    applies: ({ identifiers }) => identifiers === 'contradicted',
  },
  {
    name: 'statement-contradicted',
    effect: 'hold',
    liftedByStatement: false,
    text: 'the identifier is stated, but the birth dates or the whole names contradict it',
    applies: (facts) =>
      isStated(facts) &&
      (facts.birth.level === 'differs' ||
        (['differs', 'alike'].includes(facts.names.given) &&
          !isNewborn(facts) &&
          !facts.a.unknown &&
          !facts.b.unknown)),
  },
];
