import { z } from 'zod';
import { measurementsRequest } from './measurements.ts';

/** GET /api/fhircast: where one's own session is followed (FHIRcast STU3 2.1). */
export const castSession = z.object({ 'hub.url': z.string(), 'hub.topic': z.string() });

/** The code by which the socket ends when another page of the session is followed now, or there is no session any more. */
export const followingDenied = 4001;

/** A resource that is shared in the open report, in words. */
const sharedItem = z.object({ id: z.string(), text: z.string(), selected: z.boolean() });
export type SharedItem = z.infer<typeof sharedItem>;

/** What the reading page says over the socket /api/following. */
export const pageSaid = z.discriminatedUnion('kind', [
  /** A study was opened and all that hangs is live; `ago`: milliseconds since it was asked for. */
  z.object({ kind: z.literal('opened'), study: z.string().max(64), ago: z.number().min(0).max(86_400_000) }),
  /** No study is shown, and one that is opened elsewhere is waited for; `closed`: the user has closed what was shown. */
  z.object({ kind: z.literal('waiting'), closed: z.boolean() }),
  /** What the user has measured and kept on a study that hangs: it is shared in the report that is open, where one is. */
  z.object({
    kind: z.literal('measured'),
    study: z.string().max(64),
    measurements: measurementsRequest.shape.measurements,
  }),
  /** Whether the page does what it was told, by the id of that. */
  z.object({ kind: z.literal('answered'), id: z.string().max(128), done: z.boolean() }),
]);
export type PageSaid = z.infer<typeof pageSaid>;

/** What it is told there. */
export const pageTold = z.discriminatedUnion('kind', [
  /** Who is followed, as they call themselves; nobody: the page is alone in its session. */
  z.object({ kind: z.literal('following'), names: z.array(z.string()) }),
  /** Open this study: it was opened elsewhere. */
  z.object({ kind: z.literal('open'), id: z.string(), study: z.string() }),
  /** What is shown was closed elsewhere. */
  z.object({ kind: z.literal('closed'), id: z.string() }),
  /** All that is shared in the report that is open; nothing: no report is open, or nothing is shared in it. */
  z.object({ kind: z.literal('shared'), items: z.array(sharedItem) }),
  /** The user logged out elsewhere. */
  z.object({ kind: z.literal('logout'), id: z.string() }),
  /** Something is not in step; one sentence without patient data. */
  z.object({ kind: z.literal('out-of-step'), text: z.string() }),
]);
export type PageTold = z.infer<typeof pageTold>;
