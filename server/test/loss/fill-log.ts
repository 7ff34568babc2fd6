import pg from 'pg';
import { openCluster } from '../../src/db/cluster.ts';

/** Writes to the log alone until there is no room: the server gives up, and cannot come back. */
export const fillLog = async (home: string): Promise<void> => {
  const { url } = await openCluster(home);
  for (let full = false, tries = 0; !full && tries < 20; tries += 1) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    full = await client
      .connect()
      .then(() => client.query("select pg_logical_emit_message(true, 'filler', repeat(md5(random()::text), 250000))"))
      .then(
        () => false,
        () => true,
      );
    await client.end().catch(() => undefined);
    if (tries === 19) throw new Error('The log did not run full.');
  }
};
