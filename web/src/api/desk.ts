/** What those who run the system ask and change. */
import { queryOptions } from '@tanstack/react-query';
import {
  type EmergencyVerdict,
  emergencyAccess,
  exceptionList,
  experienceMeasures,
  interoperabilityStatement,
  objectConflict,
  objectVersion,
  receivedMessage,
  type SourceInput,
  source,
  sourceTest,
  sourceWithHealth,
  versionDifferences,
} from '@throughline/contract';
import { get, send } from './client.ts';

const again = 5_000;

export const sourcesQuery = queryOptions({
  queryKey: ['sources'],
  queryFn: ({ signal }) => get('/api/sources', (json) => sourceWithHealth.array().parse(json), signal),
  refetchInterval: again,
});

/** From the evidence of days: a minute changes little. */
export const interoperabilityQuery = queryOptions({
  queryKey: ['interoperability'],
  queryFn: ({ signal }) =>
    get('/api/interoperability', (json) => interoperabilityStatement.array().parse(json), signal),
  staleTime: 60_000,
});

export const exceptionsQuery = queryOptions({
  queryKey: ['exceptions'],
  queryFn: ({ signal }) => get('/api/exceptions', (json) => exceptionList.parse(json), signal),
  refetchInterval: again,
});

export const measuresQuery = queryOptions({
  queryKey: ['measures'],
  queryFn: ({ signal }) => get('/api/measures', (json) => experienceMeasures.parse(json), signal),
  refetchInterval: 60_000,
});

export const conflictsQuery = queryOptions({
  queryKey: ['exceptions', 'conflicts'],
  queryFn: ({ signal }) => get('/api/conflicts', (json) => objectConflict.array().parse(json), signal),
});

export const versionsQuery = (sopInstanceUid: string) =>
  queryOptions({
    queryKey: ['versions', sopInstanceUid],
    queryFn: ({ signal }) =>
      get(`/api/objects/${sopInstanceUid}/versions`, (json) => objectVersion.array().parse(json), signal),
  });

/** Asked when somebody wants to know: both headers are read for it. */
export const differencesQuery = (sopInstanceUid: string, [one, other]: readonly [number, number]) =>
  queryOptions({
    queryKey: ['differences', sopInstanceUid, one, other],
    queryFn: ({ signal }) =>
      get(
        `/api/objects/${sopInstanceUid}/versions/${one}/differences/${other}`,
        (json) => versionDifferences.parse(json),
        signal,
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const originalAddress = (sopInstanceUid: string, version: number): string =>
  `/api/objects/${sopInstanceUid}/versions/${version}/original`;

export const reviewEmergency = (id: string, verdict: EmergencyVerdict['verdict']) =>
  send('POST', `/api/emergency-accesses/${id}/review`, { verdict }, () => undefined);

export const endEmergency = (id: string) => send('POST', `/api/emergency-accesses/${id}/end`, {}, () => undefined);

export const emergenciesQuery = queryOptions({
  queryKey: ['exceptions', 'emergencies'],
  queryFn: ({ signal }) => get('/api/emergency-accesses', (json) => emergencyAccess.array().parse(json), signal),
});

export const serveVersion = (conflictId: string, version: number) =>
  send('PUT', `/api/conflicts/${conflictId}`, { version }, () => undefined);

const message = (id: string): string => `/api/hl7/messages/${encodeURIComponent(id)}`;

/** True when it has had its effect now. */
export const replayMessage = (id: string) =>
  send('POST', `${message(id)}/replay`, {}, (json) => receivedMessage.parse(json).state === 'done');

export const setMessageAside = (id: string) => send('POST', `${message(id)}/set-aside`, {}, () => undefined);

const at = (name: string): string => `/api/sources/${encodeURIComponent(name)}`;

export const putSource = (name: string, input: Partial<SourceInput>) =>
  send('PUT', at(name), input, (json) => source.parse(json));

export const removeSource = (name: string) => send('DELETE', at(name), undefined, () => undefined);

export const testSource = (name: string) => send('POST', `${at(name)}/test`, {}, (json) => sourceTest.parse(json));
