/** What every feature is given: settings, the database, the bytes, the log and the time. */
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Database } from '../db/index.ts';
import type { ObjectStore } from '../storage/index.ts';

export interface Context {
  readonly config: Config;
  readonly db: Database;
  readonly objects: ObjectStore;
  readonly log: Logger;
  readonly clock: () => Date;
}
