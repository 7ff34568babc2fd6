/** Blobs as files: begin, write, commit, without temporary names, since names are random and unknown until a row tells them. */
import { mkdirSync } from 'node:fs';
import { mkdir, open, readdir, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure, fail } from '../errors.ts';
import { checkedName, hourOf } from './blob-name.ts';
import type { Disk } from './disk.ts';
import { isAbsent } from './failures.ts';
import { FileWriter } from './file-writer.ts';
import { Folders } from './folders.ts';
import type { ByteRange, ObjectStore } from './object-store.ts';
import { OpenFiles } from './open-files.ts';
import { realDisk } from './real-disk.ts';
import { Segments } from './segments.ts';
import { Volume, type Watermarks } from './volume.ts';

export interface FilesystemOptions {
  readonly root: string;
  readonly watermarks: Watermarks;
  readonly clock?: () => Date;
  readonly disk?: Disk;
}

const READ_BYTES = 2 ** 18;

const openBlob = (path: string) =>
  open(path, 'r').catch((error: unknown) => {
    throw isAbsent(error) ? new Failure('bytes-missing', undefined, error) : error;
  });

async function* readRange(path: string, range: ByteRange | undefined): AsyncGenerator<Uint8Array> {
  const file = await openBlob(path);
  try {
    let position = range?.offset ?? 0;
    let left = range?.length ?? (await file.stat()).size;
    while (left > 0) {
      const buffer = Buffer.allocUnsafeSlow(Math.min(READ_BYTES, left));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
      if (bytesRead === 0) fail('bytes-missing');
      position += bytesRead;
      left -= bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

const QUARANTINE = 'quarantine';

async function* namesBefore(root: string, hour: string): AsyncGenerator<string> {
  for (const tenant of await readdir(root, { withFileTypes: true })) {
    if (!tenant.isDirectory() || tenant.name === QUARANTINE) continue;
    for (const folder of await readdir(join(root, tenant.name)))
      if (/^\d{10}$/.test(folder) && folder < hour)
        for (const name of await readdir(join(root, tenant.name, folder))) yield `${tenant.name}/${folder}/${name}`;
  }
}

export const createFilesystemStore = (options: FilesystemOptions): ObjectStore => {
  const { root, disk = realDisk, clock = () => new Date() } = options;
  mkdirSync(root, { recursive: true, mode: 0o750 });
  const volume = new Volume(root, disk, options.watermarks, () => clock().getTime());
  const parts = { root, disk, volume, clock, folders: new Folders(root, disk) };
  const segments = new Segments(parts);
  const reading = new OpenFiles();
  const pathOf = (blob: string): string => join(root, checkedName(blob));
  return {
    create: async (tenantId) => {
      await volume.admit();
      return new FileWriter(parts, segments, tenantId);
    },
    read: (blob, range) => readRange(pathOf(blob), range),
    readBytes: (blob, range, into) => reading.read(pathOf(blob), range, into),
    lengthOf: (blob) =>
      stat(pathOf(blob)).then(
        (stats) => stats.size,
        (error: unknown) => (isAbsent(error) ? undefined : Promise.reject(error)),
      ),
    madeBefore: (time) => namesBefore(root, hourOf(time)),
    quarantine: async (blob) => {
      reading.forget(pathOf(blob));
      const target = join(root, QUARANTINE, checkedName(blob));
      await mkdir(dirname(target), { recursive: true, mode: 0o750 });
      // Another hub may have swept it in between.
      await rename(pathOf(blob), target).catch((error: unknown) => {
        if (!isAbsent(error)) throw error;
      });
    },
    remove: async (blob) => {
      reading.forget(pathOf(blob));
      await disk.removeFile(pathOf(blob));
    },
    // Others may share the blob: what it holds of this object stays until the whole blob goes.
    release: async ({ blob, length }) => {
      const whole = await stat(pathOf(blob)).catch(() => undefined);
      if (whole?.size === length && !segments.isOpen(blob)) await disk.removeFile(pathOf(blob));
    },
    // Unfinished files are listed as any other, and swept as blobs without a row.
    abortUnfinished: async () => 0,
    health: () => volume.health(),
    close: async () => {
      reading.close();
      segments.close();
    },
  };
};
