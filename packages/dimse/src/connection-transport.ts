import type { Socket } from 'node:net';
import { AbortReason, DimseError } from './errors.ts';
import type { Flow } from './incoming-data.ts';
import type { DimseLimits, DimseTimeouts } from './limits.ts';
import type { AssociateAc, AssociateRj, AssociateRq, Pdu } from './pdu.ts';
import { encodePdu } from './pdu-encode.ts';
import { PduReader, type PduSink } from './pdu-reader.ts';
import { type Effect, type Event, type Role, type State, TRANSITIONS, transition } from './upper-layer.ts';

/** Whoever uses the association: the indications and confirmations of PS3.8 7. */
export interface ConnectionUser {
  associateRequested(request: AssociateRq): void;
  associateAccepted(answer: AssociateAc): void;
  fragment(contextId: number, control: number, bytes: Buffer, endOfValue: boolean): void;
  releaseRequested(): void;
  /** Nothing came or went for the time last given to `watchSilence`. */
  silent(): void;
  /** Once, when the association is over; without an error if it was released. */
  ended(error: DimseError | undefined): void;
}

const EVENT_OF_PDU: Readonly<Record<Pdu['type'], Event>> = {
  'associate-rq': 'Evt6',
  'associate-ac': 'Evt3',
  'associate-rj': 'Evt4',
  'release-rq': 'Evt12',
  'release-rp': 'Evt13',
  abort: 'Evt16',
};

/** Writes of several buffers below this size are joined: one small copy costs less than a vectored write. */
const JOIN_BYTES = 16 * 1024;

interface Occasion {
  readonly event: Event;
  readonly pdu?: Pdu;
  readonly error?: DimseError;
}

/** One transport connection under the upper layer protocol machine: it performs the actions and owns socket and timers. */
export class Connection implements PduSink, Flow {
  readonly #socket: Socket;
  readonly #role: Role;
  readonly #timeouts: DimseTimeouts;
  readonly #reader: PduReader;
  #user: ConnectionUser | undefined;
  #state: State = 'Sta1';
  #artim: NodeJS.Timeout | undefined;
  #ended = false;
  #pauses = 0;
  #socketError: Error | undefined;
  #draining: { promise: Promise<void>; settle(error?: DimseError): void } | undefined;

  constructor(socket: Socket, role: Role, limits: DimseLimits, timeouts: DimseTimeouts) {
    this.#socket = socket;
    this.#role = role;
    this.#timeouts = timeouts;
    this.#reader = new PduReader(this, limits);
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#received(chunk));
    socket.on('error', (error) => {
      this.#socketError = error;
    });
    socket.on('timeout', () => this.#user?.silent());
    socket.on('drain', () => this.#draining?.settle());
    socket.on('close', () => {
      this.#draining?.settle(new DimseError('aborted', 'The connection closed while data were being sent'));
      this.#event({ event: 'Evt17' });
    });
  }

  get state(): State {
    return this.#state;
  }

  /** Requestor: the socket has begun to connect; the request is sent when `connected` is called. */
  request(user: ConnectionUser): void {
    this.#user = user;
    this.#event({ event: 'Evt1' });
  }

  connected(request: AssociateRq): void {
    if (this.#state === 'Sta4') this.#event({ event: 'Evt2', pdu: request });
  }

  /** Acceptor: a peer has connected. */
  accepted(user: ConnectionUser): void {
    this.#user = user;
    this.#event({ event: 'Evt5' });
  }

  answer(answer: AssociateAc | AssociateRj): void {
    if (this.#state !== 'Sta3') return;
    this.#event({ event: answer.type === 'associate-ac' ? 'Evt7' : 'Evt8', pdu: answer });
  }

  /** Asks for release; `ended` follows. */
  release(): void {
    if (this.#state === 'Sta6') this.#event({ event: 'Evt11' });
  }

  /** Answers `releaseRequested`. */
  confirmRelease(): void {
    this.#event({ event: 'Evt14' });
  }

  /** Ends the association with A-ABORT: as provider when the error names an abort reason, else as user. */
  abort(error: DimseError): void {
    if (this.#ended || this.#state === 'Sta1' || this.#state === 'Sta13') return;
    this.#event({ event: error.abortReason === undefined ? 'Evt15' : 'Evt19', error });
  }

  /** Closes the connection at once, whatever state it is in. */
  destroy(): void {
    this.#socket.destroy();
  }

  /** `silent` is called after so many milliseconds without traffic; 0 stops that. */
  watchSilence(ms: number): void {
    this.#socket.setTimeout(ms);
  }

  get paused(): boolean {
    return this.#pauses > 0;
  }

  pause(): void {
    this.#pauses += 1;
    this.#socket.pause();
  }

  resume(): void {
    this.#pauses -= 1;
    if (this.#pauses === 0) this.#socket.resume();
  }

  /**
   * Sends whole P-DATA-TF PDUs in one write. Returns a promise only when the peer reads too slowly: wait for it before
   * sending more. @throws DimseError `aborted` when the association is over, `timed-out` when the peer does not read
   */
  send(pdus: readonly Buffer[]): void | Promise<void> {
    if (TRANSITIONS[this.#state].Evt9 === undefined || this.#socket.writableEnded) {
      throw new DimseError('aborted', 'The association is over');
    }
    this.#write(pdus);
    if (this.#socket.writableNeedDrain) return this.#drained();
  }

  #write(buffers: readonly Buffer[]): void {
    let bytes = 0;
    for (const buffer of buffers) bytes += buffer.length;
    if (bytes <= JOIN_BYTES) {
      this.#socket.write(Buffer.concat(buffers, bytes));
      return;
    }
    this.#socket.cork();
    for (const buffer of buffers) this.#socket.write(buffer);
    this.#socket.uncork();
  }

  #drained(): Promise<void> {
    if (this.#draining) return this.#draining.promise;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => {
      this.abort(new DimseError('timed-out', 'The peer does not read'));
      this.#draining?.settle(new DimseError('timed-out', 'The peer does not read'));
    }, this.#timeouts.writeMs);
    const settle = (error?: DimseError) => {
      clearTimeout(timer);
      this.#draining = undefined;
      if (error) reject(error);
      else resolve();
    };
    promise.catch(() => undefined);
    this.#draining = { promise, settle };
    return promise;
  }

  #received(chunk: Buffer): void {
    try {
      this.#reader.push(chunk);
    } catch (error) {
      const invalid =
        error instanceof DimseError
          ? error
          : new DimseError('aborted', 'An error in this system', {
              abortReason: AbortReason.NotSpecified,
              cause: error,
            });
      this.#event({ event: 'Evt19', error: invalid });
    }
  }

  pdu(pdu: Pdu): void {
    this.#event({ event: EVENT_OF_PDU[pdu.type], pdu });
  }

  dataPdu(): void {
    this.#event({ event: 'Evt10' });
  }

  fragment(contextId: number, control: number, bytes: Buffer, endOfValue: boolean): void {
    if (this.#state === 'Sta6' || this.#state === 'Sta7') this.#user?.fragment(contextId, control, bytes, endOfValue);
  }

  #event(occasion: Occasion): void {
    // Nothing follows the end of the transport connection.
    if (this.#state === 'Sta1' && occasion.event !== 'Evt1' && occasion.event !== 'Evt5') return;
    const before = this.#state;
    const { effects, next } = transition(before, occasion.event, this.#role);
    this.#state = next;
    for (const effect of effects) this.#perform[effect](occasion, before);
    if (this.#state === 'Sta1' || this.#state === 'Sta13') this.#end(occasion, before);
  }

  /** What each effect does here; `send` and the reader do the work of the three that are empty. */
  readonly #perform: Readonly<Record<Effect, (occasion: Occasion, before: State) => void>> = {
    connect: nothing,
    'send-p-data': nothing,
    'indicate-p-data': nothing,
    'send-associate-rq': ({ pdu }) => this.#sendPdu(pdu),
    'send-associate-ac': ({ pdu }) => this.#sendPdu(pdu),
    'send-associate-rj': ({ pdu }) => this.#sendPdu(pdu),
    'send-release-rq': () => this.#sendPdu({ type: 'release-rq' }),
    'send-release-rp': () => this.#sendPdu({ type: 'release-rp' }),
    'send-abort-user': () => this.#sendAbort(0, 0),
    'send-abort-provider': ({ error }) => this.#sendAbort(2, error?.abortReason ?? AbortReason.UnexpectedPdu),
    'indicate-associate': ({ pdu }) => {
      if (pdu?.type === 'associate-rq') this.#user?.associateRequested(pdu);
    },
    'confirm-accepted': ({ pdu }) => {
      if (pdu?.type === 'associate-ac') this.#user?.associateAccepted(pdu);
    },
    'indicate-release': () => this.#user?.releaseRequested(),
    'confirm-rejected': (occasion, before) => this.#end(occasion, before),
    'confirm-release': (occasion, before) => this.#end(occasion, before),
    'indicate-abort': (occasion, before) => this.#end(occasion, before),
    'indicate-p-abort': (occasion, before) => this.#end(occasion, before),
    'start-artim': () => this.#startArtim(this.#artimMs()),
    'stop-artim': () => clearTimeout(this.#artim),
    close: ({ event }) => this.#close(event),
  };

  #sendPdu(pdu: Pdu | undefined): void {
    if (pdu) this.#socket.write(encodePdu(pdu));
  }

  #artimMs(): number {
    if (this.#state === 'Sta4') return this.#timeouts.connectMs;
    if (this.#state === 'Sta2' || this.#state === 'Sta5') return this.#timeouts.associateMs;
    return this.#state === 'Sta13' ? this.#timeouts.closeMs : this.#timeouts.releaseMs;
  }

  #startArtim(ms: number): void {
    clearTimeout(this.#artim);
    this.#artim = setTimeout(() => this.#event({ event: 'Evt18' }), ms);
  }

  /** Ends our side after the A-ABORT, and reads on without keeping anything so that the peer can take it in. */
  #sendAbort(source: number, reason: number): void {
    if (!this.#socket.writableEnded) this.#socket.end(encodePdu({ type: 'abort', source, reason }));
    this.#socket.resume();
  }

  #close(event: Event): void {
    if (event === 'Evt18') {
      this.#socket.destroy();
      return;
    }
    this.#socket.destroySoon();
    this.#socket.resume();
    // A peer that reads nothing would otherwise keep the socket open with what we still have for it.
    clearTimeout(this.#artim);
    this.#artim = setTimeout(() => this.#socket.destroy(), this.#timeouts.closeMs);
    this.#socket.once('close', () => clearTimeout(this.#artim));
  }

  #end(occasion: Occasion, before: State): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#socket.setTimeout(0);
    this.#user?.ended(endOf(occasion, before, this.#socketError));
  }
}

function nothing(): void {}

/** How the user is told that an association is over. */
function endOf({ event, pdu, error }: Occasion, before: State, cause: Error | undefined): DimseError | undefined {
  if (error) return error;
  if (before === 'Sta13' || event === 'Evt14' || event === 'Evt13') return undefined;
  if (event === 'Evt18')
    return new DimseError('timed-out', before === 'Sta4' ? 'No connection in time' : `No answer in time`);
  if (event === 'Evt8') return undefined;
  if (pdu?.type === 'associate-rj') return rejected(pdu);
  if (event === 'Evt16') return new DimseError('aborted', 'The peer aborted the association');
  if (event !== 'Evt17') return new DimseError('protocol', 'The peer sent a PDU that this state does not allow');
  if (before === 'Sta4') return new DimseError('unreachable', 'No connection could be made', { cause });
  return new DimseError('aborted', 'The peer closed the connection', { cause });
}

function rejected({ result, source, reason }: AssociateRj): DimseError {
  const rejection = { result, source, reason };
  return new DimseError('refused', `The peer rejected the association (${result}, ${source}, ${reason})`, {
    rejection,
  });
}
