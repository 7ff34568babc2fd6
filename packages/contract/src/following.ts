import { z } from 'zod';

/** GET /api/fhircast: where one's own session is followed (FHIRcast STU3 2.1). */
export const castSession = z.object({ 'hub.url': z.string(), 'hub.topic': z.string() });

/** The code by which the socket ends when another page of the session is followed now, or there is no session any more. */
export const followingDenied = 4001;

/** What the reading page says over the socket /api/following. */
export const pageSaid = z.discriminatedUnion('kind', [
  /** A study was opened and all that hangs is live; `ago`: milliseconds since it was asked for. */
  z.object({ kind: z.literal('opened'), study: z.string().max(64), ago: z.number().min(0).max(86_400_000) }),
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
  /** The user logged out elsewhere. */
  z.object({ kind: z.literal('logout'), id: z.string() }),
  /** Something is not in step; one sentence without patient data. */
  z.object({ kind: z.literal('out-of-step'), text: z.string() }),
]);
export type PageTold = z.infer<typeof pageTold>;
