/** One schema over the environment, parsed once, frozen; every fault is listed. */
import { resolve } from 'node:path';
import { z } from 'zod';
import { isConfidential, isLoopback } from './loopback.ts';
import { parseSealKey } from './seal.ts';

export const roles = ['dicom', 'web', 'jobs', 'hl7'] as const;
export type Role = (typeof roles)[number];

const whole = (low: number, high: number) => {
  const error = `is a whole number from ${low} to ${high}`;
  return z.coerce.number({ error }).int({ error }).min(low, { error }).max(high, { error });
};
const anyPort = () => whole(0, 65_535);
const port = (preset: number) => anyPort().default(preset);
const flag = z
  .enum(['0', '1', 'false', 'true'], { error: 'is 1 or 0' })
  .default('false')
  .transform((value) => value === '1' || value === 'true');
const host = z.string().min(1).default('127.0.0.1');
const mebibytes = (preset: number) => whole(0, 2 ** 40).default(preset);

/** Keys that secrets are encrypted with: the first one encrypts, the others still open what they sealed. */
const sealKeys = z
  .string()
  .optional()
  .transform((list, ctx): readonly string[] => {
    const keys = list === undefined ? [] : list.split(',').map((key) => key.trim());
    for (const key of keys) {
      try {
        parseSealKey(key);
      } catch {
        ctx.addIssue({ code: 'custom', message: 'each key is 32 bytes in base64 or hexadecimal' });
      }
    }
    return keys;
  });

/** Each is https, or http to this machine; nothing but a scheme, a host, a port and a path. */
const isEndpoint = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const isPlain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return isPlain && url.protocol.startsWith('http') && isConfidential(url);
};

const endpoints = z
  .string()
  .optional()
  .transform((list, ctx): readonly string[] => {
    const all = list === undefined ? [] : list.split(',').map((one) => one.trim());
    for (const one of all)
      if (!isEndpoint(one)) ctx.addIssue({ code: 'custom', message: 'each is an https URL, or http to loopback' });
    return all;
  });

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const schema = z.object({
  THROUGHLINE_DATA: z.string().min(1).default('.throughline'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'is postgres://USER:PASSWORD@HOST:PORT/DATABASE' })
    .optional(),
  // Where blobs are kept: a folder below THROUGHLINE_DATA, or `s3://bucket/prefix`. Credentials are AWS_*, as everywhere.
  THROUGHLINE_STORE: z
    .string()
    .regex(
      /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[A-Za-z0-9._-]+)*\/?$/,
      'is s3://BUCKET/PREFIX; for a folder leave it out: `blobs` below THROUGHLINE_DATA is used, which may be a link',
    )
    .optional(),
  THROUGHLINE_S3_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'is a URL that begins with http:// or https://' })
    .optional(),
  THROUGHLINE_S3_REGION: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/, 'is not a region')
    .default('us-east-1'),
  AWS_ACCESS_KEY_ID: z.string().min(1).optional(),
  AWS_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  AWS_SESSION_TOKEN: z.string().min(1).optional(),
  THROUGHLINE_HTTP_HOST: host,
  THROUGHLINE_HTTP_PORT: port(8080),
  THROUGHLINE_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'is a URL that begins with http:// or https://' })
    .optional(),
  THROUGHLINE_DICOM_HOST: host,
  THROUGHLINE_DICOM_PORT: port(11112),
  // Storage SOP classes beside those of PS3.4 B.5: UIDs, or `private` for every one outside the Standard's root.
  THROUGHLINE_STORAGE_SOP_CLASSES: z
    .string()
    .default('private')
    .transform((list) => list.split(',').map((uid) => uid.trim()))
    .pipe(
      z.union([
        z.tuple([z.literal('private')]),
        z.array(
          z
            .string()
            .max(64)
            .regex(/^[0-2](\.(0|[1-9]\d*))+$/, 'is not a UID'),
        ),
      ]),
    ),
  THROUGHLINE_DICOM_TLS_PORT: anyPort().optional(),
  THROUGHLINE_DICOM_TLS_CERT: z.string().min(1).optional(),
  THROUGHLINE_DICOM_TLS_KEY: z.string().min(1).optional(),
  THROUGHLINE_DICOM_TLS_CA: z.string().min(1).optional(),
  THROUGHLINE_DICOM_TLS_CLIENTS: z
    .enum(['required', 'optional'], { error: 'is required or optional' })
    .default('required'),
  // The listener for HL7 v2 (MLLP) is there when its port is set; nobody may send before it is listed.
  THROUGHLINE_HL7_HOST: host,
  THROUGHLINE_HL7_PORT: anyPort().optional(),
  THROUGHLINE_HL7_TLS_CERT: z.string().min(1).optional(),
  THROUGHLINE_HL7_TLS_KEY: z.string().min(1).optional(),
  THROUGHLINE_HL7_TLS_CA: z.string().min(1).optional(),
  THROUGHLINE_HL7_TLS_CLIENTS: z
    .enum(['required', 'optional'], { error: 'is required or optional' })
    .default('required'),
  THROUGHLINE_AE_TITLE: z
    .string()
    .regex(/^[\x21-\x5B\x5D-\x7E]([\x20-\x5B\x5D-\x7E]{0,14}[\x21-\x5B\x5D-\x7E])?$/, 'is not an AE title (PS3.5 6.2)')
    .default('THROUGHLINE'),
  THROUGHLINE_JWT_ISSUER: z.string().min(1).optional(),
  THROUGHLINE_JWT_AUDIENCE: z.string().min(1).optional(),
  THROUGHLINE_JWKS: z.string().min(1).optional(),
  // dicom, web and jobs, and hl7 when it has a port.
  THROUGHLINE_ROLES: z
    .string()
    .transform((list) => list.split(',').map((name) => name.trim()))
    .pipe(z.array(z.enum(roles, { error: `is one or several of ${roles.join(', ')}, with commas between` })).min(1))
    .optional(),
  // e.g. `openssl rand -base64 32`; without one, credentials of sources are not taken.
  THROUGHLINE_SECRET_KEY: sealKeys,
  // A folder with files of LOINC and RadLex that the site has licensed: every *.csv in it is read at the start.
  THROUGHLINE_VOCABULARIES: z.string().min(1).optional(),
  // Where notifications may be sent to: a list of URLs that an endpoint begins with, https or loopback. Nowhere by default.
  THROUGHLINE_SUBSCRIPTION_ENDPOINTS: endpoints,
  THROUGHLINE_DEMO: flag,
  THROUGHLINE_LOG_LEVEL: z.enum(logLevels, { error: `is one of ${logLevels.join(', ')}` }).default('info'),
  // Free space of the blob volume, in MiB, below which we warn and below which we take nothing new.
  THROUGHLINE_DISK_WARN_MIB: mebibytes(4096),
  THROUGHLINE_DISK_STOP_MIB: mebibytes(1024),
  // Which preambles (PS3.10 7.1) are blanked in what is given out: those that an operating system would run, all, or none.
  THROUGHLINE_BLANK_PREAMBLES: z
    .enum(['programs', 'all', 'none'], { error: 'is programs, all or none' })
    .default('programs'),
  // What is fetched for one person within a day before anybody asks for it, at most; 0: as much as there is.
  THROUGHLINE_GATHERING_MIB: mebibytes(16_384),
  THROUGHLINE_GATHERING_MINUTES: whole(0, 1440).default(240),
  // Every copy of every object is read again within so many days, no faster than that.
  THROUGHLINE_SCRUB_DAYS: whole(1, 3650).default(30),
  THROUGHLINE_SCRUB_MIB_PER_SECOND: whole(1, 100_000).default(8),
});

/** The names of all that may be set. */
export const variables: readonly string[] = Object.keys(schema.shape);

type Environment = Readonly<Record<string, string | undefined>>;

export class ConfigError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The configuration has ${faults.length} fault(s):\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

const hl7Faults = (env: z.infer<typeof schema>): string[] => {
  const faults: string[] = [];
  if (env.THROUGHLINE_ROLES?.includes('hl7') && env.THROUGHLINE_HL7_PORT === undefined)
    faults.push('THROUGHLINE_HL7_PORT: the role hl7 needs a port');
  const { THROUGHLINE_HL7_TLS_CERT: cert, THROUGHLINE_HL7_TLS_KEY: key, THROUGHLINE_HL7_TLS_CA: ca } = env;
  if ((cert === undefined) !== (key === undefined))
    faults.push('THROUGHLINE_HL7_TLS_*: MLLP over TLS needs both THROUGHLINE_HL7_TLS_CERT and THROUGHLINE_HL7_TLS_KEY');
  if (cert !== undefined && ca === undefined && env.THROUGHLINE_HL7_TLS_CLIENTS === 'required')
    faults.push(
      'THROUGHLINE_HL7_TLS_CA: name the authorities of the senders, or set THROUGHLINE_HL7_TLS_CLIENTS=optional',
    );
  return faults;
};

/** Rules that more than one variable takes part in. */
const crossFaults = (env: z.infer<typeof schema>): string[] => {
  const faults: string[] = [];
  const jwt = [env.THROUGHLINE_JWT_ISSUER, env.THROUGHLINE_JWT_AUDIENCE, env.THROUGHLINE_JWKS];
  if (jwt.some((value) => value !== undefined) && jwt.includes(undefined))
    faults.push('THROUGHLINE_JWT_ISSUER, THROUGHLINE_JWT_AUDIENCE and THROUGHLINE_JWKS: set all three or none');
  for (const name of ['THROUGHLINE_HTTP_HOST', 'THROUGHLINE_DICOM_HOST'] as const)
    if (env.THROUGHLINE_DEMO && !isLoopback(env[name]))
      faults.push(`THROUGHLINE_DEMO: refused while ${name} is not loopback`);
  // Whoever signs in here is sent to and from our own address: it has to be said.
  const signsIn = !jwt.includes(undefined) || env.THROUGHLINE_PUBLIC_URL !== undefined;
  if (!env.THROUGHLINE_DEMO && !signsIn && !isLoopback(env.THROUGHLINE_HTTP_HOST))
    faults.push(
      'THROUGHLINE_HTTP_HOST: an address beyond loopback needs THROUGHLINE_JWT_* and THROUGHLINE_JWKS, or THROUGHLINE_PUBLIC_URL',
    );
  const tls = [env.THROUGHLINE_DICOM_TLS_CERT, env.THROUGHLINE_DICOM_TLS_KEY];
  if (
    tls.includes(undefined) &&
    (env.THROUGHLINE_DICOM_TLS_PORT !== undefined || tls.some((file) => file !== undefined))
  )
    faults.push(
      'THROUGHLINE_DICOM_TLS_*: DICOM over TLS needs both THROUGHLINE_DICOM_TLS_CERT and THROUGHLINE_DICOM_TLS_KEY',
    );
  if (
    env.THROUGHLINE_DICOM_TLS_PORT !== undefined &&
    env.THROUGHLINE_DICOM_TLS_CLIENTS === 'required' &&
    env.THROUGHLINE_DICOM_TLS_CA === undefined
  )
    faults.push(
      'THROUGHLINE_DICOM_TLS_CA: name the authorities of the clients, or set THROUGHLINE_DICOM_TLS_CLIENTS=optional',
    );
  faults.push(...hl7Faults(env));
  if (env.THROUGHLINE_DISK_STOP_MIB > env.THROUGHLINE_DISK_WARN_MIB)
    faults.push('THROUGHLINE_DISK_STOP_MIB: must not be above THROUGHLINE_DISK_WARN_MIB');
  if (
    env.THROUGHLINE_STORE !== undefined &&
    (env.AWS_ACCESS_KEY_ID === undefined || env.AWS_SECRET_ACCESS_KEY === undefined)
  )
    faults.push('THROUGHLINE_STORE: an S3 store needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
  return faults;
};

/** Credentials are behind a function: whatever prints the configuration prints no secret. */
const s3Place = (env: z.infer<typeof schema>) => {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (env.THROUGHLINE_STORE === undefined || accessKeyId === undefined || secretAccessKey === undefined)
    return undefined;
  const { hostname, pathname } = new URL(env.THROUGHLINE_STORE);
  const prefix = pathname.replace(/^\/|\/$/g, '');
  const sessionToken = env.AWS_SESSION_TOKEN;
  return {
    bucket: hostname,
    prefix: prefix === '' ? '' : `${prefix}/`,
    region: env.THROUGHLINE_S3_REGION,
    ...(env.THROUGHLINE_S3_ENDPOINT === undefined ? {} : { endpoint: env.THROUGHLINE_S3_ENDPOINT }),
    credentials: () => ({ accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) }),
  };
};

const storageClasses = (listed: readonly string[]): 'private' | readonly string[] =>
  listed[0] === 'private' ? 'private' : listed;

const dicomTls = (env: z.infer<typeof schema>) =>
  env.THROUGHLINE_DICOM_TLS_CERT && env.THROUGHLINE_DICOM_TLS_KEY
    ? {
        port: env.THROUGHLINE_DICOM_TLS_PORT,
        certFile: env.THROUGHLINE_DICOM_TLS_CERT,
        keyFile: env.THROUGHLINE_DICOM_TLS_KEY,
        caFile: env.THROUGHLINE_DICOM_TLS_CA,
        clients: env.THROUGHLINE_DICOM_TLS_CLIENTS,
      }
    : undefined;

const hl7 = (env: z.infer<typeof schema>) =>
  env.THROUGHLINE_HL7_PORT === undefined
    ? undefined
    : {
        host: env.THROUGHLINE_HL7_HOST,
        port: env.THROUGHLINE_HL7_PORT,
        tls:
          env.THROUGHLINE_HL7_TLS_CERT && env.THROUGHLINE_HL7_TLS_KEY
            ? {
                certFile: env.THROUGHLINE_HL7_TLS_CERT,
                keyFile: env.THROUGHLINE_HL7_TLS_KEY,
                caFile: env.THROUGHLINE_HL7_TLS_CA,
                clients: env.THROUGHLINE_HL7_TLS_CLIENTS,
              }
            : undefined,
      };

const rolesOf = (env: z.infer<typeof schema>): readonly Role[] =>
  env.THROUGHLINE_ROLES ?? (env.THROUGHLINE_HL7_PORT === undefined ? ['dicom', 'web', 'jobs'] : roles);

/** Null: no limit. */
const gatheringBudget = ({
  THROUGHLINE_GATHERING_MIB: mebibytes,
  THROUGHLINE_GATHERING_MINUTES: minutes,
}: z.infer<typeof schema>) => ({
  bytes: mebibytes === 0 ? null : mebibytes * 2 ** 20,
  milliseconds: minutes === 0 ? null : minutes * 60_000,
});

const shape = (env: z.infer<typeof schema>) =>
  ({
    dataFolder: resolve(env.THROUGHLINE_DATA),
    databaseUrl: env.DATABASE_URL,
    s3: s3Place(env),
    http: { host: env.THROUGHLINE_HTTP_HOST, port: env.THROUGHLINE_HTTP_PORT, publicUrl: env.THROUGHLINE_PUBLIC_URL },
    dicom: {
      host: env.THROUGHLINE_DICOM_HOST,
      port: env.THROUGHLINE_DICOM_PORT,
      aeTitle: env.THROUGHLINE_AE_TITLE,
      tls: dicomTls(env),
      storageSopClasses: storageClasses(env.THROUGHLINE_STORAGE_SOP_CLASSES),
    },
    jwt:
      env.THROUGHLINE_JWT_ISSUER && env.THROUGHLINE_JWT_AUDIENCE && env.THROUGHLINE_JWKS
        ? { issuer: env.THROUGHLINE_JWT_ISSUER, audience: env.THROUGHLINE_JWT_AUDIENCE, jwks: env.THROUGHLINE_JWKS }
        : undefined,
    hl7: hl7(env),
    roles: rolesOf(env),
    secretKeys: env.THROUGHLINE_SECRET_KEY,
    subscriptionEndpoints: env.THROUGHLINE_SUBSCRIPTION_ENDPOINTS,
    vocabularies: env.THROUGHLINE_VOCABULARIES,
    demo: env.THROUGHLINE_DEMO,
    logLevel: env.THROUGHLINE_LOG_LEVEL,
    blankPreambles: env.THROUGHLINE_BLANK_PREAMBLES,
    scrub: { days: env.THROUGHLINE_SCRUB_DAYS, bytesPerSecond: env.THROUGHLINE_SCRUB_MIB_PER_SECOND * 2 ** 20 },
    gathering: gatheringBudget(env),
    disk: { warnBytes: env.THROUGHLINE_DISK_WARN_MIB * 2 ** 20, stopBytes: env.THROUGHLINE_DISK_STOP_MIB * 2 ** 20 },
  }) as const;

export type Config = ReturnType<typeof shape>;

const freeze = <T extends object>(value: T): T => {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) freeze(inner);
  return Object.freeze(value);
};

export const readConfig = (environment: Environment): Config => {
  // An empty variable is how shells and compose files say "not set".
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success)
    throw new ConfigError([
      ...new Set(parsed.error.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`)),
    ]);
  const faults = crossFaults(parsed.data);
  if (faults.length > 0) throw new ConfigError(faults);
  return freeze(shape(parsed.data));
};
