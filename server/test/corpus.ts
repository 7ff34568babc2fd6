/** Real files of many vendors, where there are some: THROUGHLINE_CORPUS, or ../shared/corpus beside the project. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export const corpusRoot =
  process.env.THROUGHLINE_CORPUS ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'corpus');

/** Paths of the files of the DICOM corpus; none when it is absent. */
export const corpusFiles = (): readonly string[] => {
  const folder = join(corpusRoot, 'dicom');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(tsv|md|txt)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
};
