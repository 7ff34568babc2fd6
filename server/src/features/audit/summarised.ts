/** Accesses that a viewer or a page repeats: one row a minute for each user, door and study (PS3.15 A.5: similar events may be summarised). */
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { auditAlone } from './query-audit.ts';
import type { AuditEvent } from './record-audit.ts';

const windowMs = 60_000;
const mostRemembered = 10_000;

interface Access {
  readonly at: number;
  /** Settles when it is written down: who comes meanwhile waits for the same row. */
  readonly written: Promise<void>;
}

const recent = new Map<string, Access>();

const remember = (key: string, access: Access): void => {
  recent.delete(key);
  recent.set(key, access);
  access.written.catch(() => recent.delete(key));
  if (recent.size > mostRemembered) for (const oldest of recent.keys().take(1)) recent.delete(oldest);
};

/** Settles when it, or the same access of less than a minute ago, is durable: a hundred frames of a study are one access, not a hundred. */
export const auditSummarised = (
  context: Context,
  principal: Principal,
  event: AuditEvent & { readonly patientRecordId: string },
): Promise<void> => {
  const now = context.clock().getTime();
  const { tenantId, door, subject, address, emergency } = principal;
  const { patientRecordId, studyInstanceUid, outcome = 'success' } = event;
  const inEmergency = emergency?.has(patientRecordId) === true;
  const what = [event.event, event.action, outcome, patientRecordId, studyInstanceUid];
  const key = [tenantId, door, subject, address, inEmergency, ...what].join(' ');
  const last = recent.get(key);
  if (last !== undefined && now - last.at < windowMs) return last.written;
  const written = auditAlone(context, principal, event);
  remember(key, { at: now, written });
  return written;
};
