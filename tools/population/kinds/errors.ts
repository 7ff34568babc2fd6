/** What clerks, scanners and systems make of a word, of a date and of a number. */
import type { Random } from '../../network/random.ts';

const keyboards: readonly (readonly string[])[] = [
  ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'],
  ['йцукенгшщзхъ', 'фывапролджэ', 'ячсмитьбю'],
  [';ςερτυθιοπ', 'ασδφγηξκλ', 'ζχψωβνμ'],
  ['/קראטוןםפ', 'שדגכעיחלךף', 'זסבהנמצתץ'],
  ['ضصثقفغعهخحجد', 'شسيبلاتنمكط', 'ئءؤرىةوزظ'],
];

const neighboursOf = (letter: string): readonly string[] => {
  for (const rows of keyboards) {
    const row = rows.findIndex((keys) => keys.includes(letter));
    const at = rows[row]?.indexOf(letter) ?? -1;
    if (row < 0 || at < 0) continue;
    const around = [rows[row]?.[at - 1], rows[row]?.[at + 1], rows[row - 1]?.[at], rows[row + 1]?.[at]];
    return around.filter((key) => key !== undefined && /\p{L}/u.test(key)) as readonly string[];
  }
  return [];
};

const isSyllable = (letter: string): boolean => /[\uac00-\ud7a3]/u.test(letter);
const isHan = (letter: string): boolean => /\p{Script=Han}/u.test(letter);

/** Another final or vowel of a Korean syllable; a neighbour on the keyboard of any other letter; nothing of a character. */
const otherLetter = (random: Random, letter: string): string => {
  if (isSyllable(letter)) {
    const code = letter.charCodeAt(0) - 0xac00;
    const final = code % 28;
    return String.fromCharCode(0xac00 + code - final + (final === 0 ? random.pick([4, 16, 21]) : 0));
  }
  const near = neighboursOf(letter.toLowerCase());
  return near.length === 0 ? letter : random.pick(near);
};

const replaceAt = (text: string, at: number, by: string, count = 1): string => {
  const letters = Array.from(text);
  return [...letters.slice(0, at), by, ...letters.slice(at + count)].join('');
};

/** One letter other, too much, missing, doubled, or swapped with its neighbour. Of characters one is left out or two are swapped. */
export const mistyped = (random: Random, text: string): string => {
  const letters = Array.from(text);
  if (letters.length < 2) return letters.map((letter) => otherLetter(random, letter)).join('');
  const at = random.whole(0, letters.length - 1);
  const letter = letters[at] ?? '';
  const swapped = (): string => {
    const first = Math.min(at, letters.length - 2);
    return replaceAt(text, first, `${letters[first + 1] ?? ''}${letters[first] ?? ''}`, 2);
  };
  if (isHan(letter)) return random.chance(0.5) || letters.length < 3 ? swapped() : replaceAt(text, at, '');
  return random.pick([
    () => replaceAt(text, at, otherLetter(random, letter)),
    () => replaceAt(text, at, otherLetter(random, letter)),
    () => replaceAt(text, at, `${letter}${otherLetter(random, letter)}`),
    () => replaceAt(text, at, `${letter}${letter}`),
    () => replaceAt(text, at, ''),
    swapped,
  ])();
};

const seen: readonly (readonly [string, string])[] = [
  ['rn', 'm'],
  ['m', 'rn'],
  ['l', '1'],
  ['i', 'l'],
  ['o', '0'],
  ['cl', 'd'],
  ['vv', 'w'],
  ['e', 'c'],
  ['h', 'b'],
  ['s', '5'],
  ['u', 'v'],
  ['g', 'q'],
  ['ı', 'l'],
  ['ш', 'щ'],
  ['и', 'н'],
  ['ه', 'ة'],
  ['ب', 'ن'],
  ['ר', 'ד'],
  ['ח', 'ה'],
  ['ν', 'υ'],
];

const oneOf = (random: Random, text: string, changes: readonly (readonly [string, string])[]): string => {
  const possible = changes.filter(([from]) => text.includes(from));
  if (possible.length === 0) return mistyped(random, text);
  const [from, to] = random.pick(possible);
  const changed = text.replace(from, to);
  return changed === '' ? text : changed;
};

/** As a scanner reads it. */
export const scanned = (random: Random, text: string): string => oneOf(random, text, seen);

/** As it is written by somebody who heard it. */
export const heard = (random: Random, text: string, sounds: readonly (readonly [string, string])[]): string =>
  oneOf(random, text, sounds);

/** Marks lost, lost with their letters, replaced, or read in another character set; of other scripts nothing that can be read is left. */
export const withoutMarks = (random: Random, text: string): string => {
  if (/^[\0-\x7f]*$/.test(text) || !/\p{Script=Latin}/u.test(text)) return text;
  const plain = text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[đ]/g, 'd')
    .replaceAll('ł', 'l')
    .replaceAll('ø', 'o')
    .replaceAll('ı', 'i');
  return random.pick([
    () => plain,
    () => plain,
    () => text.replaceAll(/[^\0-\x7f]/g, '?'),
    () => text.replaceAll(/[^\0-\x7f]/g, '\ufffd'),
    () => text.replaceAll(/[^\0-\x7f]/g, ''),
    () => Buffer.from(text, 'utf8').toString('latin1'),
  ])();
};

/** Blanks and hyphens lost, or one put where none was. */
export const respaced = (random: Random, text: string): string => {
  if (/[ -]/.test(text))
    return random.pick([text.replace(/[ -]/, ''), text.replace(/[ -]/, text.includes('-') ? ' ' : '-')]);
  const letters = Array.from(text);
  if (letters.length < 5) return text;
  const at = random.whole(2, letters.length - 2);
  return `${letters.slice(0, at).join('')} ${letters.slice(at).join('')}`;
};

const LONGEST_FIELD = 8;
export const cutOff = (text: string): string => Array.from(text).slice(0, LONGEST_FIELD).join('');

export const mistypedDigit = (random: Random, text: string): string => {
  const places = [...text].flatMap((digit, at) => (/\d/.test(digit) ? [at] : []));
  if (places.length < 2) return text;
  const at = random.pick(places.slice(0, -1));
  if (random.chance(0.5) || !/\d/.test(text[at + 1] ?? ''))
    return `${text.slice(0, at)}${random.whole(0, 9)}${text.slice(at + 1)}`;
  return `${text.slice(0, at)}${text[at + 1] ?? ''}${text[at] ?? ''}${text.slice(at + 2)}`;
};

const pad = (value: number): string => String(value).padStart(2, '0');

/** A date of `YYYY-MM-DD`, wrong in one of the ways in which dates are. */
export const misdated = (random: Random, born: string): string => {
  const [year = '', month = '', day = ''] = born.split('-');
  return random.pick([
    () => `${year}-${day}-${month}`,
    () => mistypedDigit(random, born),
    () => `${year}-${month}-${pad(random.whole(1, 28))}`,
    () => `${year}-${pad(random.whole(1, 12))}-${day}`,
    () => `${Number(year) + random.pick([-1, 1, -10, 10])}-${month}-${day}`,
    () => `${Number(year) + (Number(year) < 1950 ? 100 : -100)}-${month}-${day}`,
  ])();
};
export const defaultDate = (random: Random, born: string): string =>
  random.pick(['1900-01-01', `${born.slice(0, 4)}-01-01`, '1901-01-01']);
