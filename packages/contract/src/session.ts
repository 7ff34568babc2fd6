import { z } from 'zod';

/** POST /api/session, answered 204 with the session cookie; 401 when the token is not accepted. */
export const sessionRequest = z.object({ token: z.string().min(1).max(16_384) });

/** GET /api/sign-in: the ways in, for anybody who is not signed in. */
export const waysIn = z.object({
  /** Sign in at /sign-in/{name}. */
  providers: z.array(z.object({ name: z.string(), label: z.string() })),
  /** Whether somebody signs in here by name and passcode. */
  passcode: z.boolean(),
});
export type WaysIn = z.infer<typeof waysIn>;

/** POST /api/sign-in, answered 204 with the session cookie; 401 when name or passcode is wrong. */
export const signInRequest = z.object({ username: z.string().min(1).max(64), passcode: z.string().min(1).max(200) });

/** Body of every answer of /api that is not 2xx. `message` is one plain sentence without patient data. */
export const problem = z.object({ code: z.string(), message: z.string() });
export type Problem = z.infer<typeof problem>;
