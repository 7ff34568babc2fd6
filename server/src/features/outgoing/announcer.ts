/** Announces again and again, whatever one piece of news is like: what cannot be told does not keep the rest from being told (I15). */
import { isConnectionLoss } from '../../db/index.ts';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { announceOutgoing, passOver } from './announce.ts';

const MOST_TRIES = 5;

export class Announcer {
  readonly #context: Context;
  /** By tenant: how often the first of what is left has failed. */
  readonly #tries = new Map<string, number>();

  constructor(context: Context) {
    this.#context = context;
  }

  /** True when there may be more. @throws when the database was lost: that is no fault of what is told */
  async turn(principal: Principal): Promise<boolean> {
    try {
      return await announceOutgoing(this.#context, principal);
    } catch (error) {
      if (isConnectionLoss(error)) throw error;
      return this.#oneByOne(principal);
    }
  }

  /** Up to what fails; after some tries beyond it, which is logged and not told. */
  async #oneByOne(principal: Principal): Promise<boolean> {
    const { tenantId } = principal;
    try {
      while (await announceOutgoing(this.#context, principal, 1)) this.#tries.delete(tenantId);
      return false;
    } catch (error) {
      if (isConnectionLoss(error)) throw error;
      const tries = (this.#tries.get(tenantId) ?? 0) + 1;
      this.#tries.set(tenantId, tries);
      if (tries < MOST_TRIES) {
        if (tries === 1) this.#context.log.warn({ err: error }, 'news could not be told by HL7 v2 and is tried again');
        return false;
      }
      this.#tries.delete(tenantId);
      const topic = await passOver(this.#context, principal);
      this.#context.log.error({ topic, err: error }, 'news could not be told by HL7 v2 and was left behind');
      return true;
    }
  }
}
