/** Headers of whole series in the DICOM JSON model, from packs that are made once and hold for a number of objects. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { type DicomJson, type Tag, tags, tagToHex, toJson } from '@throughline/dicom';
import { findSeriesPack, newestArrival, putSeriesPack, type ServedInstance, servedInstances } from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { ByteCache } from './byte-cache.ts';
import { readHeader } from './header.ts';
import { withLocalIdentity } from './local-header.ts';

const compress = promisify(gzip);
const inflate = promisify(gunzip);

/** Stands for the service root in the addresses of a pack; the door that serves it puts its own. */
const rootMark = '~';

const readAtOnce = 8;

/** Raised when packs hold something else of the same objects: those that are there are then made anew. */
const packing = 2;

/** What objects are filed under, which old ones say in their file meta information alone, or not at all. */
const filedAs = (instance: ServedInstance): ReadonlyMap<Tag, string> =>
  new Map([
    [tags.SOPClassUID, instance.sop_class_uid],
    [tags.SOPInstanceUID, instance.sop_instance_uid],
    [tags.StudyInstanceUID, instance.study_instance_uid],
    [tags.SeriesInstanceUID, instance.series_instance_uid],
  ]);

/** A client finds each header by these UIDs, and asks for its object by them. */
const withFiledUids = (header: DicomJson, instance: ServedInstance): DicomJson => {
  const absent = [...filedAs(instance)]
    .map(([tag, uid]) => [tagToHex(tag), { vr: 'UI', Value: [uid] }] as const)
    .filter(([hex]) => (header[hex]?.Value?.length ?? 0) === 0);
  if (absent.length === 0) return header;
  const whole = Object.entries({ ...header, ...Object.fromEntries(absent) });
  return Object.fromEntries(whole.toSorted(([one], [other]) => (one < other ? -1 : 1)));
};

const jsonOf = async (context: Context, instance: ServedInstance): Promise<DicomJson> => {
  const { dataset, transferSyntaxUid } = await readHeader(context.objects, instance);
  const { study_instance_uid: study, series_instance_uid: series, sop_instance_uid: sop } = instance;
  const base = `${rootMark}/studies/${study}/series/${series}/instances/${sop}/bulkdata`;
  const json = toJson(dataset, { bulkDataUri: (path) => `${base}/${path}`, inlineBytes: 4096 });
  return { ...withFiledUids(json, instance), '00083002': { vr: 'UI', Value: [transferSyntaxUid] } };
};

/** Keeps a few reads under way, in order. */
const mapInOrder = async <T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> => {
  const results: R[] = new Array(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) results[at] = await work(items[at] as T);
  };
  await Promise.all(Array.from({ length: readAtOnce }, worker));
  return results;
};

/** Names these objects in this order with what was corrected of them: the same for everybody. */
const markOf = (instances: readonly ServedInstance[]): Buffer => {
  const hash = createHash('sha256').update(`${packing}\n`);
  for (const { id, overlay } of instances) hash.update(overlay ? `${id}${JSON.stringify(overlay)}\n` : `${id}\n`);
  return hash.digest();
};

const buildPack = async (
  context: Context,
  principal: Principal,
  instances: readonly ServedInstance[],
  mark: Buffer,
): Promise<string> => {
  const text = JSON.stringify(await mapInOrder(instances, (instance) => jsonOf(context, instance)));
  const [first] = instances;
  if (first === undefined) return text;
  const pack = await compress(text, { level: 6 });
  await context.db.tenant(principal.tenantId, (trx) =>
    putSeriesPack(trx, principal.tenantId, first.series_id, { instances: instances.length, mark, pack }),
  );
  return text;
};

const building = new Map<string, Promise<string>>();

/** One build of a series at a time, whoever asks. */
const buildOnce = (
  context: Context,
  principal: Principal,
  instances: readonly ServedInstance[],
  mark: Buffer,
): Promise<string> => {
  const key = mark.toString('hex');
  const underWay =
    building.get(key) ?? buildPack(context, principal, instances, mark).finally(() => building.delete(key));
  building.set(key, underWay);
  return underWay;
};

const seriesMetadata = async (
  context: Context,
  principal: Principal,
  instances: readonly ServedInstance[],
): Promise<string> => {
  const [first] = instances;
  if (first === undefined) return '[]';
  const mark = markOf(instances);
  const found = await context.db.tenant(principal.tenantId, (trx) => findSeriesPack(trx, first.series_id, mark));
  if (found) return (await inflate(found.pack)).toString('utf8');
  return buildOnce(context, principal, instances, mark);
};

/** The same with the patient as the receiver knows them: laid over what the pack holds, so that one pack does for everybody. */
const receiverMetadata = async (
  context: Context,
  principal: Principal,
  instances: readonly ServedInstance[],
): Promise<string> => {
  const identity = instances[0]?.localIdentity;
  const common = instances.map(({ localIdentity: _, ...instance }) => instance);
  const text = await seriesMetadata(context, principal, common);
  if (identity === undefined) return text;
  const headers = JSON.parse(text) as readonly DicomJson[];
  return JSON.stringify(headers.map((header) => withLocalIdentity(header, identity)));
};

const texts = new ByteCache(64 * 2 ** 20);

const rootPattern = `"BulkDataURI":"${rootMark}/`;

/**
 * The JSON text of an array with all headers of one series, addresses of bulk data below `root`; `instances` are all objects of
 * that series. From memory when it was read lately.
 */
export const seriesHeaders = async (
  context: Context,
  principal: Principal,
  instances: readonly ServedInstance[],
  root: string = rootMark,
): Promise<Buffer> => {
  const key = `${markOf(instances).toString('hex')} ${root} ${JSON.stringify(instances[0]?.localIdentity)}`;
  const known = texts.get(key);
  if (known) return known;
  const text = await receiverMetadata(context, principal, instances);
  const bytes = Buffer.from(text.replaceAll(rootPattern, `"BulkDataURI":"${root}/`));
  texts.set(key, bytes);
  return bytes;
};

/**
 * Writes the packs of a study that took no object since a moment, for whoever will open it. It is work behind the scenes and
 * discloses nothing.
 */
export const packSettledSeries = async (
  context: Context,
  principal: Principal,
  studyInstanceUid: string,
  settledBefore: Date,
): Promise<void> => {
  authorise(principal, 'read');
  const instances = await context.db.tenant(principal.tenantId, async (trx) => {
    const newest = await newestArrival(trx, studyInstanceUid);
    return newest === null || newest > settledBefore ? [] : servedInstances(trx, { studyInstanceUid });
  });
  for (const series of bySeries(instances)) await seriesMetadata(context, principal, series);
};

/** Objects by their series, in the order they came. */
export const bySeries = (instances: readonly ServedInstance[]): readonly (readonly ServedInstance[])[] => [
  ...Map.groupBy(instances, (instance) => instance.series_id).values(),
];
