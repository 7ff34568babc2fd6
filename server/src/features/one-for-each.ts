/** What a process keeps of a kind for each tenant, e.g. who commits together. */
import type { Context } from './context.ts';

/** One of a kind for each database and tenant, for as long as the database is open. */
export const oneForEach = <T>(make: (context: Context, tenantId: string) => T) => {
  const all = new WeakMap<Context['db'], Map<string, T>>();
  return (context: Context, tenantId: string): T => {
    const ofDatabase = all.get(context.db) ?? new Map<string, T>();
    all.set(context.db, ofDatabase);
    const one = ofDatabase.get(tenantId) ?? make(context, tenantId);
    ofDatabase.set(tenantId, one);
    return one;
  };
};
