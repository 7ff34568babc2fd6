/** `throughline render`: one frame of a file as WADO-RS /rendered gives it. */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { DicomError } from '@throughline/dicom';
import { closeWorkers, openFileObject, type RenderOptions, renderParts } from '../features/retrieve/index.ts';
import { type Command, CommandError, isOfSystem, print, UsageError } from './command.ts';

const help = `Usage: throughline render FILE --frame N --out FILE.png

Draws one frame (from 1) with the object's own window and writes a PNG, or a JPEG when the name ends in .jpg.

Example: throughline render slice.dcm --frame 1 --out slice.png`;

const reasonOf = ({ code }: NodeJS.ErrnoException): string => {
  if (code === 'ENOENT') return 'there is no such file or folder';
  return code === 'EISDIR' ? 'it is a folder' : `${code}`;
};

/** @throws CommandError in place of what the system says */
const reading = (path: string): Promise<Buffer> =>
  readFile(path).catch((error: unknown) => {
    throw isOfSystem(error) ? new CommandError(`${path} cannot be read: ${reasonOf(error)}.`) : error;
  });

/** @throws CommandError in place of what the system says */
const writing = (path: string, bytes: Uint8Array): Promise<void> =>
  writeFile(path, bytes).catch((error: unknown) => {
    throw isOfSystem(error) ? new CommandError(`${path} cannot be written: ${reasonOf(error)}.`) : error;
  });

const draw = async (file: Buffer, frame: number, type: RenderOptions['type']): Promise<Buffer> => {
  const object = await openFileObject(file);
  const frames = await object.frames();
  if (frame > frames.count) throw new UsageError('There is no such frame.');
  return renderParts(object.header, frame, await frames.read(frame), object.read, { type });
};

/** What the file is not, by its name. */
const drawFile = async (path: string, frame: number, type: RenderOptions['type']): Promise<Buffer> => {
  const file = await reading(path);
  try {
    return await draw(file, frame, type);
  } catch (error) {
    if (error instanceof DicomError) throw new CommandError(`${path} cannot be drawn: ${error.message}.`);
    throw error;
  }
};

const run = async (args: readonly string[]): Promise<number> => {
  const options = { frame: { type: 'string', default: '1' }, out: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  const [path] = positionals;
  const frame = Number(values.frame);
  if (path === undefined || values.out === undefined) throw new UsageError('Needed: FILE --out FILE.png');
  if (!Number.isInteger(frame) || frame < 1) throw new UsageError('--frame counts from 1.');
  try {
    const picture = await drawFile(path, frame, /\.jpe?g$/i.test(values.out) ? 'image/jpeg' : 'image/png');
    await writing(values.out, picture);
    print({ file: path, frame, out: values.out, bytes: picture.length });
    return 0;
  } finally {
    await closeWorkers();
  }
};

export const command: Command = { name: 'render', summary: 'draw one frame of a file', help, run };
