export { DimseError, type DimseErrorDetails, type DimseErrorKind, failure, type Rejection } from './errors.ts';
export {
  type AssociationAnswer,
  type AssociationInfo,
  type AssociationRequest,
  type DimseEvent,
  type DimseHandlers,
  type MoveOriginator,
  type MoveRequest,
  type MoveRetrieval,
  type MoveTarget,
  type OutgoingInstance,
  type QueryRequest,
  Reject,
  type Retrieval,
  type StatusAnswer,
  type StoreRequest,
} from './handlers.ts';
export type { IncomingData } from './incoming-data.ts';
export { DEFAULT_LIMITS, DEFAULT_TIMEOUTS, type DimseLimits, type DimseTimeouts } from './limits.ts';
export { type AcceptedContext, type ContextOffer, isAeTitle } from './negotiate.ts';
export type { NormalizedAnswer, NormalizedMessage, NormalizedOperation, NormalizedRequest } from './normalized.ts';
export type { NormalizedOutcome } from './normalized-scu.ts';
export type { ExtendedNegotiation, UserIdentity } from './pdu.ts';
export type { FindOperation } from './query-scu.ts';
export type { GetOperation, IncomingInstance, MoveOperation, SubOperations } from './retrieve-scu.ts';
export {
  createDimseServer,
  DEFAULT_SERVER_LIMITS,
  type DimseServer,
  type DimseServerOptions,
  type ServerLimits,
} from './scp-transport.ts';
export type { Associate, Association, ConnectOptions, StoreOperation, StoreOutcome } from './scu-association.ts';
export { connect } from './scu-transport.ts';
export { Status, type StatusCategory, statusCategory } from './status.ts';
export { type PeerCertificate, type ServerTls, TLS_PROFILE, type TlsMaterial } from './tls.ts';
