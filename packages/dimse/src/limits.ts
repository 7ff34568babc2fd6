/** Bounds on what a peer can make this side hold or do; every one is checked before memory is taken. */
export interface DimseLimits {
  /** Largest A-ASSOCIATE-RQ or -AC body, bytes. */
  readonly associatePduBytes: number;
  readonly presentationContexts: number;
  readonly transferSyntaxesPerContext: number;
  /** Largest user identity field, bytes. */
  readonly userIdentityBytes: number;
  /** The P-DATA-TF length that we announce and enforce (PS3.8 D.1), bytes. */
  readonly maxPduLength: number;
  readonly commandSetBytes: number;
  /** Largest identifier (query, match, list of failures), bytes. */
  readonly identifierBytes: number;
  /** Largest data set of a DIMSE-N message, e.g. the list of a storage commitment, bytes. */
  readonly normalizedBytes: number;
  /** Largest composite object received, bytes. */
  readonly objectBytes: number;
  /** Received bytes that may wait for a slow consumer before the socket is paused. */
  readonly receiveBufferBytes: number;
  /** C-CANCEL requests for no running operation that one association may send. */
  readonly strayCancels: number;
  /** Operations that one association may have under way at once, where it asks for more than one (PS3.7 D.3.3.3). */
  readonly operations: number;
}

export const DEFAULT_LIMITS: DimseLimits = {
  associatePduBytes: 256 * 1024,
  presentationContexts: 128,
  transferSyntaxesPerContext: 64,
  userIdentityBytes: 16 * 1024,
  maxPduLength: 128 * 1024,
  commandSetBytes: 64 * 1024,
  identifierBytes: 1024 * 1024,
  normalizedBytes: 4 * 1024 * 1024,
  objectBytes: 4 * 1024 ** 3,
  receiveBufferBytes: 512 * 1024,
  strayCancels: 100,
  operations: 16,
};

/** A smaller announced PDU length is refused: it would multiply every message into a flood of tiny PDUs. */
export const MIN_PEER_PDU_LENGTH = 128;

/** The fragment size used when the peer announces no maximum (0 means unlimited, PS3.8 D.1). */
export const UNLIMITED_PDU_LENGTH = 128 * 1024;

/** Time-outs in milliseconds. */
export interface DimseTimeouts {
  /** Transport connection set-up. */
  readonly connectMs: number;
  /** ARTIM (PS3.8 9.1.5): from transport connection to a whole A-ASSOCIATE-RQ, an absolute deadline; and the wait for A-ASSOCIATE-AC. */
  readonly associateMs: number;
  /** ARTIM again: how long the peer may take to close after A-ABORT, A-ASSOCIATE-RJ or A-RELEASE-RP. */
  readonly closeMs: number;
  /** Wait for A-RELEASE-RP. */
  readonly releaseMs: number;
  /** Silence while a message, a response or a sub-operation is awaited. */
  readonly stallMs: number;
  /** Silence on an association with nothing going on. */
  readonly idleMs: number;
  /** How often a C-GET or C-MOVE that goes on tells how far it is, while nothing else of it is sent (PS3.7 9.1.3.2, 9.1.4.2). */
  readonly progressMs: number;
  /** How long a peer may leave our bytes unread. */
  readonly writeMs: number;
}

export const DEFAULT_TIMEOUTS: DimseTimeouts = {
  connectMs: 10_000,
  associateMs: 10_000,
  closeMs: 2_000,
  releaseMs: 10_000,
  stallMs: 30_000,
  idleMs: 120_000,
  progressMs: 5_000,
  writeMs: 60_000,
};
