/** Synthetic people by number: the same number is always the same person, and names are as common or rare as in a large town. */
import type { PatientStatement } from '../../db/index.ts';

const syllables =
  'BA BE BRA CAL DOR EL FEN GAR HOL IN JA KEL LAR MON NOR OS PER QUI RAS SOL TER ULM VAN WES YOR ZEL ASH BIR CRO DUN'.split(
    ' ',
  );
const endings = 'BERG DALE FIELD GARD HAM HOLT KAMP LEY LUND MANN MORE OVA QUIST RUP SEN SKI SON STEIN TON VILLE'.split(
  ' ',
);

/** A number in [0, 1) that the two decide: a multiplicative hash, spread evenly. */
const spread = (n: number, salt: number): number => {
  const mixed = Math.imul(n ^ Math.imul(salt, 0x9e3779b1), 0x85ebca6b);
  return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32;
};
const upTo = (n: number, salt: number, count: number): number => Math.floor(spread(n, salt) * count);
/** The first few are many people's, the last are few people's. */
const skewed = (n: number, salt: number, count: number): number => Math.floor(count * spread(n, salt) ** 2);
const pad = (value: number, length = 2): string => String(value).padStart(length, '0');

const word = (at: number, ends: readonly string[]): string =>
  `${syllables[at % syllables.length]}${syllables[Math.floor(at / syllables.length) % syllables.length]}${ends[Math.floor(at / 900) % ends.length]}`;

/** One record of the person with this number; of another issuer the address may be another, and the telephone number missing. */
export const benchStatement = (issuer: string, n: number): PatientStatement => {
  const place = upTo(n, 7, 2000);
  const changed = issuer === 'NORTH' ? 0 : 1;
  const moved = changed === 1 && spread(n, 11) < 0.1;
  return {
    issuer,
    id: `${issuer.slice(0, 1)}${n}`,
    name: `${word(skewed(n, 1, 18_000), endings)}^${word(skewed(n, 2, 900), ['A', 'O', 'IN', 'EL'])}`,
    birthDate: `${1935 + upTo(n, 3, 90)}${pad(1 + upTo(n, 4, 12))}${pad(1 + upTo(n, 5, 28))}`,
    sex: spread(n, 6) < 0.5 ? 'F' : 'M',
    street: `${1 + upTo(n, moved ? 13 : 8, 200)} ${word(upTo(n, moved ? 14 : 9, 600), ['ROAD', 'LANE', 'STREET'])}`,
    locality: word(place, ['TON', 'BY']),
    postcode: pad(10_000 + place * 31, 5),
    phone: spread(n, 12 + changed) < 0.3 ? null : `+4420${pad(7_000_000 + upTo(n, 10, 2_999_999), 8)}`,
    otherIds: [],
  };
};
