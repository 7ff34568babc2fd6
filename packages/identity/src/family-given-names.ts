/** Given names that brothers and sisters bear alike, each with another behind it: Maria Jose and Maria Carmen, Mohammed Ali and Mohammed Hassan. */
import type { NameWord } from './person-name.ts';
import { isOtherSpelling } from './transliterations.ts';

const first = (
  'maria marie ma mª jose ana joao jean mohammed md mohd moh mst most mosammat abdul abd abdel sayed ' +
  'thi van sri shri smt'
).split(' ');

const isBornAlike = (word: NameWord): boolean =>
  word.spellings.some((spelling) =>
    first.some((name) => name === spelling || isOtherSpelling(name, spelling, true, word.written === '')),
  );

/** True when nothing is left beside such names: then nobody knows which of the family it is. */
export const areOfTheFamily = (words: readonly NameWord[]): boolean => words.length > 0 && words.every(isBornAlike);
