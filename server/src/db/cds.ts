/** Systems that ask for decision support, the tokens that they used, and the cards that they were shown. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';
import type { NewRow, Row } from './tables/index.ts';

export type CdsClientRow = Row<'cds_clients'>;
export type CdsClientSettings = Omit<NewRow<'cds_clients'>, 'tenant_id' | 'created_at' | 'updated_at'>;

export const listCdsClients = (trx: Trx): Promise<CdsClientRow[]> =>
  trx.selectFrom('cds_clients').selectAll().orderBy('issuer').execute();

export const findCdsClient = (trx: Trx, issuer: string): Promise<CdsClientRow | undefined> =>
  trx.selectFrom('cds_clients').selectAll().where('issuer', '=', issuer).where('enabled', '=', true).executeTakeFirst();

export const putCdsClient = (trx: Trx, tenantId: string, settings: CdsClientSettings): Promise<CdsClientRow> =>
  trx
    .insertInto('cds_clients')
    .values({ ...settings, tenant_id: tenantId })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'issuer']).doUpdateSet({ ...settings, updated_at: new Date() }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();

const mostForgotten = 500;

/** False when the token was used before. Those that have ended are forgotten on the way. */
export const useCdsToken = async (trx: Trx, row: NewRow<'cds_tokens'>, now: Date): Promise<boolean> => {
  await sql`delete from cds_tokens where (issuer, jti) in (
    select issuer, jti from cds_tokens where expires_at < ${now} limit ${mostForgotten})`.execute(trx);
  const made = await trx
    .insertInto('cds_tokens')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('jti')
    .executeTakeFirst();
  return made !== undefined;
};

export const insertCards = async (trx: Trx, rows: readonly NewRow<'cds_cards'>[]): Promise<void> => {
  if (rows.length > 0)
    await trx
      .insertInto('cds_cards')
      .values([...rows])
      .execute();
};

export interface CardAnswer {
  readonly outcome: 'accepted' | 'overridden';
  readonly reason_code: string | null;
  readonly reason_comment: string | null;
}

/** False when this client was never shown such a card by this service. */
export const answerCard = async (
  trx: Trx,
  card: { readonly id: string; readonly issuer: string; readonly service: string },
  answer: CardAnswer,
  at: Date,
): Promise<boolean> => {
  const row = await trx
    .updateTable('cds_cards')
    .set({ ...answer, answered_at: at })
    .where('id', '=', card.id)
    .where('issuer', '=', card.issuer)
    .where('service', '=', card.service)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
};

export interface CardCount {
  readonly service: string;
  readonly outcome: string | null;
  readonly reason_code: string | null;
  readonly cards: number;
}

/** How many cards of each service had which answer for which reason. */
export const countCards = async (trx: Trx): Promise<CardCount[]> => {
  const result = await sql<CardCount>`
    select service, outcome, reason_code, count(*)::int as cards from cds_cards
    group by service, outcome, reason_code order by service, outcome nulls last, reason_code nulls last`.execute(trx);
  return result.rows;
};

export interface Repeats {
  /** Of the study that answers: its site, its specialty, the source that has it (empty: it was sent here); or the system that ordered. */
  readonly by: 'site' | 'specialty' | 'source' | 'system' | 'all';
  /** What the system of who orders is called here. */
  readonly name: string;
  readonly warned: number;
  readonly avoided: number;
}

/** How often who orders was told that an exam there is answers the question, and how often it was taken instead. */
export const countRepeats = async (trx: Trx, since: Date): Promise<Repeats[]> => {
  const result = await sql<Repeats>`
    with cards as (
      select k.site_name, k.specialty, coalesce(k.source_name, '') as source_name, coalesce(c.name, k.issuer) as system_name, k.outcome
      from cds_cards k left join cds_clients c on c.tenant_id = k.tenant_id and c.issuer = k.issuer
      where k.kind = 'answered' and k.shown_at >= ${since}
    )
    select case when grouping(site_name) = 0 then 'site' when grouping(specialty) = 0 then 'specialty'
        when grouping(source_name) = 0 then 'source' when grouping(system_name) = 0 then 'system' else 'all' end as by,
      coalesce(site_name, specialty, source_name, system_name, '') as name,
      count(*)::int as warned, (count(*) filter (where outcome = 'accepted'))::int as avoided
    from cards group by grouping sets ((site_name), (specialty), (source_name), (system_name), ())
    having (grouping(site_name) = 1 or site_name is not null) and (grouping(specialty) = 1 or specialty is not null)
    order by 1, 2`.execute(trx);
  return result.rows;
};
