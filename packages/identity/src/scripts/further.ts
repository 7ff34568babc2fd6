/**
 * Thai, the scripts of India, Georgian, Armenian, Ethiopic and others in Latin letters, as `any-ascii` writes them: consonants are reliable,
 * vowels are not, so that what comes of it agrees with a Latin spelling by sound.
 */
import anyAscii from 'any-ascii';

const others =
  /[\p{L}\p{M}](?<![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Inherited}\p{Script=Common}])/u;

// Unicode sets the scripts of India side by side in blocks of 128, after one plan (ISCII).
const INDIC = [0x0900, 0x0d7f] as const;
const indicLetters: Readonly<Record<number, string>> = { 26: 'ch', 27: 'ch', 54: 'sh', 55: 'sh' };

const indicLetter = (letter: string): string | undefined => {
  const code = letter.codePointAt(0) ?? 0;
  return code >= INDIC[0] && code <= INDIC[1] ? indicLetters[code % 128] : undefined;
};

/** Thai and Lao write some vowels before the consonant that they are spoken after. */
const asSpoken = (text: string): string => text.replaceAll(/([\u0e40-\u0e44\u0ec0-\u0ec4])(\p{L})/gu, '$2$1');

const isFurther = (text: string): boolean => others.test(text);

/** Letters of these scripts in Latin ones; everything else stays. */
export const fromFurther = (text: string): string => {
  if (!isFurther(text)) return text;
  const latin = (letter: string): string =>
    isFurther(letter) ? (indicLetter(letter) ?? anyAscii(letter).toLowerCase()) : letter;
  return Array.from(asSpoken(text), latin).join('').replaceAll(/['`]/g, '');
};
