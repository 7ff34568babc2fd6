/** Sends the studies of today to the hub, as a modality does: by C-STORE, several associations at once. */
import { createReadStream } from 'node:fs';
import { connect } from '@throughline/dimse';
import type { Archive, StoredObject } from './archive.ts';
import type { Caller } from './dimse.ts';

const associations = 3;
const mostContexts = 100;

const sendAll = async (objects: readonly StoredObject[], from: string, to: Caller): Promise<void> => {
  const pairs = new Map(objects.map((object) => [`${object.sopClassUid} ${object.transferSyntaxUid}`, object]));
  const contexts = [...pairs.values()]
    .slice(0, mostContexts)
    .map((object) => ({ abstractSyntax: object.sopClassUid, transferSyntaxes: [object.transferSyntaxUid] }));
  const association = await connect({
    host: to.host,
    port: to.port,
    callingAeTitle: from,
    calledAeTitle: to.aeTitle,
    contexts,
  });
  for (const object of objects) {
    const { sopClassUid, sopInstanceUid, transferSyntaxUid } = object;
    const data = createReadStream(object.path, { start: object.datasetOffset, highWaterMark: 256 * 1024 });
    const { status } = await association.store({ sopClassUid, sopInstanceUid, transferSyntaxUid, data });
    if (status !== 0) throw new Error(`C-STORE was answered with ${status.toString(16)}`);
  }
  await association.release();
};

/** Studies go one after the other over each association; small ones first, so that the worklist fills at once. */
export const sendToday = async (archive: Archive, from: string, to: Caller): Promise<number> => {
  const studies = [...Map.groupBy(archive.objects, (object) => object.studyInstanceUid).values()].toSorted(
    (a, b) => a.length - b.length,
  );
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let study = studies[next++]; study !== undefined; study = studies[next++]) await sendAll(study, from, to);
  };
  await Promise.all(Array.from({ length: associations }, worker));
  return archive.objects.length;
};
