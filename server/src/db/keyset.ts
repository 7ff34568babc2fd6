/** Lists page by page: each page begins behind a row, not at a number, so that rows that come meanwhile move nothing. */
import { type RawBuilder, sql } from 'kysely';

export interface ListOrder {
  readonly by: RawBuilder<unknown>;
  readonly type: 'text' | 'timestamptz';
  readonly descending: boolean;
}

export interface ListPage {
  readonly conditions: readonly RawBuilder<boolean>[];
  /** Without one, by id alone. */
  readonly order?: ListOrder;
  /** What `cursorOf` gave of the last row of the page before. */
  readonly after?: string;
  readonly limit: number;
}

export interface ListRow {
  readonly id: string;
  /** What it is sorted by, as text. */
  readonly order_value?: string | null;
}

export const cursorOf = ({ id, order_value }: ListRow): string =>
  order_value === undefined ? id : JSON.stringify([order_value, id]);

const behindOrdered = (id: RawBuilder<unknown>, { by, type, descending }: ListOrder, after: string) => {
  const [value, last] = JSON.parse(after) as readonly [string | null, string];
  const behindId = descending ? sql`${id} < ${last}::uuid` : sql`${id} > ${last}::uuid`;
  if (value === null) return sql<boolean>`(${by} is null and ${behindId})`;
  const known = type === 'text' ? sql`${value}::text` : sql`${value}::timestamptz`;
  const beyond = descending ? sql`${by} < ${known}` : sql`${by} > ${known}`;
  return sql<boolean>`(${beyond} or ${by} is null or (${by} = ${known} and ${behindId}))`;
};

/** The parts of a statement that lists rows of which `id` is the key. Rows without what is sorted by come last. */
export const keyset = (id: RawBuilder<unknown>, { conditions, order, after, limit }: ListPage) => {
  const behind =
    after === undefined
      ? sql<boolean>`true`
      : order === undefined
        ? sql<boolean>`${id} > ${after}::uuid`
        : behindOrdered(id, order, after);
  const direction = order?.descending ? sql`desc` : sql`asc`;
  return {
    /** To be selected: `order_value`, or nothing. */
    column: order === undefined ? sql`` : sql`, (${order.by})::text as order_value`,
    where: sql`${sql.join([behind, ...conditions], sql` and `)}`,
    end:
      order === undefined
        ? sql`order by ${id} limit ${limit}`
        : sql`order by ${order.by} ${direction} nulls last, ${id} ${direction} limit ${limit}`,
  };
};
