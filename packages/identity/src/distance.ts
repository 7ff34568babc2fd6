/** True when one insertion, deletion, replacement or swap of neighbours makes `a` of `b`. */
export const isOneSlip = (a: string, b: string): boolean => {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  if (restA.slice(1) === restB.slice(1)) return true;
  if (restA === restB.slice(1) || restA.slice(1) === restB) return true;
  return restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
};

const LONGEST = 64;

/** Which letters a word has, by their low bits alone; undefined of a word too long to be judged by them. */
export const lettersOf = (word: string): number | undefined => {
  if (word.length > LONGEST) return undefined;
  let letters = 0;
  for (let at = 0; at < word.length; at += 1) letters |= 1 << (word.charCodeAt(at) & 31);
  return letters;
};

/** In how many letters two words differ at least, by `lettersOf`: two an edit at most. */
export const lettersBetween = (a: number | undefined, b: number | undefined): number => {
  let rest = a === undefined || b === undefined ? 0 : a ^ b;
  let count = 0;
  for (; rest !== 0; rest &= rest - 1) count += 1;
  return count;
};

/** Insertions, deletions, replacements and swaps of neighbours that make `b` of `a` (optimal string alignment), to 64 letters. */
const editsBetween = (a: string, b: string): number => {
  const [one, other] = [a.slice(0, LONGEST), b.slice(0, LONGEST)];
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const replaced = (last[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      const swap = swapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(replaced, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, swap));
    }
    [before, last] = [last, row];
  }
  return last[other.length] ?? 0;
};

/** How often letters of one are missing in the other, by their low bits alone: two an edit at most, and far cheaper to count. */
const lettersApart = (a: string, b: string): number => {
  const counts = new Int8Array(32);
  for (let at = 0; at < a.length && at < LONGEST; at += 1)
    counts[a.charCodeAt(at) & 31] = (counts[a.charCodeAt(at) & 31] ?? 0) + 1;
  for (let at = 0; at < b.length && at < LONGEST; at += 1)
    counts[b.charCodeAt(at) & 31] = (counts[b.charCodeAt(at) & 31] ?? 0) - 1;
  return counts.reduce((sum, count) => sum + Math.abs(count), 0);
};

/** True when they are the same but for a typing error, or for two where the text is long enough to bear them. */
export const isNear = (a: string, b: string): boolean => {
  if (a === b || isOneSlip(a, b)) return true;
  const shortest = Math.min(a.length, b.length);
  const most = shortest >= 10 ? 3 : 2;
  if (shortest < 6 || Math.abs(a.length - b.length) > 2 || lettersApart(a, b) > 2 * most) return false;
  return editsBetween(a, b) <= most;
};
