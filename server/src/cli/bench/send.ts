/** The same sender for every receiver: our SCU, a number of associations, each sending its share one after the other. */
import { uids } from '@throughline/dicom';
import { connect } from '@throughline/dimse';
import type { BenchObject } from './objects.ts';

export interface Receiver {
  readonly host: string;
  readonly port: number;
  readonly aeTitle: string;
}

export const SENDER = 'BENCH';

async function* partsOf(object: BenchObject): AsyncGenerator<Uint8Array> {
  yield* object.parts;
}

/** Seconds from the first request to the last response; throws unless every object is acknowledged with success. */
export const sendAll = async (
  receiver: Receiver,
  objects: readonly BenchObject[],
  associations: number,
): Promise<number> => {
  const contexts = [{ abstractSyntax: uids.CTImageStorage, transferSyntaxes: [uids.ExplicitVRLittleEndian] }];
  const { host, port, aeTitle } = receiver;
  const open = await Promise.all(
    Array.from({ length: associations }, () =>
      connect({ host, port, callingAeTitle: SENDER, calledAeTitle: aeTitle, contexts }),
    ),
  );
  const queue = objects.values();
  const begun = performance.now();
  await Promise.all(
    open.map(async (association) => {
      for (const object of queue) {
        const { status } = await association.store({
          sopClassUid: uids.CTImageStorage,
          sopInstanceUid: object.sopInstanceUid,
          transferSyntaxUid: uids.ExplicitVRLittleEndian,
          data: partsOf(object),
        });
        if (status !== 0) throw new Error(`The receiver answered with status ${status.toString(16)}.`);
      }
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  await Promise.all(open.map((association) => association.release()));
  return seconds;
};
