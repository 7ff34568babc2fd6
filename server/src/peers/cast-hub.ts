/** The FHIRcast hub of somebody else, as its subscriber sees it (STU3 2.4 to 2.6). */
import { isConfidential } from '../loopback.ts';
import { boundedFetch } from './bounded-fetch.ts';
import { PeerError } from './peer.ts';

export interface CastHubSettings {
  readonly url: string;
  readonly topic: string;
  readonly token: string;
  /** Separated by commas. */
  readonly events: string;
  /** As we call ourselves. */
  readonly name: string;
}

export interface CastHubHeard {
  /** A message that is an event; anything else that it says is passed over. */
  event(message: object): void;
  /** The socket is gone, by whoever's will. */
  ended(): void;
}

export interface CastHub {
  /** @throws PeerError when the hub refuses */
  publish(message: object): Promise<void>;
  /** What is open now (2.9), as the hub says it; undefined where it does not say. */
  current(): Promise<unknown>;
  answer(id: string, status: number): void;
  leave(): Promise<void>;
}

const mostCharacters = 2 ** 20;
const openMs = 8000;
/** A client closes with codes of its own only (RFC 6455 7.4.2). */
const notUnderstood = 4000;

/** By TLS, or in the clear to this machine only. */
export const isCastAddress = (url: string, scheme: 'http' | 'ws'): boolean =>
  URL.canParse(url) && new URL(url).protocol.startsWith(scheme) && isConfidential(new URL(url));

const post = async ({ url, token }: CastHubSettings, type: string, body: string): Promise<Response> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': type, accept: 'application/json' };
  const answer = await boundedFetch(url, { method: 'POST', headers, body });
  if (!answer.ok) throw new PeerError('refused', 'The hub refused');
  return answer;
};

/** Not every hub has this question. */
const ask = async ({ url, topic, token }: CastHubSettings): Promise<unknown> => {
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
  const answer = await boundedFetch(`${url}/${encodeURIComponent(topic)}`, { headers });
  return answer.ok ? answer.json().catch(() => undefined) : undefined;
};

const postForm = (settings: CastHubSettings, mode: string, more: Readonly<Record<string, string>>) =>
  post(
    settings,
    'application/x-www-form-urlencoded',
    new URLSearchParams({
      'hub.channel.type': 'websocket',
      'hub.mode': mode,
      'hub.topic': settings.topic,
      ...more,
    }).toString(),
  );

const endpointOf = async (settings: CastHubSettings): Promise<string> => {
  const answer = await postForm(settings, 'subscribe', {
    'hub.events': settings.events,
    'subscriber.name': settings.name,
  });
  const { 'hub.channel.endpoint': endpoint } = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  if (typeof endpoint !== 'string' || !isCastAddress(endpoint, 'ws'))
    throw new PeerError('misbehaved', 'The hub gave no address of a channel');
  return endpoint;
};

const opened = async (socket: WebSocket): Promise<void> => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const fail = (): void => reject(new PeerError('unreachable', 'The channel of the hub could not be opened'));
  const timer = setTimeout(fail, openMs);
  socket.addEventListener('open', () => resolve());
  socket.addEventListener('close', fail);
  await promise.finally(() => clearTimeout(timer));
};

const passOn = (socket: WebSocket, data: unknown, { event }: CastHubHeard): void => {
  if (typeof data !== 'string' || data.length > mostCharacters) {
    socket.close(notUnderstood);
    return;
  }
  try {
    const message = JSON.parse(data) as { readonly event?: unknown } | null;
    if (typeof message?.event === 'object') event(message);
  } catch {
    socket.close(notUnderstood);
  }
};

/** Subscribes, and is subscribed when it returns. @throws PeerError */
export const joinCastHub = async (settings: CastHubSettings, heard: CastHubHeard): Promise<CastHub> => {
  if (!isCastAddress(settings.url, 'http')) throw new PeerError('misbehaved', 'The hub is reached by https only');
  const endpoint = await endpointOf(settings);
  const socket = new WebSocket(endpoint);
  socket.addEventListener('message', ({ data }) => passOn(socket, data, heard));
  await opened(socket).catch((error: unknown) => {
    socket.close();
    throw error;
  });
  socket.addEventListener('close', () => heard.ended());
  return {
    publish: async (message) => void (await post(settings, 'application/json', JSON.stringify(message))),
    current: () => ask(settings),
    answer: (id, status) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ id, status: String(status) }));
    },
    leave: async () => {
      await postForm(settings, 'unsubscribe', { 'hub.channel.endpoint': endpoint }).catch(() => undefined);
      socket.close(1000);
    },
  };
};
