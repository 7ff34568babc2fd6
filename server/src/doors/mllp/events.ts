/** What happens at the MLLP door, in the log and the audit: addresses and reasons, never a byte of a message. */
import type { MllpEvent } from '@throughline/hl7';
import { raiseSecurityAlert } from '../../features/audit/index.ts';
import type { Context } from '../../features/context.ts';

export const noteEvent = (context: Context, event: MllpEvent): void => {
  const { address } = event;
  if (event.type === 'error') {
    context.log.error({ address, err: event.error }, 'a message could not be answered; its connection was closed');
    return;
  }
  const reason = event.type === 'refused' ? `connection refused: ${event.why}` : `MLLP broken: ${event.fault}`;
  context.log.warn({ address, reason }, 'MLLP');
  raiseSecurityAlert(context, { door: 'mllp', address, subject: undefined, reason }).catch((error: unknown) =>
    context.log.error({ err: error }, 'a security alert was not recorded'),
  );
};
