/** One written word to the vocabulary's word or words: by inflection, as a compound, by spelling. */
import { foci } from './data/anatomy.ts';
import { type LanguageEntry, languages } from './data/languages.ts';
import { ordinaryWords } from './data/ordinary-words.ts';
import { realWords } from './data/real-words.ts';
import { lazily } from './lazily.ts';
import { borrowed, everyLanguage, type Language, lexiconOf, ownLexiconOf } from './lexicon.ts';

export interface ReadWord {
  readonly words: readonly string[];
  readonly plural: boolean;
  readonly by?: 'spelling' | 'inflection' | 'compound' | 'language';
}

const shortestStem = 4;

const stemsOf = (language: Language): ReadonlyMap<string, string> => {
  const stems = new Map<string, string>();
  for (const word of ownLexiconOf(language).words()) {
    for (const ending of ['', ...languages[language].endings]) {
      const stem = word.slice(0, word.length - ending.length);
      if (word.endsWith(ending) && stem.length >= shortestStem && !stems.has(stem)) stems.set(stem, word);
    }
  }
  return stems;
};

const stems = lazily(stemsOf);

const byInflection = (word: string, language: Language): ReadWord | undefined => {
  const { endings, plurals } = languages[language];
  for (const ending of ['', ...endings]) {
    if (!word.endsWith(ending)) continue;
    const base = stems(language).get(word.slice(0, word.length - ending.length));
    if (base === undefined) continue;
    const plural = (plurals as readonly string[]).includes(ending) && !base.endsWith(ending);
    return { words: [base], plural, by: 'inflection' };
  }
  return undefined;
};

const modalityPrefixes: ReadonlySet<string> = new Set([
  'ct',
  'cta',
  'mr',
  'mri',
  'mra',
  'xr',
  'us',
  'tc',
  'rm',
  'irm',
  'tdm',
  'mrt',
  'rx',
  'nm',
  'pet',
]);
/** What is glued behind a part, with the language that the part is then of: of all, where none stands here. */
const suffixes: Readonly<Record<string, readonly Language[]>> = {
  rt: ['en'],
  lt: ['en'],
  bil: everyLanguage,
  bilat: everyLanguage,
  wo: ['en'],
  wwo: ['en'],
  dx: ['en', 'it'],
  sx: ['en', 'it'],
};

const sidePrefixes: ReadonlySet<string> = new Set(['lt', 'rt', 'left', 'right', 'bil', 'bilat']);

/** An English word for something that there are two of. */
const isPaired = (word: string): boolean =>
  ownLexiconOf('en')
    .single(word)
    ?.signals.some(({ kind, value }) => kind === 'focus' && foci[value]?.pairing === 'paired') ?? false;

const isLimb = (word: string): boolean =>
  ownLexiconOf('en')
    .single(word)
    ?.signals.some(({ kind, value }) => kind === 'focus' && foci[value]?.regions[0]?.endsWith('extremity')) ?? false;

/** `LTKNEE`, `RTHIP`; one letter before a limb only (`LKNEE`): `LSPINE` is of the loins. */
const sided = (word: string): readonly string[] | undefined => {
  for (const length of [5, 4, 3, 2, 1]) {
    const [side, part] = [word.slice(0, length), word.slice(length)];
    if (part.length < (length === 1 ? 4 : 3) || !isPaired(part)) continue;
    if (sidePrefixes.has(side) || ((side === 'l' || side === 'r') && isLimb(part))) return [side, part];
  }
  return undefined;
};

const isPart = (part: string, language: Language, shortest: number): boolean =>
  part.length >= shortest && ownLexiconOf(language).single(part) !== undefined;

/** Parts of a compound from a place on, fewest first parts tried longest first; each place is tried once. */
const partsFrom = (
  word: string,
  from: number,
  language: Language,
  links: readonly string[],
  dead: Set<number>,
): readonly string[] | undefined => {
  if (from === word.length) return [];
  if (dead.has(from)) return undefined;
  for (let to = word.length; to - from >= 3; to -= 1) {
    const part = word.slice(from, to);
    if (!isPart(part, language, 3)) continue;
    for (const link of to === word.length ? [''] : links) {
      if (!word.startsWith(link, to)) continue;
      const rest = partsFrom(word, to + link.length, language, links, dead);
      if (rest !== undefined) return [part, ...rest];
    }
  }
  dead.add(from);
  return undefined;
};

const isPartOf = (part: string, of: readonly Language[]): boolean => of.some((one) => isPart(part, one, 4));

const glued = (word: string, language: Language): readonly string[] | undefined => {
  const withSide = language === 'en' ? sided(word) : undefined;
  if (withSide !== undefined) return withSide;
  for (let at = 2; at <= word.length - 2; at += 1) {
    const [head, tail] = [word.slice(0, at), word.slice(at)];
    const whole = (part: string): boolean => isPart(part, language, 4) || isPart(part, 'en', 4);
    const begins = modalityPrefixes.has(head) && (isPart(tail, language, 3) || isPart(tail, 'en', 3));
    const sidedTail = language === 'en' && modalityPrefixes.has(head) ? sided(tail) : undefined;
    if (sidedTail !== undefined) return [head, ...sidedTail];
    if (begins || (whole(head) && whole(tail)) || isPartOf(head, suffixes[tail] ?? [])) return [head, tail];
  }
  return undefined;
};

const asCompound = (word: string, language: Language): ReadWord | undefined => {
  if (word.length < 5 || word.length > 48) return undefined;
  const entry: LanguageEntry = languages[language];
  const parts =
    (entry.links && word.length >= 7 ? partsFrom(word, 0, language, entry.links, new Set()) : undefined) ??
    glued(word, language);
  return parts === undefined || parts.length < 2 ? undefined : { words: parts, plural: false, by: 'compound' };
};

const shortestMisspelt = 5;

const without = (word: string): string[] => {
  const shorter = [word];
  for (let at = 0; at < word.length; at += 1) shorter.push(word.slice(0, at) + word.slice(at + 1));
  return shorter;
};

/** Every word of a language by itself and by each way of leaving out one letter. */
const nearWords = lazily((language) => {
  const near = new Map<string, string[]>();
  for (const word of ownLexiconOf(language).words()) {
    if (word.length < shortestMisspelt || /\d/.test(word)) continue;
    for (const key of without(word)) {
      const list = near.get(key);
      if (list === undefined) near.set(key, [word]);
      else if (!list.includes(word)) list.push(word);
    }
  }
  return near;
});

/** Edits between two words, a swap of neighbours counting once; more than two is three. */
const editsBetween = (a: string, b: string): number => {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 9) + 1, (row[j - 1] ?? 9) + 1, (last[j - 1] ?? 9) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 9) + 1);
      row.push(best);
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 3;
};

const meaningOf = (word: string, language: Language): string =>
  (ownLexiconOf(language).single(word)?.signals ?? []).map(({ kind, value }) => `${kind}:${value}`).join(' ');

const sameStart = (a: string, b: string): boolean => a[0] === b[0] || (a[0] === b[1] && a[1] === b[0]);

/** A word of four letters with two of them swapped, when that makes one known word. */
const bySwap = (word: string, language: Language): ReadWord | undefined => {
  if (word.length !== 4 || realWords.has(word)) return undefined;
  const swapped = [0, 1, 2].map((at) => word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2));
  const found = swapped.filter((one) =>
    ownLexiconOf(language)
      .single(one)
      ?.signals.some(({ kind }) => kind !== 'ignore'),
  );
  return found.length === 1 ? { words: found, plural: false, by: 'spelling' } : undefined;
};

/** The word that was meant, when all that are as near mean the same. */
const bySpelling = (word: string, language: Language): ReadWord | undefined => {
  if (word.length < shortestMisspelt || word.length > 30 || realWords.has(word) || /\d/.test(word)) return undefined;
  const allowed = word.length >= 8 ? 2 : 1;
  let [nearest, least] = [[] as string[], allowed + 1];
  for (const key of without(word)) {
    for (const candidate of nearWords(language).get(key) ?? []) {
      if (!sameStart(word, candidate) || nearest.includes(candidate)) continue;
      const edits = editsBetween(word, candidate);
      if (edits < least) [nearest, least] = [[candidate], edits];
      else if (edits === least && edits <= allowed) nearest.push(candidate);
    }
  }
  const [first] = nearest;
  if (first === undefined) return undefined;
  const telling = nearest.filter(
    (one) => meaningOf(one, language) !== '' && !meaningOf(one, language).startsWith('ignore'),
  );
  const meanings = new Set(telling.map((one) => meaningOf(one, language)));
  return meanings.size > 1 ? undefined : { words: [telling[0] ?? first], plural: false, by: 'spelling' };
};

const vowels = /[aeiou]/g;
const hasVowel = /[aeiou]/;
const shortestBare = 4;

/** A word without its vowels but the first letter, and without doubled letters: `thyrd`, `bldr`. */
const bareOf = (word: string): string =>
  (word[0] ?? '') +
  word
    .slice(1)
    .replace(vowels, '')
    .replace(/(.)\1+/g, '$1');

/** Every word of a language by what is left of it without its vowels. */
const bareWords = lazily((language) => {
  const bare = new Map<string, string[]>();
  for (const word of [...ownLexiconOf(language).words(), ...realWords, ...ordinaryWords]) {
    const key = bareOf(word);
    if (word.length <= shortestBare || key.length < shortestBare || key === word) continue;
    bare.set(key, [...(bare.get(key) ?? []), word]);
  }
  return bare;
});

/** The word that was written without its vowels, `SHLDR`, when all that leave the same letters mean the same. */
const byConsonants = (word: string, language: Language): ReadWord | undefined => {
  if (word.length < shortestBare || hasVowel.test(word) || /[^a-z]/.test(word)) return undefined;
  const meant = bareWords(language).get(bareOf(word)) ?? [];
  const [first] = meant;
  const meanings = new Set(meant.map((one) => meaningOf(one, language)));
  if (first === undefined || meanings.size > 1 || meanings.has('')) return undefined;
  return { words: [first], plural: false, by: 'spelling' };
};

const isNumber = (word: string): boolean => /^\d+$/.test(word);

const readOnce = (word: string, language: Language): ReadWord => {
  const asIs: ReadWord = { words: [word], plural: false };
  if (isNumber(word) || lexiconOf(language).knows(word) || ordinaryWords.has(word)) return asIs;
  const order: readonly Language[] = language === 'en' ? ['en'] : [language, 'en'];
  const inflected = byInflection(word, language);
  if (inflected !== undefined) return inflected;
  if (borrowed(word) !== undefined) return { ...asIs, by: 'language' };
  for (const one of [
    ...order,
    ...everyLanguage.filter((other) => !order.includes(other) && 'links' in languages[other]),
  ]) {
    const parts = asCompound(word, one);
    if (parts !== undefined) return parts;
  }
  for (const one of order) {
    const found =
      byConsonants(word, one) ??
      bySwap(word, one) ??
      bySpelling(word, one) ??
      (one === language ? undefined : byInflection(word, one));
    if (found !== undefined) return found;
  }
  return asIs;
};

const mostKept = 10_000;
const kept = lazily(() => new Map<string, ReadWord>());

/** Reads one word of a name in its language; what is not understood stays as it is. */
export const readWord = (word: string, language: Language): ReadWord => {
  const mine = kept(language);
  const known = mine.get(word);
  if (known !== undefined) return known;
  const read = readOnce(word, language);
  if (mine.size >= mostKept) mine.clear();
  mine.set(word, read);
  return read;
};
