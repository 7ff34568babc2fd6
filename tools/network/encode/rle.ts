/** RLE as PS3.5 annex G lays it out, PackBits by segment. */

const literal = (bytes: Uint8Array, from: number, to: number, out: number[]): void => {
  for (let at = from; at < to; at += 128) {
    const end = Math.min(to, at + 128);
    out.push(end - at - 1);
    for (let i = at; i < end; i += 1) out.push(bytes[i] ?? 0);
  }
};

const packBits = (bytes: Uint8Array): Uint8Array => {
  const out: number[] = [];
  let start = 0;
  for (let at = 0; at < bytes.length; ) {
    let run = 1;
    while (run < 128 && at + run < bytes.length && bytes[at + run] === bytes[at]) run += 1;
    if (run < 3) {
      at += run;
      continue;
    }
    literal(bytes, start, at, out);
    out.push(257 - run, bytes[at] ?? 0);
    at += run;
    start = at;
  }
  literal(bytes, start, bytes.length, out);
  if (out.length % 2 === 1) out.push(0);
  return Uint8Array.from(out);
};

/** One frame of samples of one or two bytes, little endian, interleaved. */
export const encodeRle = (frame: Uint8Array, bytesPerSample: number, samples: number): Uint8Array => {
  const step = bytesPerSample * samples;
  const segments: Uint8Array[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    for (let byte = bytesPerSample - 1; byte >= 0; byte -= 1) {
      const plane = new Uint8Array(frame.length / step);
      for (let at = 0; at < plane.length; at += 1) plane[at] = frame[at * step + sample * bytesPerSample + byte] ?? 0;
      segments.push(packBits(plane));
    }
  }
  const header = Buffer.alloc(64);
  header.writeUInt32LE(segments.length, 0);
  let offset = 64;
  for (const [index, segment] of segments.entries()) {
    header.writeUInt32LE(offset, 4 + index * 4);
    offset += segment.length;
  }
  return Buffer.concat([header, ...segments]);
};
