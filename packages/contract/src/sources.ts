import { z } from 'zod';

export const aeTitle = z
  .string()
  .regex(/^[\x21-\x5B\x5D-\x7E][\x20-\x5B\x5D-\x7E]{0,15}$/, 'an AE title has 1 to 16 characters, no backslash');

const day = z.iso.date();
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is HH:MM');
const isZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch {
    return false;
  }
};

/** On days that begin on one of `days` (1 is Monday), from `from` to `to`; to the next morning when `to` is not later. */
export const allowedHours = z.object({
  days: z.array(z.number().int().min(1).max(7)).min(1).max(7),
  from: timeOfDay,
  to: timeOfDay,
});

/** What a source does otherwise than the Standard says; absent parts are as the Standard has them. */
export const sourceDialect = z.object({
  /** Which wild cards it understands in names: anywhere, at the end only, or none. */
  wildcards: z.enum(['any', 'trailing', 'none']).optional(),
  names: z.enum(['as-written', 'upper-case']).optional(),
  /** `basic`: it refuses, or chokes on, optional return keys (PS3.4 C.6.2.1). */
  keys: z.enum(['all', 'basic']).optional(),
  /** `by-listing`: the counts that it says are wrong, its lists of objects are right. */
  counts: z.enum(['as-said', 'by-listing']).optional(),
  /** It gives no more answers than this, without saying that there are more. */
  mostAnswers: z.number().int().min(2).max(100_000).optional(),
});

/** A secret is taken and never told. For DIMSE `basic` is user identity negotiation (PS3.7 D.3.3.7). */
export const credentialsInput = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('basic'),
    user: z
      .string()
      .min(1)
      .max(128)
      .regex(/^[^:\p{Cc}]+$/u, 'has no colon'),
    password: z.string().min(1).max(1024),
  }),
  z.object({
    kind: z.literal('bearer'),
    token: z
      .string()
      .min(1)
      .max(8192)
      .regex(/^[\x21-\x7e]+$/, 'is printable ASCII without spaces'),
  }),
]);

const sourceSettings = z.object({
  siteName: z.string().min(1).max(64),
  kind: z.enum(['pacs', 'vna', 'archive', 'modality', 'cloud', 'referral', 'ehr']).default('pacs'),
  /** The assigning authority of its patient IDs. */
  issuer: z.string().min(1).max(64),
  /** The code system of its own procedure codes. */
  codeSystem: z.string().min(1).max(64).optional(),
  dimse: z
    .object({
      aeTitle,
      host: z.string().min(1),
      port: z.number().int().min(1).max(65535),
      /** Associations to it go over TLS. */
      tls: z.boolean().optional(),
    })
    .optional(),
  dicomwebUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** Base of its FHIR service (R4): reports are asked for there, and studies (ImagingStudy) with queryBy fhir. */
  fhirUrl: z.url({ protocol: /^https?$/ }).optional(),
  queryBy: z.enum(['qido', 'c-find', 'fhir']),
  /** `none`: it lists studies and gives none; somebody there must send them. */
  retrieveBy: z.enum(['wado', 'c-get', 'c-move', 'none']),
  timeoutMs: z.number().int().min(100).max(600_000).default(10_000),
  concurrency: z.number().int().min(1).max(64).default(2),
  bytesPerSecond: z
    .number()
    .int()
    .min(1024)
    .max(2 ** 40)
    .optional(),
  /** When studies may be fetched, in its time zone; absent: always. */
  allowedHours: z.array(allowedHours).min(1).max(14).optional(),
  /** What somebody waits for is fetched at any hour. */
  urgentAnytime: z.boolean().default(true),
  /** IANA name, e.g. Europe/Berlin. */
  timeZone: z.string().max(64).refine(isZone, 'is no time zone').optional(),
  /** The studies that it answers for; absent: all. */
  covers: z
    .object({
      from: day.optional(),
      to: day.optional(),
      modalities: z
        .array(z.string().regex(/^[A-Z0-9_ ]{1,16}$/, 'is no modality code'))
        .min(1)
        .max(64)
        .optional(),
    })
    .refine(({ from, to }) => from === undefined || to === undefined || from <= to, 'ends before it begins')
    .optional(),
  trust: z.enum(['own', 'partner', 'unverified']).default('partner'),
  dialect: sourceDialect.default({}),
  enabled: z.boolean().default(true),
});

/** A source to register: PUT /api/sources/{name}. Credentials that are left out stay, unless the address changes; null removes them. */
export const sourceInput = sourceSettings.extend({ credentials: credentialsInput.nullable().optional() });
export type SourceInput = z.infer<typeof sourceInput>;

/** How a source has been of late; times null when there was none. */
export const sourceHealth = z.object({
  /** `open`: it failed again and again and is left alone until a probe; `probing`: one question tries it now. */
  circuit: z.enum(['closed', 'open', 'probing']),
  failuresInRow: z.number().int(),
  nextProbeAt: z.iso.datetime().nullable(),
  lastSuccessAt: z.iso.datetime().nullable(),
  lastFailureAt: z.iso.datetime().nullable(),
  lastError: z.string().nullable(),
  /** Of the last 24 hours. */
  asked: z.number().int(),
  answered: z.number().int(),
  refused: z.number().int(),
  /** It answers, and lets us ask nothing: our credentials or rights there have to be mended. */
  refusing: z.boolean(),
  unreachable: z.number().int(),
  timedOut: z.number().int(),
  /** Time to answer, milliseconds, of the last 24 hours; null without an answer. */
  medianMs: z.number().nullable(),
  p95Ms: z.number().nullable(),
  /** Persons that it owes an answer about, and studies that wait, run, or could not be had. */
  owes: z.number().int(),
  queued: z.number().int(),
  running: z.number().int(),
  failed: z.number().int(),
  /** Whether studies may be fetched from it at this hour. */
  open: z.boolean(),
  /** All of it in one plain sentence. */
  text: z.string(),
});
export type SourceHealth = z.infer<typeof sourceHealth>;

export const source = sourceSettings.extend({
  id: z.string(),
  name: z.string(),
  credentials: z.object({ kind: z.enum(['basic', 'bearer']), user: z.string().optional() }).optional(),
});
export type Source = z.infer<typeof source>;

export const sourceWithHealth = source.extend({ health: sourceHealth });
export type SourceWithHealth = z.infer<typeof sourceWithHealth>;

/** One step of a connection test: what was tried, what came of it, and what to do when it failed. */
export const testStep = z.object({
  step: z.enum([
    'address',
    'dns',
    'tcp',
    'tls',
    'association',
    'sop-classes',
    'echo',
    'query',
    'http',
    'qido',
    'capabilities',
    'fhir',
    'imaging-studies',
    'reports',
    'images',
  ]),
  protocol: z.enum(['dimse', 'dicomweb', 'fhir']),
  outcome: z.enum(['passed', 'warned', 'failed', 'skipped']),
  tookMs: z.number().int(),
  text: z.string(),
  next: z.string().nullable(),
});
export type TestStep = z.infer<typeof testStep>;

export const sourceTest = z.object({ passed: z.boolean(), steps: z.array(testStep) });
export type SourceTest = z.infer<typeof sourceTest>;
