/** Lists of values in conditions. */
import { type RawBuilder, sql } from 'kysely';

/** The column has one of these values: the same statement however many they are, so that it is prepared once. */
export const isAnyOf = (column: string, type: 'uuid' | 'text', values: Iterable<string>): RawBuilder<boolean> =>
  sql<boolean>`${sql.ref(column)} = any(${[...values]}::${sql.raw(type)}[])`;
