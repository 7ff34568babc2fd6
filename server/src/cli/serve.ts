import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { openDatabase } from '../db/index.ts';
import { StartError } from '../errors.ts';
import { createLog } from '../log.ts';
import { runRoles } from '../main.ts';
import { supervise } from '../supervisor.ts';
import type { Command } from './command.ts';

const help = `Usage: throughline serve [--roles=dicom,web,jobs,hl7]

Runs the hub until it is told to end (SIGTERM, Ctrl-C). Each role is a process of its own, started again when it ends;
with a single role there is one process and no supervisor.

  dicom   DICOM associations (C-ECHO, C-STORE, C-FIND, C-GET, C-MOVE)
  web     the pages, the JSON API and DICOMweb
  hl7     HL7 v2 messages by MLLP; only with THROUGHLINE_HL7_PORT
  jobs    gathering of priors and other work behind the scenes

Settings are read from the environment. The most needed:
  THROUGHLINE_DATA          where everything is kept (.throughline)
  DATABASE_URL              a PostgreSQL of yours, 15 or later; without it one is run below THROUGHLINE_DATA
  THROUGHLINE_HTTP_HOST, THROUGHLINE_HTTP_PORT     127.0.0.1, 8080
  THROUGHLINE_DICOM_HOST, THROUGHLINE_DICOM_PORT   127.0.0.1, 11112
  THROUGHLINE_AE_TITLE      THROUGHLINE
  THROUGHLINE_HL7_HOST, THROUGHLINE_HL7_PORT       127.0.0.1, none: no listener for HL7 v2
  THROUGHLINE_JWT_ISSUER, THROUGHLINE_JWT_AUDIENCE, THROUGHLINE_JWKS   who may sign tokens, for whom, with which keys

Nobody may call before they are listed: "throughline admin ae add --help", "throughline admin hl7 source put --help".`;

const run = async (args: readonly string[]): Promise<number> => {
  const { values } = parseArgs({ args: [...args], options: { roles: { type: 'string' } }, strict: true });
  const environment = { ...process.env, ...(values.roles === undefined ? {} : { THROUGHLINE_ROLES: values.roles }) };
  const config = readConfig(environment);
  if (config.roles.length === 1) {
    await runRoles(config, config.roles);
    return 0;
  }
  const log = createLog(config.logLevel, 'serve');
  const stop = Promise.withResolvers<void>();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.resolve());
  // Opened here first: the roles then find it running and migrated, and it outlives each of them.
  const db = await openDatabase({
    dataFolder: config.dataFolder,
    databaseUrl: config.databaseUrl,
    applicationName: 'throughline-serve',
    connections: 1,
    warn: (message) => log.warn(message),
    keepUp: { moved: () => stop.reject(new StartError('The embedded PostgreSQL server had to take another port.')) },
  });
  const running = supervise({ roles: config.roles, log, environment });
  try {
    // Whoever is told to end while it starts does not start first.
    const addresses = await Promise.race([running.ready, stop.promise]);
    if (addresses) log.info({ addresses }, 'serving');
    await stop.promise;
    log.info('ending');
  } finally {
    await running.close();
    await db.close();
  }
  return 0;
};

export const command: Command = { name: 'serve', summary: 'run the hub', help, run };
