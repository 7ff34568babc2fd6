/** What commands that work on the hub's data share: its settings, its database and blobs, and who is asking. */
import { userInfo } from 'node:os';
import { readConfig } from '../config.ts';
import { DEFAULT_TENANT_ID } from '../db/index.ts';
import { type Principal, rights } from '../features/access/index.ts';
import { type OpenContext, openContext } from '../main.ts';

/** Whoever may run commands beside the data may do what the data allow. */
const localPrincipal = (): Principal => ({
  tenantId: DEFAULT_TENANT_ID,
  subject: userInfo().username,
  door: 'cli',
  rights: new Set(rights),
});

export const withHub = async <T>(work: (context: OpenContext, principal: Principal) => Promise<T>): Promise<T> => {
  // Logs would mix with the results on standard output.
  const context = await openContext({ ...readConfig(process.env), logLevel: 'silent' }, 'cli');
  try {
    return await work(context, localPrincipal());
  } finally {
    await context.close();
  }
};
