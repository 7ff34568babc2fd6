import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSealKey, SealError, seal, unseal } from './seal.ts';

const [one, other] = [randomBytes(32), randomBytes(32)];

describe('a sealed secret', () => {
  it('comes out as it went in, for the one that it is of, with any of the keys', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (secret, owner) => {
        const sealed = seal([one], owner, secret.toWellFormed());
        expect(unseal([other, one], owner, sealed)).toBe(secret.toWellFormed());
        expect(() => unseal([one], `${owner}x`, sealed)).toThrow(SealError);
        expect(() => unseal([other], owner, sealed)).toThrow(SealError);
      }),
    );
  });

  it('is not opened when a bit of it was turned, wherever that is', () => {
    const sealed = seal([one], 'source', 'a secret');
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const bad = Buffer.from(sealed);
      bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => unseal([one], 'source', bad)).toThrow(SealError);
    }
    for (let length = 0; length < sealed.length; length += 1)
      expect(() => unseal([one], 'source', sealed.subarray(0, length))).toThrow(SealError);
  });

  it('does not show equal secrets as equal', () => {
    expect(seal([one], 'source', 'same').equals(seal([one], 'source', 'same'))).toBe(false);
  });

  it.each(['', 'short', randomBytes(31).toString('base64'), randomBytes(33).toString('hex'), '!'.repeat(44)])(
    'takes no key like "%s"',
    (text) => {
      expect(() => parseSealKey(text)).toThrow(SealError);
    },
  );

  it('takes a key of 32 bytes in base64 or hexadecimal', () => {
    expect(parseSealKey(one.toString('base64')).equals(one)).toBe(true);
    expect(parseSealKey(one.toString('hex')).equals(one)).toBe(true);
  });
});
