/**
 * Reads what was measured, and which dose was recorded, from the objects of a study that has settled. Work behind the scenes: nobody
 * waits for it, it discloses nothing, and it may be done again at any time.
 */
import { createHash } from 'node:crypto';
import type { Dataset } from '@throughline/dicom';
import { doseKindOf, doseOfImages, doseOfReport, measurementsOfReport } from '@throughline/measurements';
import {
  findReading,
  newestArrival,
  putReading,
  type ReadOfObject,
  type ServedInstance,
  servedInstances,
} from '../../db/index.ts';
import { Failure } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { bySeries, readHeader } from '../retrieve/index.ts';

/** Raised when objects are read otherwise than before: every study is then read again. */
export const READING = 3;

const storage = '1.2.840.10008.5.1.4.1.1.';

/** Structured reports that findings are measured in, and dose reports (PS3.4 B.5). CAD marks, key objects and logs are none. */
const reportClasses: ReadonlySet<string> = new Set(
  ['88.11', '88.22', '88.33', '88.34', '88.35', '88.67', '88.72', '88.76'].map((suffix) => storage + suffix),
);

/** Images of one series whose headers are read: a CT says one dose all along, films one each; all images tell of what was given. */
const mostHeaders = { CT: 9, projection: 200, nuclear: 2 } as const;

/** So many, at even distances, the first and the last among them. */
const sample = <T>(items: readonly T[], most: number): readonly T[] => {
  if (items.length <= most) return items;
  const step = (items.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, at) => items[Math.round(at * step)] as T);
};

const markOf = (instances: readonly ServedInstance[]): Buffer => {
  const hash = createHash('sha256');
  for (const { id } of instances) hash.update(`${id}\n`);
  return hash.digest();
};

/** One that is damaged or no DICOM is told of and passed over. Storage that does not answer is no reason: all of it is tried again. */
const headerOf = async (context: Context, instance: ServedInstance): Promise<Dataset[]> => {
  try {
    return [(await readHeader(context.objects, instance)).dataset];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    context.log.warn({ err: error, instance: instance.id }, 'an object could not be read for what it measures');
    return [];
  }
};

/** What nobody foresaw of one object must not keep all others from being read: it is told of and passed over. */
const passingOver = (context: Context, instance: ServedInstance, read: () => ReadOfObject[]): ReadOfObject[] => {
  try {
    return read();
  } catch (error) {
    context.log.warn({ err: error, instance: instance.id }, 'what an object measures could not be read');
    return [];
  }
};

const readReport = (instance: ServedInstance, document: Dataset): ReadOfObject => {
  const dose = doseOfReport(document);
  // A dose report is all numbers: they are of the machine.
  return { instanceId: instance.id, dose, measurements: dose === null ? measurementsOfReport(document) : [] };
};

const readReports = async (context: Context, instances: readonly ServedInstance[]): Promise<ReadOfObject[]> => {
  const read: ReadOfObject[] = [];
  for (const instance of instances.filter(({ sop_class_uid }) => reportClasses.has(sop_class_uid)))
    for (const document of await headerOf(context, instance))
      read.push(...passingOver(context, instance, () => [readReport(instance, document)]));
  return read;
};

const readImages = async (
  context: Context,
  instances: readonly ServedInstance[],
  hasReport: boolean,
): Promise<ReadOfObject[]> => {
  const read: ReadOfObject[] = [];
  for (const series of bySeries(instances)) {
    const [first] = series;
    const kind = doseKindOf(first?.modality ?? '');
    if (first === undefined || kind === undefined || (hasReport && kind !== 'nuclear')) continue;
    const headers: Dataset[] = [];
    for (const instance of sample(series, mostHeaders[kind])) headers.push(...(await headerOf(context, instance)));
    read.push(
      ...passingOver(context, first, () => {
        const dose = doseOfImages(headers);
        return dose === null ? [] : [{ instanceId: first.id, dose, measurements: [] }];
      }),
    );
  }
  return read;
};

/** A dose report speaks for the images: their headers are read where there is none, and for what was given in nuclear medicine. */
const readObjects = async (context: Context, instances: readonly ServedInstance[]): Promise<ReadOfObject[]> => {
  const reports = await readReports(context, instances);
  const images = await readImages(
    context,
    instances,
    reports.some(({ dose }) => dose !== null),
  );
  return [...reports, ...images];
};

/** Nothing happens when the same objects were read by this reading before, or the study took an object since `settledBefore`. */
export const readStudyMeasurements = async (
  context: Context,
  principal: Principal,
  studyInstanceUid: string,
  settledBefore: Date,
): Promise<void> => {
  authorise(principal, 'read');
  const { tenantId } = principal;
  const found = await context.db.tenant(tenantId, async (trx) => {
    const newest = await newestArrival(trx, studyInstanceUid);
    if (newest === null || newest > settledBefore) return undefined;
    const known = await findReading(trx, studyInstanceUid);
    return { instances: await servedInstances(trx, { studyInstanceUid }), known };
  });
  if (found === undefined) return;
  const mark = markOf(found.instances);
  if (found.known?.reading === READING && found.known.mark.equals(mark)) return;
  const objects = await readObjects(context, found.instances);
  await context.db.tenant(tenantId, (trx) =>
    putReading(trx, tenantId, { studyInstanceUid, reading: READING, mark, at: context.clock(), objects }),
  );
};
