/** Tells subscribers and makes exports, behind the requests of the door: any number of processes, each subscriber by one at a time. */
import type { Root } from '@throughline/fhir';
import type { Principal } from '../../../features/access/index.ts';
import type { Context } from '../../../features/context.ts';
import { makeExportFile } from '../../../features/exports/index.ts';
import { noteSubscriptionEvents, tellSubscriber } from '../../../features/subscriptions/index.ts';
import { exportPages } from './export.ts';
import { composeNotification } from './subscriptions.ts';

const EVERY_MS = 1_000;

/** Notes what happened, for whoever wants to know; it reads for nobody in particular. */
const notingPrincipal = (tenantId: string): Principal => ({
  tenantId,
  subject: 'subscriptions',
  door: 'job',
  rights: new Set(['read']),
});

/** One turn; true when there is more to do at once. */
export const notifyOnce = async (context: Context, tenantId: string, at: Root): Promise<boolean> => {
  const more = await noteSubscriptionEvents(context, notingPrincipal(tenantId));
  const told = await tellSubscriber(context, tenantId, (notification) =>
    composeNotification({ context, principal: notification.principal, at }, notification),
  );
  const made = await makeExportFile(context, tenantId, exportPages(context, at));
  return more || told || made;
};

/** `at`: our own service root, as it is told to those who never asked us anything. */
export const startNotifier = (context: Context, at: Root): { stop(): Promise<void> } => {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const turn = async (): Promise<void> => {
    try {
      for (const tenantId of await context.db.tenants()) while (!stopped && (await notifyOnce(context, tenantId, at)));
    } catch (error) {
      if (!stopped) context.log.warn({ err: error }, 'subscribers could not be told and will be told later');
    }
    if (!stopped) timer = setTimeout(next, EVERY_MS);
  };
  const next = (): void => {
    running = turn();
  };
  // Nobody waits for the first turn, but the first clients after a restart would for what it takes.
  timer = setTimeout(next, EVERY_MS);
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
};
