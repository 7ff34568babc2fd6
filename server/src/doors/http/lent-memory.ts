/** Memory for answers that leave in one write: fresh memory costs the machine more than the bytes that are put into it. */
import type { FastifyReply } from 'fastify';

const largest = 4 * 2 ** 20;
const mostSpare = 8;
const spare: Uint8Array[] = [];

/** The largest are kept. */
const giveBack = (memory: Uint8Array): void => {
  spare.push(memory);
  spare.sort((one, other) => one.length - other.length);
  if (spare.length > mostSpare) spare.shift();
};

/**
 * Lends memory to this answer, and to another one when the kernel has all of it; an answer that is broken off keeps it. What is lent is at
 * least as long as is asked for.
 */
export const lendTo =
  ({ raw }: FastifyReply) =>
  (length: number): Uint8Array => {
    if (length > largest) return Buffer.allocUnsafeSlow(length);
    const place = spare.findIndex((memory) => memory.length >= length);
    const [known] = place === -1 ? [] : spare.splice(place, 1);
    const memory = known ?? Buffer.allocUnsafeSlow(length);
    raw.once('finish', () => giveBack(memory));
    return memory;
  };
