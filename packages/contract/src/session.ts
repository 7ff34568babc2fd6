import { z } from 'zod';

/** POST /api/session, answered 204 with the session cookie; 401 when the token is not accepted. */
export const sessionRequest = z.object({ token: z.string().min(1).max(16_384) });

/** Body of every answer of /api that is not 2xx. `message` is one plain sentence without patient data. */
export const problem = z.object({ code: z.string(), message: z.string() });
export type Problem = z.infer<typeof problem>;
