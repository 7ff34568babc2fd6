/** Recovery at start and its sequel while the hub runs; one of several hubs doing it twice does no harm. */
import type { Context } from '../context.ts';
import { findMissingBlobs, sweepOrphans } from './sweep.ts';

const EVERY_MS = 3_600_000;

const once = async (context: Context, signal: AbortSignal): Promise<void> => {
  try {
    await sweepOrphans(context);
    for (const tenantId of await context.db.tenants()) {
      const report = await findMissingBlobs(context, tenantId, signal);
      context.log[report.missing > 0 ? 'error' : 'info']({ tenantId, ...report }, 'bytes of every instance looked for');
    }
  } catch (error) {
    context.log.error({ err: error }, 'recovery failed and is tried again in an hour');
  }
};

export const startMaintenance = (context: Context): { close(): Promise<void> } => {
  const closing = new AbortController();
  let running = once(context, closing.signal);
  const timer = setInterval(() => {
    running = running.then(() => once(context, closing.signal));
  }, EVERY_MS);
  return {
    close: async () => {
      clearInterval(timer);
      closing.abort();
      await running;
    },
  };
};
