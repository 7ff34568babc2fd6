/** What those who run the system ask and change. */
import { queryOptions } from '@tanstack/react-query';
import { type SourceInput, source, sourceTest, sourceWithHealth } from '@throughline/contract';
import { get, send } from './client.ts';

const again = 5_000;

export const sourcesQuery = queryOptions({
  queryKey: ['sources'],
  queryFn: ({ signal }) => get('/api/sources', (json) => sourceWithHealth.array().parse(json), signal),
  refetchInterval: again,
});

const at = (name: string): string => `/api/sources/${encodeURIComponent(name)}`;

export const putSource = (name: string, input: Partial<SourceInput>) =>
  send('PUT', at(name), input, (json) => source.parse(json));

export const removeSource = (name: string) => send('DELETE', at(name), undefined, () => undefined);

export const testSource = (name: string) => send('POST', `${at(name)}/test`, {}, (json) => sourceTest.parse(json));
