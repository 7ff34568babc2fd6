/** Series and studies of which everything is rejected, removed or waits for removal are not told of. */
import { type RawBuilder, sql } from 'kysely';

/** `alias`: how the query calls its rows of `series`. */
export const isSeriesServed = (alias: string): RawBuilder<boolean> => sql<boolean>`exists (
  select from instances v where v.tenant_id = ${sql.ref(`${alias}.tenant_id`)} and v.series_id = ${sql.ref(`${alias}.id`)} and v.served)`;

/** `alias`: how the query calls its rows of `studies`. */
export const isStudyServed = (alias: string): RawBuilder<boolean> => sql<boolean>`exists (
  select from series w join instances v on v.tenant_id = w.tenant_id and v.series_id = w.id and v.served
  where w.tenant_id = ${sql.ref(`${alias}.tenant_id`)} and w.study_id = ${sql.ref(`${alias}.id`)})`;
