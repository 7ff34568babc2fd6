/** Messages that we sent and that come back, by an interface engine or as an echo: answered, and without effect. */
import { bodyDigest, ownAmong, type Trx } from '../../db/index.ts';
import type { Incoming } from './process.ts';

export const nobody: ReadonlySet<Incoming> = new Set();

/** By MSH-10, or by all that follows MSH where that was made anew. */
export const oursAmong = async (trx: Trx, batch: readonly Incoming[]): Promise<ReadonlySet<Incoming>> => {
  const asked = batch.map((incoming) => ({
    incoming,
    controlId: incoming.header.controlId ?? '',
    body: bodyDigest(incoming.bytes),
  }));
  const own = await ownAmong(trx, asked);
  const ours = asked.filter(
    ({ controlId, body }) => own.controlIds.has(controlId) || own.bodies.has(body.toString('hex')),
  );
  return new Set(ours.map(({ incoming }) => incoming));
};
