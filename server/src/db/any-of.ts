/** Lists of values in conditions. */
import { type RawBuilder, sql } from 'kysely';

/** Values, or a question that gives them (`array(select …)`): then nobody has to wait for its answer to ask the next. */
export type Listed = Iterable<string> | RawBuilder<readonly string[]>;

const isQuestion = (values: Listed): values is RawBuilder<readonly string[]> => !(Symbol.iterator in values);

/** True when it is known without asking that there are none. */
export const areNone = (values: Listed): boolean => !isQuestion(values) && [...values].length === 0;

/** As the right side of `any(…)`. */
export const listOf = (type: 'uuid' | 'text', values: Listed): RawBuilder<readonly string[]> =>
  isQuestion(values) ? values : sql`${[...values]}::${sql.raw(type)}[]`;

/** The column has one of these values: the same statement however many they are, so that it is prepared once. */
export const isAnyOf = (column: string, type: 'uuid' | 'text', values: Listed): RawBuilder<boolean> =>
  sql<boolean>`${sql.ref(column)} = any(${listOf(type, values)})`;
