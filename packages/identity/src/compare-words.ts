/** How two words, or the words of one component of a name, agree. */
import { isNear, isOneSlip, lettersBetween } from './distance.ts';
import { isNickname } from './nicknames.ts';
import { bearing, NameWord, textOf } from './person-name.ts';
import { vowelKey } from './sound.ts';
import { isOtherSpelling } from './transliterations.ts';

export type NameLevel =
  | 'exact' // the same words
  | 'spelling' // accents, hyphens, particles, order of words, transliteration
  | 'part' // one has all the words of the other and more: Garcia, Garcia Lopez
  | 'nickname'
  | 'initial'
  | 'slip' // one typing error, or the same sound
  | 'near' // two typing errors or three in a name long enough to bear them
  | 'alike' // other names that begin with the same letter
  | 'differs'
  | 'missing';

const sharesSpelling = (a: NameWord, b: NameWord): boolean => {
  const [aIsLatin, bIsLatin] = [a.written === '', b.written === ''];
  return a.spellings.some((s) => b.spellings.some((t) => s === t || isOtherSpelling(s, t, aIsLatin, bIsLatin)));
};

const soundsAlike = (a: NameWord, b: NameWord): boolean => a.sound.length > 1 && a.sound === b.sound;

/** True of two spellings for which it holds, of those that are not further apart than so many letters. */
const someWithin = (a: NameWord, b: NameWord, most: number, holds: (one: string, other: string) => boolean): boolean =>
  a.spellings.some((s, n) =>
    b.spellings.some((t, m) => lettersBetween(a.letters[n], b.letters[m]) <= most && holds(s, t)),
  );

const hasSameVowels = (a: NameWord, b: NameWord): boolean =>
  vowelKey(a.spellings[0] ?? '') === vowelKey(b.spellings[0] ?? '');

/**
 * The same word, or as good as: a transliteration is judged by sound, since every system has its own letters; by its vowels, too, which
 * are all that Anna and Inna do not share.
 */
export const isSameWord = (a: NameWord, b: NameWord): boolean =>
  sharesSpelling(a, b) || (a.transliterated !== b.transliterated && soundsAlike(a, b) && hasSameVowels(a, b));

const FEWEST_BEHIND_AN_ARTICLE = 4;

/** AlGhamdi and Ghamdi, ElMasri and AlMasri: the article of Arabic is written as a part of the word, or left out. */
const withoutArticle = (word: string): string =>
  /^[ae]l/.test(word) && word.length >= FEWEST_BEHIND_AN_ARTICLE + 2 ? word.slice(2) : word;

const areOneButForArticle = (a: NameWord, b: NameWord): boolean =>
  a.spellings.some((s) => b.spellings.some((t) => withoutArticle(s) === withoutArticle(t)));

const LETTERS_OF_A_SLIP = 2;
const LETTERS_OF_NEAR = 6;

const FEWEST_LETTERS_OF_A_SLIP = 3;

/** A typing error is one letter of the alphabet that it was made in, which may be several in Latin letters; two characters may be swapped. */
const isSlipInOwnLetters = ({ written: a }: NameWord, { written: b }: NameWord): boolean => {
  if (a === '' || b === '') return false;
  if (Math.min(a.length, b.length) >= FEWEST_LETTERS_OF_A_SLIP) return isOneSlip(a, b);
  return isOfSyllables(a) && a.length === 2 && b.length === 2 && a[0] === b[1] && a[1] === b[0];
};

/** One letter of these is a syllable or a word. */
const isOfSyllables = (word: string): boolean => /^[\p{Script=Han}\p{Script=Hangul}]+$/u.test(word);

/** A character that was left out: of two there are. */
const isCharacterMissing = ({ written: a }: NameWord, { written: b }: NameWord): boolean =>
  a.length + b.length === 3 && isOfSyllables(a + b) && (a.includes(b) || b.includes(a)) && a !== '' && b !== '';

/** By its letters, not by its sound alone, which Cole and Quigley share. */
const isMistypedOf = (a: NameWord, b: NameWord): boolean =>
  isSlipInOwnLetters(a, b) ||
  someWithin(a, b, LETTERS_OF_A_SLIP, (s, t) => Math.min(s.length, t.length) >= 3 && isOneSlip(s, t));

const isSlipOf = (a: NameWord, b: NameWord): boolean =>
  soundsAlike(a, b) || areOneButForArticle(a, b) || isMistypedOf(a, b);

const isNearTo = (a: NameWord, b: NameWord): boolean =>
  isCharacterMissing(a, b) ||
  someWithin(a, b, LETTERS_OF_NEAR, (s, t) => Math.min(s.length, t.length) >= 4 && isNear(s, t));

const haveLikes = (words: readonly NameWord[], others: readonly NameWord[], isLike: typeof isSlipOf): boolean =>
  words.every((word) => others.some((other) => isSameWord(word, other) || isLike(word, other)));

// Garcia Lopez and Garzia Lopes: each word has its like.
const hasCommonBearer = (a: readonly NameWord[], b: readonly NameWord[]): boolean => {
  if (Math.max(a.length, b.length) < 2 || Math.min(a.length, b.length) === 0) return false;
  if (a.length === b.length) return haveLikes(a, b, isSlipOf) && haveLikes(b, a, isSlipOf);
  return a.length < b.length ? haveLikes(a, b, isMistypedOf) : haveLikes(b, a, isMistypedOf);
};

export const isInitialOf = (a: NameWord, b: NameWord): boolean =>
  a.spellings.some((s) => b.spellings.some((t) => (s.length === 1 || t.length === 1) && s[0] === t[0]));

const beginsAlike = (a: NameWord, b: NameWord): boolean =>
  a.spellings.some((s) => b.spellings.some((t) => s !== '' && s[0] === t[0]));

const isNicknameOf = (a: NameWord, b: NameWord): boolean =>
  a.spellings.some((s) => b.spellings.some((t) => isNickname(s, t)));

export const isWithin = (fewer: readonly NameWord[], more: readonly NameWord[]): boolean =>
  fewer.every((word) => more.some((other) => isSameWord(word, other)));

// Ana-Maria, Ana Maria and Anamaria are one name.
export const joined = (words: readonly NameWord[]): NameWord => {
  const [first, second] = words;
  if (first !== undefined && second === undefined) return first;
  return new NameWord(
    Array.from({ length: Math.max(2, ...words.map((word) => word.spellings.length)) }, (_, n) =>
      words.map((word) => word.spellings[n] ?? word.spellings[0] ?? '').join(''),
    ),
    words.some((word) => word.transliterated),
    '',
    words.map((word) => word.written).join(''),
  );
};

/** What two words that are not the same have in common. */
const compareUnequal = (a: NameWord, b: NameWord): NameLevel | undefined => {
  if (isNicknameOf(a, b)) return 'nickname';
  return isInitialOf(a, b) ? 'initial' : undefined;
};

/** As `compareWords` of one word each, which most names are. */
const compareTwoWords = (a: NameWord, b: NameWord): NameLevel => {
  if (a.spellings[0] === b.spellings[0]) return 'exact';
  if (isSameWord(a, b)) return 'spelling';
  const level = compareUnequal(a, b);
  if (level !== undefined) return level;
  if (isSlipOf(a, b)) return 'slip';
  if (isNearTo(a, b)) return 'near';
  return beginsAlike(a, b) ? 'alike' : 'differs';
};

export const compareWords = (
  a: readonly NameWord[],
  b: readonly NameWord[],
  [coreA, coreB]: readonly [readonly NameWord[], readonly NameWord[]] = [bearing(a), bearing(b)],
): NameLevel => {
  const [onlyA, onlyB] = [a[0], b[0]];
  if (onlyA === undefined || onlyB === undefined) return 'missing';
  if (a.length === 1 && b.length === 1) return compareTwoWords(onlyA, onlyB);
  if (textOf(a) === textOf(b)) return 'exact';
  const [wholeA, wholeB] = [joined(coreA), joined(coreB)];
  if (isSameWord(wholeA, wholeB) || isSameWord(joined(a), joined(b))) return 'spelling';
  const [aInB, bInA] = [isWithin(coreA, coreB), isWithin(coreB, coreA)];
  if (aInB && bInA) return 'spelling';
  if ((aInB || bInA) && Math.min(textOf(coreA).length, textOf(coreB).length) > 1) return 'part';
  const level = compareUnequal(coreA[0] ?? wholeA, coreB[0] ?? wholeB);
  if (level !== undefined) return level;
  if (isSlipOf(wholeA, wholeB)) return 'slip';
  if (isNearTo(wholeA, wholeB) || hasCommonBearer(coreA, coreB)) return 'near';
  return beginsAlike(wholeA, wholeB) ? 'alike' : 'differs';
};

const FEWEST_OF_A_CUT_NAME = 8;

/** Cut off where a field ended (Papathanas), or of a man and a woman of one Czech or Slovak family: Novak, Novakova, Svoboda, Svobodova. */
const areFormsOfFamily = (a: NameWord, b: NameWord): boolean =>
  a.spellings.some((s) =>
    b.spellings.some((t) => {
      const [short, long] = s.length <= t.length ? [s, t] : [t, s];
      const isCut = short.length >= FEWEST_OF_A_CUT_NAME && long.startsWith(short);
      return isCut || (short.length > 3 && long === `${short.replace(/a$/, '')}ova`);
    }),
  );

// One family name by several habits of Latin letters, or as regions pronounce it.
const habits: readonly ReadonlySet<string>[] = (
  'park pak bak|choi choe choy|jung jeong chung|lee yi rhee li|huh heo hur|kang gang|kim gim|cho jo|yoon yun youn|lim im rim|oh o|shin sin|' +
  'kwon gwon|ahn an|ryu yoo yu you|jeon jun chun|noh roh no|moon mun|koo gu ku goo|baek paik back|seo suh|woo wu|joo ju|kwak gwak|' +
  'hoang huynh|vu vo|lu lv lyu lui|khoury khouri khuri|cohen kohen kahn cohn|katz kats kac|schwartz shvarts szwarc|levi levy halevi'
)
  .split('|')
  .map((line) => new Set(line.split(' ')));

const areOneByHabit = (a: NameWord, b: NameWord): boolean =>
  a.spellings.some((s) => habits.some((names) => names.has(s) && b.spellings.some((t) => names.has(t))));

export const compareFamilies = (a: readonly NameWord[], b: readonly NameWord[]): NameLevel => {
  const level = compareWords(a, b);
  // Pet forms and initials are no habit of family names.
  if (level !== 'nickname' && level !== 'initial' && level !== 'alike' && level !== 'differs') return level;
  const [one, other] = [joined(bearing(a)), joined(bearing(b))];
  return areFormsOfFamily(one, other) || areOneByHabit(one, other) ? 'slip' : 'differs';
};
