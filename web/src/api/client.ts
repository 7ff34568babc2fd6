import { problem } from '@throughline/contract';

/** An answer that is not what was asked for; `status` 0 means that no answer came. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** True when the hub did not answer, or answered that it cannot now: asked again, it may. */
export const isUnreached = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 0 || error.status >= 500);

/** An answer that takes longer does not come: a network that went away says nothing. */
const patienceMs = 60_000;

type Parse<T> = (json: unknown) => T;

/** An answer of another shape is another version's: asking again gives the same. */
const understood = <T>(answer: Response, parse: Parse<T>, json: unknown): T => {
  try {
    return parse(json);
  } catch {
    throw new ApiError(answer.status, 'not-understood', 'The page does not understand what the server answered.');
  }
};

/** Takes the answer that the boot script already asked for, if there is one, else asks now. */
export async function get<T>(path: string, parse: Parse<T>, signal?: AbortSignal): Promise<T> {
  const early = window.early?.[path];
  if (early) delete window.early?.[path];
  const signals = [AbortSignal.timeout(patienceMs), ...(signal ? [signal] : [])];
  const request: RequestInit = { headers: { accept: 'application/json' }, signal: AbortSignal.any(signals) };
  const answer = await answered(early ?? fetch(path, request));
  return understood(answer, parse, await answer.json());
}

export const post = <T>(path: string, body: unknown, parse: Parse<T>): Promise<T> => send('POST', path, body, parse);

export async function send<T>(
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body: unknown,
  parse: Parse<T>,
): Promise<T> {
  const accept = { accept: 'application/json' };
  const request: RequestInit =
    body === undefined
      ? { method, headers: accept }
      : { method, headers: { ...accept, 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await answered(fetch(path, request));
  return understood(answer, parse, answer.status === 204 ? null : await answer.json());
}

async function answered(pending: Promise<Response>): Promise<Response> {
  const answer = await pending.catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0, 'unreachable', 'The server does not answer.');
  });
  if (answer.ok) return answer;
  const said = problem.safeParse(await answer.json().catch(() => null));
  if (said.success) throw new ApiError(answer.status, said.data.code, said.data.message);
  throw new ApiError(answer.status, 'failed', `The server answered with status ${answer.status}.`);
}
