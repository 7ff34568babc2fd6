/** What happens at the DICOM door, in the log: titles and addresses that were checked, never what a data set holds. */
import type { DimseEvent } from '@throughline/dimse';
import type { Logger } from 'pino';

type Told = readonly [level: 'debug' | 'info' | 'warn' | 'error', message: string, fields: Record<string, unknown>];

const tell = <P>(event: DimseEvent<P>): Told => {
  switch (event.type) {
    case 'connection-refused':
      return ['warn', 'connection refused', { address: event.remoteAddress, why: event.why }];
    case 'rejected': {
      const { remoteAddress: address, callingAeTitle, calledAeTitle, result, source, reason } = event;
      return ['warn', 'association rejected', { address, callingAeTitle, calledAeTitle, result, source, reason }];
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

export const logEvent = <P>(log: Logger, event: DimseEvent<P>): void => {
  const [level, message, fields] = tell(event);
  log[level](fields, message);
};
