/** How a name sounds, roughly and for several languages at once: equal keys are a reason to look closer, not to link. */

import { remember } from './remember.ts';

const rules: readonly (readonly [RegExp, string])[] = [
  [/(?:shch|tsch|tch|sch|sh|ch|cz|sz|zh|dzh)/g, 'j'],
  [/(?:ph|pf)/g, 'f'],
  [/(?:ck|kh|qu|q)/g, 'k'],
  [/(?:th|dt)/g, 't'],
  [/(?:ts|tz)/g, 's'],
  [/c(?=[eiy])/g, 's'],
  [/c/g, 'k'],
  [/gh/g, 'g'],
  [/x/g, 'ks'],
  [/z/g, 's'],
  [/[vw]/g, 'f'],
  [/d/g, 't'],
  [/b/g, 'p'],
  [/g/g, 'k'],
  [/(?<!^)h/g, ''],
];

/**
 * Phonetic key of one Latin word (folded or not; at most 64 letters count): consonant classes, vowels dropped except for
 * a first one. Empty when the word has no Latin letter.
 */
export const soundKey = remember((word): string => {
  const letters = word
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '')
    .slice(0, 64);
  const consonants = rules.reduce((text, [pattern, with_]) => text.replaceAll(pattern, with_), letters);
  const first = /^[aeiouy]/.test(consonants) ? 'a' : '';
  return `${first}${consonants.replaceAll(/[aeiouy]/g, '')}`.replaceAll(/(.)\1+/g, '$1');
}, 16_384);

/**
 * The vowels of one Latin word in order, with the habits of transliteration evened out: Yulia, Julia and Iuliya have the same, Anna and Inna,
 * or Alina and Elena, have not.
 */
export const vowelKey = remember((word): string => {
  const letters = word
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '')
    .slice(0, 64);
  return letters
    .replaceAll('ou', 'u')
    .replaceAll(/gu(?=[ei])/g, 'g')
    .replaceAll(/j(?=[aeiou])|(?<=[aeiou])j/g, 'i')
    .replaceAll('y', 'i')
    .replaceAll(/i{2,}/g, 'i')
    .replaceAll(/i(?=[eou])/g, '')
    .replaceAll(/[^aeiou]/g, '');
}, 16_384);
