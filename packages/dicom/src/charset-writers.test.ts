/** Text in the character set of whoever reads it: the examples of PS3.5 annexes H to K, byte for byte. */
import { describe, expect, it } from 'vitest';
import { decodeText, encodeText } from './index.ts';

const esc = '\x1b';

describe('a text is written', () => {
  it.each([
    [
      'H.3.1',
      ['', 'ISO 2022 IR 87'],
      'Yamada^Tarou=山田^太郎=やまだ^たろう',
      `Yamada^Tarou=${esc}$B;3ED${esc}(B^${esc}$BB@O:${esc}(B=${esc}$B$d$^$@${esc}(B^${esc}$B$?$m$&${esc}(B`,
    ],
    [
      'H.3.2',
      ['ISO 2022 IR 13', 'ISO 2022 IR 87'],
      'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう',
      `\xd4\xcf\xc0\xde^\xc0\xdb\xb3=${esc}$B;3ED${esc}(J^${esc}$BB@O:${esc}(J=${esc}$B$d$^$@${esc}(J^${esc}$B$?$m$&${esc}(J`,
    ],
    [
      'with JIS X 0212',
      ['', 'ISO 2022 IR 87', 'ISO 2022 IR 159'],
      '丂山^丄',
      `${esc}$(D0!${esc}$B;3${esc}(B^${esc}$(D0"${esc}(B`,
    ],
    [
      'I.2',
      ['', 'ISO 2022 IR 149'],
      'Hong^Gildong=洪^吉洞=홍^길동',
      `Hong^Gildong=${esc}$)C\xfb\xf3^${esc}$)C\xd1\xce\xd4\xd7=${esc}$)C\xc8\xab^${esc}$)C\xb1\xe6\xb5\xbf`,
    ],
    [
      'K.2',
      ['', 'ISO 2022 IR 58'],
      'Zhang^XiaoDong=张^小东=',
      `Zhang^XiaoDong=${esc}$)A\xd5\xc5^${esc}$)A\xd0\xa1\xb6\xab=`,
    ],
    ['J.3 without its end', ['GB18030'], 'Wang^XiaoDong=王^小东', 'Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab'],
    [
      'two halves changed in one name',
      ['ISO 2022 IR 100', 'ISO 2022 IR 144', 'ISO 2022 IR 126'],
      'Buc^Jérôme=Люкс=Δι',
      `Buc^J\xe9r\xf4me=${esc}-L\xbb\xee\xda\xe1=${esc}-F\xc4\xe9`,
    ],
    [
      'the first set again within a component',
      ['ISO 2022 IR 100', 'ISO 2022 IR 144'],
      'éЛé',
      `\xe9${esc}-L\xbb${esc}-A\xe9`,
    ],
  ] as const)('%s', (_, terms, text, bytes) => {
    const written = encodeText(text, terms, 'PN');
    expect(Buffer.from(written).toString('latin1')).toBe(bytes);
    expect(decodeText(written, terms, 'PN')).toBe(text);
  });

  it.each([
    ['the delimiters of names in text', 'LT', `\xe9${esc}$)C\xc8\xab^=\xc8\xab^${esc}-A\xe9`, 'é홍^=홍^é'],
    ['a backslash in text of one value', 'UT', `${esc}$)C\xc8\xab\\\xc8\xab`, '홍\\홍'],
    ['the delimiters of names in short strings', 'LO', `${esc}$)C\xc8\xab^\xc8\xab`, '홍^홍'],
    ['a backslash between values', 'LO', `${esc}$)C\xc8\xab\\${esc}$)C\xc8\xab`, '홍\\홍'],
    ['a line', 'LT', `${esc}$)C\xc8\xab\r\n${esc}$)C\xc8\xab`, '홍\r\n홍'],
    ['the same in a name', 'PN', `\xe9${esc}$)C\xc8\xab^\xe9`, 'é홍^é'],
  ])('and goes back to its first set where its VR says so: %s', (_, vr, bytes, text) => {
    const terms = ['ISO 2022 IR 100', 'ISO 2022 IR 149'];
    const written = encodeText(text, terms, vr);
    expect(Buffer.from(written).toString('latin1')).toBe(bytes);
    expect(decodeText(written, terms, vr)).toBe(text);
  });

  it.each([
    ['a character that the set does not have', '山', ['ISO_IR 100']],
    ['a character of C1 in the tables of the web', '€', ['ISO_IR 100']],
    ['a set that is not declared', '홍', ['', 'ISO 2022 IR 87']],
    ['no set at all', 'é', []],
    ['a set that nobody knows', 'é', ['ISO_IR 999']],
    ['a character beyond two bytes', '\u{20000}', ['GB18030']],
  ])('never wrongly: %s', (_, text, terms) => {
    expect(() => encodeText(text, terms, 'PN')).toThrow('not in the Specific Character Set');
  });
});
