import { expect, it } from 'vitest';
import { blockingDigests } from './blocking-keys.ts';

/** As PostgreSQL folds a bigint before it hashes it (hashint8). */
const folded = (digest: string): bigint => {
  const value = BigInt(digest);
  const [high, low] = [BigInt.asUintN(32, value >> 32n), BigInt.asUintN(32, value)];
  return low ^ (value >= 0n ? high : BigInt.asUintN(32, ~high));
};

it('keys of a record have locks of their own, though neighbours begin alike', () => {
  const digests = blockingDigests({
    id: '1',
    issuer: 'NORTH',
    patientId: '1',
    name: 'HOLT^GRACE',
    birthDate: '19800214',
    street: '12 MILL LANE',
    locality: 'ASHBY',
    postcode: '20100',
    phone: '+442079460001',
  });
  expect(new Set(digests.map(folded)).size).toBe(digests.length);
  expect(new Set(digests.map((digest) => BigInt(digest) >> 32n)).size).toBeLessThan(digests.length * 0.6);
});
