import type { Dataset } from '@throughline/dicom';
import type { IncomingData } from './incoming-data.ts';
import type { AcceptedContext, ContextOffer } from './negotiate.ts';
import type { NormalizedAnswer, NormalizedRequest } from './normalized.ts';
import type { AssociateRq, ExtendedNegotiation, UserIdentity } from './pdu.ts';
import type { PeerCertificate, TlsMaterial } from './tls.ts';

/** What a peer asks for when it opens an association. AE titles are valid and safe to log; nothing else is checked. */
export interface AssociationRequest {
  readonly callingAeTitle: string;
  readonly calledAeTitle: string;
  readonly remoteAddress: string;
  /** What the peer proved to be by TLS; absent on a plain connection, or when it gave no certificate of a known authority. */
  readonly certificate: PeerCertificate | undefined;
  readonly contexts: AssociateRq['contexts'];
  /** Secrets: never log. */
  readonly userIdentity: UserIdentity | undefined;
  readonly extended: AssociateRq['user']['extended'];
  readonly commonExtended: AssociateRq['user']['commonExtended'];
  readonly implementationClassUid: string;
  readonly implementationVersionName: string | undefined;
}

/** Reasons of A-ASSOCIATE-RJ that an application gives (PS3.8 Table 9-21). */
export const Reject = {
  NoReason: { result: 1, source: 1, reason: 1 },
  ApplicationContextNotSupported: { result: 1, source: 1, reason: 2 },
  CallingAeTitleNotRecognized: { result: 1, source: 1, reason: 3 },
  CalledAeTitleNotRecognized: { result: 1, source: 1, reason: 7 },
  ProtocolVersionNotSupported: { result: 1, source: 2, reason: 2 },
  TemporaryCongestion: { result: 2, source: 3, reason: 1 },
  LocalLimitExceeded: { result: 2, source: 3, reason: 2 },
} as const;

/** The answer to an association request. `principal` is the application's own and comes back with every request. */
export type AssociationAnswer<P> =
  | {
      readonly accept: true;
      readonly contexts: readonly ContextOffer[];
      readonly principal: P;
      /** SOP class extended negotiation to answer with. */
      readonly extended?: readonly ExtendedNegotiation[];
      /** Server response to a user identity that asked for one (PS3.7 D.3.3.7.2). */
      readonly userIdentityResponse?: Uint8Array;
    }
  | {
      readonly accept: false;
      readonly result: number;
      readonly source: number;
      readonly reason: number;
      /** For the event only: the peer is told no more than the codes say. */
      readonly why?: string;
    };

export interface AssociationInfo<P> {
  readonly id: string;
  readonly callingAeTitle: string;
  readonly calledAeTitle: string;
  readonly remoteAddress: string;
  readonly contexts: readonly AcceptedContext[];
  /** SOP class extended negotiation as it was answered. */
  readonly extended: readonly ExtendedNegotiation[];
  readonly implementationClassUid: string;
  readonly implementationVersionName: string | undefined;
  readonly principal: P;
}

/** Who began the C-MOVE that a C-STORE belongs to. */
export interface MoveOriginator {
  readonly aeTitle: string;
  readonly messageId: number;
}

export interface StoreRequest {
  readonly sopClassUid: string;
  /** Digits and dots, at most 64. */
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly moveOriginator: MoveOriginator | undefined;
}

export interface StatusAnswer {
  readonly status: number;
  /** At most 64 characters reach the peer; no patient data. */
  readonly comment?: string;
}

export interface QueryRequest {
  readonly sopClassUid: string;
  readonly identifier: Dataset;
  readonly messageId: number;
  readonly priority: number;
}

export interface MoveRequest extends QueryRequest {
  /** AE title, valid and safe to log; that it is known is for the handler to check. */
  readonly destination: string;
}

/** One object to send as a sub-operation. */
export interface OutgoingInstance {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  /** Other transfer syntaxes that `open` can deliver, in order of preference. */
  readonly alternatives?: readonly string[];
  /**
   * The data set (without file meta information) in the given transfer syntax. `signal` fires on C-CANCEL and when the association
   * ends: making it may stop, with the reason of the signal, until the first bytes are given. What has begun to leave is given whole.
   */
  open(transferSyntaxUid: string, signal: AbortSignal): AsyncIterable<Uint8Array>;
}

/** What a C-GET or C-MOVE comes to. */
export interface Retrieval {
  /** How many sub-operations there will be: known before the first (PS3.7 9.1.3.1.6). */
  readonly count: number;
  readonly instances: Iterable<OutgoingInstance> | AsyncIterable<OutgoingInstance>;
}

/** Where a C-MOVE sends to. */
export interface MoveTarget {
  readonly host: string;
  readonly port: number;
  readonly aeTitle: string;
  /** What to propose there: at most 128. */
  readonly contexts: readonly ContextOffer[];
  readonly tls?: TlsMaterial;
}

export interface MoveRetrieval extends Retrieval {
  readonly target: MoveTarget;
}

/**
 * The services of an SCP. A handler answers with a status, or throws `failure(status, comment)`; any other error is
 * reported as an event and the peer hears only a general failure. A service without handler is refused (0211H).
 * Signals fire on C-CANCEL and when the association ends.
 */
export interface DimseHandlers<P> {
  readonly echo?: (association: AssociationInfo<P>) => Promise<StatusAnswer> | StatusAnswer;
  /** A success status may be given only after reading `data` to its clean end. */
  readonly store?: (
    association: AssociationInfo<P>,
    request: StoreRequest,
    data: IncomingData,
  ) => Promise<StatusAnswer>;
  readonly find?: (
    association: AssociationInfo<P>,
    request: QueryRequest,
    signal: AbortSignal,
  ) => AsyncIterable<Dataset>;
  /** True when the matches leave some optional key of the identifier unmatched or untold: they then come with FF01 (PS3.4 C.4.1.1.4). */
  readonly leavesKeysOut?: (request: QueryRequest) => boolean;
  readonly get?: (association: AssociationInfo<P>, request: QueryRequest, signal: AbortSignal) => Promise<Retrieval>;
  readonly move?: (
    association: AssociationInfo<P>,
    request: MoveRequest,
    signal: AbortSignal,
  ) => Promise<MoveRetrieval>;
  /** All DIMSE-N services. */
  readonly normalized?: (association: AssociationInfo<P>, request: NormalizedRequest) => Promise<NormalizedAnswer>;
}

/** What happens at a server, for logs, metrics and audit. Holds no patient data and no secret. */
export type DimseEvent<P> =
  | {
      readonly type: 'connection-refused';
      readonly remoteAddress: string;
      readonly why: 'address-limit' | 'limit' | 'tls';
      readonly error?: Error;
    }
  | {
      readonly type: 'rejected';
      readonly remoteAddress: string;
      /** Only when it is a valid AE title. */
      readonly callingAeTitle: string | undefined;
      readonly calledAeTitle: string | undefined;
      readonly result: number;
      readonly source: number;
      readonly reason: number;
      readonly why: string | undefined;
    }
  | { readonly type: 'associated'; readonly association: AssociationInfo<P> }
  | {
      readonly type: 'ended';
      readonly remoteAddress: string;
      readonly association: AssociationInfo<P> | undefined;
      /** Absent after an orderly release or a rejection. */
      readonly error: Error | undefined;
    }
  /** A handler failed in a way it did not foresee. */
  | { readonly type: 'fault'; readonly association: AssociationInfo<P> | undefined; readonly error: unknown };
