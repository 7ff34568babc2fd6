/** Changes that others act upon, written with the change itself. */
import type { Trx } from './database.ts';

export type OutboxTopic = 'instance.stored' | 'gathering.requested' | 'person.changed';

export const appendOutbox = async (trx: Trx, tenantId: string, topic: OutboxTopic, payload: unknown): Promise<void> => {
  await trx
    .insertInto('outbox')
    .values({ tenant_id: tenantId, topic, payload: JSON.stringify(payload) })
    .execute();
};
