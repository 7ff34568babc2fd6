import { readVocabularies } from '@throughline/terminology';
import { DEFAULT_TENANT_ID } from '../../features/access/index.ts';
import { takeLicensedFiles } from '../../features/concepts/index.ts';
import type { Context } from '../../features/context.ts';
import { closeWorkers, warm } from '../../features/retrieve/index.ts';
import { listening } from '../../listening.ts';
import { buildApp } from './app.ts';
import { startNotifier } from './fhir/notifier.ts';

const connections = 1000;
/** A quarter of a second of work that only readings need: not while the first clients come back after a restart. */
const VOCABULARIES_AFTER_MS = 3000;

export const startHttp = async (context: Context): Promise<{ readonly address: string; close(): Promise<void> }> => {
  await takeLicensedFiles(context);
  const app = await buildApp(context);
  app.server.maxConnections = connections;
  await warm(context, DEFAULT_TENANT_ID);
  const { host, port } = context.config.http;
  const address = await listening('THROUGHLINE_HTTP_PORT', { host, port }, app.listen({ host, port }));
  // Ready first; the first reader of the day need not wait for it either.
  const vocabularies = setTimeout(readVocabularies, VOCABULARIES_AFTER_MS).unref();
  const own = context.config.http.publicUrl ?? address;
  const notifier = startNotifier(context, { root: `${own.replace(/\/$/, '')}/fhir` });
  const close = async (): Promise<void> => {
    clearTimeout(vocabularies);
    await notifier.stop();
    app.server.closeAllConnections();
    await app.close();
    await closeWorkers();
  };
  return { address, close };
};
