/** Habits of names and contacts that the shared samples do not have. Everybody is made up. */
import { describe, expect, it } from 'vitest';
import { matchRecords, type PatientRecord, type Population } from './index.ts';

type Sketch = Partial<PatientRecord>;
const home: Sketch = { street: '12 Mill Lane', locality: 'Ashford', postcode: '20100' };
const record = (issuer: string, sketch: Sketch): PatientRecord => ({
  id: issuer,
  issuer,
  patientId: '1',
  birthDate: '19740904',
  sex: 'F',
  ...sketch,
});
const match = (a: Sketch, b: Sketch, population?: Population) =>
  matchRecords(record('NORTH', a), record('SOUTH', b), population);
const called = (a: string, b: string) => match({ name: a, ...home }, { name: b, ...home });
const ruled = (outcome: string, ...rules: string[]) => ({ outcome, rules });

describe('one name in two habits is linked', () => {
  it.each([
    ['traditional and simplified characters', '張^靜', '张^静'],
    ['the same, one of them in the second group', '=劉^麗華', 'Liu^Lihua=刘^丽华'],
    ['Cantonese as Hong Kong writes it', '陳^美玲', 'CHAN^MEI LING'],
    ['the same with simplified characters', '张^家辉', 'Cheung^Ka-Fai'],
    ['the same with the family name last', '黃^志明', 'CHI MING^WONG'],
    ['a Cantonese family name of two characters', '歐陽^詠恩', 'Auyeung^Wing Yan'],
    ['Arabic spellings', 'HADDAD^MOHAMMED', 'HADDAD^MUHAMMAD'],
    ['Arabic spellings of a compound', 'NASSER^ABDUL RAHMAN', 'NASSER^ABDURRAHMAN'],
    ['Russian spellings', 'ИВАНОВА^ЮЛИЯ', 'IVANOVA^JULIA'],
    ['an umlaut written out and left out', 'SEIDEL^KAETHE', 'SEIDEL^KATHE'],
    ['one of two family names, swapped', 'ANTONIA^CABRERA', 'CABRERA GOMEZ^ANTONIA'],
    ['a middle name in the other component, swapped', 'NGUYEN^THU TUYET', 'TUYET^NGUYEN^THU'],
    ['the only name, in either component', '^SUNITA', 'SUNITA'],
    ['the only name beside what forms want', 'SUNITA^FNU', '.^SUNITA'],
    ['a pet form', 'NOWAK^MALGORZATA', 'NOWAK^GOSIA'],
  ])('%s', (_title, a, b) => {
    expect(called(a, b)).toMatchObject(ruled('auto-link'));
    expect(called(b, a)).toMatchObject(ruled('auto-link'));
  });
});

describe('what is not sure is asked about', () => {
  it.each([
    ['an article that may be a part of the name', 'ALGHAMDI^HUDA', 'GHAMDI^HODA', 'auto-link'],
    ['an initial of the middle name that fits', 'WOOD^KAREN^M', 'WOOD^MARGARET', 'review'],
    ['one word of a name beside another middle name', 'TRAN^MINH^DUC', 'TRAN^MINH HUNG', 'review'],
    ['the family name alone', 'SUNITA', 'SUNITA', 'review'],
    ['a wife called after her husband', 'MARIA^MESZAROS', 'MESZAROSNE^MARIA', 'review'],
  ])('%s', (_title, a, b, outcome) => {
    expect(called(a, b).outcome).toBe(outcome);
    expect(called(b, a).outcome).toBe(outcome);
  });

  it.each([
    ['other characters', '陳^美玲', '陳^秀英'],
    ['another reading in Cantonese', '陳^美玲', 'CHAN^SAU YING'],
    ['another given name that is one name only', '^SUNITA', '^KAVITHA'],
    ['Arabic brothers', 'HADDAD^HASSAN', 'HADDAD^HUSSEIN'],
  ])('%s are never linked', (_title, a, b) => {
    expect(called(a, b).outcome).not.toBe('auto-link');
  });
});

describe('namesakes', () => {
  const name = 'NAGY^LASZLO';
  const shares = (share: number): Population => {
    const of = new Map([
      ['nagy', share],
      ['laszlo', share],
    ]);
    return { records: 20_000, family: of, given: of };
  };

  it('a name that is common where the records are is common, whatever the shipped table says', () => {
    const [one, other] = [
      { name, locality: 'Pecs', phone: '020 7946 0018' },
      { name, locality: 'Pecs', phone: '020 7946 0777' },
    ];
    expect(match(one, other, shares(1 / 40))).toMatchObject(ruled('review', 'namesakes'));
    expect(match(one, other, shares(1 / 8000))).toMatchObject(ruled('auto-link'));
  });

  it.each<[string, Sketch, Sketch]>([
    [
      'of one town, in other streets and with other telephones',
      { ...home, phone: '020 7946 0018' },
      { ...home, street: '4 Oak Drive', phone: '020 7946 0777' },
    ],
    [
      'of one town, with other telephones',
      { locality: 'Ashford', phone: '020 7946 0018' },
      { locality: 'Ashford', phone: '020 7946 0777' },
    ],
    [
      'of streets of one name in neighbouring districts',
      { street: '8 Mill Lane', locality: 'Ashford', postcode: '20100' },
      { street: '67 Mill Lane', locality: 'Dunford', postcode: '20101' },
    ],
  ])('%s', (_title, a, b) => {
    expect(match({ name, ...a }, { name, ...b }, shares(1 / 40))).toMatchObject(ruled('review', 'namesakes'));
  });

  it('62 and 68 are two houses of a street; 1162 and 1168 may be one', () => {
    const at = (a: string, b: string) =>
      match({ name, ...home, street: `${a} Mill Lane` }, { name, ...home, street: `${b} Mill Lane` }).evidence.find(
        ({ field }) => field === 'address',
      )?.level;
    expect([at('62', '68'), at('62', '62'), at('1162', '1168'), at('62', '622')]).toEqual([
      'same-street',
      'same-house',
      'same-house',
      'same-house',
    ]);
  });

  it('a birth date that is nearly the same needs more than a common name and a street', () => {
    const nearby = { street: '8 Mill Lane', locality: 'Ashford' };
    const dated = (birthDate: string, contact: Sketch = {}) =>
      match(
        { name, ...nearby, ...contact },
        { name, ...nearby, street: '67 Mill Lane', birthDate, ...contact },
        shares(1 / 40),
      );
    expect(dated('19740409').rules).toContain('weakly-dated');
    expect(dated('19740409', { phone: '020 7946 0018' })).toMatchObject(ruled('auto-link'));
  });
});

describe('twins whose names differ in little are never linked', () => {
  const reached: Sketch = { ...home, phone: '020 7946 0018' };
  it.each([
    ['Cyrillic beside Latin, other vowels', 'ИВАНОВА^АННА', 'IVANOVA^INNA'],
    ['the same, first and middle vowel', 'ИВАНОВА^АЛИНА', 'IVANOVA^ELENA'],
    ['the same, a vowel more', 'ИВАНОВА^МАРИНА', 'IVANOVA^MARIANA'],
    ['Greek beside Latin, a vowel more', 'ΠΑΠΠΑ^ΑΝΝΑ', 'PAPPA^IOANNA'],
    ['Vietnamese tones', 'Nguyễn^Hùng', 'Nguyễn^Hưng'],
    ['Vietnamese tones on one letter', 'Nguyễn^Thúy', 'Nguyễn^Thùy'],
    ['a given name that is a particle elsewhere', 'NGUYEN^VAN ANH', 'NGUYEN^LAN ANH'],
    ['a word said twice', 'WANG^LI', 'WANG^LI LI'],
    ['a name that sisters share, without the other', 'RUIZ^MARIA', 'RUIZ^MARIA CARMEN'],
    ['a name that brothers share, without the other', 'RAHMAN^MD', 'RAHMAN^MOHAMMAD RAFIQ'],
    ['two Arabic names of one consonant frame', 'HADDAD^SALAH', 'HADDAD^SALEH'],
    ['Korean syllables without a final', '김^민서', 'KIM^MINSU'],
  ])('%s', (_title, a, b) => {
    for (const [one, other] of [
      [a, b],
      [b, a],
    ])
      expect(match({ name: one, ...reached }, { name: other, ...reached }).outcome).not.toBe('auto-link');
  });

  it('nor are brother and sister whose names have one order each', () => {
    const [brother, sister] = [
      { name: 'RUIZ^JOSE MARIA', sex: 'M', ...reached },
      { name: 'RUIZ^MARIA JOSE', sex: 'F', ...reached },
    ];
    expect(match(brother, sister)).toMatchObject(ruled('review', 'similar-given-names'));
  });
});

describe('one person is linked whose name is written', () => {
  it.each([
    ['in Cyrillic and as the French do', 'ИВАНОВ^СЕРГЕЙ', 'IVANOV^SERGUEI'],
    ['in Cyrillic and as the Germans do', 'ЖУКОВ^АЛЕКСЕЙ', 'JOUKOV^ALEXEJ'],
    ['in Greek, and by its everyday form', 'ΠΑΠΠΑΣ^ΙΩΑΝΝΗΣ', 'PAPPAS^YANNIS'],
    ['with Vietnamese marks and without', 'Nguyễn^Hùng', 'NGUYEN^HUNG'],
    ['with the feminine ending of Czech and without', 'SVOBODA^JANA', 'SVOBODOVÁ^JANA'],
    ['cut off where the field ended', 'PAPATHANASOPOULOS^NIKOS', 'PAPATHANAS^NIKOS'],
    ['in two Indian spellings', 'PATEL^LAKSHMI', 'PATEL^LAXMI'],
    ['in two words of a compound', 'RUIZ^MARIA DEL CARMEN', 'RUIZ^MARIA CARMEN'],
  ])('%s', (_title, a, b) => {
    expect(called(a, b)).toMatchObject(ruled('auto-link'));
    expect(called(b, a)).toMatchObject(ruled('auto-link'));
  });
});
