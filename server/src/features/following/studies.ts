/** Studies as contexts name them, both ways; contexts carry identifiers and nothing else of a patient. */
import { accessionSystem, type CastMessage, type CastResource, contextAt, systemOf, systems } from '@throughline/fhir';
import { findRecords, findStudy, newId } from '../../db/index.ts';
import { Failure } from '../../errors.ts';
import { isWithin, type Principal, recordsOfContext, wholeReach } from '../access/index.ts';
import { recordsOfIdentifiers } from '../chart/index.ts';
import type { Context } from '../context.ts';
import { namesOf, studyUidOf } from '../fhircast/index.ts';
import { launch, newestStudyOf } from '../launch/index.ts';

export interface Place {
  readonly context: Context;
  readonly principal: Principal;
  /** The address of our FHIR server, below which our own identifier systems are. */
  readonly root: string;
}

const studyAllowed = async ({ context, principal }: Place, studyInstanceUid: string) => {
  const allowed = wholeReach(principal, ['r']);
  const study = await context.db.tenant(principal.tenantId, (trx) => findStudy(trx, studyInstanceUid));
  return study !== undefined && isWithin(allowed, study.patient_record_id) ? study : undefined;
};

const typed = (code: string, system: string | undefined, value: string) => ({
  type: { coding: [{ system: systems.identifierType, code }] },
  ...(system !== undefined && { system }),
  value,
});

/** The identifiers of all records of the person, own ones first; only those of its domain where somebody is told no others. */
const patientOf = async ({ context, principal, root }: Place, recordId: string): Promise<CastResource> => {
  const { tenantId, domain } = principal;
  const ids = await recordsOfContext(context, tenantId, recordId);
  const records = await context.db.tenant(tenantId, (trx) => findRecords(trx, [...ids]));
  const shown = domain?.only === true ? records.filter(({ issuer }) => issuer === domain.issuer) : records;
  const ordered = shown.toSorted((a, b) => Number(b.id === recordId) - Number(a.id === recordId));
  const identifier = ordered.map(({ issuer, patient_id }) => typed('MR', systemOf(issuer, { root }), patient_id));
  return { resourceType: 'Patient', id: recordId, identifier };
};

interface Happened {
  readonly event: 'ImagingStudy-open' | 'ImagingStudy-close';
  readonly topic: string;
  readonly studyInstanceUid: string;
  readonly at: Date;
}

/** What happened to a study that may be seen; undefined for any other. */
export const toStudyEvent = async (
  place: Place,
  { event, topic, studyInstanceUid, at }: Happened,
): Promise<CastMessage | undefined> => {
  const study = await studyAllowed(place, studyInstanceUid);
  if (study === undefined) return undefined;
  const { accession_number: accession, accession_issuer: issuer } = study;
  const identifier = [
    { system: systems.uid, value: `urn:oid:${study.study_instance_uid}` },
    ...(accession ? [typed('ACSN', accessionSystem(issuer, place), accession)] : []),
  ];
  const subject = { reference: `Patient/${study.patient_record_id}` };
  const resource = { resourceType: 'ImagingStudy', id: study.id, identifier, status: 'available', subject };
  const patient = await patientOf(place, study.patient_record_id);
  return {
    timestamp: at.toISOString(),
    id: newId(),
    event: {
      'hub.topic': topic,
      'hub.event': event,
      context: [
        { key: 'study', resource },
        { key: 'patient', resource: patient },
      ],
    },
  };
};

/** The study by its UID, else by the one accession number of it that we know. */
const namedStudy = async (place: Place, study: CastResource): Promise<string | undefined> => {
  const uid = studyUidOf(study);
  if (uid !== undefined) return uid;
  for (const { issuer, id } of namesOf(study, place.root)) {
    const found = await launch(place.context, place.principal, { accessionNumber: id, issuer }).catch(() => undefined);
    if (found !== undefined) return found.studyInstanceUid;
  }
  return undefined;
};

/** False: the message is of one patient, and the study that it names is of another here. */
const isOfSamePatient = async (place: Place, patient: CastResource | undefined, recordId: string): Promise<boolean> => {
  const names = patient === undefined ? [] : namesOf(patient, place.root);
  if (names.length === 0) return true;
  const { context, principal } = place;
  const { tenantId, subject, door } = principal;
  const finder: Principal = { tenantId, subject, door, rights: new Set(['read']) };
  const named = await recordsOfIdentifiers(context, finder, names);
  return named === undefined || (await recordsOfContext(context, tenantId, recordId)).has(named);
};

/** The record of the one patient that a message names, where it is here and may be seen. */
const namedRecord = async ({ context, principal, root }: Place, patient: CastResource): Promise<string | undefined> => {
  const names = namesOf(patient, root);
  if (names.length === 0) return undefined;
  const { tenantId, subject, door } = principal;
  const finder: Principal = { tenantId, subject, door, rights: new Set(['read']) };
  const recordId = await recordsOfIdentifiers(context, finder, names);
  return recordId !== undefined && isWithin(wholeReach(principal, ['r']), recordId) ? recordId : undefined;
};

/** Whether a message names the patient of the study that is shown; not when it names nobody who is known here. */
export const isPatientOf = async (place: Place, message: CastMessage, studyInstanceUid: string): Promise<boolean> => {
  const patient = contextAt(message, 'patient')?.resource;
  const study = await studyAllowed(place, studyInstanceUid);
  const named = patient && (await namedRecord(place, patient));
  if (named === undefined || study === undefined) return false;
  const { context, principal } = place;
  return (await recordsOfContext(context, principal.tenantId, study.patient_record_id)).has(named);
};

/** The study to show of a patient that was opened elsewhere without a study: the newest that is here (as a link of a patient opens it). */
const studyOfPatient = async (place: Place, message: CastMessage): Promise<string | undefined> => {
  const patient = contextAt(message, 'patient')?.resource;
  const recordId = patient && (await namedRecord(place, patient));
  if (recordId === undefined) return undefined;
  const newest = await newestStudyOf(place.context, place.principal, recordId).catch((error: unknown) => {
    if (error instanceof Failure) return undefined;
    throw error;
  });
  return newest?.studyInstanceUid;
};

/** The study that somebody opened elsewhere, where it is here and may be seen; undefined: it cannot be followed. */
export const studyToOpen = async (place: Place, message: CastMessage): Promise<string | undefined> => {
  if (message.event['hub.event'] === 'Patient-open') return studyOfPatient(place, message);
  const study = contextAt(message, 'study')?.resource;
  const uid = study && (await namedStudy(place, study));
  const found = uid === undefined ? undefined : await studyAllowed(place, uid);
  if (found === undefined) return undefined;
  const patient = contextAt(message, 'patient')?.resource;
  return (await isOfSamePatient(place, patient, found.patient_record_id)) ? found.study_instance_uid : undefined;
};
