/** Names that are no names: newborns before they are named, unknown patients, records made for tests. */
import { type NameForm, type NameWord, parseName, textOf } from './person-name.ts';

export interface Placeholders {
  readonly newborn: boolean;
  /** Which of several newborns, e.g. `a` and `1` are both the first; undefined when it does not say. */
  readonly multiple: number | undefined;
  /** Somebody whose name nobody knew: John Doe, Trauma 17. */
  readonly unknown: boolean;
  readonly test: boolean;
}

const newbornWords = new Set(
  'baby babyboy babygirl bb bg bbg bbb bbo bgi newborn newbornboy newborngirl nb nbm nbf infant neonate boy girl twin triplet bebe'.split(
    ' ',
  ),
);
// These are also given names or initials: they mean a newborn only where nothing but such words stands.
const weakNewbornWords = new Set(
  'boy girl bb bg nb infant male female inf m f a b c d 1 2 3 4 one two i ii'.split(' '),
);
const countWords: Readonly<Record<string, number>> = {
  a: 1,
  b: 2,
  c: 3,
  d: 4,
  '1': 1,
  '2': 2,
  '3': 3,
  '4': 4,
  one: 1,
  two: 2,
};
const unknownWords = new Set(
  'unknown unk unidentified unbekannt inconnu desconocido trauma nobody xxx xx noname anonymous'.split(' '),
);
const testWords = new Set('test zztest zzztest testpatient demo phantom qa qc dummy calibration'.split(' '));
const doeGivenNames = new Set('john jane baby jon janet'.split(' '));

const isNewborn = (given: readonly string[]): boolean =>
  // "ANNAS GIRL" and "GIRL ANNA" name the mother; "BABY GIRL A", "BG", "TWIN B" name nobody.
  (given.some((word) => newbornWords.has(word) && !weakNewbornWords.has(word)) ||
    given.some((word) => word === 'girl' || word === 'boy') ||
    (given.length > 0 &&
      given.every((word) => weakNewbornWords.has(word)) &&
      given.some((word) => newbornWords.has(word)))) &&
  given.length > 0;

const none: Placeholders = { newborn: false, multiple: undefined, unknown: false, test: false };

const telling = new Set(['doe', ...newbornWords, ...weakNewbornWords, ...unknownWords, ...testWords]);
const isTelling = ({ spellings: [word = ''] }: NameWord): boolean => telling.has(word);

const placeholdersIn = (form: NameForm): Placeholders => {
  if (!form.family.some(isTelling) && !form.given.some(isTelling) && !form.middle.some(isTelling)) return none;
  const family = textOf(form.family).split(' ').filter(Boolean);
  const rest = `${textOf(form.given)} ${textOf(form.middle)}`.split(' ').filter(Boolean);
  const given = rest.length > 0 ? rest : family.slice(1);
  const newborn = isNewborn(given) || family[0] === 'baby' || family[0] === 'newborn';
  const all = [...family, ...rest];
  return {
    newborn,
    multiple: newborn ? given.map((word) => countWords[word]).find((count) => count !== undefined) : undefined,
    unknown: all.some((word) => unknownWords.has(word)) || (family[0] === 'doe' && doeGivenNames.has(given[0] ?? '')),
    test: all.some((word) => testWords.has(word)),
  };
};

/** Reads only the alphabetic form: placeholders are typed by systems and staff, in Latin letters. */
export const placeholdersOf = (name: string | undefined): Placeholders => {
  const form = parseName(name).find((each) => each.script === 'alphabetic');
  return form === undefined ? none : placeholdersIn(form);
};
