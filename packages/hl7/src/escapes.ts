/** Escape sequences in values (2.7). Both directions are linear; what is not a known sequence stays as it is. */
import type { Delimiters } from './delimiters.ts';

/** More than so many lines or blanks at once is no formatting. */
const MOST_BLANKS = 100;

const formatted = (body: string): string | undefined => {
  const command = /^\.(br|sp|in|ti|fi|nf|sk|ce)([+-]?\d{0,4})$/.exec(body);
  if (!command) return undefined;
  const [, name, count = ''] = command;
  const times = count === '' ? 1 : Number(count);
  switch (name) {
    case 'br':
    case 'ce':
      return count === '' ? '\n' : undefined;
    case 'sp':
      return times >= 0 && times <= MOST_BLANKS ? '\n'.repeat(times) : undefined;
    case 'sk':
      return times >= 0 && times <= MOST_BLANKS ? ' '.repeat(times) : undefined;
    default:
      return '';
  }
};

const fromHex = (hex: string): string | undefined =>
  hex.length > 0 && hex.length % 2 === 0 && /^[0-9A-Fa-f]+$/.test(hex)
    ? Buffer.from(hex, 'hex').toString('latin1')
    : undefined;

const meaningOf = (body: string, delimiters: Delimiters): string | undefined => {
  switch (body) {
    case 'F':
      return delimiters.field;
    case 'S':
      return delimiters.component;
    case 'T':
      return delimiters.subcomponent;
    case 'R':
      return delimiters.repetition;
    case 'E':
      return delimiters.escapeMark;
    case 'P':
      return delimiters.truncation;
    // Highlighting begins and ends: plain text has none.
    case 'H':
    case 'N':
      return '';
  }
  if (body[0] === '.') return formatted(body);
  if (body[0] === 'X') return fromHex(body.slice(1));
  // A change of character set (2.7.2) is the escape sequence of ISO 2022 in hexadecimal.
  if (body[0] === 'C' || body[0] === 'M') {
    const sequence = body.length === 5 || body.length === 7 ? fromHex(body.slice(1)) : undefined;
    return sequence === undefined ? undefined : `\u001b${sequence}`;
  }
  return undefined;
};

/** Of a value given one byte a character; so is the result. */
export const unescapeBinary = (raw: string, delimiters: Delimiters): string => {
  const { escapeMark } = delimiters;
  let at = escapeMark === '' ? -1 : raw.indexOf(escapeMark);
  if (at < 0) return raw;
  const parts: string[] = [];
  let from = 0;
  while (at >= 0) {
    const end = raw.indexOf(escapeMark, at + 1);
    if (end < 0) break;
    const meaning = meaningOf(raw.slice(at + 1, end), delimiters);
    if (meaning === undefined) {
      // The closing mark may open a sequence of its own.
      at = end;
      continue;
    }
    parts.push(raw.slice(from, at), meaning);
    from = end + 1;
    at = raw.indexOf(escapeMark, from);
  }
  parts.push(raw.slice(from));
  return parts.join('');
};

const hexOf = (character: string, escapeMark: string): string =>
  `${escapeMark}X${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}${escapeMark}`;

/**
 * Text as it may stand in a field of these delimiters: no delimiter, no segment end and no byte of MLLP's own can come of it (H72).
 */
export const escapeText = (text: string, delimiters: Delimiters): string => {
  const { field, component, repetition, escapeMark, subcomponent, truncation } = delimiters;
  const named = new Map<string, string>([
    [field, 'F'],
    [component, 'S'],
    [subcomponent, 'T'],
    [repetition, 'R'],
    [escapeMark, 'E'],
    ...(truncation === undefined ? [] : ([[truncation, 'P']] as const)),
  ]);
  let written = '';
  for (const character of text) {
    const name = named.get(character);
    if (name !== undefined) written += `${escapeMark}${name}${escapeMark}`;
    else if (character === '\n') written += `${escapeMark}.br${escapeMark}`;
    else written += character < ' ' || character === '\u007f' ? hexOf(character, escapeMark) : character;
  }
  return written;
};
