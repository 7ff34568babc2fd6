/** STOW-RS (PS3.18 10.5) to another system: one object a request, so that each has its own answer. */
import { Readable } from 'node:stream';
import { type DicomJson, encodeFileMeta, fromJson, tags } from '@throughline/dicom';
import { newBoundary, writeMultipart } from '@throughline/dicomweb';
import { statusCategory } from '@throughline/dimse';
import { authorisation, type DicomwebSettings, listInstances } from './dicomweb-peer.ts';
import type { ObjectToSend, Sender, StoreAnswer } from './dimse-store.ts';
import { PeerError } from './peer.ts';

const MOST_ANSWER_BYTES = 2 ** 20;
const PROCESSING_FAILURE = 0x0110;
const OUT_OF_RESOURCES = 0xa700;
/** Of an object or its transfer syntax that is not taken at all (PS3.7 C.5.6, PS3.18 Table 10.5.3-1). */
const notTaken: ReadonlySet<number> = new Set([0x0122, 0xc122]);

/** The object as a file; what goes wrong while it is read is told apart from what goes wrong on the wire. */
class Part {
  readonly #object: ObjectToSend;
  readonly #form: string;
  failure: { readonly error: unknown } | undefined;

  constructor(object: ObjectToSend, form: string) {
    this.#object = object;
    this.#form = form;
  }

  async *bytes(): AsyncGenerator<Uint8Array> {
    const { sopClassUid, sopInstanceUid } = this.#object;
    yield encodeFileMeta({ sopClassUid, sopInstanceUid, transferSyntaxUid: this.#form });
    try {
      yield* this.#object.open(this.#form);
    } catch (error) {
      this.failure = { error };
      throw error;
    }
  }
}

const boundedText = async (answer: Response): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body ?? []) {
    length += chunk.length;
    if (length > MOST_ANSWER_BYTES) throw new PeerError('misbehaved', 'The answer to a stored object is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/** Failure Reason or Warning Reason of the one object (PS3.18 10.5.3). */
const reasonIn = (text: string): { readonly failed: number | undefined; readonly warned: number | undefined } => {
  try {
    const dataset = fromJson([JSON.parse(text)].flat()[0] as DicomJson);
    const [failed] = dataset.items(tags.FailedSOPSequence);
    const [stored] = dataset.items(tags.ReferencedSOPSequence);
    return { failed: failed?.number(tags.FailureReason), warned: stored?.number(tags.WarningReason) };
  } catch {
    return { failed: undefined, warned: undefined };
  }
};

const answerOf = async (answer: Response): Promise<StoreAnswer> => {
  const { status } = answer;
  const text = await boundedText(answer);
  const said = (code: number): StoreAnswer => ({ status: code, category: statusCategory(code) });
  if (status === 200 || status === 202) {
    const { failed, warned } = reasonIn(text);
    return said(failed ?? warned ?? 0);
  }
  if (status === 415) return 'not-accepted';
  if (status === 409) {
    const reason = reasonIn(text).failed ?? PROCESSING_FAILURE;
    return notTaken.has(reason) ? 'not-accepted' : said(reason);
  }
  if (status === 429 || status === 503 || status === 507) return said(OUT_OF_RESOURCES);
  if (status === 401 || status === 403 || status === 404)
    throw new PeerError('refused', `The destination answered with status ${status}`);
  throw new PeerError('misbehaved', `The destination answered with status ${status}`);
};

const post = async (
  { baseUrl, timeoutMs, credentials }: DicomwebSettings,
  part: Part,
  signal: AbortSignal,
): Promise<StoreAnswer> => {
  const boundary = newBoundary();
  const body = writeMultipart(boundary, [{ contentType: 'application/dicom', body: part.bytes() }]);
  const request: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    headers: {
      'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}`,
      accept: 'application/dicom+json',
      ...authorisation(credentials),
    },
    body: Readable.toWeb(Readable.from(body)) as ReadableStream,
    duplex: 'half',
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  };
  try {
    return await answerOf(await fetch(`${baseUrl}/studies`, request));
  } catch (error) {
    if (part.failure !== undefined) throw part.failure.error;
    if (error instanceof PeerError) throw error;
    if (signal.aborted) throw new PeerError('cancelled', 'It was ended here', error);
    const late = error instanceof Error && error.name === 'TimeoutError';
    throw new PeerError(late ? 'timed-out' : 'unreachable', 'The destination could not be reached', error);
  }
};

/** In the first of its forms that is taken. `timeoutMs` is for one object. */
export const openStowSender = (settings: DicomwebSettings, signal: AbortSignal): Sender => ({
  send: async (object) => {
    for (const form of object.transferSyntaxes) {
      const answer = await post(settings, new Part(object, form), signal);
      if (answer !== 'not-accepted') return answer;
    }
    return 'not-accepted';
  },
  release: () => Promise.resolve(),
  abort: () => undefined,
});

/** The objects of a study that the destination lists; none when it answers no queries. */
export const listHeldOnWeb = async (
  settings: DicomwebSettings,
  studyInstanceUid: string,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> => {
  try {
    const bySeries = await listInstances(settings, studyInstanceUid, signal);
    return new Set([...bySeries.values()].flat().map((instance) => instance.sopInstanceUid));
  } catch (error) {
    if (error instanceof PeerError && error.kind !== 'cancelled') return new Set();
    throw error;
  }
};
