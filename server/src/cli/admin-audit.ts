/** `throughline admin audit`: is the audit trail still what was written? */
import { parseArgs } from 'node:util';
import { verifyAuditChain } from '../features/audit/index.ts';
import type { Actions } from './admin-arguments.ts';
import { print, UsageError } from './command.ts';
import { withHub } from './context.ts';

export const auditHelp = `       throughline admin audit [--head NUMBER:DIGEST]

Reads the audit trail again along its chain of digests and says how far it holds. It ends with 1 when an event was changed, added,
removed or put elsewhere. A trail whose end was cut off still holds as far as it goes: give the last head that the hub's log (or an
earlier run of this command) told, as you keep it elsewhere, and it has to be there.`;

const isHead = (text: string): boolean => /^[1-9]\d{0,9}:[0-9a-f]{64}$/.test(text);

const verify = async (args: readonly string[]): Promise<number> => {
  const { values } = parseArgs({ args: [...args], options: { head: { type: 'string' } } });
  const { head } = values;
  if (head !== undefined && !isHead(head))
    throw new UsageError('--head is a number, a colon and 64 hexadecimal digits.');
  const report = await withHub((context, principal) => verifyAuditChain(context, principal, head));
  print(report);
  return report.broken === undefined && report.beside === 0 && report.known !== false ? 0 : 1;
};

export const auditActions: Actions = { audit: verify };
