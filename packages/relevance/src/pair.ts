/** Two studies side by side: which relations hold, and which rules therefore apply. */
import { anatomyMatch, askedMatch } from './anatomy.ts';
import type { Facts, Removed } from './facts.ts';
import { type Meaning, meaningOf, type Side } from './meaning.ts';
import type { CompiledRemoval, CompiledRule, Rulebook } from './pack/rulebook.ts';
import type { Pattern, Relation } from './pack/types.ts';
import { findAffirmed } from './plain-text.ts';
import { saneOf } from './sane.ts';
import type { Study } from './types.ts';

/** A study with its meaning, for the time of one ranking. */
export interface Judged<S extends Study = Study> {
  /** As it was given. */
  readonly study: S;
  /** What is usable of it. */
  readonly said: Study;
  readonly meaning: Meaning;
  /** Days since 1970, with the time of day where known; NaN without a date. */
  readonly day: number;
  /** Age in years at the study. */
  readonly age: number | undefined;
  readonly place: number;
}

const perYear: Readonly<Record<string, number>> = { D: 1 / 365.25, W: 7 / 365.25, M: 1 / 12, Y: 1 };

const ageYears = (age: string | undefined): number | undefined => {
  const [, count, unit] = /^(\d{1,3})([DWMY])$/i.exec(age ?? '') ?? [];
  return count === undefined ? undefined : Number(count) * (perYear[(unit ?? 'Y').toUpperCase()] ?? 1);
};

const dayOf = (study: Study): number => {
  const day = Date.parse(study.date.slice(0, 10)) / 86_400_000;
  const [, hours, minutes] = /^(\d\d):?(\d\d)/.exec(study.time ?? '') ?? [];
  return hours === undefined ? day : day + (Number(hours) * 60 + Number(minutes)) / 1440;
};

export const judge = <S extends Study>(study: S, book: Rulebook, place: number): Judged<S> => {
  const said = saneOf(study);
  return { study, said, meaning: meaningOf(said, book), place, day: dayOf(said), age: ageYears(said.age) };
};

const childTraits = ['paediatric', 'neonatal'];

const youngerThan = (one: Judged, years: number): boolean =>
  one.age === undefined ? years >= 14 && childTraits.some((trait) => one.meaning.traits.has(trait)) : one.age < years;

const isOneOf = (wanted: readonly string[] | undefined, value: string | undefined): boolean =>
  wanted === undefined || (value !== undefined && wanted.includes(value));

const hasOneOf = (wanted: readonly string[] | undefined, values: ReadonlySet<string>): boolean =>
  wanted === undefined || wanted.some((value) => values.has(value));

export const matches = (pattern: Pattern | undefined, one: Judged): boolean => {
  if (pattern === undefined) return true;
  const { meaning } = one;
  return (
    isOneOf(pattern.modality, meaning.modality) &&
    hasOneOf(pattern.focus, meaning.foci) &&
    (pattern.region === undefined || pattern.region.some((value) => isOneOf(meaning.concept.regions, value))) &&
    isOneOf(pattern.side, meaning.side) &&
    hasOneOf(pattern.trait, meaning.traits) &&
    !(pattern.notTrait && hasOneOf(pattern.notTrait, meaning.traits)) &&
    isOneOf(pattern.specialty, meaning.concept.specialty) &&
    (pattern.under === undefined || youngerThan(one, pattern.under)) &&
    (pattern.over === undefined || (one.age !== undefined && one.age >= pattern.over))
  );
};

const isFetal = (one: Judged): boolean =>
  one.meaning.concept.subject === 'fetus' || /\bf(o)?etal\b|fetale?\b/.test(one.meaning.plain);

const pregnancyDays = 300;
/** From the first scan that shows a fetus, at six weeks, to the last at forty. */
const scannedDays = 240;

const isOtherPregnancy = (prior: Judged, daysBefore: number, { pregnancyBegan }: Facts): boolean =>
  daysBefore > scannedDays || (pregnancyBegan !== undefined && prior.day < pregnancyBegan + 7);

/** The side that is asked about: a paired part that names none is of the side that the reason names. */
const sideOf = (now: Judged, facts: Facts): Side =>
  now.meaning.concept.laterality === 'unspecified' && facts.side !== 'none' ? facts.side : now.meaning.side;

const areOpposite = (a: Side, b: Side): boolean => (a === 'left' && b === 'right') || (a === 'right' && b === 'left');

/** The side of each part where they differ, otherwise the one side of all. */
const sidesOf = ({ sides }: Meaning, otherwise: Side): readonly Side[] => {
  const own = Object.values(sides);
  return own.length > 0 ? own : [otherwise];
};

/** Of combined exams that give each part its side, the parts that both have are compared; where they share none, every side with every other. */
const areSidesOpposite = (now: Judged, prior: Judged, facts: Facts): boolean => {
  const [mine, theirs] = [now.meaning, prior.meaning];
  const own = sideOf(now, facts);
  const isOneSided = Object.keys(mine.sides).length === 0 && Object.keys(theirs.sides).length === 0;
  const shared = isOneSided ? [] : mine.parts.filter((part) => theirs.parts.includes(part));
  if (shared.length === 0)
    return sidesOf(mine, own).every((a) => sidesOf(theirs, theirs.side).every((b) => areOpposite(a, b)));
  return shared.every((part) => areOpposite(mine.sides[part] ?? own, theirs.sides[part] ?? theirs.side));
};

const opposite = (now: Judged, prior: Judged, facts: Facts): boolean => {
  if (!areSidesOpposite(now, prior, facts)) return false;
  // A scan of the whole chest shows both lungs, whichever side was sampled.
  return !(prior.meaning.foci.has('chest') && ['CT', 'PT'].includes(prior.meaning.modality));
};

/** The side of one of them stands in letters that are not read, and the other is of one side or of an unknown one. */
const isSideUnread = (now: Judged, prior: Judged, facts: Facts): boolean => {
  const [mine, theirs] = [now.meaning.concept, prior.meaning.concept];
  const unread = (mine.sideUnread && facts.side === 'none') || theirs.sideUnread;
  return unread && [mine, theirs].every(({ laterality }) => laterality !== 'none' && laterality !== 'bilateral');
};

const days = (now: Judged, prior: Judged): number => now.day - prior.day;

const prenatal = (now: Judged, prior: Judged): boolean =>
  now.age !== undefined &&
  now.age < 1 &&
  isFetal(prior) &&
  !isFetal(now) &&
  days(now, prior) > -1 &&
  days(now, prior) < pregnancyDays + now.age * 365.25;

/** Organs as the name of a prenatal study says them; a fetal MRI without one is of the brain. */
const organWords: readonly (readonly [RegExp, string])[] = [
  [/cardi|heart|\becho\b(?! obst)|coeur|herz|corazon|cuore/, 'heart'],
  [/kidney|renal|niere|rein|rinon|uro/, 'kidney'],
  [/brain|head|neuro|cereb|cerveau|hirn|cns/, 'brain'],
  [/lung|chest|thora|\bcdh\b/, 'chest'],
  [/spine|spina|neural/, 'lumbar-spine'],
];

const prenatalOrgan = (now: Judged, prior: Judged): boolean =>
  organWords.some(([words, focus]) => words.test(prior.meaning.plain) && now.meaning.foci.has(focus));

const ageContradicts = (now: Judged, prior: Judged): boolean => {
  if (now.age === undefined || prior.age === undefined || Number.isNaN(days(now, prior))) return false;
  return Math.abs(now.age - days(now, prior) / 365.25 - prior.age) > 2.5;
};

const sexContradicts = (now: Judged, prior: Judged): boolean => {
  const [a, b] = [now.said.sex, prior.said.sex];
  return (a === 'F' || a === 'M') && (b === 'F' || b === 'M') && a !== b;
};

/** The sides on which the exam shows what was removed or replaced; none where it does not show it. */
const sidesOfRemoved = ({ foci, sides, side }: Meaning, { focus }: CompiledRemoval): readonly Side[] =>
  focus.filter((part) => foci.has(part)).map((part) => sides[part] ?? side);

/** An exam of several parts is of what is left, too. */
const showsOnly = ({ parts }: Meaning, { focus }: CompiledRemoval): boolean =>
  parts.every((part) => focus.includes(part));

const isSoNamed = ({ plain, letters }: Meaning, { findNamed }: CompiledRemoval): boolean =>
  findNamed === undefined || findNamed.test(plain) || findNamed.test(letters);

const isAllRemoved = (prior: Judged, { removal, side, event }: Removed): boolean => {
  if (!isSoNamed(prior.meaning, removal)) return false;
  const shown = sidesOfRemoved(prior.meaning, removal);
  if (shown.length === 0 || !showsOnly(prior.meaning, removal)) return false;
  if (side === 'none')
    return event !== undefined && shown.every((one) => one === 'none') && prior.day < event.day - event.slack;
  return shown.every((one) => one === side) && !(event !== undefined && prior.day > event.day + event.slack);
};

/** A part of the body that was there and is not any more. */
const organRemoved = (prior: Judged, { removed }: Facts): boolean =>
  removed.some((one) => one.removal.effect === 'refuse' && isAllRemoved(prior, one));

export const isImplanted = (prior: Judged, { removed }: Facts): boolean =>
  removed.some(
    ({ removal, side }) =>
      removal.effect === 'cap' && sidesOfRemoved(prior.meaning, removal).some((one) => !areOpposite(one, side)),
  );

const episodeDays = 45;

/** The pair, with what is costly worked out once. */
export class Pair {
  readonly now: Judged;
  readonly prior: Judged;
  readonly facts: Facts;
  readonly anatomy: number;
  /** It shows what the reason for exam asks about, and is about the question by that more than by what the name says. */
  readonly isAsked: boolean;

  constructor(now: Judged, prior: Judged, facts: Facts, book: Rulebook) {
    this.now = now;
    this.prior = prior;
    this.facts = facts;
    const stated = anatomyMatch(now.meaning, prior.meaning, book);
    const asked = askedMatch(now.meaning, prior.meaning, facts.asked, book);
    this.anatomy = Math.max(stated, asked);
    this.isAsked = asked > stated && prior.meaning.parts.some((part) => facts.asked.includes(part));
  }

  get days(): number {
    return days(this.now, this.prior);
  }

  get isEpisode(): boolean {
    return this.days >= 0 && this.days <= episodeDays;
  }

  get isSideUnread(): boolean {
    return isSideUnread(this.now, this.prior, this.facts);
  }

  holds(relation: Relation): boolean {
    const { now, prior, facts } = this;
    switch (relation) {
      case 'same-focus':
        return this.anatomy >= 0.9;
      case 'same-part':
        return this.anatomy >= 0.25;
      case 'same-modality':
        return now.meaning.modality === prior.meaning.modality;
      case 'other-side':
        return opposite(now, prior, facts);
      case 'same-episode':
        return this.isEpisode;
      case 'other-pregnancy':
        return isFetal(now) && isFetal(prior) && isOtherPregnancy(prior, this.days, facts);
      case 'age-contradicts':
        return ageContradicts(now, prior);
      case 'sex-contradicts':
        return sexContradicts(now, prior);
      case 'prenatal-of-this-child':
        return prenatal(now, prior);
      case 'prenatal-same-organ':
        return prenatalOrgan(now, prior);
      case 'organ-removed':
        return organRemoved(prior, facts);
      case 'before-event':
        return facts.event !== undefined && prior.day < facts.event.day - facts.event.slack;
      case 'not-an-exam':
        return prior.meaning.empty === 'not-an-exam';
      case 'measurement-only':
        return prior.meaning.empty === 'measurement-only';
    }
  }

  applies(rule: CompiledRule): boolean {
    if (rule.days !== undefined && !(this.days >= rule.days[0] && this.days < rule.days[1])) return false;
    if (!matches(rule.prior, this.prior)) return false;
    for (const one of rule.holds) if (!this.holds(one)) return false;
    for (const one of rule.holdsNot) if (this.holds(one)) return false;
    return rule.find === undefined || findAffirmed(this.facts.plain, rule.find) !== undefined;
  }
}
