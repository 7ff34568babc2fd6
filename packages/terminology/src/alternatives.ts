/** What else an exam may be, where a word of its name can be understood in two ways and nothing decided. */
import { ambiguous } from './data/ambiguous.ts';
import type { Gathered } from './gather-signals.ts';
import type { Alternative, Concept } from './types.ts';

type Chosen = Pick<Concept, 'regions' | 'focus' | 'confidence'>;

const says = (chosen: Chosen, { regions = [], focus }: Omit<Alternative, 'from' | 'confidence'>): boolean =>
  focus === undefined ? regions.every((region) => chosen.regions.includes(region)) : focus === chosen.focus;

const placing: ReadonlySet<string> = new Set(['focus', 'aim', 'region']);

/** Any other word that names a place decides, also one that makes a phrase with it. */
const isDecided = ({ said }: Gathered, word: string): boolean =>
  said.some(({ kind, phrase }) => placing.has(kind) && phrase !== word);

/** Where nothing was chosen nothing is surer than they are. */
const UNCHOSEN = 0.5;

const levelsOfCord = ['cervical-spine', 'thoracic-spine', 'whole-spine'] as const;

/** The cord ends at the first lumbar vertebra: where no level is named, it is one above that, or all. */
const cordOf = ({ said }: Gathered, { regions, focus, confidence }: Chosen): readonly Alternative[] => {
  const cord = said.find(({ kind, value }) => kind === 'is' && value === 'spinal-cord');
  if (cord === undefined || focus !== 'general' || regions.join() !== 'spine') return [];
  const less = Math.round((confidence / 2 / levelsOfCord.length) * 100) / 100;
  return levelsOfCord.map((level) => ({ from: cord.phrase, focus: level, regions, confidence: less }));
};

/** Less sure than what was chosen, and the more of them there are the less. */
export const alternativesOf = (name: Gathered, chosen: Chosen): readonly Alternative[] => [
  ...cordOf(name, chosen),
  ...[...new Set(name.words)].flatMap((word) => {
    if (!Object.hasOwn(ambiguous, word) || isDecided(name, word)) return [];
    const others = (ambiguous[word] ?? []).filter((meaning) => !says(chosen, meaning));
    const most = chosen.regions[0] === 'unspecified' ? UNCHOSEN : chosen.confidence / 2;
    const confidence = Math.round((most / Math.max(1, others.length)) * 100) / 100;
    return others.map((meaning) => ({ from: word, ...meaning, confidence }));
  }),
];
