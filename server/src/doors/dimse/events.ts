/** What happens at the DICOM door, in the log: titles and addresses that were checked, never what a data set holds. */
import { DimseError, type DimseEvent } from '@throughline/dimse';
import { raiseSecurityAlert } from '../../features/audit/index.ts';
import type { Context } from '../../features/context.ts';

type Told = readonly [level: 'debug' | 'info' | 'warn' | 'error', message: string, fields: Record<string, unknown>];

const tell = <P>(event: DimseEvent<P>): Told => {
  switch (event.type) {
    case 'connection-refused':
      return ['warn', 'connection refused', { address: event.remoteAddress, why: event.why, err: event.error }];
    case 'rejected': {
      const { remoteAddress: address, callingAeTitle, calledAeTitle, result, source, reason, why } = event;
      return ['warn', 'association rejected', { address, callingAeTitle, calledAeTitle, result, source, reason, why }];
    }
    case 'associated': {
      const { id, callingAeTitle } = event.association;
      return ['debug', 'association', { association: id, callingAeTitle }];
    }
    case 'ended': {
      const fields = { association: event.association?.id, address: event.remoteAddress, err: event.error };
      return event.error ? ['info', 'association ended', fields] : ['debug', 'association released', fields];
    }
    case 'fault':
      return ['error', 'a request failed', { association: event.association?.id, err: event.error }];
  }
};

const alertOf = <P>(event: DimseEvent<P>) => {
  if (event.type === 'rejected')
    return {
      subject: event.callingAeTitle,
      reason: `association rejected ${event.result}.${event.source}.${event.reason}`,
    };
  if (event.type === 'connection-refused') return { subject: undefined, reason: `connection refused: ${event.why}` };
  if (event.type !== 'ended' || !(event.error instanceof DimseError)) return undefined;
  return event.error.kind === 'protocol' ? { subject: undefined, reason: 'protocol broken' } : undefined;
};

/** What was turned away or cut off goes to the audit too; an audit that cannot be written is told in the log. */
export const noteEvent = <P>(context: Context, event: DimseEvent<P>): void => {
  const [level, message, fields] = tell(event);
  context.log[level](fields, message);
  const alert = alertOf(event);
  if (!alert || !('remoteAddress' in event)) return;
  raiseSecurityAlert(context, { door: 'dimse', address: event.remoteAddress, ...alert }).catch((error: unknown) =>
    context.log.error({ err: error }, 'a security alert was not recorded'),
  );
};
