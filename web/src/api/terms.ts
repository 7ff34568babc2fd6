/** What exams of the sites mean: asked and said. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import {
  type CodeMapUndo,
  codeMapEntry,
  codeMapPage,
  codeMapVersion,
  type ExamCorrectionRequest,
  examMeaning,
  type MeaningRequest,
  termValues,
  unmappedPage,
} from '@throughline/contract';
import { get, post, send } from './client.ts';

const page = (path: string, name: string, at: string | null): string =>
  at === null ? path : `${path}?${new URLSearchParams({ [name]: at })}`;

export const unmappedQuery = infiniteQueryOptions({
  queryKey: ['terms', 'unmapped'],
  queryFn: ({ signal, pageParam }) =>
    get(page('/api/terms/unmapped', 'after', pageParam), (json) => unmappedPage.parse(json), signal),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.next,
});

export const codeMapQuery = infiniteQueryOptions({
  queryKey: ['terms', 'map'],
  queryFn: ({ signal, pageParam }) =>
    get(page('/api/terms/map', 'before', pageParam), (json) => codeMapPage.parse(json), signal),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.next,
});

export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['terms', 'versions', id],
    queryFn: ({ signal }) => get(`/api/terms/map/${id}/versions`, (json) => codeMapVersion.array().parse(json), signal),
  });

export const termValuesQuery = queryOptions({
  queryKey: ['term-values'],
  queryFn: ({ signal }) => get('/api/terms/values', (json) => termValues.parse(json), signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Asked by POST: an exam name is free text of a site, and addresses are logged. */
export const meaningQuery = (request: MeaningRequest) =>
  queryOptions({
    queryKey: ['meaning', request],
    queryFn: () => post('/api/terms/meaning', request, (json) => examMeaning.parse(json)),
    placeholderData: (previous) => previous,
  });

export const sayMeaning = (request: ExamCorrectionRequest) =>
  send('PUT', '/api/terms/map', request, (json) => codeMapEntry.parse(json));

export const undoMeaning = (id: string, undo: CodeMapUndo) =>
  post(`/api/terms/map/${id}/undo`, undo, (json) => codeMapEntry.parse(json));
