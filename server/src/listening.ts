/** A listener that cannot be had is told with the setting that names it and what can be done. */
import { StartError } from './errors.ts';

const causes: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there: end that one, or name another port',
  EACCES: 'this user may not listen there: name a port above 1023',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'no such host is known',
};

/** @throws StartError */
export const listening = async <T>(
  setting: string,
  { host, port }: { readonly host: string; readonly port: number },
  listener: Promise<T>,
): Promise<T> => {
  try {
    return await listener;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const cause = causes[code];
    if (cause === undefined) throw error;
    throw new StartError(`${setting}: ${host}:${port} cannot be listened on, ${cause}.`, {
      cause: error,
      mayPass: code === 'EADDRINUSE',
    });
  }
};
