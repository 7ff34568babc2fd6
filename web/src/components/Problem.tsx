import { ApiError } from '../api/client.ts';
import { EmergencyAccess, type EmergencySubject } from './EmergencyAccess.tsx';
import { SignIn } from './SignIn.tsx';

const advice = (error: unknown): string => {
  if (!(error instanceof ApiError) || error.code === 'not-understood')
    return 'Load the page again. If it happens again, tell whoever runs this server.';
  if (error.status === 0) return 'The page asks again by itself. If this goes on, check that the server runs.';
  if (error.status === 404) return 'The link may name a study that has not arrived yet. Go back to the worklist.';
  if (error.status === 409) return 'Open it from the worklist, or by a link with its study UID.';
  return 'Go back to the worklist and open it again.';
};

interface ProblemProps {
  readonly error: unknown;
  /** Whom or what was asked for, where that can be seen in an emergency. */
  readonly about?: EmergencySubject | undefined;
}

/** What went wrong and what to do next; the way in when nobody is signed in. */
export const Problem = ({ error, about }: ProblemProps) => (
  <main className="flex h-full">
    {error instanceof ApiError && error.status === 401 ? (
      <SignIn />
    ) : (
      <section
        role="alert"
        className="m-auto flex max-w-[36rem] flex-col gap-3 rounded border border-line bg-panel p-6"
      >
        <h1 className="text-base text-strong">{error instanceof Error ? error.message : 'Something failed.'}</h1>
        <p>{advice(error)}</p>
        <a className="action self-start" href="/">
          Worklist
        </a>
        {about !== undefined && error instanceof ApiError && error.status === 404 && <EmergencyAccess about={about} />}
      </section>
    )}
  </main>
);
