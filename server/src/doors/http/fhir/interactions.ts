/**
 * What can be done to each resource type: one list that the routes are made of, and that the entries of a batch are looked up in,
 * so that what is asked in a Bundle is what would have been asked alone.
 */
import type { Resource } from '@medplum/fhirtypes';
import { type ResourceRow, resourceRows, versioned } from '@throughline/fhir';
import { fail } from '../../../errors.ts';
import { factsOf } from './answers.ts';
import { readHistory, readVersion } from './history.ts';
import type { Answer, Conditions, Input, Interaction } from './interaction.ts';
import { kinds } from './kinds.ts';
import { operations } from './operations.ts';
import { searchType } from './search.ts';
import { tell, writesOf } from './writes.ts';

const opaque = (etag: string): string => etag.trim().replace(/^W\//, '');

/** By the weak comparison (RFC 9110 13.1.2): strong and weak validators of one version are the same, and `*` is any. */
const isOneOf = (etag: string, named: string): boolean =>
  named.trim() === '*' || named.split(',').some((each) => opaque(each) === opaque(etag));

/** One resource, or that it is the version that the asker has already (R4 http.html 2.21.0.5.1). */
const given = (resource: Resource | undefined, { ifNoneMatch, ifModifiedSince }: Conditions): Answer => {
  if (resource === undefined) return fail('not-found');
  const facts = factsOf(resource);
  const { etag, lastModified } = facts;
  const isSame =
    ifNoneMatch !== undefined
      ? etag !== undefined && isOneOf(etag, ifNoneMatch)
      : // A date of HTTP has whole seconds.
        ifModifiedSince !== undefined &&
        lastModified !== undefined &&
        Math.floor(Date.parse(lastModified) / 1000) <= Math.floor(Date.parse(ifModifiedSince) / 1000);
  return isSame ? { status: 304, ...facts } : { status: 200, resource: versioned(resource), ...facts };
};

/** What is not declared is refused here as in a search (A13): `_summary` that was passed over would look like an answer to it. */
const checkQuery = ({ query }: Input, declared: readonly string[] = []): void => {
  const names = new Set(['_format', ...declared]);
  if (query.some(([name]) => !names.has(name))) fail('bad-request', 'A parameter is not declared for this.');
};

const searches = ({ type }: ResourceRow): readonly Interaction[] => [
  {
    method: 'GET',
    url: `/${type}`,
    run: async (asking, { query, path }) => ({
      status: 200,
      resource: await searchType(asking, type, query, `${asking.at.root}/${path}`),
    }),
  },
  {
    method: 'POST',
    url: `/${type}/_search`,
    run: async (asking, { query, body }) => {
      const pairs = [...query, ...new URLSearchParams(typeof body === 'string' ? body : '')];
      return { status: 200, resource: await searchType(asking, type, pairs, `${asking.at.root}/${type}/_search`) };
    },
  },
];

const reads = ({ type }: ResourceRow): readonly Interaction[] => [
  {
    method: 'GET',
    url: `/${type}/:id`,
    run: async (asking, input) => {
      checkQuery(input);
      const { id = '' } = input.params;
      const resource = await kinds[type].read(asking, id);
      if (resource === undefined && (await kinds[type].isGone?.(asking, id))) fail('gone');
      return given(resource, input.conditions);
    },
  },
];

const versions = ({ type, history }: ResourceRow): readonly Interaction[] => {
  if (history === undefined) return [];
  const list: Interaction['run'] = async (asking, { params, query, path }) => ({
    status: 200,
    resource: await readHistory(asking, type, params.id, { query, self: `${asking.at.root}/${path}` }),
  });
  return [
    { method: 'GET', url: `/${type}/_history`, run: list },
    { method: 'GET', url: `/${type}/:id/_history`, run: list },
    {
      method: 'GET',
      url: `/${type}/:id/_history/:vid`,
      run: async (asking, input) => {
        checkQuery(input);
        const { id = '', vid = '' } = input.params;
        return given(await readVersion(asking, type, id, vid), input.conditions);
      },
    },
  ];
};

const written = (row: ResourceRow): readonly Interaction[] =>
  writesOf(row).map(({ method, url, write }) => ({
    method,
    url,
    write: (asking, trx, input) => write(asking, trx, input),
    run: async (asking, input) => {
      const { context, principal } = asking;
      return tell(asking, await context.db.tenant(principal.tenantId, (trx) => write(asking, trx, input)));
    },
  }));

const operated = ({ type, operations: rows }: ResourceRow): readonly Interaction[] =>
  rows.map(({ name, level, method, parameters }) => {
    const operation = operations[`${type}-${name}`];
    const declared = parameters.filter(({ use }) => use === 'in').map((parameter) => parameter.name);
    if (operation === undefined) throw new Error(`No operation ${name} of ${type}.`);
    return {
      method,
      url: level === 'type' ? `/${type}/$${name}` : `/${type}/:id/$${name}`,
      run: async (asking, input) => {
        // What is counted comes in pages (links of a searchset).
        checkQuery(input, declared.includes('_count') ? [...declared, '_page'] : declared);
        const { params, query, body } = input;
        return { status: 200, resource: await operation(asking, { id: params.id ?? '', query, body }) };
      },
    };
  });

/** In this order: a fixed word goes before an id. */
export const interactions: readonly Interaction[] = resourceRows.flatMap((row) => [
  ...searches(row),
  ...operated(row),
  ...versions(row),
  ...written(row),
  ...reads(row),
]);

const paramsOf = (url: string, path: string): Readonly<Record<string, string>> | undefined => {
  const [pattern, parts] = [url.split('/').slice(1), path.split('/')];
  if (pattern.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, word] of pattern.entries()) {
    const part = parts[at] ?? '';
    if (word.startsWith(':')) params[word.slice(1)] = part;
    else if (word !== part) return undefined;
  }
  return params;
};

/** The interaction that a path behind the service root, without its query, stands for. */
export const interactionOf = (method: string, path: string) => {
  for (const interaction of interactions) {
    const params = interaction.method === method ? paramsOf(interaction.url, path) : undefined;
    if (params !== undefined) return { interaction, params };
  }
  return undefined;
};
