import { describe, expect, it } from 'vitest';
import { canBeOne, matchRecords, type PairVerdict, type PatientRecord, verdictOfMatch } from './index.ts';

const natalie = (id: string, rest: Partial<PatientRecord>): PatientRecord => ({
  id,
  issuer: id,
  patientId: '1',
  name: 'QUINSTROM^NATALIE',
  birthDate: '19990311',
  sex: 'F',
  ...rest,
});
const numbered = (id: string) => ({ otherIds: [{ issuer: 'insurer', id }] });
const marton = { street: '74 Bridge Street', locality: 'Marton', postcode: '26265' };
const quinstead = { street: '70 Queen Street', locality: 'Quinstead', postcode: '22703' };

// Of each person one record is thin: without telephone, or without number.
const thin = natalie('a', { ...marton, ...numbered('20059418') });
const whole = natalie('b', { ...marton, ...numbered('20059418'), phone: '049 5550 3624' });
const otherThin = natalie('c', { ...quinstead, phone: '055 5550 9591' });
const otherWhole = natalie('d', { ...quinstead, ...numbered('27059421'), phone: '055 5550 9591' });
const moved = natalie('e', { ...quinstead, phone: '055 5550 9591' });

const verdictAmong =
  (...records: readonly PatientRecord[]) =>
  (one: string, other: string): PairVerdict => {
    const [a, b] = [one, other].map((id) => records.find((record) => record.id === id));
    if (a === undefined || b === undefined) throw new Error('Nobody is called so.');
    return verdictOfMatch(matchRecords(a, b));
  };

describe('two groups that a link would join', () => {
  const found = verdictAmong(thin, whole, otherThin, otherWhole);
  // As the linkage found it before it asked about whoever lives elsewhere, and still finds it of what is told later.
  const verdict = (one: string, other: string): PairVerdict =>
    [one, other].toSorted().join('') === 'ac' ? 'linked' : found(one, other);

  it('stay two where members have other identifiers, and another home and telephone', () => {
    expect(found('a', 'c')).toBe('open');
    expect(verdict('b', 'd')).toBe('doubted');
    expect(canBeOne(['a', 'b'], ['c', 'd'], verdict)).toBe(false);
  });

  it('are joined where a decision between them says so', () => {
    const decided = (one: string, other: string): PairVerdict =>
      `${one}${other}` === 'ac' ? 'same' : verdict(one, other);
    expect(canBeOne(['a', 'b'], ['c', 'd'], decided)).toBe(true);
  });

  it('are not kept apart by what is within one of them', () => {
    const within = (one: string, other: string): PairVerdict =>
      [one, other].toSorted().join('') === 'bd' ? 'doubted' : 'linked';
    expect(canBeOne(['a', 'b', 'd'], ['c'], within)).toBe(true);
  });

  it('are joined where nothing but home and telephone is another one: somebody moved', () => {
    const ofMover = verdictAmong(thin, whole, moved);
    expect(ofMover('b', 'e')).toBe('open');
    expect(canBeOne(['a', 'b'], ['e'], ofMover)).toBe(true);
  });

  it('are joined where nothing but the identifier is another one: it may be wrong', () => {
    const wrong = natalie('f', { ...marton, ...numbered('31180077') });
    expect(canBeOne(['b'], ['f'], verdictAmong(whole, wrong))).toBe(true);
  });
});
