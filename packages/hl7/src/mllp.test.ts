import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FrameEvent, frame, MllpFramer } from './mllp.ts';

const bytes = (...parts: readonly (string | number)[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.from([part]) : Buffer.from(part))));
const shown = (events: readonly FrameEvent[]): readonly string[] =>
  events.map((event) => (event.type === 'frame' ? Buffer.from(event.bytes).toString() : `!${event.fault}`));
const [VT, FS, CR] = [0x0b, 0x1c, 0x0d];

/** Bytes that count how many of them a search passes over. */
class Counted extends Uint8Array {
  static looked = 0;

  override indexOf(byte: number, from = 0): number {
    const found = super.indexOf(byte, from);
    Counted.looked += (found < 0 ? this.length : found + 1) - from;
    return found;
  }
}

describe('the framer', () => {
  it.each<[string, Uint8Array, readonly string[]]>([
    ['one block', bytes(VT, 'a', FS, CR), ['a']],
    ['two blocks, a line end between them', bytes(VT, 'a', FS, CR, '\r\n', VT, 'b', FS, CR), ['a', 'b']],
    ['bytes before the block', bytes('noise', VT, 'a', FS, CR), ['!outside', 'a']],
    ['a message inside a message', bytes(VT, 'MSH|a', VT, 'MSH|b', FS, CR), ['!restarted', 'MSH|b']],
    ['a batch inside a message', bytes(VT, 'a', VT, 'FHS|b', FS, CR), ['!restarted', 'FHS|b']],
    ['with a byte order mark', bytes(VT, 'a', VT, '\ufeffMSH', FS, CR), ['!restarted', '\ufeffMSH']],
    ['a start block twice', bytes(VT, VT, 'a', FS, CR), ['a']],
    ['that byte in a text', bytes(VT, 'a', VT, 'b', FS, CR), ['a\vb']],
    ['that byte before what is like a message', bytes(VT, 'a', VT, 'MS', VT, 'MSA', FS, CR), ['a\vMS\vMSA']],
    ['that byte at the end of a message', bytes(VT, 'a', VT, FS, CR, VT, 'b', FS, CR), ['a\v', 'b']],
    ['that byte where it is one too many', bytes(VT, 'a'.repeat(10), VT, 'b', FS, CR), ['!too-long']],
    ['an end block without CR, then a good block', bytes(VT, 'a', FS, 'x', VT, 'b', FS, CR), ['!bad-end', 'b']],
    ['too long, then a good block', bytes(VT, 'a'.repeat(20), FS, CR, VT, 'b', FS, CR), ['!too-long', 'b']],
    ['nothing in a block', bytes(VT, FS, CR), ['']],
    ['no end', bytes(VT, 'a'), []],
    ['an end without CR and nothing more', bytes(VT, 'a', FS), []],
  ])('%s', (_title, sent, expected) => {
    expect(shown(new MllpFramer(10).push(sent))).toEqual(expected);
  });

  it('gives the same whatever way the bytes are cut', () => {
    const stream = fc.array(fc.constantFrom(VT, FS, CR, 0x4d, 0x53, 0x48), { maxLength: 200 });
    fc.assert(
      fc.property(stream, fc.array(fc.nat(200), { maxLength: 10 }), (sent, cuts) => {
        const whole = new MllpFramer(10).push(Uint8Array.from(sent));
        const framer = new MllpFramer(10);
        const edges = [0, ...cuts.filter((cut) => cut < sent.length).sort((a, b) => a - b), sent.length];
        const pieces = edges.slice(1).flatMap((edge, at) => framer.push(Uint8Array.from(sent.slice(edges[at], edge))));
        expect(shown(pieces)).toEqual(shown(whole));
      }),
    );
  });

  it.each<[string, readonly number[]]>([
    ['that byte again and again', [VT, 0x41]],
    ['blocks of one byte', [VT, 0x41, FS, CR]],
    ['ends without CR', [VT, 0x41, FS]],
    ['ends alone', [FS, 0x41]],
    ['text', [0x41]],
  ])('looks at each byte a few times at most: %s', (_title, pattern) => {
    const framer = new MllpFramer(2 ** 20);
    framer.push(bytes(VT, 'MSH|'));
    const chunk = Counted.from(Array.from({ length: 16_384 }, (_byte, at) => pattern[at % pattern.length] as number));
    Counted.looked = 0;
    framer.push(chunk);
    expect(Counted.looked).toBeGreaterThan(0);
    expect(Counted.looked).toBeLessThan(4 * chunk.length);
  });

  it('gives back what was framed', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), (messages) => {
        const plain = messages.map((message) => message.filter((byte) => byte !== VT && byte !== FS));
        const events = new MllpFramer(100).push(Buffer.concat(plain.map(frame)));
        expect(events.map((event) => (event.type === 'frame' ? [...event.bytes] : event.fault))).toEqual(
          plain.map((message) => [...message]),
        );
      }),
    );
  });
});
