/** Names and reasons as the packs' expressions read them: lower case, no accents, words parted by one space; bounded. */
const longest = 2000;

const isAscii = (text: string): boolean => !/[^\x20-\x7e]/.test(text);

export const plainText = (text: string): string => {
  const bounded = text.slice(0, longest);
  const latin = isAscii(bounded)
    ? bounded.toLowerCase()
    : bounded.normalize('NFD').toLowerCase().replace(/\p{M}/gu, '').replace(/ß/g, 'ss');
  return latin.replace(/[^a-z0-9<]+/g, ' ').trim();
};

const negation = /\b(no|not|without|denies|never|kein|keine|ohne|sin|sans|pas|nao|senza|geen)\b/;

/** Where the words stand and are not denied by one of the three words before them. */
export const findAffirmed = (text: string, words: RegExp): RegExpExecArray | undefined => {
  const found = words.exec(text);
  if (found === null) return undefined;
  const before = text.slice(0, found.index).trim().split(' ').slice(-3).join(' ');
  return negation.test(before) ? undefined : found;
};
