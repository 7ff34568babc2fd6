/** What those who say who may call, and where studies are delivered, ask and change. */
import { queryOptions } from '@tanstack/react-query';
import { type ApplicationEntityInput, applicationEntity, sourceTest } from '@throughline/contract';
import { get, send } from './client.ts';

export const entitiesQuery = queryOptions({
  queryKey: ['application-entities'],
  queryFn: ({ signal }) => get('/api/application-entities', (json) => applicationEntity.array().parse(json), signal),
});

const at = (aeTitle: string): string => `/api/application-entities/${encodeURIComponent(aeTitle)}`;

export const putEntity = (aeTitle: string, input: ApplicationEntityInput) =>
  send('PUT', at(aeTitle), input, (json) => applicationEntity.parse(json));

export const removeEntity = (aeTitle: string) => send('DELETE', at(aeTitle), undefined, () => undefined);

export const testEntity = (aeTitle: string) =>
  send('POST', `${at(aeTitle)}/test`, {}, (json) => sourceTest.parse(json));
