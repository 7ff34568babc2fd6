/** Which patients are told of at the level of patients. */
import { type RawBuilder, sql } from 'kysely';
import { type Condition, isStudyServed } from '../../db/index.ts';
import type { Reach } from '../access/index.ts';
import { hasSeriesOf } from './conditions.ts';

const isPermitted = ({ records, modalities, withheld }: Reach): readonly Condition[] => [
  ...(records === undefined ? [] : [sql<boolean>`st.patient_record_id = any(${[...records]}::uuid[])`]),
  ...(withheld === undefined ? [] : [sql<boolean>`st.patient_record_id <> all(${[...withheld]}::uuid[])`]),
  ...(modalities === undefined ? [] : [hasSeriesOf([...modalities])]),
];

/**
 * A patient whose studies are all rejected, hidden or not for the asker is not told of; one of whom nothing is here is one that another
 * source told of. `records`: the ids of the records whose studies are the patient's.
 */
export const hasShownStudy = (records: RawBuilder<unknown>, reach: Reach | undefined): Condition => {
  const shown = sql.join([isStudyServed('st'), ...(reach === undefined ? [] : isPermitted(reach))], sql` and `);
  // One value: as conditions of their own, the database would read all studies there are.
  return sql<boolean>`coalesce((select bool_or(${shown}) from studies st
    where st.tenant_id = p.tenant_id and st.patient_record_id = any(${records})), true)`;
};
