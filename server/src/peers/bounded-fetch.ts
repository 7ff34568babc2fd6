/** JSON documents of others, by HTTP: never more than a bound, never through a redirect, never for long. */
import { PeerError } from './peer.ts';

interface Bounds {
  readonly mostBytes?: number;
  /** Milliseconds, for the whole answer. */
  readonly timeoutMs?: number;
  /** Ends it from here. */
  readonly signal?: AbortSignal;
}

const bounded = async (answer: Response, mostBytes: number): Promise<Uint8Array<ArrayBuffer>> => {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body ?? []) {
    length += chunk.length;
    if (length > mostBytes) throw new PeerError('misbehaved', 'The other system answered with more than a document');
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
};

/** `fetch`, with the whole body taken in before it returns; at most 1 MiB and 8 s unless told. @throws PeerError */
export const boundedFetch = async (
  url: string,
  init: RequestInit = {},
  { mostBytes = 2 ** 20, timeoutMs = 8_000, signal }: Bounds = {},
): Promise<Response> => {
  try {
    const late = AbortSignal.timeout(timeoutMs);
    const ends = signal ? AbortSignal.any([signal, late]) : late;
    const answer = await fetch(url, { ...init, redirect: 'manual', signal: ends });
    if (answer.status >= 300 && answer.status < 400)
      throw new PeerError('misbehaved', 'The other system sent us elsewhere');
    const { status, headers } = answer;
    const body = await bounded(answer, mostBytes);
    return new Response(status === 204 ? null : body, { status, headers });
  } catch (error) {
    if (error instanceof PeerError) throw error;
    if (signal?.aborted) throw new PeerError('cancelled', 'It was ended here', error);
    const late = error instanceof Error && error.name === 'TimeoutError';
    throw new PeerError(late ? 'timed-out' : 'unreachable', 'The other system could not be asked', error);
  }
};
