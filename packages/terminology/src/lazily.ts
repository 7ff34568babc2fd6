import type { Language } from './data/languages.ts';

/** Made for a language when it is first asked for, then kept: a process that reads no names holds none of it. */
export const lazily = <T>(make: (language: Language) => T): ((language: Language) => T) => {
  const made = new Map<Language, T>();
  return (language) => {
    const known = made.get(language);
    if (known !== undefined) return known;
    const one = make(language);
    made.set(language, one);
    return one;
  };
};
