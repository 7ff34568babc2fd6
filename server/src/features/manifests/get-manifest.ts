/** What there is of a study and where it is had, as a document that others can keep: it holds no pictures. */
import { type Dataset, encodePart10, tags, uids } from '@throughline/dicom';
import type { ManifestModel } from '@throughline/fhir';
import { isManifestWithdrawn, noteHandedManifest } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { type RetrievePlace, uidOf } from '../key-objects/index.ts';
import { bySeries, listInstances, readHeader, type ServedInstance } from '../retrieve/index.ts';
import { keyObjectManifest, type ManifestInput } from './key-objects.ts';

/** It leads to objects by DICOMweb, and calls the patient as those do there: by the IDs of who asks. */
const asAtDicomweb = (principal: Principal): Principal => ({ ...principal, door: 'dicomweb' });

/** Where objects are had by those who are given a manifest without asking here. Fails with `bad-request` when nobody has said. */
export const placeOf = ({ config }: Context): RetrievePlace => {
  const { publicUrl } = config.http;
  if (publicUrl === undefined)
    return fail('bad-request', 'Say first where others reach this hub: THROUGHLINE_PUBLIC_URL.');
  return { aeTitle: config.dicom.aeTitle, dicomwebRoot: `${publicUrl.replace(/\/$/, '')}/dicom-web` };
};

/** Of objects of one study, each as its receiver is given it. */
export const manifestInputOf = async (
  { objects }: Context,
  instances: readonly ServedInstance[],
  place: RetrievePlace,
  at: Date,
): Promise<ManifestInput> => {
  const [first] = instances;
  if (first === undefined) throw new Error('A study that was found has no object.');
  const { dataset: header } = await readHeader(objects, first);
  return { header, instances, place, at };
};

const readInput = async (
  context: Context,
  principal: Principal,
  studyInstanceUid: string,
  dicomwebRoot: string,
): Promise<ManifestInput> => {
  const instances = await listInstances(context, asAtDicomweb(principal), { studyInstanceUid });
  const { domain, tenantId } = principal;
  const withdrawn =
    domain !== undefined &&
    (await context.db.tenant(tenantId, (trx) => isManifestWithdrawn(trx, studyInstanceUid, domain.issuer)));
  if (withdrawn) fail('gone', 'What was said of this study here was taken back: it is not of a patient of yours.');
  const place = { aeTitle: context.config.dicom.aeTitle, dicomwebRoot };
  return manifestInputOf(context, instances, place, context.clock());
};

const uidIn = (document: Dataset): string => document.string(tags.SOPInstanceUID) ?? '';

interface Handed {
  readonly studyInstanceUid: string;
  readonly form: 'dicom' | 'fhir';
  readonly uid: string;
}

/** Written before it leaves: whom to tell when the records that it speaks of are parted. */
const noteHanded = (
  { db, clock }: Context,
  { tenantId, subject, domain }: Principal,
  { studyInstanceUid, form, uid }: Handed,
): Promise<void> =>
  db.tenant(tenantId, (trx) =>
    noteHandedManifest(
      trx,
      {
        tenant_id: tenantId,
        manifest_uid: uid,
        subject,
        form,
        study_instance_uid: studyInstanceUid,
        issuer: domain?.issuer ?? null,
      },
      clock(),
    ),
  );

/** Part 10 bytes, of the patient as who asks knows them. Fails with `not-found` when nothing of the study may be seen, with `gone` when it was taken back. */
export const getKeyObjectManifest = async (
  context: Context,
  principal: Principal,
  studyInstanceUid: string,
  dicomwebRoot: string,
): Promise<Uint8Array> => {
  const document = keyObjectManifest(await readInput(context, principal, studyInstanceUid, dicomwebRoot));
  await noteHanded(context, principal, { studyInstanceUid, form: 'dicom', uid: uidIn(document) });
  return encodePart10(document, uids.ExplicitVRLittleEndian);
};

const issuerOfAccession = (header: Dataset): string | null => {
  const [issuer] = header.items(tags.IssuerOfAccessionNumberSequence);
  return issuer?.string(tags.UniversalEntityID) ?? issuer?.string(tags.LocalNamespaceEntityID) ?? null;
};

const seriesOf = (instances: readonly ServedInstance[]): ManifestModel['series'] =>
  bySeries(instances).map((own) => ({
    uid: own[0]?.series_instance_uid ?? '',
    number: own[0]?.series_number ?? null,
    modality: own[0]?.modality ?? null,
    description: own[0]?.series_description ?? null,
    objects: own.map((instance) => ({
      uid: instance.sop_instance_uid,
      sopClassUid: instance.sop_class_uid,
      number: instance.instance_number,
      frames: instance.rows === null ? null : (instance.number_of_frames ?? 1),
    })),
  }));

/** The same for a FHIR document (IHE MADO). */
export const manifestModelOf = ({ config }: Context, input: ManifestInput): ManifestModel => {
  const { header, instances, place } = input;
  const text = (tag: Parameters<Dataset['string']>[0]): string | null => header.string(tag) ?? null;
  return {
    uid: uidIn(keyObjectManifest(input)),
    studyInstanceUid: instances[0]?.study_instance_uid ?? '',
    accessionNumber: text(tags.AccessionNumber),
    accessionIssuer: issuerOfAccession(header),
    date: text(tags.StudyDate),
    time: text(tags.StudyTime),
    timezone: text(tags.TimezoneOffsetFromUTC),
    description: text(tags.StudyDescription),
    patient: {
      id: text(tags.PatientID),
      issuer: text(tags.IssuerOfPatientID),
      name: text(tags.PatientName),
      birthDate: text(tags.PatientBirthDate),
      sex: text(tags.PatientSex),
    },
    series: seriesOf(instances),
    organization: config.dicom.aeTitle,
    dicomwebRoot: place.dicomwebRoot,
    locationUid: uidOf('location', place.dicomwebRoot),
    at: input.at,
  };
};

/** Fails as the other does. */
export const getManifest = async (
  context: Context,
  principal: Principal,
  studyInstanceUid: string,
  dicomwebRoot: string,
): Promise<ManifestModel> => {
  const model = manifestModelOf(context, await readInput(context, principal, studyInstanceUid, dicomwebRoot));
  await noteHanded(context, principal, { studyInstanceUid, form: 'fhir', uid: model.uid });
  return model;
};
