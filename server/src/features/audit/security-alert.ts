/** Who was turned away, in the audit (PS3.15 A.5.3.11): once a minute for each address and reason, so that a flood fills nothing. */
import { DEFAULT_TENANT_ID } from '../../db/index.ts';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { recordAudit } from './record-audit.ts';

export interface SecurityAlert {
  readonly door: Principal['door'];
  readonly address: string;
  /** as the peer calls itself, once it is known to be safe to write down */
  readonly subject: string | undefined;
  readonly reason: string;
}

const QUIET_MS = 60_000;
const MOST_REMEMBERED = 10_000;

const told = new Map<string, number>();

const isNews = (key: string, now: number): boolean => {
  const last = told.get(key);
  if (last !== undefined && now - last < QUIET_MS) return false;
  told.delete(key);
  told.set(key, now);
  if (told.size > MOST_REMEMBERED) told.delete(told.keys().next().value ?? '');
  return true;
};

export const raiseSecurityAlert = async (context: Context, alert: SecurityAlert): Promise<void> => {
  if (!isNews(`${alert.door} ${alert.address} ${alert.reason}`, context.clock().getTime())) return;
  const principal: Principal = {
    tenantId: DEFAULT_TENANT_ID,
    subject: alert.subject ?? 'unknown',
    door: alert.door,
    address: alert.address,
    rights: new Set(),
  };
  const detail = { reason: alert.reason };
  await context.db.tenant(principal.tenantId, (trx) =>
    recordAudit(trx, principal, { event: 'securityAlert', action: 'E', outcome: 'serious', detail }),
  );
};
