/**
 * The 128 bytes before DICM may be anything (PS3.10 7.1): also the head of a program, so that the file is both an image and something
 * that an operating system would run. Such a preamble is kept, and blanked in what we give out; all others go out as they came.
 */
const PREAMBLE_BYTES = 128;

/** Windows, ELF, Mach-O in every width and order, universal binary or Java class, script. TIFF, as dual files have, is none. */
const programs: readonly Buffer[] = [
  Buffer.from('MZ', 'latin1'),
  Buffer.from('\x7fELF', 'latin1'),
  ...['feedface', 'feedfacf', 'cefaedfe', 'cffaedfe', 'cafebabe'].map((magic) => Buffer.from(magic, 'hex')),
  Buffer.from('#!', 'latin1'),
];

const runs = (bytes: Uint8Array): boolean =>
  programs.some((magic) => magic.every((byte, at) => bytes[at] === byte)) &&
  Buffer.from(bytes.subarray(PREAMBLE_BYTES, PREAMBLE_BYTES + 4)).toString('latin1') === 'DICM';

/** The first bytes of a file, at least 132 of them, as they may go out. */
export const harmless = (bytes: Uint8Array): Uint8Array => {
  if (!runs(bytes)) return bytes;
  const blanked = Buffer.from(bytes);
  blanked.fill(0, 0, PREAMBLE_BYTES);
  return blanked;
};

/** A whole file on its way out. */
export async function* withHarmlessPreamble(file: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let start: Uint8Array | undefined = new Uint8Array();
  for await (const chunk of file) {
    if (start === undefined) {
      yield chunk;
      continue;
    }
    start = start.length === 0 ? chunk : Buffer.concat([start, chunk]);
    if (start.length < PREAMBLE_BYTES + 4) continue;
    yield harmless(start);
    start = undefined;
  }
  if (start !== undefined && start.length > 0) yield start;
}

/** Whether a range of a file holds anything of its preamble. */
export const touchesPreamble = (offset: number): boolean => offset < PREAMBLE_BYTES;
