/** What was wrong with a message; stable names, for logs and for choosing an acknowledgement. */
export type Hl7ErrorCode = 'not-hl7' | 'bad-delimiters' | 'bad-header' | 'bad-segment' | 'batch' | 'limit';

/** Error conditions of HL7 table 0357 that each fault is told as (2.16.5). */
const conditions: Readonly<Record<Hl7ErrorCode, string>> = {
  'not-hl7': '100',
  'bad-delimiters': '102',
  'bad-header': '101',
  'bad-segment': '100',
  batch: '100',
  limit: '207',
};

/** The only error that the reader throws on bad input. It never holds a value of the message. */
export class Hl7Error extends Error {
  override readonly name = 'Hl7Error';
  readonly code: Hl7ErrorCode;
  /** where it is: PID-3 */
  readonly location: string | undefined;

  constructor(code: Hl7ErrorCode, message: string, location?: string) {
    super(location === undefined ? message : `${message} (${location})`);
    this.code = code;
    this.location = location;
  }

  /** of table 0357 */
  get condition(): string {
    return conditions[this.code];
  }
}
