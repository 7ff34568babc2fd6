/** Tables in months (`make_month_partitions`), which are made more than a year ahead. */
import { sql } from 'kysely';

/** Nothing is written for later than this: what asks for less opens this month and those before it, and not a dozen that are empty. */
export const soon = sql<Date>`now() + interval '31 days'`;
