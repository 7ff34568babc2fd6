/** Lists of texts as the database writes them, where none of them needs a quote. */

const plain = /^\{[\w.-]+(?:,[\w.-]+)*\}$/;

/** `{CT,SR}`; undefined when it is written in another way: quotes, dimensions, a null, which is no text. */
export const readWords = (text: string): string[] | undefined => {
  if (text === '{}') return [];
  return plain.test(text) && !/\bnull\b/i.test(text) ? text.slice(1, -1).split(',') : undefined;
};
