/** Columns as they are read and written. */
import type { ColumnType } from 'kysely';

/** Set by the database unless told otherwise. */
export type Moment = ColumnType<Date, Date | undefined, Date>;
export type MaybeMoment = ColumnType<Date | null, Date | null | undefined, Date | null>;
/** Read as a value, written as JSON text. */
export type Json<T> = ColumnType<T, string, string>;
/** Read as a value, null unless told otherwise. */
export type MaybeJson<T> = ColumnType<T | null, string | null | undefined, string | null>;
export type MaybeText = ColumnType<string | null, string | null | undefined, string | null>;
export type Text = string | null;
export type Count = number | null;
export type MaybeCount = ColumnType<number | null, number | null | undefined, number | null>;
