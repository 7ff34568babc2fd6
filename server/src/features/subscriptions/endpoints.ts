/** Where may be told: what whoever runs the hub has listed, and nothing else (deny by default; no request to where a caller wishes). */
import type { Context } from '../context.ts';

/** An endpoint begins with a listed URL: the same scheme, host and port, and the path or one below it. */
export const isListedEndpoint = ({ config }: Pick<Context, 'config'>, endpoint: string): boolean => {
  if (!URL.canParse(endpoint)) return false;
  const asked = new URL(endpoint);
  if (asked.username !== '' || asked.password !== '' || asked.hash !== '') return false;
  return config.subscriptionEndpoints.some((text) => {
    const listed = new URL(text);
    const below = listed.pathname.endsWith('/') ? listed.pathname : `${listed.pathname}/`;
    return asked.origin === listed.origin && (asked.pathname === listed.pathname || asked.pathname.startsWith(below));
  });
};
