/**
 * Arabic (with the further letters of Persian and Urdu) and Hebrew in Latin letters: consonants and the vowels that are written.
 * Short vowels are not, so that what comes of it agrees with a Latin spelling by sound at most.
 */

type Letters = Readonly<Record<string, string>>;

// After the ALA-LC tables, without their marks.
const arabic: Letters = {
  ا: 'a',
  أ: 'a',
  إ: 'i',
  آ: 'a',
  ٱ: 'a',
  ب: 'b',
  ت: 't',
  ث: 'th',
  ج: 'j',
  ح: 'h',
  خ: 'kh',
  د: 'd',
  ذ: 'd',
  ر: 'r',
  ز: 'z',
  س: 's',
  ش: 'sh',
  ص: 's',
  ض: 'd',
  ط: 't',
  ظ: 'z',
  ع: 'a',
  غ: 'gh',
  ف: 'f',
  ق: 'q',
  ك: 'k',
  ل: 'l',
  م: 'm',
  ن: 'n',
  ه: 'h',
  ة: 'a',
  و: 'u',
  ؤ: 'u',
  ي: 'i',
  ئ: 'i',
  ى: 'a',
  ء: '',
  پ: 'p',
  چ: 'ch',
  ژ: 'zh',
  ک: 'k',
  گ: 'g',
  ی: 'i',
  ے: 'e',
  ٹ: 't',
  ڈ: 'd',
  ڑ: 'r',
  ں: 'n',
  ھ: 'h',
  ہ: 'h',
};

const hebrew: Letters = {
  א: 'a',
  ב: 'v',
  ג: 'g',
  ד: 'd',
  ה: 'h',
  ו: 'o',
  ז: 'z',
  ח: 'h',
  ט: 't',
  י: 'i',
  כ: 'k',
  ך: 'k',
  ל: 'l',
  מ: 'm',
  ם: 'm',
  נ: 'n',
  ן: 'n',
  ס: 's',
  ע: 'a',
  פ: 'f',
  ף: 'f',
  צ: 'ts',
  ץ: 'ts',
  ק: 'k',
  ר: 'r',
  ש: 'sh',
  ת: 't',
};

// The letters that stand for a consonant where a word begins.
const first: Letters = { و: 'w', ي: 'y', ی: 'y', ב: 'b', ו: 'v', י: 'y', פ: 'p' };

const letters: Letters = { ...arabic, ...hebrew };
const semitic = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;
const vowelSigns = /[\u0591-\u05c7\u064b-\u065f\u0670\u0640]/gu;

/** Words of these scripts in Latin letters; everything else stays. */
export const fromSemitic = (text: string): string => {
  if (!semitic.test(text)) return text;
  const plain = text.replaceAll(vowelSigns, '');
  return Array.from(plain, (letter, at) => (at === 0 ? first[letter] : undefined) ?? letters[letter] ?? letter).join(
    '',
  );
};

/** The Arabic article, which Latin spellings set apart. */
export const withoutJoinedArticle = (text: string): string =>
  text.replaceAll(/(?<!\p{L})ال(?=\p{Script=Arabic}{3})/gu, 'al ');
