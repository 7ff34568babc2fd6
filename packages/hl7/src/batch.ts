/** The batch protocol (2.10.3): [FHS] { [BHS] { messages } [BTS] } [FTS], read and answered. */
import { clipped } from './ack.ts';
import { withoutLead } from './charsets.ts';
import { readDelimiters } from './delimiters.ts';
import { Hl7Error } from './errors.ts';
import { endOf, Segment } from './message.ts';
import { type SegmentInput, timestamp, writeMessage } from './writer.ts';

/** Of FHS or BHS (2.15.2, 2.15.4): who sends it to whom, and its number. */
export interface BatchHeader {
  readonly sendingApplication: string;
  readonly sendingFacility: string;
  readonly receivingApplication: string;
  readonly receivingFacility: string;
  /** BHS-11, FHS-11 */
  readonly controlId: string;
}

/** What a batch may hold; its bytes are bounded as those of a message are. */
const MOST_BATCHED = 1_000;

export interface Batch {
  readonly header: BatchHeader | undefined;
  readonly messages: readonly Uint8Array[];
}

export interface BatchFile {
  readonly header: BatchHeader | undefined;
  readonly batches: readonly Batch[];
  /** Why nothing of it may be taken: it is not as the protocol has it, or has not as much in it as it says. */
  readonly fault: Hl7Error | undefined;
}

const batchSegment = /^(FHS|BHS|BTS|FTS)(?![A-Za-z0-9])/;

/** Whether bytes that came as one block are a batch or a file of them. */
export const isBatch = (bytes: Uint8Array): boolean =>
  /^(FHS|BHS)[^A-Za-z0-9]/.test(Buffer.from(withoutLead(bytes.subarray(0, 4096)).subarray(0, 4)).toString('latin1'));

interface OpenBatch {
  readonly header: BatchHeader | undefined;
  readonly messages: string[][];
}

const headerOf = (line: string): { readonly segment: Segment; readonly header: BatchHeader } => {
  const segment = new Segment(line, { delimiters: readDelimiters(line), label: 'utf-8' });
  const [sendingApplication, sendingFacility, receivingApplication, receivingFacility, controlId] = [
    3, 4, 5, 6, 11,
  ].map((field) => segment.text(field)) as [string, string, string, string, string];
  return {
    segment,
    header: { sendingApplication, sendingFacility, receivingApplication, receivingFacility, controlId },
  };
};

const wrong = (sentence: string, location?: string): never => {
  throw new Hl7Error('batch', sentence, location);
};

class BatchReader {
  header: BatchHeader | undefined;
  readonly batches: OpenBatch[] = [];
  #open: OpenBatch | undefined;
  /** FHS-1, BHS-1 */
  #field = '|';
  #messages = 0;
  #ended = false;

  take(line: string, place: number): void {
    const [, name] = batchSegment.exec(line) ?? [];
    if (this.#ended) wrong('Something follows the end of the file.', 'FTS');
    if (name === undefined) this.#takeOther(line);
    else if (name === 'FHS') this.#beginFile(line, place);
    else if (name === 'BHS') this.#beginBatch(line);
    else if (name === 'BTS') this.#endBatch(line);
    else this.#endFile(line);
  }

  #beginFile(line: string, place: number): void {
    if (place > 0) wrong('A file begins within another.', 'FHS');
    const { segment, header } = headerOf(line);
    this.#field = segment.field(1);
    this.header = header;
  }

  #beginBatch(line: string): void {
    const { segment, header } = headerOf(line);
    this.#field = segment.field(1);
    this.#begin(header);
  }

  #begin(header: BatchHeader | undefined): OpenBatch {
    this.#open = { header, messages: [] };
    this.batches.push(this.#open);
    return this.#open;
  }

  #takeOther(line: string): void {
    const open = this.#open ?? (line.startsWith('MSH') ? this.#begin(undefined) : wrong('A segment is of no message.'));
    if (!line.startsWith('MSH')) {
      (open.messages.at(-1) ?? wrong('A segment is of no message.')).push(line);
      return;
    }
    this.#messages += 1;
    if (this.#messages > MOST_BATCHED) throw new Hl7Error('limit', `More than ${MOST_BATCHED} messages in a batch`);
    open.messages.push([line]);
  }

  /** BTS-1 and FTS-1 are optional, and held to where they say something. */
  #check(line: string, location: string, count: number): void {
    const said = (line.split(this.#field)[1] ?? '').trim();
    if (said !== '' && !(/^\d{1,9}$/.test(said) && Number(said) === count))
      wrong('There is not as much in it as it says.', location);
  }

  #endBatch(line: string): void {
    const open = this.#open ?? wrong('A batch ends that has not begun.', 'BTS');
    this.#check(line, 'BTS-1', open.messages.length);
    this.#open = undefined;
  }

  #endFile(line: string): void {
    if (this.header === undefined) wrong('A file ends that has not begun.', 'FTS');
    this.#check(line, 'FTS-1', this.batches.length);
    this.#ended = true;
  }
}

/**
 * Cuts a batch into its messages, each as its sender wrote it. Linear in the number of bytes. What is wrong with it as a whole is its `fault`; what
 * is wrong with one message is found when that is read.
 */
export const readBatch = (bytes: Uint8Array): BatchFile => {
  const own = withoutLead(bytes);
  const text = Buffer.from(own.buffer, own.byteOffset, own.byteLength).toString('latin1');
  const reader = new BatchReader();
  const readSoFar = (fault?: Hl7Error): BatchFile => ({
    header: reader.header,
    batches: reader.batches.map(({ header, messages }) => ({
      header,
      messages: messages.map((lines) => Buffer.from(`${lines.join('\r')}\r`, 'latin1')),
    })),
    fault,
  });
  try {
    const lines = text.split(endOf(text)).map((line) => line.replace(/^[\r\n]+|[\r\n]+$/g, ''));
    for (const [place, line] of lines.entries()) if (line !== '') reader.take(line, place);
    return readSoFar();
  } catch (error) {
    if (error instanceof Hl7Error) return readSoFar(error);
    throw error;
  }
};

export interface BatchAnswer {
  readonly file: BatchFile;
  /** The answers to the messages of each batch, in order, as they come; of a file with a fault, one that says so. */
  readonly answers: Iterable<AsyncIterable<Uint8Array>>;
  readonly at: Date;
  readonly controlId: () => string;
}

/** BHS or FHS of an answer: names turned round, and the number of what it answers (BHS-12, FHS-12). */
const answered = (name: 'BHS' | 'FHS', of: BatchHeader | undefined, { at, controlId }: BatchAnswer): SegmentInput => [
  name,
  clipped(of?.receivingApplication, 227),
  clipped(of?.receivingFacility, 227),
  clipped(of?.sendingApplication, 227),
  clipped(of?.sendingFacility, 227),
  timestamp(at),
  undefined,
  undefined,
  undefined,
  controlId(),
  clipped(of?.controlId, 199),
];

/** A batch of acknowledgements (2.10.3.3), in a file where a file came: in pieces, each as soon as there is something to say. */
export const writeBatchAnswer = async function* (answer: BatchAnswer): AsyncGenerator<Uint8Array> {
  const { file, answers } = answer;
  if (file.header !== undefined) yield writeMessage([answered('FHS', file.header, answer)]);
  let batches = 0;
  for (const acks of answers) {
    yield writeMessage([answered('BHS', file.batches[batches]?.header ?? file.header, answer)]);
    let messages = 0;
    for await (const ack of acks) {
      messages += 1;
      yield ack;
    }
    yield writeMessage([['BTS', String(messages)]]);
    batches += 1;
  }
  if (file.header !== undefined) yield writeMessage([['FTS', String(batches)]]);
};
