import { DicomwebError } from './errors.ts';
import { parseMediaType } from './media-type.ts';

/** One part of a multipart/related body (RFC 2046 5.1). Its body is read before the next part is asked for. */
export interface Part {
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: AsyncIterable<Uint8Array>;
}

export interface MultipartLimits {
  readonly parts: number;
  readonly headerBytes: number;
  /** Bytes of one part's body. */
  readonly partBytes: number;
}

export const defaultMultipartLimits: MultipartLimits = { parts: 10_000, headerBytes: 8192, partBytes: 4 * 2 ** 30 };

/** RFC 2046 5.1.1 allows 70; clients are met that make longer ones (Orthanc's: two UUIDs, 73). */
const longestBoundary = 256;

/** The boundary of a multipart/related Content-Type. @throws DicomwebError bad-request */
export const boundaryOf = (contentType: string): string => {
  const boundary = parseMediaType(contentType)?.parameters.get('boundary');
  if (boundary === undefined || boundary === '' || boundary.length > longestBoundary) {
    throw new DicomwebError('bad-request', `multipart/related needs a boundary of 1 to ${longestBoundary} characters`);
  }
  return boundary;
};

const bad = (message: string): DicomwebError => new DicomwebError('bad-request', message);

const headerLine = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*)$/;

const parseHeaders = (text: string): ReadonlyMap<string, string> => {
  const headers = new Map<string, string>();
  for (const line of text.split('\r\n')) {
    if (line === '') continue;
    const [, name, value] = headerLine.exec(line) ?? [];
    if (name === undefined || value === undefined) throw bad('A part has a header that is none');
    headers.set(name.toLowerCase(), value.trim());
  }
  return headers;
};

const empty = Buffer.alloc(0);
const headerEnd = Buffer.from('\r\n\r\n');

/** The bytes of a source by delimiters: never holds more than one chunk and what a delimiter may begin in. */
class Scanner {
  readonly #source: AsyncIterator<Uint8Array>;
  #buffer: Buffer = empty;
  #ended = false;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async #more(): Promise<boolean> {
    if (this.#ended) return false;
    const { done, value } = await this.#source.next();
    if (done) {
      this.#ended = true;
      return false;
    }
    const chunk = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
    return true;
  }

  /** That many bytes, or as many as there are. */
  async take(bytes: number): Promise<Buffer> {
    while (this.#buffer.length < bytes && (await this.#more()));
    const taken = this.#buffer.subarray(0, bytes);
    this.#buffer = this.#buffer.subarray(taken.length);
    return taken;
  }

  /** All up to a delimiter, which is taken too; undefined if it does not come within the limit. */
  async until(delimiter: Buffer, limit: number): Promise<Buffer | undefined> {
    let from = 0;
    for (;;) {
      const at = this.#buffer.indexOf(delimiter, from);
      if (at >= 0 && at <= limit) {
        const found = this.#buffer.subarray(0, at);
        this.#buffer = this.#buffer.subarray(at + delimiter.length);
        return found;
      }
      if (at > limit || this.#buffer.length > limit + delimiter.length) return undefined;
      from = Math.max(0, this.#buffer.length - delimiter.length + 1);
      if (!(await this.#more())) return undefined;
    }
  }

  /** The next piece of what stands before a delimiter; undefined when the delimiter has come and was taken. */
  async piece(delimiter: Buffer): Promise<Buffer | undefined> {
    for (;;) {
      const at = this.#buffer.indexOf(delimiter);
      if (at === 0) {
        this.#buffer = this.#buffer.subarray(delimiter.length);
        return undefined;
      }
      const safe = at > 0 ? at : this.#buffer.length - delimiter.length + 1;
      if (safe > 0) {
        const found = this.#buffer.subarray(0, safe);
        this.#buffer = this.#buffer.subarray(safe);
        return found;
      }
      if (!(await this.#more())) throw bad('The body ends within a part');
    }
  }

  async stop(): Promise<void> {
    await this.#source.return?.();
  }
}

/** The body of one part: read piece by piece, by whoever it is for and then, to its end, by whoever wants the next part. */
class PartBody {
  readonly #scanner: Scanner;
  readonly #delimiter: Buffer;
  readonly #limit: number;
  #bytes = 0;
  #ended = false;

  constructor(scanner: Scanner, delimiter: Buffer, limit: number) {
    this.#scanner = scanner;
    this.#delimiter = delimiter;
    this.#limit = limit;
  }

  async #piece(): Promise<Buffer | undefined> {
    if (this.#ended) return undefined;
    const piece = await this.#scanner.piece(this.#delimiter);
    if (piece === undefined) this.#ended = true;
    this.#bytes += piece?.length ?? 0;
    if (this.#bytes > this.#limit) throw new DicomwebError('too-large', 'A part is larger than the limit');
    return piece;
  }

  async *read(): AsyncGenerator<Uint8Array> {
    for (let piece = await this.#piece(); piece !== undefined; piece = await this.#piece()) yield piece;
  }

  /** What its reader left: whoever refuses a part stops reading it, and the next one begins behind it. */
  async skip(): Promise<void> {
    while ((await this.#piece()) !== undefined);
  }
}

/** What stands behind a boundary: another part, or `--` and the end. White space before the line end is padding. */
const anotherPart = async (scanner: Scanner): Promise<boolean> => {
  const next = await scanner.take(2);
  if (next.toString('latin1') === '--') return false;
  if (next.toString('latin1') === '\r\n') return true;
  const padding = await scanner.until(Buffer.from('\r\n'), 128);
  if (padding === undefined || !/^[ \t\r]*$/.test(next.toString('latin1') + padding.toString('latin1'))) {
    throw bad('A boundary is not followed by a line end');
  }
  return true;
};

/**
 * The parts of a multipart body, streamed. Bounded: number of parts, bytes of a part's headers and body. Linear in the
 * length of the body.
 *
 * @throws DicomwebError bad-request, too-large
 */
export async function* readMultipart(
  source: AsyncIterable<Uint8Array>,
  boundary: string,
  limits: MultipartLimits = defaultMultipartLimits,
): AsyncGenerator<Part> {
  const scanner = new Scanner(source);
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  try {
    const preamble = await scanner.until(Buffer.from(`--${boundary}`, 'latin1'), limits.headerBytes);
    if (preamble === undefined) throw bad('The body does not begin with its boundary');
    for (let count = 0; await anotherPart(scanner); count += 1) {
      if (count >= limits.parts) throw new DicomwebError('too-large', 'The body has too many parts');
      // A part without headers begins with the empty line itself.
      const first = await scanner.take(2);
      const headers = first.equals(headerEnd.subarray(2)) ? empty : await scanner.until(headerEnd, limits.headerBytes);
      if (headers === undefined) throw bad('The headers of a part do not end, or are too long');
      const body = new PartBody(scanner, delimiter, limits.partBytes);
      const text = headers === empty ? '' : first.toString('latin1') + headers.toString('latin1');
      yield { headers: parseHeaders(text), body: body.read() };
      await body.skip();
    }
  } finally {
    await scanner.stop();
  }
}
