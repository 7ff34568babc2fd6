/** Words that name a part of the body only where nothing else does. */
import { bodyPart, type Said } from './said.ts';

const ofHeart: ReadonlySet<string> = new Set([
  'heart',
  'coronary-arteries',
  'chest',
  'fetus',
  'pulmonary-veins',
  'thoracic-aorta',
]);

/** A word that names a part where nothing else does, and beside other parts means something else. */
interface LooseWord {
  readonly phrase: string;
  readonly value: string;
  /** Parts beside which it keeps its meaning. */
  readonly with: ReadonlySet<string>;
}

const besidePort: ReadonlySet<string> = new Set([...ofHeart, 'neck', 'upper-extremity', 'central-veins']);
const besideHeel: ReadonlySet<string> = new Set(['calcaneus', 'foot', 'ankle']);

/**
 * `ECHO` alone is an echocardiogram; beside another organ it is any ultrasound, as French and Dutch use the word. `PORT` is a vein port
 * by itself and at the chest, and a portable film of a knee. The heel of Arabic and Hebrew is also their word for "after" and "because of".
 */
const looseWords: readonly LooseWord[] = [
  { phrase: 'echo', value: 'heart', with: ofHeart },
  { phrase: 'port', value: 'central-veins', with: besidePort },
  { phrase: '\u0639\u0642\u0628', value: 'calcaneus', with: besideHeel },
  { phrase: '\u05e2\u05e7\u05d1', value: 'calcaneus', with: besideHeel },
];

const isLoose = (said: Said, loose: LooseWord): boolean =>
  bodyPart(said).some((one) => one.phrase !== loose.phrase && !loose.with.has(one.value));

export const withoutLooseWords = (said: Said): Said => {
  const dropped = looseWords.filter(
    (loose) => said.some(({ phrase }) => phrase === loose.phrase) && isLoose(said, loose),
  );
  const rest = said.filter((one) => !dropped.some(({ phrase, value }) => one.phrase === phrase && one.value === value));
  return withoutLooseShunt(rest);
};

const shuntWord = /^shunt(?: (?:study|series|patency|eval|evaluation))?$/;

/** A shunt that is named beside the heart is one of the heart, and not the drain of a hydrocephalus. */
const withoutLooseShunt = (said: Said): Said =>
  said.some(({ kind, value }) => kind === 'focus' && value === 'heart')
    ? said.filter((one) => !(one.value === 'shunt' && shuntWord.test(one.phrase)))
    : said;
