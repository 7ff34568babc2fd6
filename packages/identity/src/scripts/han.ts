/** How Han characters are read in Mandarin, in pinyin without tones: one reading each, but for those that family names have of their own. */
import anyAscii from 'any-ascii';

const familyReadings: Readonly<Record<string, string>> = {
  曾: 'zeng',
  单: 'shan',
  單: 'shan',
  解: 'xie',
  仇: 'qiu',
  查: 'zha',
  区: 'ou',
  區: 'ou',
  盖: 'ge',
  蓋: 'ge',
  翟: 'zhai',
  覃: 'qin',
  尉迟: 'yuchi',
  尉遲: 'yuchi',
  朴: 'piao',
  任: 'ren',
  葛: 'ge',
  乐: 'yue',
  樂: 'yue',
};

/** Undefined where something else than Han characters is among them. */
export const pinyinOf = (word: string, component: 'family' | 'given'): string | undefined => {
  if (!/^\p{Script=Han}+$/u.test(word)) return undefined;
  const known = component === 'family' ? familyReadings[word] : undefined;
  return known ?? anyAscii(word).toLowerCase();
};
