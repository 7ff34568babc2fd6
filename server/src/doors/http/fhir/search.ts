/** Search of one type, page by page. */

import type { Bundle } from '@medplum/fhirtypes';
import { parseSearch, type ResourceName, type Root, SearchError, toSearchset } from '@throughline/fhir';
import { Failure, fail } from '../../../errors.ts';
import { openPage, sealPage } from '../../../features/paging/index.ts';
import { included } from './includes.ts';
import type { Asking } from './kind.ts';
import { kinds } from './kinds.ts';

type Pairs = readonly (readonly [string, string])[];

interface PageAsked {
  readonly pairs: Pairs;
  readonly after?: string;
}

const isPage = (value: unknown): value is PageAsked & { readonly type: string } =>
  typeof value === 'object' && value !== null && 'pairs' in value && 'after' in value && 'type' in value;

/** A page token stands for the search that it belongs to, and for nothing else beside it. */
const pageOf = async ({ context, principal }: Asking, type: ResourceName, pairs: Pairs): Promise<PageAsked> => {
  const token = pairs.find(([name]) => name === '_page')?.[1];
  if (token === undefined) return { pairs };
  const page = await openPage(context, principal, token);
  return isPage(page) && page.type === type ? page : fail('not-found');
};

const read = (type: ResourceName, pairs: Pairs, at: Root) => {
  try {
    return parseSearch(type, pairs, at);
  } catch (error) {
    if (error instanceof SearchError) throw new Failure('bad-request', error.message);
    throw error;
  }
};

/** More than were counted is said without a number. */
const mostCounted = 10_000;

const countOf = async (asking: Asking, type: ResourceName, search: ReturnType<typeof read>) => {
  const total = await kinds[type].count(asking, search);
  return total > mostCounted ? undefined : total;
};

export const searchType = async (asking: Asking, type: ResourceName, pairs: Pairs, self: string): Promise<Bundle> => {
  const page = await pageOf(asking, type, pairs);
  const search = read(type, page.pairs, asking.at);
  const { after } = page;
  const limit = Math.max(search.count, 1);
  const sort = search.sort && {
    by: search.sort.name === '_lastUpdated' ? ('updated' as const) : ('date' as const),
    descending: search.sort.descending,
  };
  const found =
    search.count === 0
      ? { resources: [], next: undefined }
      : await kinds[type].search(asking, search, {
          limit,
          ...(sort && { sort }),
          ...(after !== undefined && { after }),
        });
  // A search for no resources is a question of how many there are (search.html 3.1.1.5.2).
  const counted = search.total === 'accurate' || search.count === 0;
  // What is all of it is counted as it is told (ITI TF-2 3.78.4.1.3).
  const isAll = after === undefined && found.next === undefined;
  const uncounted = isAll ? found.resources.length : undefined;
  const total = counted ? await countOf(asking, type, search) : uncounted;
  const beside = await included(asking, search, found.resources);
  const entries = [
    ...found.resources.map((resource) => ({ resource, mode: 'match' as const })),
    ...beside.map((resource) => ({ resource, mode: 'include' as const })),
  ];
  const { context, principal, at } = asking;
  const next =
    found.next === undefined
      ? undefined
      : `${at.root}/${type}?_page=${await sealPage(context, principal, { type, pairs: page.pairs, after: found.next })}`;
  const facts = {
    self,
    at: context.clock(),
    ...(next !== undefined && { next }),
    ...(total !== undefined && { total }),
  };
  return toSearchset(entries, facts, at);
};
