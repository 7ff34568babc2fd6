import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchRecords, type PatientRecord } from './index.ts';

type Sketch = Partial<PatientRecord>;

const record = (sketch: Sketch, issuer: string): PatientRecord => ({
  id: `${issuer}-${sketch.patientId ?? '1'}`,
  issuer,
  patientId: '1',
  birthDate: '20120304',
  ...sketch,
});
const match = (a: Sketch, b: Sketch) => matchRecords(record(a, 'NORTH'), record(b, 'SOUTH'));
const named = (name: string, rest: Sketch = {}): Sketch => ({ name, ...rest });
const lives = { street: '12 Mill Lane', locality: 'Ashford', postcode: '20100' };
const states = (issuer: string, id: string): Sketch => ({ otherIds: [{ issuer, id }] });

describe('records that are one person', () => {
  it.each<[string, Sketch, Sketch]>([
    ['same name, same birth date', named('RIVERA^LUCIA^ANN'), named('Rivera^Lucia^Ann')],
    ['accents', named('ARÉVALO^JOSÉ'), named('AREVALO^JOSE')],
    ['two letters for one', named('Müller^Jörg'), named('MUELLER^JOERG')],
    ['hyphens', named('SMITH-JONES^ANNE-MARIE'), named('SMITH JONES^ANNEMARIE')],
    ['apostrophes', named("O'BRIEN^NIAMH"), named('OBRIEN^NIAMH')],
    ['particles', named('VAN DER BERG^SOFIE'), named('BERG^SOFIE')],
    ['order of family and given name', named('NGUYEN^THUY'), named('THUY^NGUYEN')],
    ['no caret', named('DOYLE, SEAN'), named('DOYLE^SEAN')],
    ['all in one component', named('SEAN DOYLE'), named('DOYLE^SEAN')],
    ['short form', named('MILLER^WILLIAM'), named('MILLER^BILL')],
    ['one of two family names', named('GARCIA LOPEZ^MARTA'), named('GARCIA^MARTA')],
    ['Cyrillic', named('Журавлёв^Сергей'), named('ZHURAVLEV^SERGEI')],
    ['kana as it is read', named('さとう^たろう'), named('SATO^TARO')],
    ['katakana beside kanji', named('=鈴木^淳子=スズキ^ジュンコ'), named('Suzuki^Junko')],
    ['kana after Kunrei', named('つちだ^しょうじ'), named('TUTIDA^SYOZI')],
    ['n before lips', named('ほんま^しんぺい'), named('HOMMA^SHIMPEI')],
    ['Hangul by the rule', named('강^민지'), named('GANG^MINJI')],
    ['Hangul as people write it', named('박^현우'), named('PARK^HYUNWOO')],
    ['Hangul in the third group', named('Kim^Young-ja==김^영자'), named('KIM^YOUNGJA')],
    ['kanji beside other romanisations', named('Ohno^Taro=大野^太郎'), named('Ono^Tarou=大野^太郎')],
    ['Georgian', named('ბერიძე^გიორგი'), named('BERIDZE^GIORGI')],
    ['Armenian', named('Պետրոսյան^Անի'), named('PETROSYAN^ANI')],
    ['Han characters beside pinyin', named('王^小明'), named('WANG^XIAOMING')],
    ['pinyin of two words', named('欧阳^丽娜'), named('OUYANG^LI NA')],
    ['a character that family names read otherwise', named('曾^静'), named('ZENG^JING')],
    ['Han characters in the second group', named('=張^偉'), named('Zhang^Wei')],
    ['middle initial', named('LEE^DANIEL^J'), named('LEE^DANIEL^JAMES')],
    ['sex is not decisive', named('WARREN^DANIEL^J', { sex: 'F' }), named('WARREN^DANIEL^JAMES', { sex: 'M' })],
    ['suffix', named('LOOMIS^DANIEL^^^JR'), named('LOOMIS JR^DANIEL')],
    ['spelling, with the whole middle name', named('MEIER^EVA^SOFIA'), named('MEYER^EVA^SOFIA')],
    ['name change, ID stated', named('HOLT^GRACE'), named('WARREN^GRACE', { patientId: '7' })],
    ['newborn renamed, ID stated', named('OKAFOR^BABY GIRL'), named('OKAFOR^ADAEZE', { patientId: '7' })],
    ['newborn of another family name, ID stated', named('OKAFOR^BABY GIRL'), named('BELLO^ADAEZE', { patientId: '7' })],
    ['unknown, ID stated', named('DOE^JOHN', { birthDate: '19000101' }), named('PARK^MIN', { patientId: '7' })],
  ])('%s', (title, a, b) => {
    const stated = title.endsWith('stated') ? states('SOUTH', '7') : {};
    expect(match({ ...a, ...stated }, b)).toMatchObject({ outcome: 'auto-link', rules: [] });
  });

  it.each([
    ['शर्मा^प्रकाश', 'SHARMA^PRAKASH'],
    ['ใจดี^สมชาย', 'JAIDEE^SOMCHAI'],
    ['চক্রবর্তী^প্রকাশ', 'CHAKRABORTY^PRAKASH'],
  ])('%s sounds like %s, and is asked about', (one, other) => {
    const contact = { phone: '+15550102030' };
    expect(match(named(one, contact), named(other, contact))).toMatchObject({ outcome: 'review' });
  });

  it.each([
    ['characters that are read in another language', '田中^花子', 'TANAKA^HANAKO'],
    ['characters that are read otherwise', '王^小明', 'WANG^DAWEI'],
  ])('%s say nothing beside Latin letters', (_title, one, other) => {
    const { evidence } = match(named(one), named(other));
    const levels = evidence.filter(({ field }) => field.endsWith('name')).map(({ level }) => level);
    expect(levels).toEqual(['missing', 'missing', 'missing']);
  });

  it.each([
    ['رضا گلشیری', 'Reza Golshiri'],
    ['ريم شاهين', 'Reem Shaheen'],
    ['טליה רביבו', 'Talia Revivo'],
  ])('%s sounds like %s, and is asked about: vowels are not written', (one, other) => {
    const called = (text: string) => named(text.split(' ').toReversed().join('^'), { phone: '+15550102030' });
    expect(match(called(one), called(other)).outcome).toBe('review');
  });

  it.each([
    ['محمد الحسن', 'Mohammed al-Hassan'],
    ['يوسف خالد', 'Yusuf Khaled'],
    ['שרה כהן', 'Sara Cohen'],
    ['יצחק לוי', 'Yitzhak Levi'],
  ])('%s is %s, a common name whose letters are known', (one, other) => {
    const called = (text: string) => named(text.split(' ').toReversed().join('^'), { phone: '+15550102030' });
    expect(match(called(one), called(other))).toMatchObject({ outcome: 'auto-link', rules: [] });
  });

  it.each([
    ['やまだ^たろう', 'YAMATO^TARO'],
    ['강^민지', 'KONG^MINJI'],
    ['محمود^حسن', 'HASSAN^MOHAMMED'],
    ['לוי^דן', 'LAVI^DINA'],
  ])('%s is not %s without a question', (one, other) => {
    expect(match(named(one), named(other)).outcome).not.toBe('auto-link');
  });

  it('knows a third identifier that both sources state', () => {
    const third = states('NATION', '990011');
    expect(match(named('HOLT^GRACE', third), named('WARREN^GRACE', third)).outcome).toBe('auto-link');
  });
});

describe('records with a number that each human has one of', () => {
  const numbered = (number: string, rest: Sketch = {}): Sketch => ({
    name: 'HOLT^GRACE',
    street: '12 Mill Lane',
    locality: 'Ashford',
    postcode: '40411',
    otherIds: [{ issuer: 'NATION', id: number }],
    ...rest,
  });
  const judge = (a: Sketch, b: Sketch, issuers = ['NORTH', 'SOUTH']) =>
    matchRecords(record(a, issuers[0] ?? ''), record({ patientId: '2', ...b }, issuers[1] ?? ''), {
      personalIssuers: new Set(['NATION']),
    });
  it.each<[string, Sketch, Sketch]>([
    [
      'another family name and birth date in the same house',
      numbered('8204417'),
      numbered('8204417', { name: 'WARREN^GRACE', birthDate: '19870911' }),
    ],
    [
      'no given name, another birth date in the same house',
      numbered('8204417'),
      numbered('8204417', { name: 'HOLT', birthDate: '19870911' }),
    ],
    [
      'a digit slip far from both, another given name in the same house',
      numbered('8204417'),
      numbered('8254417', { name: 'HOLT^OLIVER' }),
    ],
    [
      'a digit slip far from both, no birth date in the same house',
      numbered('8204417'),
      numbered('8254417', { birthDate: '' }),
    ],
    [
      'family name where the given name belongs, another given name',
      numbered('8204417'),
      numbered('8204417', { name: 'VICTORIA^HOLT' }),
    ],
    [
      'another number, one digit of the birth date',
      numbered('8204417'),
      numbered('3119902', { birthDate: '20120305' }),
    ],
  ])('%s: one person', (_title, a, b) => {
    expect(judge(a, b)).toMatchObject({ outcome: 'auto-link', rules: [] });
    expect(judge(b, a)).toMatchObject({ outcome: 'auto-link', rules: [] });
  });
  it('another number and another street of the same place, in one hospital', () => {
    const moved = numbered('3119902', { street: '88 King Street' });
    expect(judge(numbered('8204417'), moved, ['NORTH', 'NORTH'])).toMatchObject({ outcome: 'auto-link' });
  });
  it.each<[string, Sketch, Sketch]>([
    [
      'another given name, the number of a neighbour',
      numbered('8204417'),
      numbered('8204418', { name: 'HOLT^OLIVER' }),
    ],
    [
      'another given name, numbers that differ by hundreds',
      numbered('8204417'),
      numbered('8204717', { name: 'HOLT^OLIVER' }),
    ],
    [
      'another given name and birth date',
      numbered('8204417'),
      numbered('8204417', { name: 'HOLT^OLIVER', birthDate: '19870911' }),
    ],
    [
      'a generation apart by one digit',
      numbered('8204417', { birthDate: '19120304' }),
      numbered('8204717', { birthDate: '19420304' }),
    ],
  ])('%s: a person must look', (_title, a, b) => {
    expect(judge(a, b).outcome).not.toBe('auto-link');
  });
});

describe('records that a person must look at', () => {
  it.each<[string, string, Sketch, Sketch]>([
    [
      'day and month swapped',
      'nothing-beside-names',
      named('HOLT^GRACE'),
      named('HOLT^GRACE', { birthDate: '20120403' }),
    ],
    ['one digit other', 'nothing-beside-names', named('HOLT^GRACE'), named('HOLT^GRACE', { birthDate: '20120305' })],
    ['spelling of the family name', 'nothing-beside-names', named('MEIER^EVA'), named('MEYER^EVA')],
    ['newborn and named child', 'newborn-placeholder', named('OKAFOR^BABY GIRL'), named('OKAFOR^ADAEZE')],
    ['newborn short form', 'newborn-placeholder', named('OKAFOR^BG'), named('OKAFOR^ADAEZE')],
    ['newborn named after the mother', 'newborn-placeholder', named('OKAFOR^NGOZIS GIRL'), named('OKAFOR^ADAEZE')],
    ['two newborns', 'newborn-placeholder', named('OKAFOR^BABY GIRL'), named('OKAFOR^BABY GIRL')],
    ['similar given names', 'similar-given-names', named('HOLT^JAYDEN'), named('HOLT^HAYDEN')],
    ['twins whose names begin alike', 'similar-given-names', named('HOLT^CLARA'), named('HOLT^CAROLINE')],
    ['an initial', 'similar-given-names', named('HOLT^J'), named('HOLT^JAYDEN')],
    ['given name is middle name', 'given-name-is-middle-name', named('HOLT^ROBERT^JAMES'), named('HOLT^JAMES')],
    ['name change', 'name-change', named('HOLT^GRACE^ELEANOR'), named('WARREN^GRACE^ELEANOR')],
    ['name only', 'birth-date-unknown', named('HOLT^GRACE', { birthDate: '' }), named('HOLT^GRACE')],
    ['same given name and birth date only', 'name-change', named('HOLT^GRACE'), named('REYES^GRACE')],
    [
      'first of January',
      'default-date',
      named('HOLT^GRACE', { birthDate: '20120101' }),
      named('HOLT^GRACE', { birthDate: '20120101' }),
    ],
    ['another ID stated', 'other-identifier-stated', named('HOLT^GRACE', states('SOUTH', '8')), named('HOLT^GRACE')],
    [
      'statement that the names contradict',
      'statement-contradicted',
      named('HOLT^GRACE', states('SOUTH', '1')),
      named('HOLT^OLIVER'),
    ],
    [
      'statement that the birth dates contradict',
      'statement-contradicted',
      named('HOLT^GRACE', states('SOUTH', '1')),
      named('HOLT^GRACE', { birthDate: '20070911' }),
    ],
  ])('%s', (_title, rule, a, b) => {
    const result = match(a, b);
    expect(result.outcome).toBe('review');
    expect(result.rules).toContain(rule);
  });

  it('two identifiers of one issuer', () => {
    const one = record({ name: 'HOLT^GRACE', patientId: '1' }, 'NORTH');
    const other = record({ name: 'HOLT^GRACE', patientId: '2' }, 'NORTH');
    expect(matchRecords(one, other)).toMatchObject({ outcome: 'review', rules: ['same-issuer'] });
  });
});

describe('records of different persons', () => {
  it.each<[string, string | undefined, Sketch, Sketch]>([
    ['twins', 'twins', named('HOLT^GRACE'), named('HOLT^OLIVER')],
    ['twins born around midnight', 'twins', named('HOLT^GRACE'), named('HOLT^OLIVER', { birthDate: '20120305' })],
    ['newborn twins', 'twins', named('OKAFOR^BABY GIRL A'), named('OKAFOR^BABY GIRL B')],
    ['newborn twins, numbered', 'twins', named('OKAFOR^BABY BOY 1'), named('OKAFOR^TWIN B')],
    ['siblings', 'siblings', named('HOLT^GRACE'), named('HOLT^OLIVER', { birthDate: '20150919' })],
    [
      'siblings whose names begin alike, of one house',
      undefined,
      named('HOLT^GRACE', { ...lives, phone: '+15550102030' }),
      named('HOLT^GEORGE', { ...lives, phone: '+15550102030', birthDate: '20150919' }),
    ],
    [
      'a newborn and a child born years before',
      undefined,
      named('HOLT^BABY GIRL', { ...lives, phone: '+15550102030' }),
      named('HOLT^GRACE', { ...lives, phone: '+15550102030', birthDate: '20090327' }),
    ],
    ['mother and child', 'mother-child', named('HOLT^GRACE'), named('HOLT^GRACE', { birthDate: '19850919' })],
    [
      'mother and child, whose source states the mother',
      'mother-child',
      named('HOLT^BABY GIRL', states('SOUTH', '1')),
      named('HOLT^GRACE', { birthDate: '19850919' }),
    ],
    ['test record', 'test-record', named('TEST^PATIENT'), named('TEST^PATIENT')],
    ['unknown persons', 'unknown-person', named('DOE^JOHN'), named('DOE^JOHN')],
    ['unknown persons in German', 'unknown-person', named('UNBEKANNT^M'), named('UNBEKANNT^M')],
    ['same ID, different issuers', undefined, named('HOLT^GRACE'), named('REYES^MATEO', { birthDate: '19770501' })],
    ['kanji that differ', 'twins', named('Ono^Taro=小野^太郎'), named('Ono^Taro=小野^次郎')],
    ['nothing known', undefined, { birthDate: undefined }, { birthDate: undefined }],
  ])('%s', (_title, rule, a, b) => {
    const result = match(a, b);
    expect(result.outcome).toBe('distinct');
    expect(result.rules).toEqual(rule === undefined ? [] : [rule]);
  });
});

describe('evidence', () => {
  it('says field by field what was compared', () => {
    const { evidence, score } = match(named('Müller^Bill', { sex: 'M' }), named('MUELLER^WILLIAM', { sex: 'M' }));
    expect(evidence.map(({ field, level }) => [field, level])).toEqual([
      ['family name', 'spelling'],
      ['given name', 'nickname'],
      ['middle name', 'missing'],
      ['birth date', 'exact'],
      ['sex', 'same'],
      ['identifiers', 'other-issuer'],
    ]);
    expect(evidence.every(({ text }) => text.endsWith('.'))).toBe(true);
    expect(score).toBeGreaterThan(0.9995);
  });

  it('names the rule that holds or vetoes', () => {
    const { evidence } = match(named('HOLT^GRACE'), named('HOLT^OLIVER'));
    expect(evidence.at(-1)).toMatchObject({ field: 'rule', level: 'twins', weight: 0 });
  });
});

const anyName = fc.oneof(
  fc.constantFrom(
    'HOLT^GRACE',
    'HOLT^OLIVER',
    'GRACE^HOLT',
    'HOLT^BABY GIRL A',
    'DOE^JANE',
    '',
    '^^^',
    '===',
    'Ono=小野^太郎',
  ),
  fc.string({ unit: 'binary', maxLength: 200 }),
);
const anyRecord = fc.record(
  {
    id: fc.constantFrom('a', 'b'),
    issuer: fc.constantFrom('NORTH', 'SOUTH', ''),
    patientId: fc.constantFrom('1', '2', ''),
    name: anyName,
    birthDate: fc.constantFrom('20120304', '20120403', '20120305', '2012', '19000101', '20120101', 'x', '1985.09.19'),
    sex: fc.constantFrom('F', 'M', 'O', ''),
    otherIds: fc.array(fc.record({ issuer: fc.constantFrom('SOUTH', 'X'), id: fc.constantFrom('1', '2') }), {
      maxLength: 2,
    }),
  },
  { requiredKeys: ['id', 'issuer', 'patientId'] },
);

describe('properties', () => {
  it('is symmetric', () => {
    fc.assert(
      fc.property(anyRecord, anyRecord, (a, b) => {
        const [ab, ba] = [matchRecords(a, b), matchRecords(b, a)];
        expect([ab.outcome, ab.score, ab.rules]).toEqual([ba.outcome, ba.score, ba.rules]);
      }),
      { numRuns: 2000, seed: 11 },
    );
  });

  it('never links twins, whatever their names, unless a source states the identifier', () => {
    const given = fc.constantFrom('GRACE', 'OLIVER', 'MATEO', 'LENA', 'AVA', 'NOAH', 'EMIL', 'ZOE');
    fc.assert(
      fc.property(given, given, fc.constantFrom('M', 'F', ''), fc.constantFrom('M', 'F', ''), (a, b, sexA, sexB) => {
        fc.pre(a !== b);
        const result = match(named(`HOLT^${a}`, { sex: sexA }), named(`HOLT^${b}`, { sex: sexB }));
        expect(result.outcome).not.toBe('auto-link');
      }),
      { numRuns: 500, seed: 12 },
    );
  });

  it('takes a name of any length in bounded time', () => {
    const long = 'A-'.repeat(500_000);
    const begun = performance.now();
    match(named(`${long}^${long}`), named(`${long}^${long}`));
    expect(performance.now() - begun).toBeLessThan(1000);
  });
});
