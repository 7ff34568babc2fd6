/** The store that the settings name. The S3 client is loaded only where it is used: it is large. */
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { createFilesystemStore } from './filesystem.ts';
import type { ObjectStore } from './object-store.ts';

/** @param alarm told of what must never happen; keys and causes only, no patient data */
export const openStore = async (
  { dataFolder, disk, s3 }: Pick<Config, 'dataFolder' | 'disk' | 's3'>,
  alarm: (message: string, detail: object) => void,
): Promise<ObjectStore> => {
  if (s3 === undefined) return createFilesystemStore({ root: join(dataFolder, 'blobs'), watermarks: disk });
  const { createS3Store } = await import('./s3/store.ts');
  return createS3Store({ place: s3, alarm });
};
