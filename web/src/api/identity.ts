/** Who is whom: what is asked, what is known of it, and the answers. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { identityChanged, identityComparison, identityQueue, identityWorkload } from '@throughline/contract';
import { get, post, send } from './client.ts';

export const identityQueueQuery = infiniteQueryOptions({
  queryKey: ['identity', 'queue'],
  queryFn: ({ signal, pageParam }) =>
    get(
      pageParam === null ? '/api/identity/reviews' : `/api/identity/reviews?after=${pageParam}`,
      (json) => identityQueue.parse(json),
      signal,
    ),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.next,
});

export const comparisonQuery = (id: string) =>
  queryOptions({
    queryKey: ['identity', 'comparison', id],
    queryFn: ({ signal }) => get(`/api/identity/reviews/${id}`, (json) => identityComparison.parse(json), signal),
  });

export const workloadQuery = queryOptions({
  queryKey: ['identity', 'workload'],
  queryFn: ({ signal }) => get('/api/identity/workload', (json) => identityWorkload.parse(json), signal),
  refetchInterval: 60_000,
});

export const answerReview = (id: string, answer: 'same' | 'not-same', reason: string) =>
  post(`/api/identity/reviews/${id}`, { answer, reason }, (json) => identityChanged.parse(json));

export const takeBack = (changeId: string) =>
  send('DELETE', `/api/identity/changes/${changeId}`, undefined, () => undefined);
