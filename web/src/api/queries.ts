import { queryOptions } from '@tanstack/react-query';
import type {
  EmergencyRequest,
  FollowRequest,
  LaunchRequest,
  MeasurementsRequest,
  PriorFeedback,
} from '@throughline/contract';
import {
  emergencyGrant,
  foundStudies,
  lateAlerts,
  launchAnswer,
  type Manifest,
  measurementsAnswer,
  measurementsOverTime,
  reading,
  report,
  statementHistory,
  worklist,
} from '@throughline/contract';
import { get, isUnreached, post } from './client.ts';

export const worklistQuery = (date: string | undefined) =>
  queryOptions({
    queryKey: ['worklist', date ?? 'latest'],
    queryFn: async ({ signal }) => {
      const first = await worklistPage(date, null, signal);
      const items = [...first.items];
      for (let after = first.next; after; ) {
        const page = await worklistPage(first.date, after, signal);
        items.push(...page.items);
        after = page.next;
      }
      return { ...first, items };
    },
    refetchInterval: 5_000,
    placeholderData: (previous) => previous,
  });

function worklistPage(date: string | undefined, after: string | null, signal: AbortSignal) {
  const search = new URLSearchParams();
  if (date) search.set('date', date);
  if (after) search.set('after', after);
  return get(`/api/worklist${search.size ? `?${search}` : ''}`, (json) => worklist.parse(json), signal);
}

/** Shorter texts would find nearly everybody. */
export const shortestSearch = 2;

/** Studies of any day by a name or a number; asked by POST, since addresses are logged. */
export const foundQuery = (text: string) =>
  queryOptions({
    queryKey: ['found-studies', text],
    queryFn: () => post('/api/worklist/search', { text }, (json) => foundStudies.parse(json)),
    enabled: text.length >= shortestSearch,
    staleTime: 30_000,
    gcTime: 60_000,
  });

/** What came too late for who is signed in. */
export const lateQuery = queryOptions({
  queryKey: ['late-priors'],
  queryFn: ({ signal }) => get('/api/late-priors', (json) => lateAlerts.parse(json), signal),
  refetchInterval: 15_000,
});

/** From then on for an hour the page is told what the patient withholds from who is signed in. */
export const beginEmergency = (request: EmergencyRequest) =>
  post('/api/emergency-accesses', request, (json) => emergencyGrant.parse(json));

export const readingQuery = (study: string) =>
  queryOptions({
    queryKey: ['reading', study],
    queryFn: ({ signal }) => get(`/api/reading/${study}`, (json) => reading.parse(json), signal),
  });

/** A manifest holds thousands of values that only the viewer reads, one picture at a time: it is taken as it comes. */
export const manifestQuery = (study: string, received: number) =>
  queryOptions({
    queryKey: ['manifest', study, received],
    queryFn: () => get(`/api/studies/${study}/manifest`, (json) => json as Manifest),
    staleTime: Number.POSITIVE_INFINITY,
    // Without it no picture is asked for: it is tried until it comes.
    refetchInterval: ({ state }) => (isUnreached(state.error) ? 10_000 : false),
  });

export const reportQuery = (study: string) =>
  queryOptions({
    queryKey: ['report', study],
    queryFn: ({ signal }) => get(`/api/studies/${study}/report`, (json) => report.parse(json), signal),
    staleTime: 60_000,
  });

/** What readers were shown of the completeness of a study; asked for again each time that it is opened. */
export const shownQuery = (study: string) =>
  queryOptions({
    queryKey: ['shown', study],
    queryFn: ({ signal }) => get(`/api/reading/${study}/history`, (json) => statementHistory.parse(json), signal),
  });

/** What was measured and the dose; asked for again each time that it is opened. */
export const overTimeQuery = (study: string) =>
  queryOptions({
    queryKey: ['measurements', study],
    queryFn: ({ signal }) =>
      get(`/api/reading/${study}/measurements`, (json) => measurementsOverTime.parse(json), signal),
  });

export const launch = (request: FollowRequest | LaunchRequest) =>
  post('/api/launch', request, (json) => launchAnswer.parse(json));

export const openSession = (token: string) => post('/api/session', { token }, () => undefined);

export const sendFeedback = (study: string, feedback: PriorFeedback) =>
  post(`/api/reading/${study}/feedback`, feedback, () => undefined);

/** A prior is looked at, after so many clicks since the study was opened. */
export const sendSeen = (study: string, prior: string, clicks: number) =>
  post(`/api/reading/${study}/priors/${prior}/seen`, { clicks }, () => undefined);

/** Asks for a prior that is elsewhere; one that is here, or on its way, is left alone. */
export const fetchPrior = (study: string, prior: string) =>
  post(`/api/reading/${study}/priors/${prior}/fetch`, {}, () => undefined);

export const saveMeasurements = (study: string, request: MeasurementsRequest) =>
  post(`/api/studies/${study}/measurements`, request, (json) => measurementsAnswer.parse(json));
