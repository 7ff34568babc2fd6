/** Files of LOINC and RadLex that a site has licensed, taken into use. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileFormatError, loadLicensed, useLicensed } from '@throughline/terminology';
import { StartError } from '../../errors.ts';
import type { Context } from '../context.ts';

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

/**
 * Reads every *.csv of the folder that the configuration names: the LOINC table, the LOINC/RSNA Playbook, the RadLex Playbook and
 * RadLex terms, each told by its header. Fails with a `StartError` when the folder is not there or a file is none of them: a hub that gives fewer
 * codes than its site expects would not be noticed.
 */
export const takeLicensedFiles = async ({ config, log }: Context): Promise<void> => {
  const folder = config.vocabularies;
  if (folder === undefined) return;
  const names = await readdir(folder).catch((error: unknown) => {
    if (isAbsent(error)) throw new StartError(`THROUGHLINE_VOCABULARIES: ${folder} is no folder.`);
    throw error;
  });
  const files = names.filter((name) => name.toLowerCase().endsWith('.csv')).toSorted();
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  try {
    const licensed = loadLicensed(texts);
    useLicensed(licensed);
    const { loinc, radlexExams, rpidOfLoinc, ridOfName } = licensed;
    const counts = { loinc: loinc.length, rpid: radlexExams.length, pairs: rpidOfLoinc.size, terms: ridOfName.size };
    log.info({ files, ...counts }, 'licensed vocabularies are in use');
  } catch (error) {
    if (error instanceof FileFormatError)
      throw new StartError(`THROUGHLINE_VOCABULARIES: a file of ${folder} cannot be read: ${error.message}.`);
    throw error;
  }
};
