/** Answers that hold several resources. */
import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes';
import { versioned } from './history.ts';
import type { Root } from './systems.ts';

/** How sure a match is (extension match-grade). */
export type Grade = 'certain' | 'probable' | 'possible' | 'certainly-not';

export interface Entry {
  readonly resource: Resource;
  readonly mode: 'match' | 'include';
  readonly score?: number;
  readonly grade?: Grade;
}

const matchGrade = 'http://hl7.org/fhir/StructureDefinition/match-grade';

const toEntry = ({ resource, mode, score, grade }: Entry, { root }: Root): BundleEntry => ({
  fullUrl: `${root}/${resource.resourceType}/${resource.id}`,
  resource: versioned(resource),
  search: {
    ...(grade && { extension: [{ url: matchGrade, valueCode: grade }] }),
    mode,
    ...(score !== undefined && { score }),
  },
});

export interface SetFacts {
  readonly self: string;
  readonly next?: string;
  readonly total?: number;
  readonly at: Date;
}

/** A searchset; a resource that is a match is never an include too. */
export const toSearchset = (entries: readonly Entry[], facts: SetFacts, at: Root): Bundle => {
  const unique = new Map<string, Entry>();
  for (const entry of entries) {
    const key = `${entry.resource.resourceType}/${entry.resource.id}`;
    if (!unique.has(key)) unique.set(key, entry);
  }
  return {
    resourceType: 'Bundle',
    meta: { lastUpdated: facts.at.toISOString() },
    type: 'searchset',
    ...(facts.total !== undefined && { total: facts.total }),
    link: [
      { relation: 'self', url: facts.self },
      ...(facts.next === undefined ? [] : [{ relation: 'next', url: facts.next }]),
    ],
    ...(unique.size > 0 && { entry: [...unique.values()].map((entry) => toEntry(entry, at)) }),
  };
};
