import { queryOptions } from '@tanstack/react-query';
import { waysIn } from '@throughline/contract';
import { get, post, send } from './client.ts';
import { forgetFilter } from './filter.ts';

export const waysInQuery = queryOptions({
  queryKey: ['ways-in'],
  queryFn: ({ signal }) => get('/api/sign-in', (json) => waysIn.parse(json), signal),
  retry: false,
});

export const signIn = (username: string, passcode: string) =>
  post('/api/sign-in', { username, passcode }, () => undefined);

/** Ends the session, and shows the way in: or, when it could not be ended, that it has not. */
export const signOut = (): void => {
  const leave = (): void => {
    forgetFilter();
    location.assign('/');
  };
  send('DELETE', '/api/session', undefined, () => undefined).then(leave, leave);
};

/** Where to sign in with a provider, to come back to this page. */
export const providerAddress = (name: string): string =>
  `/sign-in/${name}?return=${encodeURIComponent(location.pathname + location.search)}`;
