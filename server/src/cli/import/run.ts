/** Feeds the store with several objects at once, so that they share commits. */
import { stat } from 'node:fs/promises';
import { DicomError } from '@throughline/dicom';
import { Failure } from '../../errors.ts';
import type { Principal } from '../../features/access/index.ts';
import type { Context } from '../../features/context.ts';
import { storeInstance } from '../../features/store/index.ts';
import { type Candidate, refusedFor } from './candidates.ts';
import { absentFiles, dicomdirCandidates, isDicomdir } from './dicomdir.ts';
import { fileCandidate, walkFolder } from './folder.ts';
import { isZip, zipCandidates } from './zip.ts';

export interface ImportReport {
  files: number;
  stored: number;
  duplicates: number;
  conflicts: number;
  refused: number;
  seconds: number;
}

export interface ImportOptions {
  readonly paths: readonly string[];
  readonly issuer: string;
  readonly onRefused: (label: string, why: string) => void;
  readonly onProgress: (report: Readonly<ImportReport>) => void;
}

const AT_ONCE = 8;

async function* candidatesOf(path: string): AsyncGenerator<Candidate> {
  if ((await stat(path)).isDirectory()) yield* candidatesOfFolder(path);
  else if (isDicomdir(path)) yield* dicomdirCandidates(path);
  else yield* candidatesOfFile(path);
}

/** A directory record file is no object, and the files that it names are found beside it, or are missed. */
async function* candidatesOfFolder(folder: string): AsyncGenerator<Candidate> {
  for await (const file of walkFolder(folder)) {
    if (typeof file !== 'string') yield file;
    else if (isDicomdir(file)) yield* absentFiles(file);
    else yield* candidatesOfFile(file);
  }
}

/** A broken or hostile archive ends here; the other files of the import do not suffer for it. */
async function* candidatesOfFile(path: string): AsyncGenerator<Candidate> {
  try {
    if (await isZip(path)) yield* zipCandidates(path);
    else yield fileCandidate(path);
  } catch (error) {
    yield refusedFor(path, error);
  }
}

async function* allCandidates(paths: readonly string[]): AsyncGenerator<Candidate> {
  for (const path of paths) {
    try {
      yield* candidatesOf(path);
    } catch (error) {
      yield refusedFor(path, error);
    }
  }
}

const counters = { stored: 'stored', duplicate: 'duplicates', conflict: 'conflicts' } as const;

const isOfObject = (error: unknown): error is Error =>
  error instanceof DicomError ||
  (error instanceof Failure && error.entry.http < 500) ||
  (error instanceof Error && !(error instanceof Failure));

/** A faulty object is counted and passed over; a failing disk or database ends the import. */
const importOne = async (
  context: Context,
  principal: Principal,
  options: ImportOptions,
  candidate: Candidate,
  report: ImportReport,
) => {
  report.files += 1;
  try {
    if ('refused' in candidate) throw new Failure('bad-request', candidate.refused);
    const body = await candidate.open();
    const { outcome } = await storeInstance(context, principal, {
      body,
      receivedFrom: 'IMPORT',
      issuer: options.issuer,
    });
    report[counters[outcome]] += 1;
  } catch (error) {
    if (!isOfObject(error)) throw error;
    report.refused += 1;
    options.onRefused(candidate.label, error.message);
  }
  options.onProgress(report);
};

export const importObjects = async (
  context: Context,
  principal: Principal,
  options: ImportOptions,
): Promise<ImportReport> => {
  const report: ImportReport = { files: 0, stored: 0, duplicates: 0, conflicts: 0, refused: 0, seconds: 0 };
  const begun = performance.now();
  const candidates = allCandidates(options.paths);
  const worker = async (): Promise<void> => {
    for (let next = await candidates.next(); !next.done; next = await candidates.next())
      await importOne(context, principal, options, next.value, report);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  report.seconds = Math.round(performance.now() - begun) / 1000;
  return report;
};
