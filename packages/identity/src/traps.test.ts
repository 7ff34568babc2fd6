/** Generated people who share much and are not one: none of them may be linked by itself. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchRecords, type PatientRecord } from './index.ts';

const families = 'HOLT OKAFOR LINDQVIST MARCHETTI BRANDT ARSLAN PEREIRA KOWALCZYK TANAKA IVANOVA GARCIA SMITH'.split(
  ' ',
);
const given = (
  'GRACE OLIVER MATEO LENA AVA NOAH EMIL ZOE ANNA ANNE MARIA MARIE JON JOHN CLARA CARLA JAYDEN HAYDEN KAIDEN AIDEN ' +
  'CHRISTINE CHRISTINA ELIZABETH LISA MIKHAIL MICHELLE YUSUF YASMIN HIRO HIROSHI'
).split(' ');
const streets = ['12 MILL LANE', '7 RUE DES LILAS', 'HAUPTSTRASSE 44', '301 OAK AVENUE'];

const person = fc.record({
  family: fc.constantFrom(...families),
  one: fc.constantFrom(...given),
  other: fc.constantFrom(...given),
  street: fc.constantFrom(...streets),
  elsewhere: fc.constantFrom('9 HARBOUR ROAD', '88 KING STREET', '5 VIA ROMA'),
  year: fc.integer({ min: 1935, max: 2024 }),
  month: fc.integer({ min: 1, max: 12 }),
  day: fc.integer({ min: 2, max: 28 }),
  apart: fc.integer({ min: 1, max: 9 }),
  sexes: fc.tuple(fc.constantFrom('F', 'M'), fc.constantFrom('F', 'M')),
  number: fc.integer({ min: 100_000_000, max: 899_999_000 }),
});
type Person = typeof person extends fc.Arbitrary<infer T> ? T : never;

const date = (year: number, month: number, day: number): string =>
  `${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`;

const record = (issuer: string, p: Person, rest: Partial<PatientRecord>): PatientRecord => ({
  id: issuer,
  issuer,
  patientId: '1',
  name: `${p.family}^${p.one}`,
  birthDate: date(p.year, p.month, p.day),
  sex: p.sexes[0],
  street: p.street,
  locality: 'ASHFORD',
  postcode: '40411',
  phone: '+44 20 7946 0123',
  otherIds: [{ issuer: 'NATION', id: String(p.number) }],
  ...rest,
});
const national = (id: number) => ({ otherIds: [{ issuer: 'NATION', id: String(id) }] });

const kinds: readonly (readonly [string, (p: Person) => readonly [PatientRecord, PatientRecord]])[] = [
  [
    'twins',
    (p) => [
      record('A', p, {}),
      record('B', p, { name: `${p.family}^${p.other}`, sex: p.sexes[1], ...national(p.number + 1) }),
    ],
  ],
  [
    'twins without numbers',
    (p) => [record('A', p, { otherIds: [] }), record('B', p, { name: `${p.family}^${p.other}`, otherIds: [] })],
  ],
  [
    'siblings',
    (p) => [
      record('A', p, {}),
      record('B', p, {
        name: `${p.family}^${p.other}`,
        birthDate: date(p.year - p.apart, p.day % 12 || 1, p.day),
        ...national(p.number + 40),
      }),
    ],
  ],
  [
    'newborns',
    (p) => [
      record('A', p, { name: `${p.family}^BABY BOY`, otherIds: [] }),
      record('B', p, { name: `${p.family}^BABY`, otherIds: [] }),
    ],
  ],
  [
    'newborn and named child',
    (p) => [record('A', p, { name: `${p.family}^BABY GIRL`, otherIds: [] }), record('B', p, { otherIds: [] })],
  ],
  [
    'namesakes born on one day',
    (p) => [
      record('A', p, {}),
      record('B', p, {
        street: p.elsewhere,
        locality: 'KINGSTON',
        postcode: '90210',
        phone: '+44 161 496 0777',
        ...national(p.number + 7_000),
      }),
    ],
  ],
  [
    'namesakes born on one day, numbers unknown',
    (p) => [
      record('A', p, { otherIds: [] }),
      record('B', p, {
        street: p.elsewhere,
        locality: 'KINGSTON',
        postcode: '90210',
        phone: '+44 161 496 0777',
        otherIds: [],
      }),
    ],
  ],
  [
    'father and son of one name',
    (p) => [
      record('A', p, {}),
      record('B', p, { birthDate: date(p.year - 30, p.month, p.day), ...national(p.number + 300) }),
    ],
  ],
  [
    'mother and child',
    (p) => [
      record('A', p, {}),
      record('B', p, { birthDate: date(p.year - 27, p.day % 12 || 1, p.day), ...national(p.number + 300) }),
    ],
  ],
  [
    'twins whose numbers hold the birth date and differ in one digit',
    (p) => {
      const dated = Number(`${date(p.year, p.month, p.day).slice(2)}1000`);
      return [
        record('A', p, national(dated)),
        record('B', p, { name: `${p.family}^${p.other}`, sex: p.sexes[1], ...national(dated + 3000) }),
      ];
    },
  ],
  [
    'father and son of one name, whose birth dates and numbers differ in one digit',
    (p) => [
      record('A', p, { birthDate: date(1931, p.month, p.day), ...national(200_000_000) }),
      record('B', p, { birthDate: date(1961, p.month, p.day), ...national(200_000_300) }),
    ],
  ],
  [
    'child registered under the number of a parent',
    (p) => [
      record('A', p, {}),
      record('B', p, {
        name: `${p.family}^${p.one === 'OLIVER' ? 'GRACE' : 'OLIVER'}`,
        birthDate: date(p.year + 30, p.day % 12 || 1, p.day),
      }),
    ],
  ],
  [
    'unknown persons',
    (p) => [record('A', p, { name: 'DOE^JOHN', otherIds: [] }), record('B', p, { name: 'DOE^JOHN', otherIds: [] })],
  ],
];

describe('people who share much', () => {
  it.each(kinds)('%s are never linked', (kind, pairOf) => {
    fc.assert(
      fc.property(person, (p) => {
        fc.pre(p.one !== p.other);
        const [a, b] = pairOf(p);
        for (const personalIssuers of [new Set<string>(), new Set(['NATION'])]) {
          const match = matchRecords(a, b, { personalIssuers });
          expect(match.outcome, `${kind}: ${a.name} ${b.name} ${match.rules}`).not.toBe('auto-link');
        }
      }),
      { numRuns: 250, seed: 31 },
    );
  });
});

describe('what a family shares is no question', () => {
  const base: PatientRecord = {
    id: 'a',
    issuer: 'A',
    patientId: '1',
    name: 'HOLT^GRACE',
    birthDate: '19740904',
    street: '12 MILL LANE',
    locality: 'ASHFORD',
    postcode: '40411',
    phone: '+44 20 7946 0123',
  };
  const match = (a: Partial<PatientRecord>, b: Partial<PatientRecord>) =>
    matchRecords({ ...base, ...a }, { ...base, id: 'b', issuer: 'B', ...b });
  const numbered = (id: string) => ({ otherIds: [{ issuer: 'NATION', id }] });

  it.each<[string, Partial<PatientRecord>]>([
    ['another given name and a birth date alike in some digits', { name: 'HOLT^OLIVER', birthDate: '19750914' }],
    ['another given name and no birth date', { name: 'HOLT^OLIVER', birthDate: '' }],
    ['one name, a generation apart', { birthDate: '20010317' }],
    ['a similar given name and another birth date', { name: 'HOLT^GRACIE', birthDate: '19770317' }],
  ])('%s', (_title, b) => {
    expect(match({}, b).outcome).toBe('distinct');
    expect(match(b, {}).outcome).toBe('distinct');
  });

  it('a mail address makes a question of it', () => {
    const mail = { email: 'grace.holt@example.org' };
    expect(match(mail, { ...mail, birthDate: '20010317' }).outcome).toBe('review');
  });

  it('numbers given one after the other are of a family', () => {
    const mistyped = { birthDate: '19740905' };
    expect(match(numbered('20043964'), { ...mistyped, ...numbered('20043962') })).toMatchObject({
      outcome: 'review',
      rules: ['neighbouring-identifiers'],
    });
    const { evidence } = match(numbered('20043964'), numbered('20043962'));
    expect(evidence.at(-1)).toMatchObject({ level: 'neighbours', weight: 0 });
  });

  it.each([
    ['a zero in front', '20043964', '020043964'],
    ['two digits swapped', '20043978', '20043987'],
    ['longer than numbers are exact', '98765432101234561234', '98765432101234564234'],
  ])('a number mistyped is no neighbour: %s', (_title, one, other) => {
    expect(match(numbered(one), numbered(other)).evidence.at(-1)).toMatchObject({ level: 'slip' });
  });

  it.each([
    ['of one mother', { motherName: 'REED^ANN', birthDate: '20010317' }],
    ['centuries apart: another calendar', { motherName: '', birthDate: '25170317' }],
    ['a pet form, too soon for a sister', { motherName: '', name: 'HOLT^GRACIE', birthDate: '19741128' }],
    ['a number with one digit other', { ...numbered('20143964'), birthDate: '20010317' }],
  ])('a question all the same: %s', (_title, b) => {
    const a = 'otherIds' in b ? numbered('20043964') : { motherName: b.motherName };
    expect(match(a, b).outcome).toBe('review');
    expect(match(b, a).outcome).toBe('review');
  });

  it.each([
    ['the house and the telephone, and two digits of the date', {}, { birthDate: '19760504' }],
    [
      'a mail address, and two digits of the date, house and telephone other ones',
      { email: 'grace.holt@example.org' },
      {
        email: 'grace.holt@example.org',
        birthDate: '19760504',
        street: '9 ELM ROAD',
        locality: 'DENBY',
        postcode: '20922',
        phone: '+44 20 7946 0999',
      },
    ],
    [
      'another street of the town, and one has a telephone, the other a mail address',
      {},
      { street: '9 ELM ROAD', phone: '', email: 'grace.holt@example.org' },
    ],
  ])('is not enough to link: %s', (_title, a, b) => {
    expect(match(a, b).outcome).toBe('review');
    expect(match(b, a).outcome).toBe('review');
  });

  it('a date that cannot be is one digit away from the other', () => {
    expect(match({ birthDate: '19741904' }, {})).toMatchObject({ outcome: 'auto-link' });
    expect(match({ birthDate: '19740900' }, {})).toMatchObject({ outcome: 'review' });
  });
});
