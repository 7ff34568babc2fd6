/** Times as the database writes them, which is the same for every row. */

const zero = 48;

/** The number that these digits are; NaN when one is none. */
const digits = (text: string, from: number, to: number): number => {
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - zero;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
};

const milliseconds = (text: string, from: number, to: number): number =>
  Math.floor(digits(text, from, Math.min(to, from + 3)) * 10 ** Math.max(0, 3 - (to - from)));

/** `2026-11-27 02:05:09.123456+00`; undefined when it is written in another way: another time zone, another calendar. */
export const readTimestamp = (text: string): Date | undefined => {
  const end = text.length - 3;
  const isUsual = end >= 19 && text.endsWith('+00') && text[4] === '-' && text[7] === '-' && text[10] === ' ';
  if (!isUsual || text[13] !== ':' || text[16] !== ':' || (end > 19 && text[19] !== '.')) return undefined;
  const at = Date.UTC(
    digits(text, 0, 4),
    digits(text, 5, 7) - 1,
    digits(text, 8, 10),
    digits(text, 11, 13),
    digits(text, 14, 16),
    digits(text, 17, 19),
    end > 19 ? milliseconds(text, 20, end) : 0,
  );
  return Number.isNaN(at) || text.startsWith('00') ? undefined : new Date(at);
};
