/** What is open now, for who may know (FHIRcast STU3 2.9). */
import { currentOf, mayCast, toCurrentContext } from '@throughline/fhir';
import { findCastTopic, newId } from '../../db/index.ts';
import type { Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { isOf } from './records.ts';
import { checkTopic } from './topics.ts';

export const currentContext = ({ db }: Context, principal: Principal, topic: string) =>
  db.tenant(principal.tenantId, async (trx) => {
    await checkTopic(trx, principal, topic);
    const known = await findCastTopic(trx, topic);
    const current = currentOf(known?.contexts ?? {}, ({ message }) =>
      mayCast(principal.cast ?? [], message.event['hub.event'], 'read'),
    );
    // Whoever is bound to one patient is not told of another, nor that there is nobody else.
    const shown = current !== undefined && isOf(principal.records, current.records) ? current : undefined;
    if (shown !== undefined) {
      const [patientRecordId] = shown.records;
      const patient = patientRecordId === undefined ? {} : { patientRecordId };
      const detail = { fhircast: 'current context' };
      await recordAudit(trx, principal, { event: 'patientRecord', action: 'R', ...patient, detail });
    }
    return toCurrentContext(shown, newId());
  });
