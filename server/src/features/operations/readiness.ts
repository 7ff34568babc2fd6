import type { Context } from '../context.ts';

export interface Readiness {
  readonly ready: boolean;
  readonly database: 'ok' | 'failed';
  readonly storage: 'ok' | 'low' | 'full' | 'failed';
}

/** Whether this process can do its work now: the database answers and the storage takes new bytes. */
export const checkReadiness = async (context: Context): Promise<Readiness> => {
  const database = await context.db.tenants().then(
    () => 'ok' as const,
    () => 'failed' as const,
  );
  const storage = await context.objects.health().then(
    ({ state }) => state,
    () => 'failed' as const,
  );
  return { ready: database === 'ok' && (storage === 'ok' || storage === 'low'), database, storage };
};
