/** Groups as resources that are read, searched and written. */
import { type Criterion, toGroup } from '@throughline/fhir';
import { z } from 'zod';
import { fail } from '../../../errors.ts';
import { type ChartGroup, findGroups, readGroup, recordsOfPatients } from '../../../features/chart/index.ts';
import { takeGroupIn } from '../../../features/entries/index.ts';
import type { Asking, Kind } from './kind.ts';
import { foreignSystem, identified, keyOf, read, reference, subjectOf, type Take, text } from './written-values.ts';

const modelOf = (row: ChartGroup) =>
  toGroup({
    id: row.id,
    identifier: { system: row.system, value: row.number },
    name: row.name,
    active: row.active,
    members: row.members,
    updatedAt: row.updated_at,
  });

type Test = (row: ChartGroup) => boolean;

/** A member is the person: any record that is linked to the one that is named. */
const testOf = async ({ context, principal }: Asking, criterion: Criterion): Promise<Test> => {
  if (criterion.kind === 'reference') {
    const records = new Set(await recordsOfPatients(context, principal, { ids: criterion.ids }));
    return ({ members }) => members.some((id) => records.has(id));
  }
  if (criterion.kind !== 'token') return fail('bad-request');
  const { name, values } = criterion;
  if (name === '_id') return ({ id }) => values.some(({ code }) => code === id);
  return ({ system, number }) =>
    values.some((value) => value.code === number && (value.system === undefined || value.system === system));
};

const matching = async (asking: Asking, criteria: readonly Criterion[]): Promise<readonly ChartGroup[]> => {
  const tests = await Promise.all(criteria.map((criterion) => testOf(asking, criterion)));
  const rows = await findGroups(asking.context, asking.principal);
  return rows.filter((row) => tests.every((test) => test(row)));
};

export const groups: Kind = {
  read: async ({ context, principal }, id) => {
    const row = await readGroup(context, principal, id);
    return row && modelOf(row);
  },
  search: async (asking, { criteria }, { limit, after }) => {
    const all = (await matching(asking, criteria)).filter(({ id }) => after === undefined || id > after);
    const page = all.slice(0, limit);
    return { resources: page.map(modelOf), next: all.length > limit ? page.at(-1)?.id : undefined };
  },
  count: async (asking, { criteria }) => (await matching(asking, criteria)).length,
};

const mostMembers = 10_000;

const groupShape = z.object({
  resourceType: z.literal('Group'),
  ...identified,
  active: z.boolean().optional(),
  type: z.literal('person'),
  actual: z.literal(true),
  name: text.optional(),
  // What is no member any more is left out; who is told of as inactive would be one.
  member: z
    .array(z.object({ entity: reference, inactive: z.literal(false).optional() }))
    .max(mostMembers)
    .optional(),
});

export const group: Take = (asking, trx, { body, named, taking }) => {
  const { context, principal, at } = asking;
  const told = read(groupShape, body);
  const { system, value } = keyOf(told, named);
  const written = {
    system: foreignSystem(system, at),
    key: value,
    name: told.name,
    active: told.active ?? true,
    members: (told.member ?? []).map(({ entity }) => subjectOf(entity, at)),
  };
  return takeGroupIn(trx, principal, written, taking, context.clock());
};
