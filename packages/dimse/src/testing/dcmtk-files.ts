import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPart10, tags, uids } from '@throughline/dicom';
import type { ContextOffer } from '../index.ts';
import { type TestObject, testObject } from './objects.ts';

export const UNCOMPRESSED = [uids.ExplicitVRLittleEndian, uids.ImplicitVRLittleEndian];
export const FIND = uids.StudyRootQueryRetrieveInformationModelFind;
export const GET = uids.StudyRootQueryRetrieveInformationModelGet;
export const MOVE = uids.StudyRootQueryRetrieveInformationModelMove;
export const SC = uids.SecondaryCaptureImageStorage;

export const objects = [...UNCOMPRESSED, uids.RLELossless].map((transferSyntaxUid) =>
  testObject({ transferSyntaxUid }),
);
export const [explicit, implicit, compressed] = objects as [TestObject, TestObject, TestObject];

export const storage: readonly ContextOffer[] = objects.map(({ transferSyntaxUid }) => ({
  abstractSyntax: SC,
  transferSyntaxes: [transferSyntaxUid],
}));

/** A folder with a file of each object. */
export let folder: string;
export const fileOf = (object: TestObject) => join(folder, `${object.sopInstanceUid}.dcm`);

/** For beforeAll. */
export async function makeFolder(): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'dimse-dcmtk-'));
  for (const object of objects) await writeFile(fileOf(object), object.file);
}

/** For afterAll. */
export async function removeFolder(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

export async function emptyFolder(name: string): Promise<string> {
  const path = join(folder, name);
  await rm(path, { recursive: true, force: true });
  await mkdir(path);
  return path;
}

/** The data sets of the files in a folder, in any order. */
export async function datasetsIn(path: string): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  for (const name of await readdir(path)) {
    const bytes = await readFile(join(path, name));
    const chunks = [bytes];
    const { dataset, datasetOffset } = await readPart10({
      async *[Symbol.asyncIterator]() {
        yield* chunks;
      },
    });
    found.set(dataset.string(tags.SOPInstanceUID) ?? name, bytes.subarray(datasetOffset));
  }
  return found;
}

export const asIs = (list: readonly TestObject[]) => new Map(list.map((one) => [one.sopInstanceUid, one.bytes]));
