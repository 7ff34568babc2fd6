/** `throughline render`: one frame of a file as WADO-RS /rendered gives it. */
import { createReadStream } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type ByteRange, fieldLeniency, frameRanges, readPart10 } from '@throughline/dicom';
import { closeWorkers, renderParts } from '../features/retrieve/index.ts';
import { type Command, print, UsageError } from './command.ts';

const help = `Usage: throughline render FILE --frame N --out FILE.png

Draws one frame (from 1) with the object's own window and writes a PNG, or a JPEG when the name ends in .jpg.

Example: throughline render slice.dcm --frame 1 --out slice.png`;

const run = async (args: readonly string[]): Promise<number> => {
  const options = { frame: { type: 'string', default: '1' }, out: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  const [path] = positionals;
  const frame = Number(values.frame);
  if (path === undefined || values.out === undefined) throw new UsageError('Needed: FILE --out FILE.png');
  if (!Number.isInteger(frame) || frame < 1) throw new UsageError('--frame counts from 1.');
  const header = await readPart10(createReadStream(path), { leniency: fieldLeniency });
  const file = await open(path);
  try {
    const read = async ({ offset, length }: ByteRange): Promise<Uint8Array> => {
      const bytes = new Uint8Array(length);
      await file.read(bytes, 0, length, offset);
      return bytes;
    };
    const ranges = (await frameRanges(header, read))[frame - 1];
    if (ranges === undefined) throw new UsageError('There is no such frame.');
    const bytes = Buffer.concat(await Promise.all(ranges.map(read)));
    const type = /\.jpe?g$/i.test(values.out) ? 'image/jpeg' : 'image/png';
    const picture = await renderParts(header, frame, bytes, read, { type });
    await writeFile(values.out, picture);
    print({ file: path, frame, out: values.out, bytes: picture.length });
    return 0;
  } finally {
    await file.close();
    await closeWorkers();
  }
};

export const command: Command = { name: 'render', summary: 'draw one frame of a file', help, run };
