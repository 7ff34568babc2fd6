import type { Channel, IncomingRequest } from './channel.ts';
import type { Command } from './command.ts';
import type { AssociationInfo, DimseHandlers } from './handlers.ts';
import type { Associate } from './scu-association.ts';

/** Everything a service needs to answer one request. */
export interface ServiceCall<P> {
  readonly association: AssociationInfo<P>;
  readonly handlers: DimseHandlers<P>;
  readonly channel: Channel;
  readonly request: IncomingRequest;
  /** Fires on C-CANCEL and when the association ends. */
  readonly signal: AbortSignal;
  /** Reports an error that no handler foresaw. */
  readonly fault: (error: unknown) => void;
  /** Between pending responses of a retrieval while nothing else of it is sent. */
  readonly progressMs: number;
  /** Opens the sub-association of a C-MOVE. */
  readonly associate: Associate;
}

/** The last response to a request; a service sends those before it by itself. */
export interface FinalResponse {
  readonly command: Command;
  readonly identifier?: Uint8Array;
}

export type Service = <P>(call: ServiceCall<P>) => Promise<FinalResponse>;
