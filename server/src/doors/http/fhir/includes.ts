/** What is given beside what was found: only what this principal could have read or searched by itself (H76). */

import type { Resource } from '@medplum/fhirtypes';
import { type ResourceName, resourceNames, rowOf, type Search } from '@throughline/fhir';
import { fail } from '../../../errors.ts';
import { type Principal, type ReadableType, reachOf } from '../../../features/access/index.ts';
import { readPatients } from '../../../features/chart/index.ts';
import type { Asking } from './kind.ts';
import { kinds } from './kinds.ts';
import { patientOf } from './models.ts';

/** For administrators only, and not granted by scopes. */
const ofAdministrators: ReadonlySet<ResourceName> = new Set(['AuditEvent', 'Provenance', 'ConceptMap']);

const isAdministrator = ({ records, grants, rights }: Principal): boolean =>
  records === undefined && grants === undefined && rights.has('admin');

/** Whether resources of a type may be read (`r`) or searched (`s`) at all. */
const may = (principal: Principal, type: ResourceName, letter: 'r' | 's'): boolean =>
  ofAdministrators.has(type)
    ? isAdministrator(principal)
    : reachOf(principal, type as ReadableType, letter) !== undefined;

const referencesIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'reference' && typeof inner === 'string' ? [inner] : referencesIn(inner),
  );
};

const mostIncluded = 500;

/** All of them or an error that says so: a part would look like the whole. */
const tooMany = (): never => fail('bad-request', 'There is too much to include: search it by itself.');

const readAll = async (asking: Asking, type: ResourceName, ids: readonly string[]): Promise<readonly Resource[]> => {
  const { context, principal, at } = asking;
  if (ids.length > mostIncluded) return tooMany();
  if (type === 'Patient') return (await readPatients(context, principal, ids)).map((row) => patientOf(row, at));
  const found: Resource[] = [];
  for (const id of ids) {
    const resource = await kinds[type].read(asking, id);
    if (resource !== undefined) found.push(resource);
  }
  return found;
};

/** What the found resources refer to by a parameter: every reference in them to a type that it may name. */
const referredTo = async (
  asking: Asking,
  include: string,
  found: readonly Resource[],
): Promise<readonly Resource[]> => {
  const [source = '', name] = include.split(':');
  const row = rowOf(source as ResourceName);
  const { targets = ['Patient'] } = row.parameters.find((each) => each.name === name) ?? {};
  const wanted: readonly ResourceName[] = name === 'endpoint' ? ['Endpoint'] : targets;
  const references = referencesIn(found);
  const all: Resource[] = [];
  for (const type of wanted.filter((each) => may(asking.principal, each, 'r'))) {
    const ids = references.flatMap((text) => (text.startsWith(`${type}/`) ? [text.slice(type.length + 1)] : []));
    all.push(...(await readAll(asking, type, [...new Set(ids)])));
  }
  return all;
};

const isResourceName = (name: string): name is ResourceName => resourceNames.some((each) => each === name);

/** What refers to the found resources by a parameter. */
const referringTo = async (asking: Asking, revInclude: string, found: readonly Resource[]): Promise<Resource[]> => {
  const [type = '', name = ''] = revInclude.split(':');
  if (!isResourceName(type) || found.length === 0 || !may(asking.principal, type, 's')) return [];
  const ids = found.map(({ id }) => id ?? '');
  const criteria = [{ kind: 'reference' as const, name, ids }];
  const search = { criteria, count: mostIncluded, total: 'none' as const, includes: [], revIncludes: [] };
  const all: Resource[] = [];
  let after: string | undefined;
  do {
    const page = await kinds[type].search(asking, search, {
      limit: mostIncluded,
      ...(after !== undefined && { after }),
    });
    all.push(...page.resources);
    after = page.next;
    if (all.length > mostIncluded) return tooMany();
  } while (after !== undefined);
  return all;
};

export const included = async (
  asking: Asking,
  search: Pick<Search, 'includes' | 'revIncludes'>,
  found: readonly Resource[],
): Promise<readonly Resource[]> => {
  const all: Resource[] = [];
  for (const include of new Set(search.includes)) all.push(...(await referredTo(asking, include, found)));
  for (const revInclude of new Set(search.revIncludes)) all.push(...(await referringTo(asking, revInclude, found)));
  return all;
};
