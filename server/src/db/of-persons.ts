/**
 * What belongs to persons, as questions within questions: all that is known of them is asked in one round trip, and read while the
 * database is at work on the rest.
 */
import { type RawBuilder, sql } from 'kysely';
import { type Listed, listOf } from './any-of.ts';

type Question = RawBuilder<readonly string[]>;

/** The records that are theirs now. */
export const recordIdsOf = (personIds: readonly string[]): Question => sql`array(
  select patient_record_id from memberships where person_id = any(${listOf('uuid', personIds)}) and valid_to is null)`;

/** Our own identifiers of the studies that we hold of these records. */
export const heldStudyIds = (recordIds: Listed): Question =>
  sql`array(select id from studies where patient_record_id = any(${listOf('uuid', recordIds)}))`;

/** Study Instance UIDs that sources list of these records. */
export const listedStudyUids = (recordIds: Listed): Question =>
  sql`array(select distinct study_instance_uid from holdings where patient_record_id = any(${listOf('uuid', recordIds)}))`;

/** Those that sources list, and those that we hold. */
export const knownStudyUids = (recordIds: Listed): Question => sql`array(
  select study_instance_uid from holdings where patient_record_id = any(${listOf('uuid', recordIds)})
  union select study_instance_uid from studies where patient_record_id = any(${listOf('uuid', recordIds)}))`;
