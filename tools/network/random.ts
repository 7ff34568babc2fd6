import { createHash } from 'node:crypto';

/** A seeded stream of numbers: the same words give the same stream on every machine. */
export interface Random {
  /** 0 <= n < 1. */
  next(): number;
  between(low: number, high: number): number;
  /** Whole number, low <= n <= high. */
  whole(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
  chance(probability: number): boolean;
  /** Mean 0, standard deviation 1. */
  normal(): number;
}

const hash = (words: readonly (string | number)[]): Buffer =>
  createHash('sha256').update(words.join('\u0000')).digest();

/** The sfc32 generator, its state drawn from SHA-256 of the words. */
export const randomFrom = (...words: readonly (string | number)[]): Random => {
  const state = hash(words);
  let a = state.readUInt32LE(0);
  let b = state.readUInt32LE(4);
  let c = state.readUInt32LE(8);
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  const between = (low: number, high: number): number => low + (high - low) * next();
  const whole = (low: number, high: number): number => Math.floor(between(low, high + 1));
  return {
    next,
    between,
    whole,
    pick: (list) => {
      const chosen = list[whole(0, list.length - 1)];
      if (chosen === undefined) throw new RangeError('Nothing to pick from an empty list');
      return chosen;
    },
    chance: (probability) => next() < probability,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
};

/** A UID below 2.25 (PS3.5 B.2) that is always the same for the same words. */
export const uidFrom = (...words: readonly (string | number)[]): string => {
  const bytes = hash(words).subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return `2.25.${BigInt(`0x${bytes.toString('hex')}`)}`;
};
