import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { ApiError } from '../api/client.ts';
import { openSession } from '../api/queries.ts';

const advice = (error: unknown): string => {
  if (!(error instanceof ApiError)) return 'Load the page again. If it happens again, tell whoever runs this server.';
  if (error.status === 0) return 'The page asks again by itself. If this goes on, check that the server runs.';
  if (error.status === 404) return 'The link may name a study that has not arrived yet. Go back to the worklist.';
  if (error.status === 409) return 'Open it from the worklist, or by a link with its study UID.';
  return 'Go back to the worklist and open it again.';
};

const SignIn = () => {
  const client = useQueryClient();
  const [token, setToken] = useState('');
  const [refused, setRefused] = useState(false);
  const submit = async (): Promise<void> => {
    try {
      await openSession(token.trim());
      await client.resetQueries();
    } catch {
      setRefused(true);
    }
  };
  return (
    <form
      className="m-auto flex w-[32rem] flex-col gap-3 rounded border border-line bg-panel p-6"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h1 className="text-base text-strong">You are not signed in</h1>
      <p>Paste the access token that your hospital gave you. It is kept for this browser only, until it expires.</p>
      <label className="flex flex-col gap-1">
        Access token
        <input
          className="field"
          type="password"
          autoComplete="off"
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
      </label>
      {refused && (
        <p role="alert" className="text-bad">
          This token is not accepted. Ask for a new one.
        </p>
      )}
      <Button className="action self-start" type="submit">
        Sign in
      </Button>
    </form>
  );
};

/** What went wrong and what to do next; the way in when nobody is signed in. */
export const Problem = ({ error }: { readonly error: unknown }) => (
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
      </section>
    )}
  </main>
);
