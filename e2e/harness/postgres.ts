import { openCluster } from '../../server/src/db/cluster.ts';

/** A PostgreSQL server that is not the hub's own: what DATABASE_URL names in an installation. */
export const startPostgres = async (folder: string): Promise<{ readonly url: string; close(): Promise<void> }> => {
  const cluster = await openCluster(folder);
  return { url: cluster.url, close: () => cluster.stop() };
};
