import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDeeperThan, parseJson, readDicomJson } from './bounded-json.ts';

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

describe('JSON from outside', () => {
  it('is as deep as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(8), (value, most) => {
        expect(isDeeperThan(Buffer.from(JSON.stringify(value)), most)).toBe(depthOf(value) > most);
      }),
      { numRuns: 500, seed: 20261125 },
    );
  });

  it('is what it says', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(parseJson(Buffer.from(JSON.stringify(value)))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 200, seed: 20261125 },
    );
  });

  it.each([
    ['2 million arrays in one another', '['.repeat(2_000_000)],
    ['a prototype', '{"__proto__":{"admin":true}}'],
    ['a prototype in disguise', '{"\\u005f\\u005fproto__":{"admin":true}}'],
    ['a constructor', '[{"constructor":{"prototype":{}}}]'],
    ['no JSON', '{'],
    ['nothing', ''],
    ['a key that is no tag', '[{"PatientName":{"vr":"PN"}}]'],
    ['a value that is no list', '[{"00100010":{"vr":"PN","Value":"x"}}]'],
    ['an address that is no text', '[{"00100010":{"vr":"PN","BulkDataURI":{}}}]'],
    ['numbers', '[1]'],
  ])('refuses %s', async (_, text) => {
    await expect(readDicomJson(bytesOf(text))).rejects.toMatchObject({ kind: 'bad-request' });
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('refuses bytes that are no UTF-8', () => {
    expect(() => parseJson(Buffer.from([0x22, 0xff, 0x22]))).toThrow('UTF-8');
  });

  it('is bounded', async () => {
    await expect(readDicomJson(bytesOf('[{}]'), { bytes: 3, depth: 9 })).rejects.toMatchObject({ kind: 'too-large' });
  });
});
