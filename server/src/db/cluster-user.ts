/** PostgreSQL refuses to run as root: then it runs as a user of its own. Elsewhere it runs as whoever we are. */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartError } from '../errors.ts';

export interface ClusterUser {
  readonly uid: number;
  readonly gid: number;
}

const NAME = 'throughline-db';

const idOf = (which: '-u' | '-g'): number | undefined => {
  try {
    return Number(execFileSync('id', [which, NAME], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return undefined;
  }
};

/** The user that the embedded server runs as; undefined: as ourselves. */
export const clusterUser = (): ClusterUser | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  if (idOf('-u') === undefined)
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', NAME], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  const uid = idOf('-u');
  const gid = idOf('-g');
  if (uid === undefined || gid === undefined)
    throw new StartError(`The user ${NAME} for PostgreSQL could not be made.`);
  return { uid, gid };
};

const othersMayEnter = (folder: string): boolean => {
  if ((statSync(folder).mode & 0o001) === 0) return false;
  return dirname(folder) === folder || othersMayEnter(dirname(folder));
};

/**
 * How to start a program as that user. Where the way to its files is closed to others (a checkout below /root, mode 0700), the
 * program keeps the one capability to pass closed folders, and nothing else of root.
 */
export const asClusterUser = (
  user: ClusterUser | undefined,
  program: string,
  args: readonly string[],
  folders: readonly string[],
): readonly [string, readonly string[]] => {
  if (!user) return [program, args];
  const open = folders.every(othersMayEnter);
  const capability = open ? [] : ['--inh-caps=-all,+dac_read_search', '--ambient-caps=-all,+dac_read_search'];
  const setpriv = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups', ...capability, '--no-new-privs'];
  return ['setpriv', [...setpriv, program, ...args]];
};
