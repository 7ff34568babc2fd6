/** Clinicians: nothing of a patient, and read like sites. */
import { sql } from 'kysely';
import {
  countPractitioners as countRows,
  listPractitioners,
  type NamedAt,
  type PractitionerRow,
  practitionersNamed,
} from '../../db/index.ts';
import { type Principal, reach, reachOf } from '../access/index.ts';
import type { Context } from '../context.ts';
import { type Page, type PageOf, pageOf } from './ask.ts';
import { anyOf, type Condition, isId } from './conditions.ts';

export interface PractitionerAsk {
  readonly ids?: readonly string[];
  /** Each: one of these; an issuer that is undefined is any. */
  readonly numbers?: readonly (readonly { readonly issuer: string | undefined; readonly number: string }[])[];
  /** Each: a part of the name begins with one of these. */
  readonly names?: readonly (readonly string[])[];
}

const conditionsOf = ({ ids, numbers = [], names = [] }: PractitionerAsk): readonly Condition[] => [
  ...(ids === undefined ? [] : [sql<boolean>`f.id = any(${ids.filter(isId)}::uuid[])`]),
  ...numbers.map((all) =>
    anyOf(
      all.map(({ issuer, number }) =>
        issuer === undefined
          ? sql<boolean>`f.number = ${number}`
          : sql<boolean>`(f.issuer = ${issuer} and f.number = ${number})`,
      ),
    ),
  ),
  ...names.map((all) =>
    anyOf(
      all.map((name) => {
        const begins = `${name.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;
        return sql<boolean>`exists (select from regexp_split_to_table(lower(f.name), '[\\^= ]+') part where part like ${begins})`;
      }),
    ),
  ),
];

export const searchPractitioners = async (
  context: Context,
  principal: Principal,
  ask: PractitionerAsk,
  page: Page,
): Promise<PageOf<PractitionerRow>> => {
  reach(principal, 'Practitioner', 's');
  const { limit, after } = page;
  const asked = { limit: limit + 1, ...(after !== undefined && isId(after) && { after }) };
  const rows = await context.db.tenant(principal.tenantId, (trx) => listPractitioners(trx, conditionsOf(ask), asked));
  return pageOf(rows, page);
};

export const countPractitioners = (context: Context, principal: Principal, ask: PractitionerAsk): Promise<number> => {
  reach(principal, 'Practitioner', 's');
  return context.db.tenant(principal.tenantId, (trx) => countRows(trx, conditionsOf(ask)));
};

export const readPractitioner = async (context: Context, principal: Principal, id: string) => {
  reach(principal, 'Practitioner', 'r');
  if (!isId(id)) return undefined;
  const asked = conditionsOf({ ids: [id] });
  return (await context.db.tenant(principal.tenantId, (trx) => listPractitioners(trx, asked, { limit: 1 })))[0];
};

/** Our ids of those who are meant by their names, where the records come from; of nobody for who may not read them. */
export const practitionersOf = async (
  context: Context,
  principal: Principal,
  named: readonly { readonly patientRecordId: string | null; readonly name: string | null }[],
): Promise<(patientRecordId: string | null, name: string | null) => string | undefined> => {
  const told = named.flatMap(({ patientRecordId, name }): NamedAt[] =>
    patientRecordId === null || name === null || name === '' ? [] : [{ patientRecordId, name }],
  );
  if (told.length === 0 || reachOf(principal, 'Practitioner', 'r') === undefined) return () => undefined;
  const found = await context.db.tenant(principal.tenantId, (trx) => practitionersNamed(trx, told));
  const ids = new Map(found.map((one) => [`${one.patientRecordId}\n${one.name}`, one.id]));
  return (patientRecordId, name) => ids.get(`${patientRecordId}\n${name}`);
};
