/** What has no other form is known before the first byte of an object leaves. */
import { Dataset, encodePart10, makeTag, newUid, tags, uids } from '@throughline/dicom';
import { afterAll, expect, it } from 'vitest';
import { greyPicture } from '../../../test/grey-picture.ts';
import { openFileObject } from './file-object.ts';
import { closeWorkers } from './pixels/pool.ts';
import { recode } from './recode.ts';

afterAll(closeWorkers);

const compressed = (): Dataset =>
  new Dataset().put({
    ...{ kind: 'fragments', tag: tags.PixelData, vr: 'OB', fragments: [Uint8Array.of(0xff, 0xd8, 0xff, 0xd9)] },
    offsetTable: new Uint8Array(0),
  });

/** A long value before a sequence that holds compressed pixels. */
const objectWith = (sequence: number): Dataset =>
  new Dataset()
    .set(tags.SOPClassUID, uids.RawDataStorage)
    .set(tags.SOPInstanceUID, newUid())
    .set(makeTag(0x0009, 0x0010), 'THROUGHLINE TEST', 'LO')
    .set(makeTag(0x0009, 0x1001), new Uint8Array(2 ** 20), 'OB')
    .set(sequence, [compressed()], 'SQ');

const firstOf = async (object: Dataset): Promise<IteratorResult<Uint8Array>> => {
  const { header, read } = await openFileObject(encodePart10(object, uids.JPEGLSLossless));
  return recode(header, read, uids.ExplicitVRLittleEndian).next();
};

it('refuses compressed values beside the pixels before it gives anything', async () => {
  const sequence = makeTag(0x0009, 0x1002);
  await expect(firstOf(objectWith(sequence))).rejects.toThrow('no other form');
});

it('leaves a compressed icon out', async () => {
  expect((await firstOf(objectWith(tags.IconImageSequence))).done).toBe(false);
});

const film = (frames: number): Dataset =>
  greyPicture(
    { rows: 64, columns: 64, bitsAllocated: 8, bitsStored: 8, highBit: 7, signed: false },
    uids.MultiFrameGrayscaleByteSecondaryCaptureImageStorage,
  )
    .set(tags.NumberOfFrames, frames)
    .set(tags.PixelData, new Uint8Array(frames * 64 * 64), 'OB');

it('stops within a frame when nobody waits for it any more', async () => {
  const { header, read } = await openFileObject(encodePart10(film(200), uids.ExplicitVRLittleEndian));
  const leaving = new AbortController();
  let reads = 0;
  const counted: typeof read = (range) => {
    reads += 1;
    if (reads === 4) leaving.abort(new Error('left'));
    return read(range);
  };
  const first = recode(header, counted, uids.JPEGLSLossless, leaving.signal).next();
  await expect(first).rejects.toThrow('left');
  expect(reads).toBeLessThanOrEqual(5);
});
