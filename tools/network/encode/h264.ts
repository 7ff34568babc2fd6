/**
 * Films as H.264 (ITU-T H.264) without compressing anything: every macroblock is I_PCM (7.3.5), every picture is one that needs no
 * other. Large, and right bit for bit; small enough for a clip of a demo, and made without any codec.
 */
const macroblock = 16;

export interface YuvFrame {
  /** 8 bits, by rows. */
  readonly luma: Uint8Array;
  /** Half as wide and high. */
  readonly blue: Uint8Array;
  readonly red: Uint8Array;
}

export interface FilmSize {
  /** Multiples of 16. */
  readonly width: number;
  readonly height: number;
}

class Bits {
  readonly #bytes: number[] = [];
  #bit = 0;

  /** `count` bits of a value. */
  u(count: number, value: number): this {
    for (let at = count - 1; at >= 0; at -= 1) {
      if (this.#bit === 0) this.#bytes.push(0);
      const last = this.#bytes.length - 1;
      this.#bytes[last] = (this.#bytes[last] ?? 0) | (((value >> at) & 1) << (7 - this.#bit));
      this.#bit = (this.#bit + 1) % 8;
    }
    return this;
  }

  /** Exponential Golomb codes (9.1); each of the values. */
  ue(...values: readonly number[]): this {
    for (const value of values) {
      const bits = Math.floor(Math.log2(value + 1));
      this.u(bits, 0).u(bits + 1, value + 1);
    }
    return this;
  }

  /** Zeros to the end of the byte. */
  align(): this {
    while (this.#bit !== 0) this.u(1, 0);
    return this;
  }

  /** The stop bit (7.3.2.11). */
  trail(): this {
    return this.u(1, 1).align();
  }

  get bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}

/** A byte of 3 between two of 0 and a small one (7.4.1). */
const escaped = (bytes: Uint8Array): Uint8Array => {
  const out = new Uint8Array(Math.ceil(bytes.length * 1.5) + 8);
  let [length, zeros] = [0, 0];
  for (const byte of bytes) {
    if (zeros >= 2 && byte <= 3) {
      out[length++] = 3;
      zeros = 0;
    }
    out[length++] = byte;
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return out.slice(0, length);
};

const unit = (header: number, body: Uint8Array): Uint8Array => Buffer.concat([Uint8Array.of(header), escaped(body)]);

/** High profile at level 4.1, as the transfer syntax says (PS3.5 8.2.7). */
export const profile = { idc: 100, level: 41 } as const;

export const sequenceParameters = ({ width, height }: FilmSize): Uint8Array =>
  unit(
    0x67,
    new Bits()
      .u(8, profile.idc)
      .u(8, 0)
      .u(8, profile.level)
      // 4:2:0, 8 bits
      .ue(0, 1, 0, 0)
      .u(2, 0)
      // Frame numbers of 4 bits, pictures in the order of the stream, none refers to another.
      .ue(0, 2, 0)
      .u(1, 0)
      .ue(width / macroblock - 1, height / macroblock - 1)
      // Whole frames, nothing cropped, nothing said of use.
      .u(4, 0b1100)
      .trail().bytes,
  );

export const pictureParameters = (): Uint8Array =>
  unit(0x68, new Bits().ue(0, 0).u(2, 0).ue(0, 0, 0).u(3, 0).ue(0, 0, 0).u(3, 0b100).trail().bytes);

const copyBlock = (
  plane: Uint8Array,
  stride: number,
  x: number,
  y: number,
  side: number,
  into: Uint8Array,
  at: number,
) => {
  for (let row = 0; row < side; row += 1) {
    const from = (y * side + row) * stride + x * side;
    into.set(plane.subarray(from, from + side), at + row * side);
  }
};

const pcmBytes = macroblock * macroblock * 1.5;

/** One picture as a slice of its own. */
export const pictureUnit = (frame: YuvFrame, { width, height }: FilmSize, number: number): Uint8Array => {
  // first macroblock, all intra, parameters; frame 0 of a sequence that begins here; no quantiser, no filter
  const head = new Bits()
    .ue(0, 7, 0)
    .u(4, 0)
    .ue(number % 2)
    .u(2, 0)
    .ue(0, 1)
    .ue(25)
    .align().bytes;
  const blocks = (width / macroblock) * (height / macroblock);
  const between = Uint8Array.of(0x0d, 0x00);
  const body = new Uint8Array(head.length + blocks * (pcmBytes + between.length) - between.length + 1);
  body.set(head);
  let at = head.length;
  for (let block = 0; block < blocks; block += 1) {
    if (block > 0) {
      body.set(between, at);
      at += between.length;
    }
    const [x, y] = [block % (width / macroblock), Math.floor(block / (width / macroblock))];
    copyBlock(frame.luma, width, x, y, macroblock, body, at);
    copyBlock(frame.blue, width / 2, x, y, macroblock / 2, body, at + 256);
    copyBlock(frame.red, width / 2, x, y, macroblock / 2, body, at + 320);
    at += pcmBytes;
  }
  body[at] = 0x80;
  return unit(0x65, body);
};
