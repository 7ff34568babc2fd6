/** The code map as the one ConceptMap that there is to read and to search. */
import type { ConceptMap } from '@medplum/fhirtypes';
import type { Criterion, Search, TokenValue } from '@throughline/fhir';
import { conceptMapOf } from './concept-map.ts';
import type { Asking, Kind } from './kind.ts';

/** What the code map says, as one map: few have more to say than what one answer holds. */
const theConceptMap = async ({ context, principal, at }: Asking): Promise<ConceptMap> =>
  conceptMapOf(context, principal, at);

type Group = NonNullable<ConceptMap['group']>[number];

const isCode = ({ system, code }: TokenValue, of: string | undefined, known: string | undefined): boolean =>
  code === known && (system === undefined || system === of);

const mapsFrom = ({ source, element = [] }: Group, value: TokenValue): boolean =>
  element.some(({ code }) => isCode(value, source, code));

const mapsTo = ({ target, element = [] }: Group, value: TokenValue): boolean =>
  element.some((one) => (one.target ?? []).some(({ code }) => isCode(value, target, code)));

const saysMap = (map: ConceptMap, criterion: Criterion): boolean => {
  const any = (holds: (value: TokenValue) => boolean): boolean =>
    criterion.kind === 'token' && criterion.values.some(holds);
  switch (criterion.name) {
    case '_id':
      return any(({ code }) => code === map.id);
    case 'status':
      return any(({ code }) => code === map.status);
    case 'name':
      return (
        criterion.kind === 'string' &&
        criterion.values.some((value) => map.name?.toLowerCase().startsWith(value.toLowerCase()))
      );
    case 'source-code':
      return any((value) => (map.group ?? []).some((group) => mapsFrom(group, value)));
    default:
      return any((value) => (map.group ?? []).some((group) => mapsTo(group, value)));
  }
};

const matchingMaps = async (asking: Asking, { criteria }: Search): Promise<readonly ConceptMap[]> => {
  const map = await theConceptMap(asking);
  return criteria.every((criterion) => saysMap(map, criterion)) ? [map] : [];
};

export const conceptMaps: Kind = {
  read: async (asking, id) => [await theConceptMap(asking)].find((map) => map.id === id),
  search: async (asking, search) => ({ resources: await matchingMaps(asking, search), next: undefined }),
  count: async (asking, search) => (await matchingMaps(asking, search)).length,
};
