/** How a name sounds, roughly and across European spellings: equal keys for names that are heard alike. */

/** Spelling to sound, in order; vowels are dropped afterwards except a leading one, and runs of one sound count once. */
const rules: readonly (readonly [RegExp, string])[] = [
  [/^(?:KN|GN|PN)/, 'N'],
  [/^WR/, 'R'],
  [/^PS/, 'S'],
  [/^X/, 'S'],
  [/MB$/, 'M'],
  [/SCH|TSCH|TCH|SH|CZ|CH|SZ|ZH|TIO|SIO/g, 'X'],
  [/PH|W|V/g, 'F'],
  [/DG(?=[EIY])|J|G(?=[EIY])/g, 'J'],
  [/GH(?=[^AEIOUY]|$)/g, ''],
  [/TH|D|DT/g, 'T'],
  [/C(?=[EIY])|Z|TZ/g, 'S'],
  [/CK|QU|Q|C|G/g, 'K'],
  [/X(?=T)/g, 'KS'],
  [/B/g, 'P'],
  [/H/g, ''],
  [/[AEIOUY]+$/, ''],
];

/** '' for what is not written in Latin letters. */
export const soundOf = (token: string): string => {
  if (!/^[A-Z]{2,}$/.test(token)) return '';
  const heard = rules.reduce((text, [spelling, sound]) => text.replace(spelling, sound), token);
  const first = heard.slice(0, 1).replace(/[AEIOUY]/, 'A');
  const rest = heard.slice(1).replaceAll(/[AEIOUY]/g, '');
  return (first + rest).replaceAll(/(.)\1+/g, '$1').slice(0, 12);
};
