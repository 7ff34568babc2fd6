/** Faults of scripts, dates and places that sets of the known kinds have in other cultures. Everybody is made up. */
import { describe, expect, it } from 'vitest';
import { compareAddresses, compareBothPlaces } from './compare-contact.ts';
import { compareDates } from './compare-dates.ts';
import { compareNames } from './compare-names.ts';
import { blockingKeys, couldBeOne, matchRecords, type PatientRecord } from './index.ts';

type Sketch = Partial<PatientRecord>;
const record = (issuer: string, sketch: Sketch): PatientRecord => ({
  id: issuer,
  issuer,
  patientId: issuer,
  ...sketch,
});
const match = (a: Sketch, b: Sketch) => matchRecords(record('NORTH', a), record('SOUTH', b));
const shareKey = (a: Sketch, b: Sketch): boolean => {
  const keys = new Set(blockingKeys(record('NORTH', a)));
  return blockingKeys(record('SOUTH', b)).some((key) => keys.has(key));
};
const levels = (a: string, b: string) => {
  const { family, given } = compareNames(a, b);
  return `${family} ${given}`;
};

describe('names', () => {
  it.each([
    ['swapped, of two scripts', 'شاهين^ريم', 'REEM^SHAHEEN', 'slip slip'],
    ['common in Hebrew, whose vowels are not written', 'רוזנברג^שרה', 'ROSENBERG^SARA', 'spelling spelling'],
    ['common in Arabic', 'حداد^عبد الرحمن', 'HADDAD^ABDUL RAHMAN', 'slip spelling'],
    ['Greek pairs of letters', 'ΕΥΑΓΓΕΛΟΥ^ΜΠΕΤΤΥ', 'EVANGELOU^BETTY', 'exact exact'],
    ['another letter of Arabic that is two in Latin ones', 'خليل^ياسر', 'خليل^ثاسر', 'exact slip'],
    ['a letter of Hebrew left out that is two in Latin ones', 'פרץ^שמואל', 'פרץ^מואל', 'exact slip'],
    ['two characters swapped', '小林^幸子', '小林^子幸', 'exact slip'],
    ['two syllables swapped', '강^지영', '강^영지', 'exact slip'],
    ['a syllable left out', '강^지훈', '강^훈', 'exact near'],
    ['a family name of two habits', 'PARK^MINJUN', 'BAK^MINJUN', 'slip exact'],
    ['a family name of two regions', 'Hoàng^Lan', 'Huỳnh^Lan', 'slip exact'],
    ['a family name that stands alone as a given name', '^CABRERA', 'CABRERA^ANTONIA', 'spelling missing'],
    ['a given name that stands alone as a family name', 'ANTONIA', 'CABRERA^ANTONIA', 'missing slip'],
  ])('%s', (_title, a, b, expected) => {
    expect(levels(a, b)).toBe(expected);
    expect(levels(b, a)).toBe(expected);
  });

  it.each([
    ['characters that brothers share', '王^建国', '王^建华'],
    ['syllables swapped', '강^지영', '강^영지'],
    ['a syllable left out', '강^지훈', '강^훈'],
    ['a letter of Arabic', 'خليل^ياسر', 'خليل^ثاسر'],
    ['family and given name in two scripts', 'شاهين^ريم', 'REEM^SHAHEEN'],
  ])('%s link nobody: twins may bear them', (_title, a, b) => {
    const reached = { birthDate: '19740904', street: '12 Mill Lane', locality: 'Ashford', phone: '020 7946 0018' };
    expect(match({ name: a, ...reached }, { name: b, ...reached }).outcome).not.toBe('auto-link');
  });
});

describe('dates', () => {
  it.each([
    ['a century', '19030822', '20030822', 'digit-slip'],
    ['a decade over the turn of a century', '19920710', '20020710', 'digit-slip'],
    ['a year over the turn of a century', '19990715', '20000715', 'digit-slip'],
    ['a day over the end of a month', '19990630', '19990701', 'digit-slip'],
    ['a step in each part', '19770913', '19761015', 'two-slips'],
    ['three digits that are no steps', '19770913', '19710815', 'differs'],
    ['swapped in both, so that none is a date', '19741509', '19741509', 'exact'],
    ['of both that cannot be, swapped or not', '19743245', '19743245', 'missing'],
  ])('%s', (_title, a, b, level) => {
    expect(compareDates(a, b).level).toBe(level);
    expect(compareDates(b, a).level).toBe(level);
  });

  it('of another century are asked about, not linked: grandchildren bear the name', () => {
    const reached = { name: 'HOLT^GRACE', street: '12 Mill Lane', locality: 'Ashford' };
    const result = match({ ...reached, birthDate: '19030822' }, { ...reached, birthDate: '20030822' });
    expect(result).toMatchObject({ outcome: 'review', rules: ['generations'] });
  });
});

describe('addresses of two scripts', () => {
  const at = (street: string, locality: string, postcode = '48810') => record('NORTH', { street, locality, postcode });
  it.each([
    [
      'the number and the postcode agree',
      at('شارع الملك فهد 109', 'القاهرة'),
      at('King Fahd Street 109', 'Cairo'),
      'same-street',
    ],
    ['another number', at('شارع الملك فهد 109', 'القاهرة'), at('King Fahd Street 7', 'Cairo'), 'same-area'],
    [
      'another street of a place that only one of them names',
      at('9 Oak Drive', ''),
      at('12 Mill Lane', 'Ashford'),
      'same-area',
    ],
    ['no number', at('人民路', '武汉'), at('Renmin Road', 'Wuhan'), 'same-place'],
    ['another postcode', at('人民路', '武汉'), at('Renmin Road', 'Wuhan', '90210'), 'differs'],
    ['what is written alike after all', at('ул. Гагарина 7', 'Самара'), at('Gagarina 7', 'Samara'), 'same-house'],
  ])('%s', (_title, a, b, level) => {
    expect(compareAddresses(a, b)).toBe(level);
    expect(compareAddresses(b, a)).toBe(level);
  });

  it('say nothing of the place; those of one script do', () => {
    expect(compareBothPlaces(at('', 'دمشق'), at('', 'Cairo')).locality).toBe('missing');
    expect(compareBothPlaces(at('', 'Damascus'), at('', 'Cairo')).locality).toBe('differs');
  });
});

describe('keys', () => {
  it.each<[string, Sketch, Sketch]>([
    [
      'one name, the day and the month',
      { name: 'GHOSE^KARTHIK', birthDate: '19930614' },
      { name: 'GHOSH^KARTHIK', birthDate: '18930614' },
    ],
    [
      'day and month swapped, so that it is no date',
      { name: 'KHATIB^REEM', birthDate: '19271407' },
      { name: 'ELKHATIB^RIM', birthDate: '19270714' },
    ],
    [
      'spellings of one name that sound otherwise',
      { name: 'COHEN^MOSHE', birthDate: '19540403' },
      { name: 'כהן^משה', birthDate: '19541103' },
    ],
  ])('%s', (_title, a, b) => {
    expect(shareKey(a, b)).toBe(true);
  });
});

describe('questions of a small index', () => {
  const [a, b] = [
    record('NORTH', { name: 'WEBER^ERIKA', birthDate: '19920229' }),
    record('NORTH', { id: 'b', patientId: 'b', name: 'WEBER^ERIKA', birthDate: '19950201' }),
  ];
  it.each([
    [500, 'review'],
    [20_000, 'distinct'],
  ])('of %i records', (records, outcome) => {
    expect(matchRecords(a, b, { records }).outcome).toBe(outcome);
    expect(couldBeOne(a, b, { records })).toBe(outcome === 'review');
  });

  it('never link for it', () => {
    const [one, other] = [
      record('NORTH', { name: 'ZELLWEGER^ODILE', birthDate: '19920229' }),
      record('SOUTH', { name: 'ZELLWEGER^ODILE', birthDate: '19920229' }),
    ];
    expect(matchRecords(one, other, { records: 500 }).score).toBe(matchRecords(one, other, { records: 8000 }).score);
  });
});
