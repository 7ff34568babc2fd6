/** How two names agree, component by component. */
import {
  compareFamilies,
  compareWords,
  isInitialOf,
  isSameWord,
  isWithin,
  joined,
  type NameLevel,
} from './compare-words.ts';
import { areOfTheFamily } from './family-given-names.ts';
import { isPetForm } from './nicknames.ts';
import { bearing, type NameForm, type NameWord, parseName, textOf } from './person-name.ts';
import { isCantoneseOf } from './scripts/chinese.ts';

export interface NameComparison {
  readonly family: NameLevel;
  readonly given: NameLevel;
  readonly middle: NameLevel;
  /** Family and given name are swapped in one of the records. */
  readonly swapped: boolean;
  /** The given names are forms of one name, and neither is only a short form: Anna and Anne. */
  readonly twoForms: boolean;
  /** The given name of one is the middle name of the other. */
  readonly givenIsMiddle: boolean;
  /** That is known by an initial only, which one in ten fits by chance. */
  readonly middleByInitial: boolean;
}

const rank: readonly NameLevel[] = [
  'exact',
  'spelling',
  'part',
  'nickname',
  'slip',
  'near',
  'initial',
  'missing',
  'alike',
  'differs',
];
const badness = (level: NameLevel): number => rank.indexOf(level);
const sum = (c: NameComparison): number => badness(c.family) + badness(c.given) + (c.middle === 'differs' ? 1 : 0);

const asSpelling = (level: NameLevel): NameLevel => (level === 'exact' ? 'spelling' : level);

const areTwoForms = (a: readonly NameWord[], b: readonly NameWord[]): boolean => {
  const [one, other] = [bearing(a)[0], bearing(b)[0]];
  if (one === undefined || other === undefined) return false;
  return ![one, other].some((word) => word.spellings.some(isPetForm));
};

/** Van is a particle of family names, and half of a given name: Van Anh is not Lan Anh. */
const bearingGiven = (words: readonly NameWord[]): readonly NameWord[] =>
  words[0]?.spellings[0] === 'van' ? words : bearing(words);

/** Words that agree in another order are another name as well: Jose Maria and Maria Jose; Wei is not Wei Wei. */
const inOrder = (a: readonly NameWord[], b: readonly NameWord[]): NameLevel => {
  if (isSameWord(joined(a), joined(b))) return 'spelling';
  const isInOrder = a.length === b.length && a.every((word, at) => b[at] !== undefined && isSameWord(word, b[at]));
  return isInOrder ? 'spelling' : 'near';
};

const haveOtherTones = (a: readonly NameWord[], b: readonly NameWord[]): boolean =>
  a.length === b.length && a.some((word, at) => b[at]?.isToneOther(word) === true);

const LONGEST_OF_A_WHOLE_NAME = 4;

/**
 * The shorter name is the begin of the longer one, and of some length: it was cut, as systems do. Ali beside Mohammed Ali, and Wei beside Wei
 * Ling, are the names of two children as often.
 */
const isCut = (a: readonly NameWord[], b: readonly NameWord[]): boolean => {
  const [shorter, longer] = a.length <= b.length ? [a, b] : [b, a];
  const isBegin = textOf(longer).startsWith(textOf(shorter));
  return isBegin && textOf(shorter).length > LONGEST_OF_A_WHOLE_NAME && !areOfTheFamily(shorter);
};

/** How words agree that may be a given name: of other tones, in another order or in part they may be another child's. */
const asGiven = (level: NameLevel, a: readonly NameWord[], b: readonly NameWord[]): NameLevel => {
  if (level === 'part') return isCut(a, b) ? level : 'near';
  if (level !== 'exact' && level !== 'spelling') return level;
  if (haveOtherTones(a, b)) return 'slip';
  return level === 'exact' || isSameWord(joined(a), joined(b)) ? level : inOrder(bearingGiven(a), bearingGiven(b));
};

/** A given name, and what stands behind it. */
type Given = Pick<NameForm, 'given' | 'middle'>;

/**
 * Of a given name that agrees so; one that has all words of the other and more is another one where the shorter has a middle name that is not
 * among them, as Minh with the middle name Van is not Minh Hung.
 */
const givenLevel = (level: NameLevel, a: Given, b: Given, isTurned = false): NameLevel => {
  const [shorter, longer] = a.given.length <= b.given.length ? [a, b] : [b, a];
  if (level !== 'part' || shorter.middle.length === 0) return asGiven(level, a.given, b.given);
  const rest = [...longer.given, ...longer.middle];
  const isOf = (word: NameWord, one: NameWord | undefined): boolean =>
    one !== undefined && (isSameWord(word, one) || isInitialOf(word, one));
  // In a name that is turned, middle names stand anywhere.
  const fits = isTurned
    ? shorter.middle.every((word) => rest.some((one) => isOf(word, one)))
    : [...shorter.given, ...shorter.middle].every((word, at) => isOf(word, rest[at]));
  return fits ? level : 'near';
};

const compareGiven = (a: NameForm, b: NameForm): NameLevel =>
  givenLevel(compareWords(a.given, b.given, [bearingGiven(a.given), bearingGiven(b.given)]), a, b);

/** Known by the middle name; an initial is enough where the other has no middle name that says otherwise. */
const isGivenMiddle = ({ middle }: NameForm, { given, middle: other }: NameForm): 'name' | 'initial' | 'no' => {
  const level = compareWords(middle, given);
  if (level === 'exact' || level === 'spelling') return 'name';
  return level === 'initial' && other.length === 0 ? 'initial' : 'no';
};

const comparePlain = (a: NameForm, b: NameForm): NameComparison => {
  const known = [isGivenMiddle(a, b), isGivenMiddle(b, a)];
  return {
    family: compareFamilies(a.family, b.family),
    given: compareGiven(a, b),
    middle: compareWords(a.middle, b.middle),
    swapped: false,
    twoForms: areTwoForms(a.given, b.given),
    givenIsMiddle: known.some((level) => level !== 'no'),
    middleByInitial: !known.includes('name') && known.includes('initial'),
  };
};

/** Family name against given name and the other way round. */
type Crossed = readonly [family: NameLevel, given: NameLevel];

const compareSwapped = (a: NameForm, b: NameForm, [family, given]: Crossed): NameComparison | undefined => {
  const agrees = (level: NameLevel): boolean => level === 'exact' || level === 'spelling';
  const fits = (level: NameLevel): boolean => agrees(level) || ['slip', 'part', 'near'].includes(level);
  // Of another alphabet a slip is all that two spellings of one name often have in common.
  const areSlips = a.isLatin !== b.isLatin && family === 'slip' && given === 'slip';
  if (!(agrees(family) && fits(given)) && !(fits(family) && agrees(given)) && !areSlips) return undefined;
  // Which of the two is the given name nobody knows: a slip counts as one of the given name, in which it may be a twin's.
  const turnedGiven = ({ family: named, middle }: NameForm): Given => ({ given: named, middle });
  const [one, other] = [givenLevel(family, turnedGiven(a), b, true), givenLevel(given, a, turnedGiven(b), true)];
  const [better, worse] = badness(one) <= badness(other) ? [one, other] : [other, one];
  return {
    family: asSpelling(better),
    given: asSpelling(worse),
    middle: compareWords(a.middle, b.middle),
    swapped: true,
    twoForms: false,
    givenIsMiddle: false,
    middleByInitial: false,
  };
};

/** The family name of one stands where the other has its given name, and the rest does not agree: still the same family name. */
const compareCrossed = (a: NameForm, b: NameForm, crossed: Crossed): NameComparison | undefined => {
  const family = crossed.find((level) => level === 'exact' || level === 'spelling' || level === 'slip');
  if (family === undefined || crossed.includes('missing')) return undefined;
  return {
    family: asSpelling(family),
    given: 'differs',
    middle: compareWords(a.middle, b.middle),
    swapped: true,
    twoForms: false,
    givenIsMiddle: false,
    middleByInitial: false,
  };
};

/** The only name of one stands in the component in which the other has its other name: which of the two it is says the other. */
const compareMisplaced = (one: NameForm, whole: NameForm): NameComparison | undefined => {
  if (whole.family.length === 0 || whole.given.length === 0) return undefined;
  if (one.family.length === 0) {
    const family = compareFamilies(one.given, whole.family);
    return family === 'exact' || family === 'spelling' || family === 'slip'
      ? { ...nothing, family: asSpelling(family), swapped: true }
      : undefined;
  }
  if (one.given.length > 0 || one.middle.length > 0) return undefined;
  const given = compareWords(one.family, whole.given);
  // As little sure as a slip: it may be the family name of somebody else.
  return given === 'exact' || given === 'spelling' ? { ...nothing, given: 'slip', swapped: true } : undefined;
};

const asRead: NameComparison = {
  family: 'spelling',
  given: 'spelling',
  middle: 'missing',
  swapped: false,
  twoForms: false,
  givenIsMiddle: false,
  middleByInitial: false,
};

/** With the family name behind the others. */
const turned = ({ family, given, middle }: NameForm): readonly NameWord[] => bearing([...given, ...middle, ...family]);

// All words in one component: "DOE JANE" without a caret against DOE^JANE.
const compareBags = (a: NameForm, b: NameForm): NameComparison | undefined => {
  if (a.given.length > 0 && b.given.length > 0) return undefined;
  const bag = (form: NameForm) => bearing([...form.family, ...form.given, ...form.middle]);
  const [bagA, bagB] = [bag(a), bag(b)];
  if (Math.min(bagA.length, bagB.length) < 2 || !isWithin(bagA, bagB) || !isWithin(bagB, bagA)) return undefined;
  const isInOrder =
    [bagB, turned(b)].some((words) => inOrder(bagA, words) === 'spelling') || inOrder(turned(a), bagB) === 'spelling';
  return isInOrder && !haveOtherTones(bagA, bagB) ? asRead : { ...asRead, given: 'near' };
};

/** The only name of somebody who has one, whichever component it stands in; as a given name, since brothers and sisters have others. */
const compareSingle = (a: NameForm, b: NameForm): NameComparison | undefined => {
  const only = ({ family, given, middle }: NameForm) =>
    family.length + given.length + middle.length === 1 ? (family[0] ?? given[0]) : undefined;
  const [one, other] = [only(a), only(b)];
  // Two family names alone are of a family, and of nobody in it.
  if (one === undefined || other === undefined || a.given.length + b.given.length === 0) return undefined;
  const given = compareWords([one], [other]);
  return { ...nothing, given };
};

const nothing: NameComparison = {
  family: 'missing',
  given: 'missing',
  middle: 'missing',
  swapped: false,
  twoForms: false,
  givenIsMiddle: false,
  middleByInitial: false,
};

const compareForms = (a: NameForm, b: NameForm): NameComparison => {
  const plain = comparePlain(a, b);
  // Nothing is better than the same names in their places.
  if (plain.family === 'exact' && plain.given === 'exact') return plain;
  const crossed = [compareFamilies(a.family, b.given), compareFamilies(a.given, b.family)] as const;
  return [
    plain,
    compareSwapped(a, b, crossed),
    compareCrossed(a, b, crossed),
    compareBags(a, b),
    compareSingle(a, b),
    compareMisplaced(a, b),
    compareMisplaced(b, a),
  ]
    .filter((comparison) => comparison !== undefined)
    .reduce((best, next) => (sum(next) < sum(best) ? next : best));
};

interface FormPair {
  readonly script: NameForm['script'];
  readonly formA: NameForm;
  readonly formB: NameForm;
}

const pairForms = (
  formsA: readonly NameForm[],
  formsB: readonly NameForm[],
  isPair: (a: NameForm, b: NameForm) => boolean,
): readonly FormPair[] =>
  formsA.flatMap((formA) =>
    formsB.filter((formB) => isPair(formA, formB)).map((formB) => ({ script: formA.script, formA, formB })),
  );

const isInCantonese = (read: NameForm, latin: NameForm): boolean =>
  (read.cantonese?.includes(latin.family.map(({ spellings: [word = ''] }) => word).join('')) ?? false) &&
  isCantoneseOf(
    [...latin.given, ...latin.middle].map(({ spellings: [word = ''] }) => word),
    textOf(read.given).replaceAll(' ', ''),
  );

/** As it is written in Hong Kong, family name first or last. */
const areReadInCantonese = (formsA: readonly NameForm[], formsB: readonly NameForm[]): boolean =>
  formsA.some((read) =>
    formsB.some(
      (latin) =>
        latin.script === 'alphabetic' &&
        (isInCantonese(read, latin) || isInCantonese(read, { ...latin, family: latin.given, given: latin.family })),
    ),
  );

/** Characters against Latin letters: the reading agrees whole, or it was of another language and says nothing. */
const compareRead = (formsA: readonly NameForm[], formsB: readonly NameForm[]): NameComparison => {
  const latin = (forms: readonly NameForm[]) => forms.filter(({ script }) => script === 'alphabetic');
  const read = (forms: readonly NameForm[]) => forms.flatMap(({ pinyin }) => pinyin ?? []);
  const fits = (level: NameLevel): boolean => level === 'exact' || level === 'spelling';
  const pairs = [
    ...read(formsA).flatMap((one) => latin(formsB).map((other) => [one, other] as const)),
    ...latin(formsA).flatMap((one) => read(formsB).map((other) => [one, other] as const)),
  ];
  const found = pairs
    .map(([one, other]) => compareForms(one, other))
    .find(({ family, given }) => fits(family) && fits(given));
  if (found) return { ...found, family: 'spelling', given: 'spelling' };
  return areReadInCantonese(formsA, formsB) || areReadInCantonese(formsB, formsA) ? asRead : nothing;
};

/**
 * Compares in every script that both names are written in; where there is none, by how they are read. Kanji are decisive when
 * both have them: many names share one reading, and few share the characters.
 */
export const compareNames = (a: string | undefined, b: string | undefined): NameComparison => {
  const [formsA, formsB] = [parseName(a), parseName(b)];
  const alike = pairForms(formsA, formsB, (one, other) => one.script === other.script);
  const isRead = ({ script }: NameForm): boolean => script !== 'ideographic';
  const pairs = alike.length > 0 ? alike : pairForms(formsA, formsB, (one, other) => isRead(one) && isRead(other));
  if (pairs.length === 0) return compareRead(formsA, formsB);
  const inKanji = pairs.filter((pair) => pair.script === 'ideographic');
  return (inKanji.length > 0 ? inKanji : pairs)
    .map((pair) => compareForms(pair.formA, pair.formB))
    .reduce((best, next) => (best === nothing || sum(next) < sum(best) ? next : best), nothing);
};
