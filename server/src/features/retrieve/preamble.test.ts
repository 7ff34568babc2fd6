/** H39: which preambles go out as they came is for the site to say. */
import { expect, it } from 'vitest';
import { readConfig } from '../../config.ts';
import { harmless, withHarmlessPreamble } from './preamble.ts';

const fileWith = (start: string): Buffer => {
  const file = Buffer.alloc(200, 7);
  file.fill(0, 0, 128).write(start, 'latin1');
  file.write('payload', 64);
  file.write('DICM', 128);
  return file;
};

async function* chunked(file: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size);
}

const program = 'MZ';
const tiff = 'II*\0';

it.each([
  [undefined, program, true],
  [undefined, tiff, false],
  ['programs', program, true],
  ['programs', tiff, false],
  ['all', program, true],
  ['all', tiff, true],
  ['none', program, false],
  ['none', tiff, false],
] as const)('THROUGHLINE_BLANK_PREAMBLES=%s: one that begins with %j is blanked: %s', async (set, start, blanked) => {
  const { blankPreambles } = readConfig({ THROUGHLINE_BLANK_PREAMBLES: set });
  const file = fileWith(start);
  const expected = Buffer.concat([blanked ? Buffer.alloc(128) : file.subarray(0, 128), file.subarray(128)]);
  expect(Buffer.from(harmless(file, blankPreambles)).equals(expected)).toBe(true);
  for (const size of [1, 100, 500]) {
    const given: Uint8Array[] = [];
    for await (const chunk of withHarmlessPreamble(chunked(file, size), blankPreambles)) given.push(chunk);
    expect(Buffer.concat(given).equals(expected)).toBe(true);
  }
});

it('what is no Part 10 file is left alone', () => {
  const file = fileWith(program).fill(0, 128, 132);
  expect(harmless(file, 'all')).toBe(file);
});
