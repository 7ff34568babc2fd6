/** One resource as it is answered with: by a read, and by what wrote it. */
import type { Resource } from '@medplum/fhirtypes';
import { etagOf, toNotice, versioned } from '@throughline/fhir';
import type { Answer } from './interaction.ts';

/** What caches and later conditions know it by. */
export const factsOf = (resource: Resource): Pick<Answer, 'etag' | 'lastModified'> => {
  const etag = etagOf(resource);
  const lastModified = resource.meta?.lastUpdated;
  return { ...(etag !== undefined && { etag }), ...(lastModified !== undefined && { lastModified }) };
};

/** What a client wants back of what it writes (R4 http.html 3.1.0.1.9), or nothing that we know: then it is the resource. */
const returnIn = (prefer = ''): string | undefined =>
  /(?:^|[,;])\s*return\s*=\s*"?(minimal|representation|OperationOutcome)\b/.exec(prefer)?.[1];

/** The body of an answer to a write. */
export const bodyOf = (resource: Resource | undefined, sentence: string, prefer?: string): Pick<Answer, 'resource'> => {
  const wanted = returnIn(prefer);
  if (wanted === 'OperationOutcome') return { resource: toNotice(sentence) };
  return resource === undefined || wanted === 'minimal' ? {} : { resource: versioned(resource) };
};
