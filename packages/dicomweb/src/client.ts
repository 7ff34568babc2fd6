import { type DicomJson, type Tag, tagToHex } from '@throughline/dicom';
import { DicomwebError } from './errors.ts';
import { parseMediaType } from './media-type.ts';
import { boundaryOf, readMultipart } from './multipart-reader.ts';

export interface ClientOptions {
  /** Service root without a trailing slash. */
  readonly baseUrl: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Until the answer's head has come, and between any two chunks of its body; milliseconds. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** Keys to match and attributes to return (PS3.18 10.6.1). */
export interface SearchQuery {
  readonly match?: Readonly<Record<string, string>>;
  readonly include?: readonly Tag[];
  readonly limit?: number;
  readonly offset?: number;
}

export interface RetrievedPart {
  readonly contentType: string;
  readonly body: AsyncIterable<Uint8Array>;
}

const longestJson = 32 * 2 ** 20;
const mostResults = 50_000;

const causeCode = (error: unknown): string => {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
};

const failureOf = (error: unknown, timedOut: boolean): DicomwebError => {
  if (error instanceof DicomwebError) return error;
  if (timedOut || /TIMEOUT/.test(causeCode(error)))
    return new DicomwebError('timed-out', 'No answer in time', { cause: error });
  return new DicomwebError('unreachable', 'The other side cannot be reached', { cause: error });
};

const refusal = (status: number): DicomwebError =>
  new DicomwebError(status >= 500 && status !== 501 ? 'protocol' : 'refused', `The other side answered ${status}`, {
    status,
  });

/** Leading zeros are met in the field; anything but digits between dots is not. */
const isPathSafe = (uid: string): boolean => uid.length <= 64 && /^\d+(\.\d+)*$/.test(uid);

const uidPath = (...uids: readonly string[]): string => {
  if (!uids.every(isPathSafe)) throw new DicomwebError('bad-request', 'A UID of the request is none');
  const levels = ['studies', 'series', 'instances'];
  return uids.map((uid, level) => `/${levels[level]}/${uid}`).join('');
};

/** Stops a wait that takes too long; every chunk begins a new wait. */
class Patience {
  readonly #controller = new AbortController();
  readonly #milliseconds: number;
  #timer: NodeJS.Timeout | undefined;
  timedOut = false;
  readonly signal: AbortSignal;

  constructor(milliseconds: number, outer: AbortSignal | undefined) {
    this.#milliseconds = milliseconds;
    this.signal = outer ? AbortSignal.any([outer, this.#controller.signal]) : this.#controller.signal;
    this.renew();
  }

  renew(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.timedOut = true;
      this.#controller.abort();
    }, this.#milliseconds).unref();
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

async function* patientBody(body: AsyncIterable<Uint8Array>, patience: Patience): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) {
      patience.renew();
      yield chunk;
    }
  } catch (error) {
    throw failureOf(error, patience.timedOut);
  } finally {
    patience.end();
  }
}

const readJson = async (body: AsyncIterable<Uint8Array>): Promise<unknown> => {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > longestJson) throw new DicomwebError('too-large', 'The answer is larger than the limit');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    throw new DicomwebError('protocol', 'The answer is not JSON', { cause: error });
  }
};

const isElement = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'vr' in value &&
  typeof value.vr === 'string' &&
  (!('Value' in value) || Array.isArray(value.Value));

const isDicomJson = (value: unknown): value is DicomJson =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isElement);

/** Asks another system by DICOMweb. Its answers are bounded and checked before they are believed. */
export class DicomwebClient {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  searchStudies(query: SearchQuery = {}): Promise<DicomJson[]> {
    return this.#search('/studies', query);
  }

  searchSeries(studyInstanceUid: string, query: SearchQuery = {}): Promise<DicomJson[]> {
    return this.#search(`${uidPath(studyInstanceUid)}/series`, query);
  }

  searchInstances(studyInstanceUid: string, seriesInstanceUid: string, query: SearchQuery = {}): Promise<DicomJson[]> {
    return this.#search(`${uidPath(studyInstanceUid, seriesInstanceUid)}/instances`, query);
  }

  retrieveStudy(studyInstanceUid: string): AsyncIterable<RetrievedPart> {
    return this.#retrieve(uidPath(studyInstanceUid));
  }

  retrieveSeries(studyInstanceUid: string, seriesInstanceUid: string): AsyncIterable<RetrievedPart> {
    return this.#retrieve(uidPath(studyInstanceUid, seriesInstanceUid));
  }

  retrieveInstance(
    studyInstanceUid: string,
    seriesInstanceUid: string,
    sopInstanceUid: string,
  ): AsyncIterable<RetrievedPart> {
    return this.#retrieve(uidPath(studyInstanceUid, seriesInstanceUid, sopInstanceUid));
  }

  async #fetch(path: string, accept: string): Promise<{ response: Response; body: AsyncIterable<Uint8Array> }> {
    const { baseUrl, headers = {}, timeoutMs = 10_000, signal } = this.#options;
    const patience = new Patience(timeoutMs, signal);
    try {
      // A redirect could lead anywhere: a source is asked at its own address only.
      const response = await fetch(`${baseUrl}${path}`, {
        headers: { ...headers, accept },
        redirect: 'error',
        signal: patience.signal,
      });
      patience.renew();
      return { response, body: patientBody(response.body ?? ([] as never), patience) };
    } catch (error) {
      patience.end();
      throw failureOf(error, patience.timedOut);
    }
  }

  async #search(path: string, query: SearchQuery): Promise<DicomJson[]> {
    const parameters = new URLSearchParams(query.match);
    for (const tag of query.include ?? []) parameters.append('includefield', tagToHex(tag));
    if (query.limit !== undefined) parameters.set('limit', String(query.limit));
    if (query.offset !== undefined) parameters.set('offset', String(query.offset));
    const { response, body } = await this.#fetch(`${path}?${parameters}`, 'application/dicom+json');
    if (response.status === 204) {
      for await (const _ of body);
      return [];
    }
    if (!response.ok) {
      await response.body?.cancel().catch(() => undefined);
      throw refusal(response.status);
    }
    const answer = await readJson(body);
    if (!Array.isArray(answer) || answer.length > mostResults || !answer.every(isDicomJson)) {
      throw new DicomwebError('protocol', 'The answer is not a list of data sets');
    }
    return answer;
  }

  async *#retrieve(path: string): AsyncGenerator<RetrievedPart> {
    const accept = 'multipart/related; type="application/dicom"; transfer-syntax=*';
    const { response, body } = await this.#fetch(path, accept);
    if (!response.ok) {
      await response.body?.cancel().catch(() => undefined);
      throw refusal(response.status);
    }
    const contentType = response.headers.get('content-type') ?? '';
    if (parseMediaType(contentType)?.type === 'application/dicom') {
      yield { contentType, body };
      return;
    }
    for await (const part of readMultipart(body, boundaryOf(contentType))) {
      yield { contentType: part.headers.get('content-type') ?? 'application/dicom', body: part.body };
    }
  }
}
