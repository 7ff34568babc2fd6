/** Large answers: each chunk is with the kernel before the next is asked for, so that its memory can be used again. */
import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import { addSecurityHeaders } from './security-headers.ts';

const stagedBytes = 2 ** 16;

/** Settles when the bytes have left this process. */
const written = (response: ServerResponse, chunk: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    response.write(chunk, (error) => (error ? reject(error) : resolve()));
  });

/** Puts small chunks together and sends large ones as they are. */
class Sender {
  readonly #response: ServerResponse;
  readonly #staged = Buffer.allocUnsafeSlow(stagedBytes);
  #length = 0;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  async send(chunk: Uint8Array): Promise<void> {
    if (this.#length + chunk.length > stagedBytes) await this.#sendStaged(chunk);
    else {
      this.#staged.set(chunk, this.#length);
      this.#length += chunk.length;
    }
  }

  async end(): Promise<void> {
    if (this.#length > 0) this.#response.end(this.#staged.subarray(0, this.#length));
    else this.#response.end();
  }

  async #sendStaged(chunk: Uint8Array): Promise<void> {
    this.#response.cork();
    if (this.#length > 0) this.#response.write(this.#staged.subarray(0, this.#length));
    const sent = written(this.#response, chunk);
    this.#response.uncork();
    this.#length = 0;
    await sent;
  }
}

const begin = (reply: FastifyReply): ServerResponse => {
  addSecurityHeaders(reply);
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) reply.raw.setHeader(name, value);
  return reply.raw.writeHead(reply.statusCode);
};

/**
 * Sends the chunks as the body of an answer whose headers are set. A failure before the first chunk is answered as any other; one
 * that comes later, or a client that leaves, ends the connection, since nothing else can be said by then.
 */
export const sendChunks = async (reply: FastifyReply, chunks: AsyncGenerator<Uint8Array>): Promise<FastifyReply> => {
  const first = await chunks.next();
  const response = begin(reply);
  const sender = new Sender(response);
  try {
    if (reply.request.method === 'HEAD') response.end();
    else {
      if (!first.done) await sender.send(first.value);
      for await (const chunk of chunks) await sender.send(chunk);
      await sender.end();
    }
  } catch {
    response.destroy();
  } finally {
    await chunks.return(undefined);
  }
  return reply;
};

/** The same for an answer that is at hand: it leaves in one write, with its length. */
export const sendAtOnce = (reply: FastifyReply, chunks: readonly Uint8Array[]): FastifyReply => {
  reply.header(
    'content-length',
    chunks.reduce((sum, chunk) => sum + chunk.length, 0),
  );
  const response = begin(reply);
  response.cork();
  if (reply.request.method !== 'HEAD') for (const chunk of chunks) response.write(chunk);
  response.end();
  response.uncork();
  return reply;
};
