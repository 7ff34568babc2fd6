/** A WebAssembly module whose memory cannot grow past a limit: the engine refuses, whatever the code in it asks for. */

const pageBytes = 65_536;
const memorySection = 5;

/** An unsigned LEB128 number and where it ends. */
const readNumber = (bytes: Uint8Array, from: number): readonly [value: number, end: number] => {
  let value = 0;
  for (let at = from, weight = 1; ; at += 1, weight *= 128) {
    const byte = bytes[at];
    if (byte === undefined) throw new Error('a module that ends within a number');
    value += (byte & 0x7f) * weight;
    if (byte < 0x80) return [value, at + 1];
  }
};

/** The number in exactly that many bytes. */
const writeNumber = (bytes: Uint8Array, from: number, end: number, number: number): void => {
  let rest = number;
  for (let at = from; at < end; at += 1) {
    bytes[at] = (rest & 0x7f) | (at + 1 < end ? 0x80 : 0);
    rest = Math.floor(rest / 128);
  }
};

/** @throws if the module declares no memory of its own with an upper limit */
export const withMemoryLimit = (module: Uint8Array, most: number): Uint8Array => {
  const limited = Uint8Array.from(module);
  for (let at = 8; at < limited.length; ) {
    const [length, body] = readNumber(limited, at + 1);
    if (limited[at] === memorySection) {
      const [, flagsAt] = readNumber(limited, body);
      const [, maximumAt] = readNumber(limited, flagsAt + 1);
      const [maximum, end] = readNumber(limited, maximumAt);
      if (((limited[flagsAt] ?? 0) & 1) === 0) break;
      writeNumber(limited, maximumAt, end, Math.min(maximum, Math.floor(most / pageBytes)));
      return limited;
    }
    at = body + length;
  }
  throw new Error('a module whose memory has no limit');
};
