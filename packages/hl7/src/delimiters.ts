import { Hl7Error } from './errors.ts';

/** The characters that structure a message, as MSH-1 and MSH-2 name them (2.5.4). */
export interface Delimiters {
  readonly field: string;
  readonly component: string;
  readonly repetition: string;
  readonly escapeMark: string;
  readonly subcomponent: string;
  /** of 2.7 and later (2.5.5.2) */
  readonly truncation?: string;
}

export const standardDelimiters: Delimiters = {
  field: '|',
  component: '^',
  repetition: '~',
  escapeMark: '\\',
  subcomponent: '&',
};

/** Printable ASCII that is neither letter nor digit: anything else would cut values apart. */
const isDelimiter = (text: string): boolean => /^[!-/:-@[-`{-~]$/.test(text);

/**
 * Of the header segment, one byte a character.
 * @throws Hl7Error when they are absent, equal, or cannot be delimiters
 */
export const readDelimiters = (header: string): Delimiters => {
  const field = header[3] ?? '';
  if (!isDelimiter(field)) throw new Hl7Error('bad-delimiters', 'MSH-1 is no delimiter', 'MSH-1');
  const end = header.indexOf(field, 4);
  const encoding = header.slice(4, end < 0 ? undefined : end);
  if (encoding.length < 1 || encoding.length > 5)
    throw new Hl7Error('bad-delimiters', 'MSH-2 must have four characters', 'MSH-2');
  const all = [field, ...encoding];
  if (!all.every(isDelimiter) || new Set(all).size !== all.length)
    throw new Hl7Error('bad-delimiters', 'The delimiters must be different marks', 'MSH-2');
  // Older senders leave off what they do not use; nothing then stands for it.
  const [component = '', repetition = '', escapeMark = '', subcomponent = '', truncation] = encoding;
  return { field, component, repetition, escapeMark, subcomponent, ...(truncation !== undefined && { truncation }) };
};
