/** `throughline render`: one frame of a file as WADO-RS /rendered gives it. */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { closeWorkers, openFileObject, renderParts } from '../features/retrieve/index.ts';
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
  const object = await openFileObject(await readFile(path));
  const frames = await object.frames();
  if (frame > frames.count) throw new UsageError('There is no such frame.');
  try {
    const bytes = await frames.read(frame);
    const type = /\.jpe?g$/i.test(values.out) ? 'image/jpeg' : 'image/png';
    const picture = await renderParts(object.header, frame, bytes, object.read, { type });
    await writeFile(values.out, picture);
    print({ file: path, frame, out: values.out, bytes: picture.length });
    return 0;
  } finally {
    await closeWorkers();
  }
};

export const command: Command = { name: 'render', summary: 'draw one frame of a file', help, run };
