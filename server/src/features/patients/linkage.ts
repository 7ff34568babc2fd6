/** What the linkage knows of a tenant's population: how many records there are. Looked at now and then, not each time. */
import type { Population } from '@throughline/identity';
import { aboutHowManyRecords, nameFrequencies, type Trx } from '../../db/index.ts';

export type Linkage = Population;

const FRESH_MS = 60_000;
const known = new Map<string, { readonly linkage: Linkage; readonly until: number }>();

export const linkageOf = async (trx: Trx, tenantId: string): Promise<Linkage> => {
  const now = performance.now();
  const cached = known.get(tenantId);
  if (cached && cached.until > now) return cached.linkage;
  const [records, frequencies] = [await aboutHowManyRecords(trx), await nameFrequencies(trx)];
  const linkage = { records, ...frequencies };
  known.set(tenantId, { linkage, until: now + FRESH_MS });
  return linkage;
};
