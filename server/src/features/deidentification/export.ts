/** Studies as files without what names their patients, for teaching and research (PS3.15 Annex E). */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  type Deidentification,
  deidentify,
  identifiersIn,
  leftIn,
  type PrivateAttribute,
  type Retention,
  type Risk,
  risksOf,
} from '@throughline/deidentification';
import {
  type DatasetPart,
  datasetParts,
  encodeFileMeta,
  fieldLeniency,
  type Part10,
  readPart10,
  transferSyntax,
  uids,
} from '@throughline/dicom';
import { membersOf, type ServedInstance } from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { reevaluateRecord } from '../patients/index.ts';
import { listInstances, openParts, openStored, partsOf, readHeader } from '../retrieve/index.ts';
import { pseudonymsOf } from './pseudonyms.ts';

export interface DeidentifiedExport {
  readonly studyInstanceUids: readonly string[];
  readonly folder: string;
  /** 32 bytes or more; the same key gives the same pseudonyms. */
  readonly key: Uint8Array;
  readonly kept: ReadonlySet<Retention>;
  readonly isSafe?: (attribute: PrivateAttribute) => boolean;
  /** Studies, series and objects that a person has looked at and found to show nobody. */
  readonly approved: ReadonlySet<string>;
}

/** What became of one object; named as it is named here, for whoever may see that. */
export interface ExportedObject {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly outcome: 'written' | 'withheld' | 'damaged';
  /** Why a person must look at it first, or where an identifier was left over. */
  readonly because?: readonly (Risk | `identifier at ${string}`)[];
}

const isApproved = (instance: ServedInstance, { approved }: DeidentifiedExport): boolean =>
  [instance.study_instance_uid, instance.series_instance_uid, instance.sop_instance_uid].some((uid) =>
    approved.has(uid),
  );

const personOf = async (context: Context, principal: Principal, instance: ServedInstance): Promise<string> => {
  const { patient_record_id: record } = instance;
  const [member] = await context.db.tenant(principal.tenantId, (trx) => membersOf(trx, [record]));
  // Of what came just now nobody has judged yet whose it is.
  return member?.person_id ?? (await reevaluateRecord(context, principal, record)).personId;
};

/** The file as it will be, in the transfer syntax that it has, but for one that is compressed as a whole. */
const copyOf = (
  header: Part10,
  how: Deidentification,
  names: { readonly sopClassUid: string; readonly sopInstanceUid: string },
): readonly DatasetPart[] => {
  const dataset = deidentify(header.dataset, how);
  const isDeflated = transferSyntax(header.transferSyntaxUid)?.deflated === true;
  const transferSyntaxUid = isDeflated ? uids.ExplicitVRLittleEndian : header.transferSyntaxUid;
  return [encodeFileMeta({ ...names, transferSyntaxUid }), ...datasetParts(dataset, transferSyntaxUid)];
};

async function* inflatedParts(
  context: Context,
  instance: ServedInstance,
  header: Part10,
  parts: readonly DatasetPart[],
): AsyncGenerator<Uint8Array> {
  const read = partsOf(context, instance, header);
  for (const part of parts) yield part instanceof Uint8Array ? part : await read(part);
}

/** The stored bytes are checked while they are copied; nothing large is in memory. */
const write = async (
  context: Context,
  instance: ServedInstance,
  header: Part10,
  parts: readonly DatasetPart[],
  file: string,
): Promise<void> => {
  const bytes = transferSyntax(header.transferSyntaxUid)?.deflated
    ? inflatedParts(context, instance, header, parts)
    : openParts(context, instance, openStored(context, instance), parts);
  await pipeline(bytes, createWriteStream(file, { mode: 0o600 }));
};

/** Where in the file that was written something of the original is left (A36). */
const leftInFile = async (file: string, header: Part10, kept: ReadonlySet<Retention>): Promise<string | undefined> => {
  const written = await readPart10(createReadStream(file), { leniency: fieldLeniency });
  return leftIn(written.dataset, identifiersIn(header.dataset, kept.has('uids')));
};

const exportOne = async (
  context: Context,
  asked: DeidentifiedExport,
  instance: ServedInstance,
  how: Deidentification,
): Promise<Pick<ExportedObject, 'outcome' | 'because'>> => {
  if (instance.damaged) return { outcome: 'damaged' };
  const header = await readHeader(context.objects, instance);
  const approved = isApproved(instance, asked);
  const risks = risksOf(header.dataset);
  if (risks.length > 0 && !approved) return { outcome: 'withheld', because: risks };
  const { patientId, uid } = how.replacements;
  const named = (original: string): string => (how.kept.has('uids') ? original : uid(original));
  const sopInstanceUid = named(instance.sop_instance_uid);
  const parts = copyOf(header, how, { sopClassUid: instance.sop_class_uid, sopInstanceUid });
  const folder = join(asked.folder, patientId, named(instance.study_instance_uid), named(instance.series_instance_uid));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${sopInstanceUid}.dcm`);
  const draft = `${file}.part`;
  try {
    await write(context, instance, header, parts, draft);
    const place = await leftInFile(draft, header, how.kept);
    if (place !== undefined && !approved) return { outcome: 'withheld', because: [`identifier at ${place}`] };
    await rename(draft, file);
    return { outcome: 'written' };
  } finally {
    await rm(draft, { force: true });
  }
};

/**
 * Writes the objects of studies as files, and says of each whether it was. What may show somebody in its pixels, documents, reports and
 * presentation states is withheld unless it was approved.
 *
 * @throws Failure forbidden, or not-found for a study that is not there
 */
export async function* exportDeidentified(
  context: Context,
  principal: Principal,
  asked: DeidentifiedExport,
): AsyncGenerator<ExportedObject> {
  authorise(principal, 'admin');
  const { kept, isSafe } = asked;
  for (const studyInstanceUid of asked.studyInstanceUids) {
    const instances = await listInstances(context, principal, { studyInstanceUid }, 'instancesTransferred');
    const [first] = instances;
    if (first === undefined) continue;
    const replacements = pseudonymsOf(asked.key, await personOf(context, principal, first));
    const detail = { deidentified: true, kept: [...kept].toSorted(), instances: instances.length };
    const about = { patientRecordId: first.patient_record_id, studyInstanceUid };
    await context.db.tenant(principal.tenantId, (trx) =>
      recordAudit(trx, principal, { event: 'dataExport', action: 'R', ...about, detail }),
    );
    for (const instance of instances) {
      const { series_instance_uid: seriesInstanceUid, sop_instance_uid: sopInstanceUid } = instance;
      const how = { kept, replacements, ...(isSafe && { isSafe }) };
      yield {
        studyInstanceUid,
        seriesInstanceUid,
        sopInstanceUid,
        ...(await exportOne(context, asked, instance, how)),
      };
    }
  }
}
