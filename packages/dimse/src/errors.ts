/**
 * What went wrong, as a caller must tell it apart:
 * - `refused`: the peer answered and said no (A-ASSOCIATE-RJ, no accepted context, or a failure status)
 * - `unreachable`: no transport connection could be made
 * - `timed-out`: the peer did not answer, or did not read, in time
 * - `aborted`: the association ended before the operation did, by either side
 * - `protocol`: the peer broke the protocol
 */
export type DimseErrorKind = 'refused' | 'unreachable' | 'timed-out' | 'aborted' | 'protocol';

/** Result, source and reason of an A-ASSOCIATE-RJ (PS3.8 9.3.4). */
export interface Rejection {
  readonly result: number;
  readonly source: number;
  readonly reason: number;
}

export interface DimseErrorDetails {
  readonly status?: number;
  readonly comment?: string;
  readonly rejection?: Rejection;
  readonly abortReason?: number;
  readonly cause?: unknown;
}

/** Every error of this package. The message never holds values taken from a data set or a command. */
export class DimseError extends Error {
  override readonly name = 'DimseError';
  readonly kind: DimseErrorKind;
  /** The DIMSE status (PS3.7 Annex C) the peer gave, or that a handler wants the peer to get. */
  readonly status: number | undefined;
  /** Error Comment (0000,0902) that goes with the status. */
  readonly comment: string | undefined;
  readonly rejection: Rejection | undefined;
  /** Reason of the A-ABORT this error calls for (PS3.8 9.3.8). */
  readonly abortReason: number | undefined;

  constructor(kind: DimseErrorKind, message: string, details: DimseErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = kind;
    this.status = details.status;
    this.comment = details.comment;
    this.rejection = details.rejection;
    this.abortReason = details.abortReason;
  }
}

/** A-ABORT reasons of the service provider (PS3.8 Table 9-26). */
export const AbortReason = {
  NotSpecified: 0,
  UnrecognizedPdu: 1,
  UnexpectedPdu: 2,
  UnrecognizedPduParameter: 4,
  UnexpectedPduParameter: 5,
  InvalidPduParameter: 6,
} as const;

/**
 * The error a service handler throws to answer with a failure status of its choice.
 * @param status DIMSE status code, 0x0001-0xFFFF
 * @param comment at most 64 characters reach the peer; must hold no patient data
 */
export function failure(status: number, comment?: string): DimseError {
  const code = status.toString(16).toUpperCase().padStart(4, '0');
  return new DimseError('refused', `Failure status ${code}H`, comment === undefined ? { status } : { status, comment });
}

export function invalidPdu(message: string, abortReason: number = AbortReason.InvalidPduParameter): DimseError {
  return new DimseError('protocol', message, { abortReason });
}

/** The error for what a caller's signal ended: `timed-out` if it was a time-out. */
export function endedByCaller(signal: AbortSignal | undefined): DimseError {
  const reason: unknown = signal?.reason;
  const kind = reason instanceof Error && reason.name === 'TimeoutError' ? 'timed-out' : 'aborted';
  return new DimseError(kind, 'The caller ended it', { cause: reason });
}
