/** RLE as PS3.5 annex G lays it out: up to 15 byte segments, each PackBits. */

const headerBytes = 64;
/** What two bytes of a run become, for one. */
const mostGrowth = 64;

/** @throws if the segment ends before its plane of the target is full */
const unpackBits = (source: Uint8Array, target: Uint8Array, step: number, from: number): void => {
  let at = 0;
  let to = from;
  while (at < source.length && to < target.length) {
    const control = source[at++] as number;
    if (control === 128) continue;
    const literal = control < 128;
    const count = literal ? control + 1 : 257 - control;
    for (let n = 0; n < count && to < target.length; n += 1, to += step) {
      const byte = source[literal ? at + n : at];
      if (byte === undefined) throw new Error('an RLE segment that ends within a run');
      target[to] = byte;
    }
    at += literal ? count : 1;
  }
  if (to < target.length) throw new Error('an RLE segment shorter than its pixels');
};

/** Little-endian samples, interleaved; the segments hold the bytes of each sample most significant first. */
export const decodeRle = (bytes: Uint8Array, pixels: number, samples: number, bytesPerSample: number): Uint8Array => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < headerBytes) throw new Error('an RLE frame without a header');
  const count = view.getUint32(0, true);
  if (count !== samples * bytesPerSample) throw new Error('an RLE frame with another number of segments');
  const size = pixels * samples * bytesPerSample;
  // Before the memory and the time: eighty bytes could ask for half a gigabyte.
  if (bytes.length * mostGrowth < size) throw new Error('an RLE frame that is too short');
  const target = new Uint8Array(size);
  for (let segment = 0; segment < count; segment += 1) {
    const start = view.getUint32(4 + segment * 4, true);
    const end = segment + 1 < count ? view.getUint32(8 + segment * 4, true) : bytes.length;
    if (start < headerBytes || end < start || end > bytes.length) throw new Error('an RLE segment out of place');
    const sample = Math.floor(segment / bytesPerSample);
    const byte = bytesPerSample - 1 - (segment % bytesPerSample);
    unpackBits(bytes.subarray(start, end), target, samples * bytesPerSample, sample * bytesPerSample + byte);
  }
  return target;
};
