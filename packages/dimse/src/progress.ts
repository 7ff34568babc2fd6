import type { Command } from './command.ts';
import type { ServiceCall } from './service-call.ts';
import { Status } from './status.ts';
import { responseTo } from './status-response.ts';
import type { SubOperationTally } from './sub-operations.ts';

/** Pending responses of a C-GET or C-MOVE: after each sub-operation, and while one of them takes long, or the peer gives up. */
export class Progress {
  readonly #call: Pick<ServiceCall<unknown>, 'channel' | 'request' | 'progressMs'>;
  readonly #tally: SubOperationTally;

  constructor(call: Pick<ServiceCall<unknown>, 'channel' | 'request' | 'progressMs'>, tally: SubOperationTally) {
    this.#call = call;
    this.#tally = tally;
  }

  tell(): void | Promise<void> {
    const { channel, request } = this.#call;
    const pending: Command = {
      ...responseTo(request.command, { status: Status.Pending }),
      ...this.#tally.counts(true),
    };
    return channel.send(request.context.id, pending);
  }

  /** Tells at intervals until the work is done. Nothing else may be sent on this association meanwhile. */
  async during<T>(work: Promise<T>): Promise<T> {
    let telling = false;
    const again = async (): Promise<void> => {
      if (telling) return;
      telling = true;
      try {
        await this.tell();
        telling = false;
      } catch {
        // The association is over; whoever does the work hears of it.
      }
    };
    const timer = setInterval(again, this.#call.progressMs);
    try {
      return await work;
    } finally {
      clearInterval(timer);
    }
  }
}
