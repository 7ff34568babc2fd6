/** All that a change of who is whom could alter of patient records, in one text: what is undone exactly is as it was. */
import { openReviews } from '../src/db/index.ts';
import { type TestContext, testPrincipal } from './context.ts';

export const stateOfRecords = ({ db }: TestContext, recordIds: readonly string[]): Promise<string> =>
  db.tenant(testPrincipal().tenantId, async (trx) => {
    const ids = [...recordIds];
    const members = trx
      .selectFrom('memberships')
      .select(['patient_record_id', 'person_id', 'method', 'score', 'evidence', 'decided_by', 'made_at'])
      .where('patient_record_id', 'in', ids)
      .where('valid_to', 'is', null)
      .orderBy('patient_record_id');
    const records = trx.selectFrom('patient_records').selectAll().where('id', 'in', ids).orderBy('id');
    const studies = trx.selectFrom('studies').selectAll().where('patient_record_id', 'in', ids).orderBy('id');
    return JSON.stringify([
      await members.execute(),
      await records.execute(),
      await studies.execute(),
      await openReviews(trx, recordIds),
    ]);
  });
