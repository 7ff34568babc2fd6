/** One catalogue: a stable code, one sentence, and how each protocol says it. Unknown errors say nothing to a peer. */
export interface CatalogueEntry {
  readonly http: number;
  /** status of a DIMSE response (PS3.7 C, PS3.4 B.2.3, C.4) */
  readonly dimse: number;
  readonly sentence: string;
  /** seconds after which the same request may succeed */
  readonly retryAfter?: number;
}

export const catalogue = {
  'bad-request': { http: 400, dimse: 0xc000, sentence: 'The request cannot be understood.' },
  'unknown-issuer': { http: 400, dimse: 0xc000, sentence: 'The issuer of the identifier is not known here.' },
  'unknown-target': { http: 403, dimse: 0xc000, sentence: 'No identifiers of that issuer are known here.' },
  'cannot-understand': { http: 400, dimse: 0xc000, sentence: 'The object is not well-formed DICOM.' },
  'identifier-mismatch': { http: 400, dimse: 0xa900, sentence: 'The identifier does not match the SOP class.' },
  unauthenticated: { http: 401, dimse: 0x0124, sentence: 'Say who you are first.' },
  forbidden: { http: 403, dimse: 0x0124, sentence: 'This is not allowed for you.' },
  'not-found': { http: 404, dimse: 0x0112, sentence: 'There is no such thing here.' },
  'not-allowed': { http: 405, dimse: 0x0211, sentence: 'This method does not exist here.' },
  'not-acceptable': { http: 406, dimse: 0x0122, sentence: 'It cannot be given in any of the accepted forms.' },
  conflict: { http: 409, dimse: 0x0110, sentence: 'This contradicts what is already here.' },
  'sop-mismatch': { http: 409, dimse: 0xa900, sentence: 'The object is not the one that was announced.' },
  gone: { http: 410, dimse: 0x0112, sentence: 'It was here and is no longer.' },
  'precondition-failed': {
    http: 412,
    dimse: 0x0110,
    sentence: 'It is not in the version that the request is about.',
  },
  'prefetch-missing': { http: 412, dimse: 0x0110, sentence: 'The prefetch patient is needed.' },
  'payload-too-large': { http: 413, dimse: 0xc000, sentence: 'It is larger than the limit.' },
  'unsupported-media-type': {
    http: 415,
    dimse: 0x0122,
    sentence: 'This media type or transfer syntax is not supported.',
  },
  'range-not-satisfiable': { http: 416, dimse: 0x0110, sentence: 'The range lies outside the object.' },
  'too-many': { http: 429, dimse: 0xa700, sentence: 'Too many requests at once.', retryAfter: 5 },
  'request-time-out': { http: 408, dimse: 0x0110, sentence: 'The request did not arrive in time.' },
  'missing-attribute': { http: 400, dimse: 0x0120, sentence: 'A required attribute is absent.' },
  'invalid-attribute': { http: 400, dimse: 0x0106, sentence: 'An attribute has a value that it cannot have.' },
  'duplicate-transaction': { http: 409, dimse: 0x0131, sentence: 'This transaction was asked for before.' },
  'duplicate-instance': { http: 409, dimse: 0x0111, sentence: 'There is such an instance already.' },
  'no-such-action': { http: 400, dimse: 0x0123, sentence: 'There is no such action.' },
  'step-is-over': { http: 409, dimse: 0x0110, sentence: 'The step is no longer in progress.' },
  // Of unified procedure steps (PS3.4 CC.2).
  'workitem-unknown': { http: 404, dimse: 0xc307, sentence: 'There is no such workitem.' },
  'workitem-not-scheduled': { http: 400, dimse: 0xc309, sentence: 'A workitem is created as SCHEDULED.' },
  'workitem-only-created-scheduled': {
    http: 400,
    dimse: 0xc303,
    sentence: 'A workitem becomes SCHEDULED only when it is created.',
  },
  'workitem-ended': { http: 409, dimse: 0xc300, sentence: 'The workitem has ended and is not changed any more.' },
  'workitem-not-locked-by-you': {
    http: 400,
    dimse: 0xc301,
    sentence: 'The Transaction UID is missing or is not the one of the workitem.',
  },
  'workitem-in-progress': { http: 409, dimse: 0xc302, sentence: 'The workitem is IN PROGRESS already.' },
  'workitem-not-in-progress': { http: 409, dimse: 0xc310, sentence: 'The workitem is not IN PROGRESS yet.' },
  'workitem-not-final': {
    http: 409,
    dimse: 0xc304,
    sentence: 'The workitem lacks what it has to say at its end.',
  },
  'workitem-completed': { http: 409, dimse: 0xc311, sentence: 'The workitem is COMPLETED already.' },
  'workitem-performer-unreachable': {
    http: 409,
    dimse: 0xc312,
    sentence: 'Nobody who performs the workitem can be told.',
  },
  'subscription-inappropriate': {
    http: 400,
    dimse: 0xc314,
    sentence: 'This cannot be done to a subscription of this kind.',
  },
  'processing-failure': { http: 500, dimse: 0x0110, sentence: 'The request failed on our side.' },
  'bytes-missing': { http: 500, dimse: 0xa700, sentence: 'The bytes of a stored object are missing or damaged.' },
  'unknown-destination': { http: 404, dimse: 0xa801, sentence: 'The move destination is not known.' },
  'sub-operations-impossible': { http: 502, dimse: 0xa702, sentence: 'The sub-operations cannot be performed.' },
  'peer-denied': { http: 502, dimse: 0xa702, sentence: 'The other system does not let us in.' },
  'peer-refused': { http: 502, dimse: 0xa702, sentence: 'The other system refused.' },
  'peer-unreachable': { http: 502, dimse: 0xa702, sentence: 'The other system cannot be reached.' },
  'peer-timed-out': { http: 504, dimse: 0xa702, sentence: 'The other system did not answer in time.' },
  'peer-misbehaved': { http: 502, dimse: 0xa702, sentence: 'The other system broke the protocol.' },
  'peer-resting': {
    http: 503,
    dimse: 0xa702,
    sentence: 'The other system failed again and again and is left alone until a probe succeeds.',
    retryAfter: 30,
  },
  unavailable: { http: 503, dimse: 0x0110, sentence: 'The service is not available now.', retryAfter: 10 },
  'database-unavailable': { http: 503, dimse: 0xa700, sentence: 'The database cannot be reached.', retryAfter: 10 },
  'storage-unhealthy': {
    http: 503,
    dimse: 0xa700,
    sentence: 'The storage failed and takes nothing new.',
    retryAfter: 30,
  },
  'out-of-resources': { http: 507, dimse: 0xa700, sentence: 'The storage is full.' },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;

export type ErrorCode = keyof typeof catalogue;

/** An error that a peer may be told of: its code, its sentence and a detail that never holds patient data. */
export class Failure extends Error {
  readonly code: ErrorCode;
  readonly detail: string | undefined;

  constructor(code: ErrorCode, detail?: string, cause?: unknown) {
    super(detail === undefined ? catalogue[code].sentence : `${catalogue[code].sentence} ${detail}`, { cause });
    this.name = 'Failure';
    this.code = code;
    this.detail = detail;
  }

  get entry(): CatalogueEntry {
    return catalogue[this.code];
  }
}

export function fail(code: ErrorCode, detail?: string, cause?: unknown): never {
  throw new Failure(code, detail, cause);
}

/** SQLSTATEs for a text that no text of the database can be: U+0000, or half a character. */
const noTexts: ReadonlySet<unknown> = new Set(['22021', '22P05']);

const isNoText = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && noTexts.has(error.code);

/** What the database says of an id that is no UUID: it is the id of nothing. */
const isNoId = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'routine' in error && error.routine === 'string_to_uuid';

/** What a door may say of any error: an unknown one is a processing failure without detail. */
export const toFailure = (error: unknown): Failure => {
  if (error instanceof Failure) return error;
  if (isNoId(error)) return new Failure('not-found', undefined, error);
  return isNoText(error)
    ? new Failure('bad-request', 'A text holds a character that no text may hold.', error)
    : new Failure('processing-failure', undefined, error);
};

/** Why the hub, or a part of it, does not start: told to whoever runs it. */
export class StartError extends Error {
  override readonly name = 'StartError';
  /** It may be over by itself, as when the port is still held by who ended a moment ago. */
  readonly mayPass: boolean;

  constructor(message: string, { mayPass = false, ...options }: ErrorOptions & { readonly mayPass?: boolean } = {}) {
    super(message, options);
    this.mayPass = mayPass;
  }
}
