/** Japanese kana in Latin letters: after Hepburn, as passports have it, and after Kunrei (ISO 3602), with long vowels and without. */

type Syllables = Readonly<Record<string, string>>;

const hepburn: Syllables = Object.fromEntries(
  (
    'あa いi うu えe おo かka きki くku けke こko がga ぎgi ぐgu げge ごgo さsa しshi すsu せse そso ざza じji ずzu ぜze ぞzo ' +
    'たta ちchi つtsu てte とto だda ぢji づzu でde どdo なna にni ぬnu ねne のno はha ひhi ふfu へhe ほho ばba びbi ぶbu べbe ぼbo ' +
    'ぱpa ぴpi ぷpu ぺpe ぽpo まma みmi むmu めme もmo やya ゆyu よyo らra りri るru れre ろro わwa ゐi ゑe をo んn ゔvu ' +
    'ぁa ぃi ぅu ぇe ぉo'
  )
    .split(' ')
    .map((pair) => [pair.slice(0, 1), pair.slice(1)]),
);

const small: Syllables = { ゃ: 'a', ゅ: 'u', ょ: 'o' };
const kunrei: readonly (readonly [RegExp, string])[] = [
  [/sh(?=[auo])/g, 'sy'],
  [/ch(?=[auo])/g, 'ty'],
  [/j(?=[auo])/g, 'zy'],
  [/shi/g, 'si'],
  [/chi/g, 'ti'],
  [/tsu/g, 'tu'],
  [/fu/g, 'hu'],
  [/ji/g, 'zi'],
];

const KATAKANA_TO_HIRAGANA = 0x60;

const asHiragana = (text: string): string =>
  Array.from(text.normalize('NFKC').normalize('NFC'), (letter) =>
    /[ァ-ヴ]/u.test(letter) ? String.fromCodePoint((letter.codePointAt(0) ?? 0) - KATAKANA_TO_HIRAGANA) : letter,
  ).join('');

/** kya of ki and a small ya; sha of shi. */
const glide = (before: string, vowel: string): string =>
  /(?:sh|ch|j)i$/.test(before) ? `${before.slice(0, -1)}${vowel}` : `${before.replace(/i$/, '')}y${vowel}`;

const romanise = (hiragana: string): string => {
  let out = '';
  let doubled = false;
  for (const letter of hiragana) {
    const vowel = small[letter];
    if (vowel !== undefined) out = glide(out, vowel);
    else if (letter === 'っ') doubled = true;
    else if (letter === 'ー') out += out.slice(-1);
    else {
      const syllable = hepburn[letter] ?? letter;
      out += doubled ? `${syllable.startsWith('ch') ? 't' : syllable.slice(0, 1)}${syllable}` : syllable;
      doubled = false;
    }
  }
  return out;
};

const withoutLength = (text: string): string => text.replaceAll(/ou|oo/g, 'o').replaceAll('uu', 'u');

const inKunrei = (text: string): string =>
  kunrei.reduce((all, [pattern, with_]) => all.replaceAll(pattern, with_), text);

/** Nothing but kana. */
export const isKana = (word: string): boolean => /^[\p{Script=Hiragana}\p{Script=Katakana}ー]+$/u.test(word);

export const kanaSpellings = (word: string): readonly string[] => {
  const long = romanise(asHiragana(word));
  const short = withoutLength(long);
  // Before lips n is written m as often.
  const lips = short.replaceAll(/n(?=[bmp])/g, 'm');
  return [...new Set([long, short, lips, inKunrei(long), inKunrei(short)])];
};
