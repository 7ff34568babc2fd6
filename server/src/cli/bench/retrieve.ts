/** A whole study by WADO-RS, after a restart and again, and one frame of it: right after, and from an archive that has answered for some seconds. */
import { type Benchmark, median, rounded } from './benchmark.ts';
import { compete } from './compete.ts';
import { makeObjects } from './objects.ts';
import { PlainClient } from './plain-client.ts';
import { sendAll } from './send.ts';

const images = 200;
const frameRequests = 40;
/** As many as make a process what it is when it has answered for a while: its code is compiled as it is used. */
const warmUp = 1000;
const objectsAccept = 'multipart/related; type="application/dicom"; transfer-syntax=*';
const frameAccept = 'multipart/related; type="application/octet-stream"; transfer-syntax=*';

export const benchmark: Benchmark = async (options) => {
  const objects = makeObjects(images);
  const study = `/studies/${objects[0]?.studyInstanceUid}`;
  const framesOf = (at: number): string => {
    const object = objects[at % images];
    return `${study}/series/${object?.seriesInstanceUid}/instances/${object?.sopInstanceUid}/frames/1`;
  };
  const whole = async (client: PlainClient): Promise<number> => {
    const { ms, bytes } = await client.get(study, objectsAccept);
    if (bytes < images * 2 ** 19) throw new Error(`Only ${bytes} bytes were given.`);
    return bytes / 1e6 / (ms / 1000);
  };
  const frame = async (client: PlainClient, at: number): Promise<number> =>
    (await client.get(framesOf(at), frameAccept)).ms;
  const runs = options.quick ? 3 : 7;
  const { ours, peer } = await compete(
    {
      runs,
      prepare: async (archive) => void (await sendAll(archive.receiver, objects, 8)),
      measure: async (archive) => {
        await archive.restart();
        const client = new PlainClient(archive);
        const cold = await whole(client);
        const warm = await whole(client);
        const first = await frame(client, 0);
        const each = async (place: (at: number) => number): Promise<number> => {
          const took: number[] = [];
          for (let at = 1; at <= frameRequests; at += 1) took.push(await frame(client, place(at)));
          return median(took);
        };
        const early = await each((at) => at);
        // Of the other half of the study: what is measured afterwards was asked for once, long before.
        for (let at = 0; at < warmUp; at += 1) await frame(client, images / 2 + (at % (images / 2)));
        const frames = await each((at) => frameRequests + at);
        const again = await each(() => 1);
        client.close();
        return {
          coldMBPerSecond: cold,
          warmMBPerSecond: warm,
          firstFrameMs: first,
          earlyFrameMs: early,
          frameMs: frames,
          sameFrameMs: again,
        };
      },
    },
    options,
  );
  const ratioOf = (name: string): number | null => (peer ? rounded((ours[name] ?? 0) / (peer[name] ?? 1), 2) : null);
  const lessIsMore = (name: string): number | null => (peer ? rounded((peer[name] ?? 0) / (ours[name] ?? 1), 2) : null);
  return {
    what: 'retrieve',
    ours: {
      ...ours,
      warmRatio: ratioOf('warmMBPerSecond'),
      earlyFrameRatio: lessIsMore('earlyFrameMs'),
      frameRatio: lessIsMore('frameMs'),
      sameFrameRatio: lessIsMore('sameFrameMs'),
    },
    peer,
    ratio: ratioOf('coldMBPerSecond'),
    unit: 'MB/s',
    runs,
  };
};
