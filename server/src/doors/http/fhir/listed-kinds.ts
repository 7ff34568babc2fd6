/** Sites and services: few, and nothing of a patient. */
import type { Endpoint, Location, Organization } from '@medplum/fhirtypes';
import { type Criterion, type Search, toEndpoints, toLocation, toOrganization } from '@throughline/fhir';
import { reach } from '../../../features/access/index.ts';
import { listSites } from '../../../features/chart/index.ts';
import type { Asking, Kind } from './kind.ts';

type Listed = Organization | Location | Endpoint;

const hasName = ({ name = '' }: Listed, values: readonly string[]): boolean =>
  values.some((value) => name.toLowerCase().startsWith(value.toLowerCase()));

const tokenOf = (one: Listed, parameter: string): string | undefined => {
  if (parameter === '_id') return one.id;
  if (parameter === 'status') return 'status' in one ? one.status : undefined;
  return 'connectionType' in one ? one.connectionType.code : undefined;
};

const says = (one: Listed, criterion: Criterion): boolean => {
  if (criterion.kind === 'token') return criterion.values.some(({ code }) => code === tokenOf(one, criterion.name));
  if (criterion.kind === 'string') return hasName(one, criterion.values);
  if (criterion.kind !== 'reference' || !('managingOrganization' in one)) return false;
  return criterion.ids.some((id) => one.managingOrganization?.reference === `Organization/${id}`);
};

/** Few, and given at once. */
const listed = <T extends Listed>(all: (asking: Asking, letter: 'r' | 's') => Promise<readonly T[]>): Kind => {
  const matching = async (asking: Asking, { criteria }: Search): Promise<readonly T[]> => {
    const found = await all(asking, 's');
    return found.filter((one) => criteria.every((criterion) => says(one, criterion)));
  };
  return {
    read: async (asking, id) => (await all(asking, 'r')).find((one) => one.id === id),
    search: async (asking, search, page) => ({
      resources: (await matching(asking, search)).slice(0, page.limit),
      next: undefined,
    }),
    count: async (asking, search) => (await matching(asking, search)).length,
  };
};

export const organizations = listed<Organization>(async ({ context, principal }, letter) =>
  (await listSites(context, principal, 'Organization', letter)).map(({ id, name, created_at }) =>
    toOrganization({ id, name, createdAt: created_at }),
  ),
);

export const locations = listed<Location>(async ({ context, principal }, letter) =>
  (await listSites(context, principal, 'Location', letter)).map(({ id, name, created_at }) =>
    toLocation({ id, name, createdAt: created_at }),
  ),
);

export const endpoints = listed<Endpoint>(async ({ principal, at }, letter) => {
  reach(principal, 'Endpoint', letter);
  return toEndpoints(at.root.replace(/\/fhir$/, '/dicom-web'));
});
