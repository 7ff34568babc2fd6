import { type Command, CommandField, RESPONSE_BIT } from './command.ts';
import { encodeCommand } from './command-codec.ts';
import { AbortReason, DimseError, invalidPdu } from './errors.ts';
import { commandPdus, DataFragmenter, dataPdus, fragmentSize } from './fragmenter.ts';
import { DataPipe, type Flow } from './incoming-data.ts';
import type { DimseLimits } from './limits.ts';
import { MessageAssembler, type MessageSink } from './message-assembler.ts';
import type { AcceptedContext } from './negotiate.ts';
import { type Response, ResponseQueue } from './response-queue.ts';

/** What carries the messages: the connection, seen from here. */
export interface Carrier extends Flow {
  /** We do not listen for now. */
  readonly paused: boolean;
  send(pdus: readonly Buffer[]): void | Promise<void>;
  abort(error: DimseError): void;
}

export interface IncomingRequest {
  readonly context: AcceptedContext;
  readonly command: Command;
  /** C-STORE only: the data set as it comes. */
  readonly data: DataPipe | undefined;
  /** All other requests: their data set, whole. */
  readonly identifier: Buffer | undefined;
}

export interface ChannelUser {
  request(request: IncomingRequest): void;
  /** C-CANCEL-RQ for the request with this message ID. */
  cancel(messageId: number): void;
}

interface Receiver {
  push(bytes: Buffer): void;
  end(): void;
  fail(error: Error): void;
}

/** One request and its responses. */
export interface Exchange {
  readonly contextId: number;
  readonly messageId: number;
  readonly responseField: number;
  readonly responses: ResponseQueue;
  close(): void;
}

export type Request = Command & { readonly CommandField: number };
export type RequestData = Uint8Array | AsyncIterable<Uint8Array>;

/** The response of an exchange that has one. */
export async function onlyResponse(exchange: Exchange): Promise<Response> {
  try {
    return await exchange.responses.next();
  } finally {
    exchange.close();
  }
}

/** Written in one go before back-pressure is looked at. */
const WRITE_BYTES = 256 * 1024;

/** DIMSE messages over one association (PS3.7 6): puts them together, takes them apart, matches responses to requests. */
export class Channel implements MessageSink {
  readonly #carrier: Carrier;
  readonly #user: ChannelUser;
  readonly #contexts: ReadonlyMap<number, AcceptedContext>;
  readonly #limits: DimseLimits;
  readonly #assembler: MessageAssembler;
  readonly #fragment: number;
  readonly #exchanges = new Map<number, Exchange>();
  #receiver: Receiver | undefined;
  #lastMessageId = 0;
  #failure: DimseError | undefined;

  constructor(
    carrier: Carrier,
    user: ChannelUser,
    contexts: ReadonlyMap<number, AcceptedContext>,
    peerMaxLength: number,
    limits: DimseLimits,
  ) {
    this.#carrier = carrier;
    this.#user = user;
    this.#contexts = contexts;
    this.#limits = limits;
    this.#fragment = fragmentSize(peerMaxLength);
    this.#assembler = new MessageAssembler(this, (id) => contexts.has(id), limits);
  }

  /** A message has begun and not ended. */
  get inMessage(): boolean {
    return this.#assembler.inMessage;
  }

  /** It is the peer's turn: a message has begun, or a response is awaited, and we listen. */
  get awaitsPeer(): boolean {
    if (this.#carrier.paused) return false;
    if (this.inMessage) return true;
    for (const { responses } of this.#exchanges.values()) if (responses.awaited) return true;
    return false;
  }

  fragment(contextId: number, control: number, bytes: Buffer, endOfValue: boolean): void {
    this.#assembler.fragment(contextId, control, bytes, endOfValue);
  }

  /** The association is over: everyone who waits hears of it. */
  fail(error: DimseError): void {
    this.#failure ??= error;
    this.#receiver?.fail(error);
    for (const { responses } of this.#exchanges.values()) responses.fail(error);
  }

  command(contextId: number, command: Command, hasData: boolean): void {
    const context = this.#contexts.get(contextId);
    const field = command.CommandField;
    if (!context || field === undefined) throw invalidPdu('The presentation context was not accepted');
    if (field === CommandField.CCancelRq) {
      this.#user.cancel(command.MessageIDBeingRespondedTo ?? 0);
    } else if (field & RESPONSE_BIT) {
      this.#response(context, command, hasData);
    } else {
      this.#request(context, command, hasData);
    }
  }

  data(bytes: Buffer): void {
    this.#receiver?.push(bytes);
  }

  dataEnd(): void {
    const receiver = this.#receiver;
    this.#receiver = undefined;
    receiver?.end();
  }

  #request(context: AcceptedContext, command: Command, hasData: boolean): void {
    if (hasData && command.CommandField === CommandField.CStoreRq) {
      const pipe = new DataPipe(this.#carrier, this.#limits.receiveBufferBytes);
      this.#receiver = pipe;
      this.#user.request({ context, command, data: pipe, identifier: undefined });
      return;
    }
    this.#collect(hasData, (identifier) => this.#user.request({ context, command, data: undefined, identifier }));
  }

  #response(context: AcceptedContext, command: Command, hasData: boolean): void {
    const exchange = this.#exchanges.get(command.MessageIDBeingRespondedTo ?? -1);
    if (!exchange) throw unexpected('A response answers no request');
    if (exchange.responseField !== command.CommandField)
      throw unexpected('A response is of another kind than its request');
    if (exchange.contextId !== context.id) throw unexpected('A response comes on another presentation context');
    const status = command.Status ?? 0;
    this.#collect(hasData, (identifier) => exchange.responses.push({ command, status, identifier }));
  }

  #collect(hasData: boolean, deliver: (identifier: Buffer | undefined) => void): void {
    if (!hasData) {
      deliver(undefined);
      return;
    }
    const pieces: Buffer[] = [];
    this.#receiver = {
      push: (bytes) => void pieces.push(bytes),
      end: () => deliver(Buffer.concat(pieces)),
      fail: () => undefined,
    };
  }

  /** Sends one message whose data set, if any, is whole: one socket write. */
  send(contextId: number, command: Command, data?: Uint8Array): void | Promise<void> {
    const pdus = commandPdus(contextId, encodeCommand(command, data !== undefined), this.#fragment);
    if (data) pdus.push(...dataPdus(contextId, asBuffer(data), this.#fragment));
    return this.#carrier.send(pdus);
  }

  /**
   * Sends one message with a data set that may be long or still coming. The command leaves together with the first data,
   * and only when those are there, so that an unreadable source spoils nothing. A source that fails later aborts.
   */
  async sendStream(contextId: number, command: Command, source: Uint8Array | AsyncIterable<Uint8Array>): Promise<void> {
    const fragmenter = new DataFragmenter(contextId, this.#fragment);
    let pending: Buffer[] | undefined;
    const begin = () => commandPdus(contextId, encodeCommand(command, true), this.#fragment);
    try {
      for await (const chunk of source instanceof Uint8Array ? slices(source) : source) {
        const pdus = fragmenter.add(asBuffer(chunk));
        if (pdus.length === 0) continue;
        if (!pending) pdus.unshift(...begin());
        pending = pdus;
        const slow = this.#carrier.send(pdus);
        if (slow) await slow;
      }
    } catch (error) {
      if (pending) this.#carrier.abort(new DimseError('aborted', 'The data set to send broke off', { cause: error }));
      throw error;
    }
    const rest = fragmenter.end();
    if (!pending) rest.unshift(...begin());
    await this.#carrier.send(rest);
  }

  /** Begins an exchange: the request with this message ID may now be sent. To be closed when no response is awaited. */
  open(contextId: number, requestField: number): Exchange {
    if (this.#failure) throw this.#failure;
    const messageId = this.#nextMessageId();
    const responses = new ResponseQueue(this.#carrier);
    const exchange: Exchange = {
      contextId,
      messageId,
      responseField: requestField | RESPONSE_BIT,
      responses,
      close: () => {
        this.#exchanges.delete(messageId);
        responses.close();
      },
    };
    this.#exchanges.set(messageId, exchange);
    return exchange;
  }

  /** Sends a request; its responses come in the exchange, which is to be closed. */
  async begin(contextId: number, command: Request, data?: RequestData): Promise<Exchange> {
    const exchange = this.open(contextId, command.CommandField);
    const request = { ...command, MessageID: exchange.messageId };
    try {
      if (data) await this.sendStream(contextId, request, data);
      else await this.send(contextId, request);
      return exchange;
    } catch (error) {
      exchange.close();
      throw error;
    }
  }

  /** Sends a request that has one response, and waits for it. */
  async ask(contextId: number, command: Request, data?: RequestData): Promise<Response> {
    return onlyResponse(await this.begin(contextId, command, data));
  }

  #nextMessageId(): number {
    do this.#lastMessageId = (this.#lastMessageId % 0xffff) + 1;
    while (this.#exchanges.has(this.#lastMessageId));
    return this.#lastMessageId;
  }
}

function unexpected(message: string): DimseError {
  return invalidPdu(message, AbortReason.UnexpectedPduParameter);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += WRITE_BYTES) yield bytes.subarray(at, at + WRITE_BYTES);
}
