/** How much is kept of frames that wait for their turn. */
import { expect, it } from 'vitest';
import { provenFrames } from './proven-frames.ts';

const mebibyte = 2 ** 20;
const frameBytes = 8 * mebibyte;

/** How often the frames of one object are made until the last of them is given. */
const opened = async (count: number): Promise<{ made(): number; givesAll(): Promise<void> }> => {
  let made = 0;
  const frames = await provenFrames(count, async (number) => {
    made += 1;
    return new Uint8Array(frameBytes).fill(number, 0, 1);
  });
  return {
    made: () => made,
    givesAll: async () => {
      const numbers: (number | undefined)[] = [];
      for await (const frame of frames) numbers.push(frame[0]);
      expect(numbers).toEqual(Array.from({ length: count }, (_, at) => at + 1));
    },
  };
};

it('keeps 64 MiB of one object', async () => {
  const { made, givesAll } = await opened(11);
  await givesAll();
  expect(made()).toBe(11 + 3);
});

it('keeps 256 MiB of all, and has room again when they are given', async () => {
  const all = await Promise.all(Array.from({ length: 6 }, () => opened(8)));
  for (const { givesAll } of all) await givesAll();
  expect(all.reduce((sum, { made }) => sum + made(), 0)).toBe(48 + 16);
  const { made, givesAll } = await opened(8);
  await givesAll();
  expect(made()).toBe(8);
});

it('begins no other frame when nobody waits for them any more', async () => {
  const leaving = new AbortController();
  let made = 0;
  const make = async (number: number): Promise<Uint8Array> => {
    made += 1;
    if (number === 5) leaving.abort(new Error('left'));
    return new Uint8Array(8);
  };
  await expect(provenFrames(1000, make, leaving.signal)).rejects.toThrow('left');
  expect(made).toBeLessThanOrEqual(6);
});

it('throws before any is given when one cannot be made', async () => {
  const make = (number: number) =>
    number === 5 ? Promise.reject(new Error('damaged')) : Promise.resolve(new Uint8Array(8));
  await expect(provenFrames(9, make)).rejects.toThrow('damaged');
});
