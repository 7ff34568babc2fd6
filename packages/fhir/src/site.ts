/** A site: the organisation that holds imaging, and the place where it is. */
import type { Location, Organization } from '@medplum/fhirtypes';

export interface SiteModel {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
}

export const toOrganization = (site: SiteModel): Organization => ({
  resourceType: 'Organization',
  id: site.id,
  meta: { lastUpdated: site.createdAt.toISOString() },
  active: true,
  name: site.name,
});

export const toLocation = (site: SiteModel): Location => ({
  resourceType: 'Location',
  id: site.id,
  meta: { lastUpdated: site.createdAt.toISOString() },
  status: 'active',
  mode: 'instance',
  name: site.name,
  managingOrganization: { reference: `Organization/${site.id}` },
});
