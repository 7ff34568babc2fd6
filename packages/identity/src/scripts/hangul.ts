/** Korean syllables in Latin letters: after the Revised Romanization, and as people write their names. */

const FIRST = 0xac00;
const LAST = 0xd7a3;
const MEDIALS = 21;
const FINALS = 28;

const initials = 'g kk n d tt r m b pp s ss  j jj ch k t p h'.split(' ');
const medials = 'a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i'.split(' ');
const finals = ' k k k n n n t l k m l l l p l m p p t t ng t t k t p t'.split(' ');

// Family names that are seldom written by the rule.
const families: Readonly<Record<string, readonly string[]>> = {
  김: ['kim'],
  이: ['lee', 'yi', 'rhee', 'li'],
  박: ['park', 'pak'],
  최: ['choi'],
  정: ['jung', 'chung', 'jeong'],
  강: ['kang'],
  조: ['cho', 'jo'],
  윤: ['yoon'],
  장: ['jang', 'chang'],
  임: ['lim', 'im'],
  오: ['oh'],
  신: ['shin'],
  권: ['kwon'],
  안: ['ahn'],
  유: ['yoo', 'yu'],
  전: ['jun', 'chun'],
  고: ['ko', 'koh'],
  문: ['moon'],
  배: ['bae'],
  백: ['baek', 'paik'],
  허: ['huh', 'hur'],
  노: ['noh', 'roh'],
  심: ['shim'],
  주: ['joo'],
  구: ['koo', 'ku'],
  우: ['woo'],
  류: ['ryu', 'ryoo'],
  엄: ['um'],
  변: ['byun'],
  추: ['choo'],
};

interface Parts {
  readonly initial: string;
  readonly medial: string;
  readonly final: string;
}

const partsOf = (syllable: string): Parts | undefined => {
  const code = syllable.codePointAt(0) ?? 0;
  if (code < FIRST || code > LAST) return undefined;
  const at = code - FIRST;
  return {
    initial: initials[Math.floor(at / (MEDIALS * FINALS))] ?? '',
    medial: medials[Math.floor(at / FINALS) % MEDIALS] ?? '',
    final: finals[at % FINALS] ?? '',
  };
};

/** Habits of names: young for yeong, hyun for hyeon, soo for su, hee for hui, kyung for gyeong. */
const byHabit = ({ initial, medial, final }: Parts): string => {
  const vowels: Readonly<Record<string, string>> = {
    // Seo and Huh, but Jung and Hun.
    eo: final === '' ? 'eo' : 'u',
    yeo: initial === '' ? 'you' : 'yu',
    u: initial === '' ? 'woo' : final === '' || final === 'n' ? 'oo' : 'u',
    ui: 'ee',
    oe: 'oi',
  };
  return `${initial === 'g' ? 'k' : initial}${vowels[medial] ?? medial}${final}`;
};

const byRule = ({ initial, medial, final }: Parts): string => `${initial}${medial}${final}`;

const written = (word: string, write: (parts: Parts) => string): string =>
  Array.from(word, (syllable) => {
    const parts = partsOf(syllable);
    return parts === undefined ? syllable : write(parts);
  }).join('');

/** Nothing but Korean syllables. */
export const isHangul = (word: string): boolean => /^[\uac00-\ud7a3]+$/u.test(word.normalize('NFC'));

export const hangulSpellings = (word: string): readonly string[] => {
  const composed = word.normalize('NFC');
  return [...new Set([written(composed, byRule), written(composed, byHabit), ...(families[composed] ?? [])])];
};
