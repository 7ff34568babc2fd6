/** The modality worklist (PS3.4 K): steps still to be done, by the keys that a modality asks with. */
import { type MatchKey, type Tag, tags, tagToHex } from '@throughline/dicom';
import { sql } from 'kysely';
import {
  type Condition,
  findScheduledSteps as findRows,
  type ScheduledStepRow,
  tellOfPlanned,
} from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type Attribute, combinedConditions, conditionOf } from '../query/index.ts';

const kept = (tag: Tag, column: string, match: Attribute['match']): Attribute => ({
  tag,
  level: 'study',
  column: sql.ref(`s.${column}`),
  match,
});

const named = (tag: Tag, column: string): Attribute => ({
  ...kept(tag, column, 'groups'),
  key: sql`folded_name(${sql.ref(`s.${column}`)})`,
});

/** The keys of PS3.4 Table K.6-1 that are matched. */
const keys = new Map(
  [
    kept(tags.ScheduledStationAETitle, 'station_ae_title', 'text'),
    kept(tags.ScheduledStationName, 'station_name', 'text'),
    kept(tags.ScheduledProcedureStepLocation, 'location', 'text'),
    kept(tags.Modality, 'modality', 'text'),
    kept(tags.ScheduledProcedureStepStartDate, 'start_date', 'date'),
    kept(tags.ScheduledProcedureStepStartTime, 'start_time', 'time'),
    named(tags.ScheduledPerformingPhysicianName, 'performing_physician'),
    kept(tags.ScheduledProcedureStepID, 'scheduled_step_id', 'text'),
    kept(tags.ScheduledProcedureStepStatus, 'status', 'text'),
    // Of Requested Procedure Code Sequence, in which alone a worklist has codes to match.
    kept(tags.CodeValue, 'procedure_code', 'text'),
    kept(tags.CodingSchemeDesignator, 'procedure_code_scheme', 'text'),
    kept(tags.RequestedProcedureID, 'requested_procedure_id', 'text'),
    kept(tags.StudyInstanceUID, 'study_instance_uid', 'uid'),
    kept(tags.AccessionNumber, 'accession_number', 'text'),
    named(tags.ReferringPhysicianName, 'referring_physician'),
    named(tags.PatientName, 'patient_name'),
    kept(tags.PatientID, 'patient_id', 'text'),
    kept(tags.IssuerOfPatientID, 'patient_issuer', 'text'),
    kept(tags.PatientBirthDate, 'birth_date', 'date'),
    kept(tags.PatientSex, 'sex', 'text'),
  ].map((attribute) => [attribute.tag, attribute]),
);

/** A range of days with one of times is one period, which nobody has to agree on here (PS3.4 Table K.6-1). */
const conditionsOf = (asked: readonly MatchKey[]): readonly Condition[] => {
  const combined = combinedConditions(keys, asked);
  const single = asked.flatMap((key) => {
    const attribute = keys.get(key.tag);
    if (attribute === undefined || combined.keys.has(key)) return [];
    return conditionOf(attribute, key, false) ?? [];
  });
  return [...combined.conditions, ...single];
};

export interface WorklistQuery {
  readonly keys: readonly MatchKey[];
  readonly limit: number;
  readonly offset: number;
}

/** A modality asks for its list every few minutes: persons who were gathered within this time are left alone. */
const GATHERED_MS = 3_600_000;

/** Its answers are exams about to begin: the priors of their patients are gathered, if that was not done of late. */
export const findScheduledSteps = async (
  { db, clock }: Context,
  principal: Principal,
  query: WorklistQuery,
): Promise<readonly ScheduledStepRow[]> => {
  authorise(principal, 'read');
  const conditions = conditionsOf(query.keys);
  return db.tenant(principal.tenantId, async (trx) => {
    const rows = await findRows(trx, conditions, query.limit, query.offset);
    const asked = query.keys.filter((key) => key.match !== 'any').map((key) => tagToHex(key.tag));
    await recordAudit(trx, principal, { event: 'query', action: 'E', detail: { worklist: asked, found: rows.length } });
    const since = new Date(clock().getTime() - GATHERED_MS);
    const patients = rows.map((row) => ({ issuer: row.patient_issuer, patient_id: row.patient_id }));
    await tellOfPlanned(trx, principal.tenantId, patients, since);
    return rows;
  });
};
