/** Acknowledgements (2.9, 2.15.8): original mode AA, AE, AR; enhanced mode CA, CE, CR and the same for the application. */
import { standardDelimiters } from './delimiters.ts';
import type { Header } from './header.ts';
import { type SegmentInput, timestamp, writeMessage } from './writer.ts';

/** HL7 table 0008. */
export type AckCode = 'AA' | 'AE' | 'AR' | 'CA' | 'CE' | 'CR';

export interface AckError {
  /** of HL7 table 0357 */
  readonly condition: string;
  /** a sentence without any value of the message */
  readonly text: string;
  /** PID-3 */
  readonly location?: string | undefined;
}

export interface AckInput {
  readonly code: AckCode;
  /** what is known of the message that is answered */
  readonly header: Partial<Header>;
  /** our own MSH-10 */
  readonly controlId: string;
  readonly at: Date;
  readonly error?: AckError | undefined;
}

/** HL7 table 0357. */
export const errorConditions: Readonly<Record<string, string>> = {
  '0': 'Message accepted',
  '100': 'Segment sequence error',
  '101': 'Required field missing',
  '102': 'Data type error',
  '103': 'Table value not found',
  '200': 'Unsupported message type',
  '201': 'Unsupported event code',
  '202': 'Unsupported processing id',
  '203': 'Unsupported version id',
  '204': 'Unknown key identifier',
  '205': 'Duplicate key identifier',
  '206': 'Application record locked',
  '207': 'Application internal error',
};

const hasNewErr = (version: string): boolean => version === '' || Number.parseFloat(version) >= 2.5;

/** ERL (2A.28) of a place such as PID-3, QPD-8-2 or QPD-3-1-4: segment, sequence, field, which repetition of it, and which component. */
const place = (location: string | undefined): readonly string[] => {
  const [segment = '', field = '', ...repetition] = location?.split('-') ?? [];
  return segment === '' ? [] : [segment, '1', field, ...repetition];
};

/** From 2.5 on ERR has a code, a severity and a text for people; before, one composite (2.15.5). */
export const errSegment = (error: AckError, version: string): SegmentInput => {
  const meaning = errorConditions[error.condition] ?? '';
  if (hasNewErr(version))
    return [
      'ERR',
      undefined,
      place(error.location),
      [error.condition, meaning, 'HL70357'],
      'E',
      undefined,
      undefined,
      undefined,
      error.text,
    ];
  const [segment = '', sequence = '', field = ''] = place(error.location);
  return ['ERR', [segment, sequence, field, [error.condition, meaning, 'HL70357']]];
};

/** MSH-12 of the answer: the asker's version, when it is one. */
const versionOf = (header: Partial<Header>): string =>
  /^2\.\d(\.\d)?$/.test(header.version ?? '') ? (header.version ?? '') : '2.5.1';

export const clipped = (text: string | undefined, most: number): string => (text ?? '').slice(0, most);

/** MSH and MSA of an answer, with the names of the asker's turned round. Nothing of the message is in it but what MSH names (H72). */
export const ackSegments = (
  { code, header, controlId, at, error }: AckInput,
  type: readonly string[],
): readonly [SegmentInput, SegmentInput] => {
  const version = versionOf(header);
  const msh: SegmentInput = [
    'MSH',
    clipped(header.receivingApplication, 227),
    clipped(header.receivingFacility, 227),
    clipped(header.sendingApplication, 227),
    clipped(header.sendingFacility, 227),
    timestamp(at),
    undefined,
    type,
    controlId,
    clipped(header.processingId || 'P', 3),
    version,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
    'UNICODE UTF-8',
  ];
  const text = error === undefined || Number.parseFloat(version) >= 2.7 ? undefined : error.text;
  return [msh, ['MSA', code, clipped(header.controlId, 199), text]];
};

/** The answer to a message. */
export const writeAck = (input: AckInput): Uint8Array => {
  const { header, error } = input;
  const event = clipped(header.triggerEvent, 3);
  const segments = ackSegments(input, event === '' ? ['ACK'] : ['ACK', event, 'ACK']);
  return writeMessage(
    error === undefined ? segments : [...segments, errSegment(error, versionOf(header))],
    standardDelimiters,
  );
};
