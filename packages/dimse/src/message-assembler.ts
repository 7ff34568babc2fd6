import { type Command, CommandField, isNormalized, NO_DATA_SET } from './command.ts';
import { decodeCommand } from './command-codec.ts';
import { AbortReason, invalidPdu } from './errors.ts';
import { DEFAULT_LIMITS, type DimseLimits } from './limits.ts';

export interface MessageSink {
  /** A whole command set; `data` and `dataEnd` follow when `hasData`. */
  command(contextId: number, command: Command, hasData: boolean): void;
  data(bytes: Buffer): void;
  dataEnd(): void;
}

type Stage = 'between' | 'command' | 'data';

const COMMAND = 1;
const LAST = 2;
const NOTHING = Buffer.alloc(0);

/**
 * Puts fragments together into DIMSE messages (PS3.7 6.3, PS3.8 Annex E): a command set, then its data set, both on one
 * presentation context. Data pass through uncopied; only a command set in several pieces is gathered.
 */
export class MessageAssembler {
  readonly #sink: MessageSink;
  readonly #limits: DimseLimits;
  readonly #knowsContext: (id: number) => boolean;
  #stage: Stage = 'between';
  #contextId = 0;
  #gathered: Buffer = NOTHING;
  #dataBytes = 0;
  #dataLimit = 0;

  constructor(sink: MessageSink, knowsContext: (id: number) => boolean, limits: DimseLimits = DEFAULT_LIMITS) {
    this.#sink = sink;
    this.#knowsContext = knowsContext;
    this.#limits = limits;
  }

  /** True between the first fragment of a message and its last. */
  get inMessage(): boolean {
    return this.#stage !== 'between';
  }

  /** @throws DimseError of kind `protocol` */
  fragment(contextId: number, control: number, bytes: Buffer, endOfValue: boolean): void {
    const last = endOfValue && (control & LAST) !== 0;
    if (this.#stage === 'between') this.#begin(contextId);
    else if (contextId !== this.#contextId) throw unexpected('A message is interleaved across presentation contexts');
    const isCommand = (control & COMMAND) !== 0;
    if (this.#stage === 'data') {
      if (isCommand) throw unexpected('A command comes where a data set was announced');
      this.#data(bytes, last);
    } else {
      if (!isCommand) throw unexpected('A data set comes without its command');
      this.#command(bytes, last);
    }
  }

  #begin(contextId: number): void {
    if (!this.#knowsContext(contextId)) throw unexpected('The presentation context was not accepted');
    this.#contextId = contextId;
    this.#stage = 'command';
  }

  #command(bytes: Buffer, last: boolean): void {
    if (this.#gathered.length + bytes.length > this.#limits.commandSetBytes)
      throw invalidPdu('A command set is too long');
    const whole = this.#gathered.length === 0 ? bytes : Buffer.concat([this.#gathered, bytes]);
    if (!last) {
      this.#gathered = whole;
      return;
    }
    this.#gathered = NOTHING;
    const command = decodeCommand(whole);
    const hasData = command.CommandDataSetType !== NO_DATA_SET;
    this.#stage = hasData ? 'data' : 'between';
    this.#dataBytes = 0;
    this.#dataLimit = this.#limitOf(command.CommandField ?? 0);
    this.#sink.command(this.#contextId, command, hasData);
  }

  #limitOf(commandField: number): number {
    if (commandField === CommandField.CStoreRq) return this.#limits.objectBytes;
    return isNormalized(commandField) ? this.#limits.normalizedBytes : this.#limits.identifierBytes;
  }

  #data(bytes: Buffer, last: boolean): void {
    this.#dataBytes += bytes.length;
    if (this.#dataBytes > this.#dataLimit) throw invalidPdu('A data set is too long');
    if (last) this.#stage = 'between';
    if (bytes.length > 0) this.#sink.data(bytes);
    if (last) this.#sink.dataEnd();
  }
}

function unexpected(message: string): Error {
  return invalidPdu(message, AbortReason.UnexpectedPduParameter);
}
