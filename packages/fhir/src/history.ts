/** Versions of resources (FHIR R4 http.html 2.21.0.6): each has an id of its own, which is its ETag, and old ones are listed. */
import type { Bundle, Resource } from '@medplum/fhirtypes';
import type { Root } from './systems.ts';

/** With an id of its version: where the version has none of its own, when it was made. */
export const versioned = <T extends Resource>(resource: T): T => {
  const { versionId, lastUpdated } = resource.meta ?? {};
  if (versionId !== undefined || lastUpdated === undefined) return resource;
  return { ...resource, meta: { versionId: String(Date.parse(lastUpdated)), ...resource.meta } };
};

/** A weak validator: the same version may be written in other ways. */
export const etagOf = (resource: Resource): string | undefined => {
  const versionId = versioned(resource).meta?.versionId;
  return versionId === undefined ? undefined : `W/"${versionId}"`;
};

interface HistoryFacts {
  readonly self: string;
  readonly next?: string;
  readonly at: Date;
}

export interface Version {
  /** Of a deletion, what there was before, with the moment of the deletion as its last update: it is not told of. */
  readonly resource: Resource;
  /** It is the first version. */
  readonly created: boolean;
  readonly deleted?: true;
}

/** Newest first. What made each version is said as FHIR would have had it said: the first was put, later ones too. */
export const toHistory = (versions: readonly Version[], { self, next, at }: HistoryFacts, { root }: Root): Bundle => ({
  resourceType: 'Bundle',
  meta: { lastUpdated: at.toISOString() },
  type: 'history',
  link: [{ relation: 'self', url: self }, ...(next === undefined ? [] : [{ relation: 'next', url: next }])],
  ...(versions.length > 0 && {
    entry: versions.map(({ resource: plain, created, deleted }) => {
      const resource = versioned(plain);
      const url = `${resource.resourceType}/${resource.id}`;
      const etag = etagOf(resource);
      return {
        fullUrl: `${root}/${url}`,
        // A deletion has no resource (bdl-4).
        ...(deleted ? {} : { resource }),
        request: { method: deleted ? ('DELETE' as const) : ('PUT' as const), url },
        response: {
          status: deleted ? '204' : created ? '201' : '200',
          ...(etag !== undefined && { etag }),
          ...(resource.meta?.lastUpdated !== undefined && { lastModified: resource.meta.lastUpdated }),
        },
      };
    }),
  }),
});
