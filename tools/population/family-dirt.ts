/** What clerks and systems make of a record: mistyped, lost, or written in another way. */
import type { Random } from '../network/random.ts';

/** As the linkage takes a record, with what two people of a family may share. */
export interface FamilyRecord {
  readonly id: string;
  readonly issuer: string;
  readonly patientId: string;
  readonly name: string;
  readonly birthDate: string;
  readonly sex: string;
  readonly street: string;
  readonly locality: string;
  readonly postcode: string;
  readonly country: string;
  readonly phone: string;
  readonly email: string;
  readonly motherName: string;
  readonly birthOrder?: number;
  readonly multipleBirth?: boolean;
  readonly otherIds: readonly { readonly issuer: string; readonly id: string }[];
}

const letters = 'ABCDEFGHIJKLMNOPRSTUVW';

/** One letter other, too much, missing, or swapped with its neighbour. */
const mistyped = (random: Random, text: string): string => {
  const signs = [...text];
  if (signs.length < 3) return text;
  const at = random.whole(1, signs.length - 2);
  const [before, letter = '', after] = [signs.slice(0, at).join(''), signs[at], signs.slice(at + 1).join('')];
  return random.pick([
    `${before}${random.pick([...letters])}${after}`,
    `${before}${letter}${letter}${after}`,
    `${before}${after}`,
    `${before}${after.slice(0, 1)}${letter}${after.slice(1)}`,
  ]);
};

const mistypedDigit = (random: Random, text: string): string => {
  const at = random.whole(2, Math.max(2, text.length - 1));
  return /\d/.test(text[at] ?? '') ? `${text.slice(0, at)}${random.whole(0, 9)}${text.slice(at + 1)}` : text;
};

const ofName = (record: FamilyRecord, change: (parts: string[]) => string[]): FamilyRecord => ({
  ...record,
  name: change(record.name.split('^')).join('^'),
});

const plain = (text: string): string => text.normalize('NFD').replaceAll(/[\u0300-\u036f]/g, '');

const latin: Readonly<Record<string, string>> = {
  А: 'A',
  Б: 'B',
  В: 'V',
  Г: 'G',
  Д: 'D',
  Е: 'E',
  Ж: 'ZH',
  З: 'Z',
  И: 'I',
  Й: 'I',
  К: 'K',
  Л: 'L',
  М: 'M',
  Н: 'N',
  О: 'O',
  П: 'P',
  Р: 'R',
  С: 'S',
  Т: 'T',
  У: 'U',
  Ф: 'F',
  Х: 'KH',
  Ц: 'TS',
  Ч: 'CH',
  Ш: 'SH',
  Щ: 'SHCH',
  Ы: 'Y',
  Э: 'E',
  Ю: 'IU',
  Я: 'IA',
  Ь: '',
  Ъ: '',
  Ё: 'E',
};
const inLatin = (text: string): string => [...text].map((letter) => latin[letter] ?? letter).join('');

type Spoil = (random: Random, record: FamilyRecord) => FamilyRecord;

const spoils: readonly Spoil[] = [
  (random, record) => ofName(record, ([family = '', ...rest]) => [mistyped(random, family), ...rest]),
  (random, record) =>
    ofName(record, ([family = '', given = '', ...rest]) => [family, mistyped(random, given), ...rest]),
  (_random, record) => ofName(record, ([family = '', given = '', ...rest]) => [given, family, ...rest]),
  (_random, record) => ofName(record, ([family = '', given = '', ...rest]) => [family, given.slice(0, 1), ...rest]),
  (_random, record) => ofName(record, ([family = '', given = '']) => [family, given]),
  (_random, record) => ofName(record, ([family = '', given = '']) => [`${family} ${given}`]),
  (_random, record) => ofName(record, ([family = '', given = '']) => [`${family}, ${given}`]),
  (_random, record) =>
    ofName(record, ([family = '', given = '']) => {
      const [first = '', ...more] = given.split(/[ -]/);
      return more.length > 0 ? [family, first, more.join(' ')] : [family, given];
    }),
  (_random, record) =>
    ofName(record, ([family = '', given = '', ...rest]) => [family, given.replace('-', ' '), ...rest]),
  (_random, record) => ({ ...record, name: plain(record.name) }),
  (_random, record) => ({ ...record, name: inLatin(plain(record.name)) }),
  (_random, record) => ({ ...record, name: record.name.toLowerCase() }),
  (random, record) => ({ ...record, sex: random.pick(['', 'F', 'M', 'U']) }),
  (random, record) => ({ ...record, birthDate: mistypedDigit(random, record.birthDate) }),
  (_random, record) => ({
    ...record,
    birthDate: `${record.birthDate.slice(0, 4)}${record.birthDate.slice(6)}${record.birthDate.slice(4, 6)}`,
  }),
  (_random, record) => ({ ...record, birthDate: '' }),
  (_random, record) => ({ ...record, phone: '' }),
  (_random, record) => ({ ...record, email: '', motherName: '' }),
  (_random, record) => ({ ...record, street: '', postcode: '' }),
  (_random, record) => ({ ...record, street: '', postcode: '', locality: '', phone: '', email: '', motherName: '' }),
  (random, record) => ({ ...record, street: mistyped(random, record.street) }),
  (random, record) => ({ ...record, phone: mistypedDigit(random, record.phone) }),
  (_random, record) => ({ ...record, otherIds: [] }),
];

export const dirty = (random: Random, record: FamilyRecord, times: number): FamilyRecord => {
  let spoilt = record;
  for (let n = 0; n < times; n += 1) spoilt = random.pick(spoils)(random, spoilt);
  return spoilt;
};

/** The same, and where they live and how they are reached is told as it is. */
export const dirtyName = (random: Random, record: FamilyRecord, times: number): FamilyRecord => {
  const { street, locality, postcode, phone } = record;
  return { ...dirty(random, record, times), street, locality, postcode, phone };
};
