/** What went wrong with a message or with the other side; stable names that become enquiry outcomes and HTTP statuses. */
export type DicomwebErrorKind = 'bad-request' | 'too-large' | 'refused' | 'unreachable' | 'timed-out' | 'protocol';

/** The only error of this package. It never holds a value from the message. */
export class DicomwebError extends Error {
  override readonly name = 'DicomwebError';
  readonly kind: DicomwebErrorKind;
  /** Status of the other side's answer, when there was one. */
  readonly status: number | undefined;

  constructor(kind: DicomwebErrorKind, message: string, options: { status?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.kind = kind;
    this.status = options.status;
  }
}
