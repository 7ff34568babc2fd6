import {
  type Carrier,
  Channel,
  type IncomingRequest,
  onlyResponse,
  type Request,
  type RequestData,
} from './channel.ts';
import { CommandField } from './command.ts';
import { AbortReason, DimseError, endedByCaller, invalidPdu } from './errors.ts';
import type { StatusAnswer } from './handlers.ts';
import type { DimseLimits, DimseTimeouts } from './limits.ts';
import { type AcceptedContext, agreedContexts, operationsWindow } from './negotiate.ts';
import type { AssociateAc, AssociateRq } from './pdu.ts';
import type { Response } from './response-queue.ts';
import { responseTo } from './status-response.ts';

/** The connection as the requestor uses it. */
export interface RequestorConnection extends Carrier {
  release(): void;
  confirmRelease(): void;
  watchSilence(ms: number): void;
}

/** Takes an object that a C-GET brings. */
export type IncomingStore = (request: IncomingRequest) => Promise<StatusAnswer>;

interface Opening {
  readonly request: AssociateRq;
  readonly limits: DimseLimits;
  readonly timeouts: DimseTimeouts;
  readonly signal: AbortSignal | undefined;
}

/** One association at the side that called: its connection's user, and what the operations on it share. */
export class Requestor {
  readonly #connection: RequestorConnection;
  readonly #opening: Opening;
  /** SOP classes for which this side asked to be SCP; peers that leave out their answer send objects all the same. */
  readonly #scpProposals: ReadonlySet<string>;
  readonly #over = Promise.withResolvers<DimseError | undefined>();
  #answered: PromiseWithResolvers<AssociateAc> | undefined = Promise.withResolvers<AssociateAc>();
  #channel: Channel | undefined;
  #contexts: readonly AcceptedContext[] = [];
  #turn: Promise<unknown> = Promise.resolve();
  /** Requests that may wait for their response at once (PS3.7 D.3.3.3). */
  #window = 1;
  #waiting = 0;
  #settled: PromiseWithResolvers<void> | undefined;
  #incomingStore: IncomingStore | undefined;
  #storing = false;
  #isOver = false;

  constructor(connection: RequestorConnection, opening: Opening) {
    this.#connection = connection;
    this.#opening = opening;
    const { roles } = opening.request.user;
    this.#scpProposals = new Set(roles.filter((role) => role.scp).map((role) => role.sopClassUid));
    opening.signal?.addEventListener('abort', this.#onSignal);
  }

  /** Settles when the peer has answered the association request. */
  get answer(): Promise<AssociateAc> {
    if (!this.#answered) throw new DimseError('protocol', 'The association was answered before');
    return this.#answered.promise;
  }

  get channel(): Channel {
    if (!this.#channel) throw new DimseError('aborted', 'The association is not open');
    return this.#channel;
  }

  get contexts(): readonly AcceptedContext[] {
    return this.#contexts;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Resolves when the association is over, with the error if it was not released. */
  get over(): Promise<DimseError | undefined> {
    return this.#over.promise;
  }

  /** An agreed context. @throws DimseError `refused` when there is none */
  context(sopClassUid: string, transferSyntaxUid?: string): AcceptedContext {
    for (const context of this.#contexts) {
      const fits = transferSyntaxUid === undefined || context.transferSyntax === transferSyntaxUid;
      if (context.abstractSyntax === sopClassUid && fits) return context;
    }
    throw new DimseError('refused', 'The peer accepted no presentation context for this SOP class and transfer syntax');
  }

  /** Waits for the operations before, then holds the association until the given function is called. */
  async takeTurn(): Promise<() => void> {
    const done = await this.#nextTurn();
    await this.#untilFewer(1);
    return done;
  }

  async #nextTurn(): Promise<() => void> {
    const before = this.#turn;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#turn = promise;
    await before;
    return resolve;
  }

  /** Until fewer requests than that wait for their response. Only whoever has the turn waits here. */
  async #untilFewer(than: number): Promise<void> {
    while (this.#waiting >= than) {
      this.#settled = Promise.withResolvers<void>();
      await this.#settled.promise;
    }
  }

  /** Sends a request when its turn has come, and waits for its one response while others are sent, as far as was negotiated. */
  async pipeline(contextId: number, command: Request, data?: RequestData): Promise<Response> {
    const done = await this.#nextTurn();
    try {
      await this.#untilFewer(this.#window);
      const exchange = await this.channel.begin(contextId, command, data);
      this.#waiting += 1;
      return onlyResponse(exchange).finally(() => {
        this.#waiting -= 1;
        this.#settled?.resolve();
      });
    } finally {
      done();
    }
  }

  /** Runs an operation when those before it are done. */
  async inTurn<T>(operation: () => Promise<T>): Promise<T> {
    const done = await this.takeTurn();
    try {
      return await operation();
    } finally {
      done();
    }
  }

  /** Whether, and how, C-STORE requests from the peer are taken: only while a C-GET runs. */
  receiveStores(store: IncomingStore | undefined): void {
    this.#incomingStore = store;
  }

  release(): void {
    this.#connection.release();
  }

  abort(error: DimseError): void {
    this.#connection.abort(error);
  }

  readonly #onSignal = (): void => {
    this.#connection.abort(endedByCaller(this.#opening.signal));
  };

  associateAccepted(answer: AssociateAc): void {
    const { request, limits, timeouts } = this.#opening;
    const contexts = agreedContexts(request.contexts, answer.contexts, answer.user.roles);
    this.#contexts = [...contexts.values()];
    const { asynchronousOperations: asked } = request.user;
    const answered = asked && answer.user.asynchronousOperations?.invoked;
    this.#window = operationsWindow(answered, this.#contexts, asked?.invoked ?? 1);
    this.#channel = new Channel(this.#connection, this, contexts, answer.user.maxLength, limits);
    this.#connection.watchSilence(timeouts.stallMs);
    this.#answered?.resolve(answer);
    this.#answered = undefined;
  }

  fragment(contextId: number, control: number, bytes: Buffer, endOfValue: boolean): void {
    this.channel.fragment(contextId, control, bytes, endOfValue);
  }

  associateRequested(): void {
    throw invalidPdu('A requestor receives no A-ASSOCIATE-RQ', AbortReason.UnexpectedPdu);
  }

  releaseRequested(): void {
    this.#connection.confirmRelease();
  }

  silent(): void {
    // While an object that has come is put away, the next response cannot come.
    const ourTurn = this.#storing && !this.#channel?.inMessage;
    if (this.#channel?.awaitsPeer && !ourTurn) {
      this.#connection.abort(new DimseError('timed-out', 'The peer did not answer in time'));
    } else {
      this.#connection.watchSilence(this.#opening.timeouts.stallMs);
    }
  }

  ended(error: DimseError | undefined): void {
    this.#opening.signal?.removeEventListener('abort', this.#onSignal);
    this.#isOver = true;
    const cause = error ?? new DimseError('aborted', 'The association was released');
    this.#channel?.fail(cause);
    this.#answered?.reject(cause);
    this.#over.resolve(error);
  }

  cancel(): void {
    throw invalidPdu('A C-CANCEL-RQ came to the requestor', AbortReason.UnexpectedPdu);
  }

  request(request: IncomingRequest): void {
    const { command, context } = request;
    const store = this.#incomingStore;
    const proposed = this.#scpProposals.has(context.abstractSyntax);
    if (!store || this.#storing || !proposed || command.CommandField !== CommandField.CStoreRq) {
      throw invalidPdu('A request came that no operation asked for', AbortReason.UnexpectedPdu);
    }
    this.#storing = true;
    this.#answerStore(request, store).catch((error: unknown) => {
      const known = error instanceof DimseError;
      this.#connection.abort(
        known ? error : new DimseError('aborted', 'An object could not be received', { cause: error }),
      );
    });
  }

  async #answerStore(request: IncomingRequest, store: IncomingStore): Promise<void> {
    const answer = await store(request);
    // The peer may send the next object as soon as it has this.
    this.#storing = false;
    await this.channel.send(request.context.id, responseTo(request.command, answer));
  }
}
