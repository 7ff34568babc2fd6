/** Which study a link means (IHE IID, RAD-106): a study UID, an accession number, or the newest study of a patient. */
import { isUid } from '@throughline/dicom';
import { findStudy, membersOf, recordsByIdentifier, studiesOfAccession } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { isWithin, type Principal, wholeReach } from '../access/index.ts';
import type { Context } from '../context.ts';
import type { KnownStudy } from '../history/index.ts';
import { readPerson } from '../priors/index.ts';

export type LaunchInput =
  | { readonly studyInstanceUid: string }
  /** Without an issuer: the one study that has the number, whoever gave it. */
  | { readonly accessionNumber: string; readonly issuer?: string | undefined }
  | { readonly patientId: string; readonly issuer?: string | undefined };

interface Launched {
  readonly studyInstanceUid: string;
}

const ofAccession = async (
  context: Context,
  principal: Principal,
  { accessionNumber, issuer }: { readonly accessionNumber: string; readonly issuer?: string | undefined },
): Promise<Launched> => {
  const allowed = wholeReach(principal, ['s']);
  const found = await context.db.tenant(principal.tenantId, (trx) => studiesOfAccession(trx, accessionNumber, issuer));
  const [study, another] = found.filter((each) => isWithin(allowed, each.patient_record_id));
  if (study === undefined) fail('not-found', 'No study has this accession number of this issuer.');
  if (another !== undefined) fail('conflict', 'Several studies have this accession number: open one by its study UID.');
  return { studyInstanceUid: study.study_instance_uid };
};

/** The study to open of a patient: the newest that we hold, of all sources' records of the person. */
export const newestStudyOf = async (
  context: Context,
  principal: Principal,
  patientRecordId: string,
): Promise<Launched> => {
  const allowed = wholeReach(principal, ['s']);
  if (!isWithin(allowed, patientRecordId)) fail('not-found');
  const picture = await context.db.tenant(principal.tenantId, (trx) =>
    readPerson(trx, principal, patientRecordId, context.clock()),
  );
  const held = picture.studies.filter(({ local }) => local !== null);
  const whenOf = (study: KnownStudy): string => `${study.date ?? ''} ${study.time ?? ''}`;
  const [newest] = held.toSorted((a, b) => whenOf(b).localeCompare(whenOf(a)));
  if (newest === undefined) fail('not-found', 'No images of this patient are here.');
  return { studyInstanceUid: newest.studyInstanceUid };
};

const ofPatient = async (
  context: Context,
  principal: Principal,
  { patientId, issuer }: { readonly patientId: string; readonly issuer?: string | undefined },
): Promise<Launched> => {
  const allowed = wholeReach(principal, ['s']);
  const named = await context.db.tenant(principal.tenantId, (trx) =>
    recordsByIdentifier(trx, [{ issuer, id: patientId }]),
  );
  const records = named.filter(({ id }) => isWithin(allowed, id));
  const [record] = records;
  if (record === undefined) return fail('not-found', 'No patient has this identifier.');
  const members = await context.db.tenant(principal.tenantId, (trx) =>
    membersOf(
      trx,
      records.map(({ id }) => id),
    ),
  );
  if (new Set(members.map((member) => member.person_id)).size > 1)
    return fail('conflict', 'Several patients have this identifier: name its issuer.');
  return newestStudyOf(context, principal, record.id);
};

export const launch = async (context: Context, principal: Principal, input: LaunchInput): Promise<Launched> => {
  wholeReach(principal, ['s']);
  if ('accessionNumber' in input) return ofAccession(context, principal, input);
  if ('patientId' in input) return ofPatient(context, principal, input);
  if (!isUid(input.studyInstanceUid)) fail('bad-request', 'The study UID is not a UID.');
  return { studyInstanceUid: input.studyInstanceUid };
};

/** Whether there is anything of a study here: asked before somebody is sent to its page. */
export const isHere = ({ db }: Context, tenantId: string, studyInstanceUid: string): Promise<boolean> =>
  db.tenant(tenantId, async (trx) => (await findStudy(trx, studyInstanceUid)) !== undefined);
