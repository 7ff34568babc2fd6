/** Subscriptions as resources that are read and searched. */
import { type Search, topicUrl, toSubscription } from '@throughline/fhir';
import { findSubscriptions, readSubscription } from '../../../features/subscriptions/index.ts';
import type { Asking, Kind } from './kind.ts';

type Row = Awaited<ReturnType<typeof readSubscription>>;

const modelOf = (row: Row) => ({
  id: row.id,
  topic: row.topic,
  status: row.status,
  reason: row.reason,
  patientRecordId: row.patient_record_id,
  filters: row.filters,
  endpoint: row.endpoint,
  content: row.content,
  heartbeatSeconds: row.heartbeat_seconds,
  endsAt: row.ends_at,
  error: row.error_code,
  updatedAt: row.updated_at,
});

/** The list of one page, filtered by what it says: few for each subscriber. */
const mostListed = 1000;

const matching = async ({ context, principal, at }: Asking, { criteria }: Pick<Search, 'criteria'>) => {
  const rows = await findSubscriptions(context, principal, { limit: mostListed });
  const texts: Readonly<Record<string, (row: Row) => string>> = {
    _id: ({ id }) => id,
    status: ({ status }) => status,
    criteria: ({ topic }) => topicUrl(topic, at),
  };
  return rows.filter((row) =>
    criteria.every((criterion) => {
      const text = texts[criterion.name]?.(row);
      if (criterion.kind === 'token') return criterion.values.some(({ code }) => code === text);
      return criterion.kind === 'string' && criterion.values.some((value) => text === value);
    }),
  );
};

export const subscriptions: Kind = {
  read: async ({ context, principal, at }, id) =>
    toSubscription(modelOf(await readSubscription(context, principal, id)), at),
  search: async (asking, search, { limit, after }) => {
    const all = (await matching(asking, search)).filter(({ id }) => after === undefined || id > after);
    const page = all.slice(0, limit);
    return {
      resources: page.map((row) => toSubscription(modelOf(row), asking.at)),
      next: all.length > limit ? page.at(-1)?.id : undefined,
    };
  },
  count: async (asking, search) => (await matching(asking, search)).length,
};
