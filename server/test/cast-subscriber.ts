/** A subscriber of FHIRcast written against the standard alone, with the platform's own WebSocket client: nothing of the hub's code. */

// biome-ignore lint/suspicious/noExplicitAny: messages are read field by field in tests
type Message = any;

export interface CastSubscriberOptions {
  readonly hub: string;
  readonly topic: string;
  readonly token: string;
  readonly events: string;
  readonly name?: string;
  readonly lease?: number;
  /** What it answers to an event; undefined: nothing. */
  readonly answer?: (message: Message) => number | undefined;
}

export interface CastSubscriber {
  readonly endpoint: string;
  readonly confirmation: Message;
  /** The next event, confirmation or denial. */
  next(): Promise<Message>;
  /** The code with which the hub ended the socket. */
  readonly closed: Promise<number>;
  leave(code?: number): Promise<void>;
  /** Breaks off without a word, as a machine that loses its network. */
  unsubscribe(): Promise<Response>;
}

export const postForm = (hub: string, token: string, form: Readonly<Record<string, string>>): Promise<Response> =>
  fetch(hub, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  });

export const subscribeForm = (options: CastSubscriberOptions): Readonly<Record<string, string>> => ({
  'hub.channel.type': 'websocket',
  'hub.mode': 'subscribe',
  'hub.topic': options.topic,
  'hub.events': options.events,
  ...(options.name !== undefined && { 'subscriber.name': options.name }),
  ...(options.lease !== undefined && { 'hub.lease_seconds': String(options.lease) }),
});

export const subscribeTo = async (options: CastSubscriberOptions): Promise<CastSubscriber> => {
  const { hub, token, topic, answer = () => 200 } = options;
  const answered = await postForm(hub, token, subscribeForm(options));
  if (answered.status !== 202) throw new Error(`${answered.status} ${await answered.text()}`);
  const { 'hub.channel.endpoint': endpoint } = (await answered.json()) as Record<string, string>;
  const socket = new WebSocket(endpoint ?? '');
  const waiting: Message[] = [];
  let wake = Promise.withResolvers<void>();
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data));
    waiting.push(message);
    const status = message.event === undefined ? undefined : answer(message);
    if (status !== undefined) socket.send(JSON.stringify({ id: message.id, status: String(status) }));
    wake.resolve();
  });
  const closed = new Promise<number>((resolve) => socket.addEventListener('close', ({ code }) => resolve(code)));
  const next = async (): Promise<Message> => {
    while (waiting.length === 0) await wake.promise;
    wake = Promise.withResolvers<void>();
    return waiting.shift();
  };
  const confirmation = await next();
  return {
    endpoint: endpoint ?? '',
    confirmation,
    next,
    closed,
    leave: async (code = 1000) => {
      socket.close(code);
      await closed;
    },
    unsubscribe: () =>
      postForm(hub, token, {
        'hub.channel.type': 'websocket',
        'hub.mode': 'unsubscribe',
        'hub.topic': topic,
        'hub.channel.endpoint': endpoint ?? '',
      }),
  };
};

export const postEvent = (hub: string, token: string, message: Message): Promise<Response> =>
  fetch(hub, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(message),
  });
