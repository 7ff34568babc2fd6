/**
 * The 128 bytes before DICM may be anything (PS3.10 7.1): also the head of a program, so that the file is both an image and something
 * that an operating system would run. Every preamble is kept; which are blanked in what we give out is for the site to say
 * (`THROUGHLINE_BLANK_PREAMBLES`): those that run, all (also the TIFF of dual files), or none.
 */
import type { Config } from '../../config.ts';

const PREAMBLE_BYTES = 128;

/** Windows, ELF, Mach-O in every width and order, universal binary or Java class, script. TIFF, as dual files have, is none. */
const programs: readonly Buffer[] = [
  Buffer.from('MZ', 'latin1'),
  Buffer.from('\x7fELF', 'latin1'),
  ...['feedface', 'feedfacf', 'cefaedfe', 'cffaedfe', 'cafebabe'].map((magic) => Buffer.from(magic, 'hex')),
  Buffer.from('#!', 'latin1'),
];

type Blanked = Config['blankPreambles'];

const runs = (bytes: Uint8Array): boolean => programs.some((magic) => magic.every((byte, at) => bytes[at] === byte));

const isPartTen = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.subarray(PREAMBLE_BYTES, PREAMBLE_BYTES + 4)).toString('latin1') === 'DICM';

/** The first bytes of a file, at least 132 of them, as they may go out. */
export const harmless = (bytes: Uint8Array, which: Blanked): Uint8Array => {
  if (which === 'none' || !isPartTen(bytes) || !(which === 'all' || runs(bytes))) return bytes;
  const blanked = Buffer.from(bytes);
  blanked.fill(0, 0, PREAMBLE_BYTES);
  return blanked;
};

/** A whole file on its way out. */
export async function* withHarmlessPreamble(
  file: AsyncIterable<Uint8Array>,
  which: Blanked,
): AsyncGenerator<Uint8Array> {
  let start: Uint8Array | undefined = new Uint8Array();
  for await (const chunk of file) {
    if (start === undefined) {
      yield chunk;
      continue;
    }
    start = start.length === 0 ? chunk : Buffer.concat([start, chunk]);
    if (start.length < PREAMBLE_BYTES + 4) continue;
    yield harmless(start, which);
    start = undefined;
  }
  if (start !== undefined && start.length > 0) yield start;
}

/** Whether a range of a file holds anything of its preamble. */
export const touchesPreamble = (offset: number): boolean => offset < PREAMBLE_BYTES;
