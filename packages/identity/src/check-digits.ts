/** Identifiers whose last digits are worked out from the others: one that does not fit was mistyped, and says nothing. */

const digitsOf = (id: string): readonly number[] => Array.from(id.replaceAll(/\D/g, ''), Number);
const weighted = (digits: readonly number[], weights: readonly number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * (digits[at] ?? 0), 0);
const down = (from: number, to: number): readonly number[] =>
  Array.from({ length: from - to + 1 }, (_, at) => from - at);

const luhn = (digits: readonly number[]): boolean => {
  const sum = digits.toReversed().reduce((total, digit, at) => {
    const doubled = at % 2 === 0 ? digit : digit * 2;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
};

const nhs = (digits: readonly number[]): boolean => {
  const check = (11 - (weighted(digits, down(10, 2)) % 11)) % 11;
  return digits.length === 10 && check !== 10 && check === digits[9];
};

const bsn = (digits: readonly number[]): boolean =>
  digits.length === 9 && (weighted(digits, down(9, 2)) - (digits[8] ?? 0)) % 11 === 0;

const cpf = (digits: readonly number[]): boolean => {
  if (digits.length !== 11) return false;
  const check = (length: number): number => ((weighted(digits, down(length + 1, 2)) * 10) % 11) % 10;
  return check(9) === digits[9] && check(10) === digits[10];
};

const mod97 = (digits: readonly number[], check: number): boolean => {
  const text = digits.join('');
  return 97 - Number(BigInt(text.slice(0, -check)) % 97n) === Number(text.slice(-check));
};

const ean13 = (digits: readonly number[]): boolean =>
  digits.length === 13 && weighted(digits, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0;

const norwegian = (digits: readonly number[]): boolean =>
  digits.length === 11 &&
  weighted(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
  weighted(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0;

/** By the object identifier or the usual name of who issues them. */
const schemes: readonly (readonly [RegExp, (digits: readonly number[]) => boolean])[] = [
  [/^(2\.16\.840\.1\.113883\.2\.1\.4\.1|NHS)$/i, nhs],
  [/^(2\.16\.840\.1\.113883\.2\.4\.6\.3|BSN)$/i, bsn],
  [/^(2\.16\.840\.1\.113883\.13\.237|CPF)$/i, cpf],
  [/^(1\.2\.250\.1\.213\.1\.4\.8|NIR|INS-NIR)$/i, (digits) => digits.length === 15 && mod97(digits, 2)],
  [/^(2\.16\.756\.5\.32|AHV|AVS)$/i, ean13],
  [/^(2\.16\.578\.1\.12\.4\.1\.4\.1|FNR)$/i, norwegian],
  [/^(1\.2\.752\.129\.2\.1\.3\.1|PERSONNUMMER)$/i, (digits) => digits.length >= 10 && luhn(digits.slice(-10))],
  [/^(1\.2\.36\.1\.2001\.1003\.0|IHI)$/i, (digits) => digits.length === 16 && luhn(digits)],
];

/** False when the issuer's identifiers carry a check digit that this one does not fit. */
export const isPlausible = (issuer: string, id: string): boolean => {
  const scheme = schemes.find(([names]) => names.test(issuer.trim()));
  return scheme === undefined || scheme[1](digitsOf(id));
};

/** True for issuers that are known to give each human one identifier. */
export const isNational = (issuer: string): boolean => schemes.some(([names]) => names.test(issuer.trim()));
