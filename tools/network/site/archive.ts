/** A site's own archive: a folder of files and an index of them in memory. */
import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Dataset, fieldLeniency, Part10Reader, tags } from '@throughline/dicom';

export interface StoredObject {
  readonly path: string;
  readonly header: Dataset;
  readonly transferSyntaxUid: string;
  readonly datasetOffset: number;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
}

const blockBytes = 64 * 1024;

/** Reads a header by seeking past the pixel data. */
const readObject = async (path: string): Promise<StoredObject> => {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const reader = new Part10Reader({ leniency: fieldLeniency, keep: 'header' });
    const block = Buffer.alloc(blockBytes);
    for (let at = 0; at < size; ) {
      const { bytesRead } = await file.read(block, 0, Math.min(blockBytes, size - at), at);
      await reader.write(Uint8Array.from(block.subarray(0, bytesRead)));
      at += bytesRead;
      const skipped = Math.min(reader.skippable, size - at);
      reader.skip(skipped);
      at += skipped;
    }
    const { dataset, transferSyntaxUid, datasetOffset } = await reader.end();
    const uid = (tag: number): string => dataset.string(tag) ?? '';
    return {
      path,
      header: dataset,
      transferSyntaxUid,
      datasetOffset,
      studyInstanceUid: uid(tags.StudyInstanceUID),
      seriesInstanceUid: uid(tags.SeriesInstanceUID),
      sopInstanceUid: uid(tags.SOPInstanceUID),
      sopClassUid: uid(tags.SOPClassUID),
    };
  } finally {
    await file.close();
  }
};

export interface Archive {
  readonly objects: readonly StoredObject[];
  /** by Study Instance UID */
  readonly studies: ReadonlyMap<string, readonly StoredObject[]>;
  /** by Patient ID in upper case */
  readonly patients: ReadonlyMap<string, readonly StoredObject[]>;
  /** Instances that the site says a study has. */
  claimed(studyInstanceUid: string): number;
}

const readClaims = async (folder: string): Promise<Readonly<Record<string, number>>> => {
  const text = await readFile(join(folder, 'claims.json'), 'utf8').catch(() => '{}');
  return JSON.parse(text) as Record<string, number>;
};

/** Opens everything in the folders: the archive and the studies of today. */
export const openArchive = async (folders: readonly string[]): Promise<Archive> => {
  const paths: string[] = [];
  for (const folder of folders) {
    const names = await readdir(folder);
    paths.push(...names.filter((name) => name.endsWith('.dcm')).map((name) => join(folder, name)));
  }
  const objects: StoredObject[] = [];
  for (const path of paths.toSorted()) objects.push(await readObject(path));
  const claims = Object.assign({}, ...(await Promise.all(folders.map(readClaims)))) as Record<string, number>;
  const studies = Map.groupBy(objects, (object) => object.studyInstanceUid);
  const patients = Map.groupBy(objects, (object) => (object.header.string(tags.PatientID) ?? '').toUpperCase());
  return { objects, studies, patients, claimed: (uid) => claims[uid] ?? studies.get(uid)?.length ?? 0 };
};
