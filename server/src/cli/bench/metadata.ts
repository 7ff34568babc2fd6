/** The headers of a study by WADO-RS: as a viewer that opens it asks for them. */
import { type Benchmark, median, rounded } from './benchmark.ts';
import { compete, timed } from './compete.ts';
import { makeObjects } from './objects.ts';
import { sendAll } from './send.ts';

const images = 200;
const requests = 10;

export const benchmark: Benchmark = async (options) => {
  const objects = makeObjects(images);
  const path = `/studies/${objects[0]?.studyInstanceUid}/metadata`;
  const runs = options.quick ? 3 : 7;
  const { ours, peer } = await compete(
    {
      runs,
      prepare: async (archive) => void (await sendAll(archive.receiver, objects, 8)),
      measure: async (archive) => {
        await archive.restart();
        const firstMs = (await timed(archive, path, 'application/dicom+json')).ms;
        const times: number[] = [];
        for (let at = 0; at < requests; at += 1) times.push((await timed(archive, path, 'application/dicom+json')).ms);
        return { firstMs, ms: median(times) };
      },
    },
    options,
  );
  const ratio = peer ? rounded((peer.ms ?? 0) / (ours.ms ?? 1), 2) : null;
  return { what: 'metadata', ours, peer, ratio, unit: 'ms', runs };
};
