/** What is open now, for who may know (FHIRcast STU3 2.9). */
import { currentOf, mayCast, toCurrentContext } from '@throughline/fhir';
import { newId } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import type { Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { isOf } from './records.ts';
import { checkTopic } from './topics.ts';

export const currentContext = ({ db, clock }: Context, principal: Principal, topic: string) =>
  db.tenant(principal.tenantId, async (trx) => {
    const { contexts } = await checkTopic(trx, principal, topic, clock());
    const current = currentOf(contexts, ({ message }) =>
      mayCast(principal.cast ?? [], message.event['hub.event'], 'read'),
    );
    if (current !== undefined) {
      // Whoever is bound to one patient is not told of another; nor that nothing is open.
      if (!isOf(principal.records, current.records)) fail('forbidden', 'What is open is of another patient.');
      const [patientRecordId] = current.records;
      const patient = patientRecordId === undefined ? {} : { patientRecordId };
      const detail = { fhircast: 'current context' };
      await recordAudit(trx, principal, { event: 'patientRecord', action: 'R', ...patient, detail });
    }
    return toCurrentContext(current, newId());
  });
