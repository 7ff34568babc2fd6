/** What administrators do with objects that are stored: look closely, correct, move, hide, choose, remove, and take it back. */
import { z } from 'zod';

const moment = z.iso.datetime();
const maybeMoment = moment.nullable();
const reason = z.string().trim().min(1).max(500);

export const made = z.object({ id: z.string() });

/** Attributes of one level, by keyword; null empties one. */
export const correctionRequest = z.object({
  seriesInstanceUid: z.string().max(64).optional(),
  attributes: z.record(z.string().max(64), z.string().max(1024).nullable()),
  reason,
});

export const moveRequest = z.object({
  issuer: z.string().min(1).max(64),
  patientId: z.string().min(1).max(64),
  /** Needed when no record of this patient exists. */
  name: z.string().min(1).max(324).optional(),
  birthDate: z
    .string()
    .regex(/^\d{8}$/)
    .optional(),
  sex: z.enum(['M', 'F', 'O']).optional(),
  reason,
});

export const correction = z.object({
  id: z.string(),
  subject: z.enum(['patient', 'study', 'series', 'filing']),
  before: z.record(z.string(), z.unknown()),
  after: z.record(z.string(), z.unknown()),
  reason: z.string(),
  madeBy: z.string(),
  madeAt: moment,
  undoneBy: z.string().nullable(),
  undoneAt: maybeMoment,
});

export const objectVersion = z.object({
  version: z.number().int(),
  studyInstanceUid: z.string(),
  seriesInstanceUid: z.string(),
  transferSyntaxUid: z.string(),
  byteLength: z.number().int(),
  sha256: z.string(),
  receivedFrom: z.string(),
  receivedAt: moment,
  /** The one to serve, unless it is rejected or to be removed. */
  chosen: z.boolean(),
  rejected: z.boolean(),
  deleted: z.boolean(),
  damaged: z.boolean(),
  corrected: z.boolean(),
  served: z.boolean(),
});

export const rejection = z.object({
  /** SOP Instance UID of the rejection note. */
  note: z.string(),
  code: z.enum(['113001', '113037', '113038', '113039']),
  title: z.string(),
  studies: z.array(z.string()),
  instances: z.number().int(),
  rejectedAt: moment,
  undoneBy: z.string().nullable(),
  undoneAt: maybeMoment,
});

export const objectConflict = z.object({
  id: z.string(),
  sopInstanceUid: z.string(),
  kind: z.enum(['other-bytes', 'other-series', 'other-study']),
  versions: z.array(z.number().int()),
  chosenVersion: z.number().int().nullable(),
  receivedFrom: z.string(),
  raisedAt: moment,
  resolvedBy: z.string().nullable(),
  resolvedAt: maybeMoment,
});

/** In what two versions of an object differ, by names: values are not told. */
export const versionDifferences = z.object({
  /** Keywords of attributes (PS3.6) whose values differ, Pixel Data aside. */
  attributes: z.array(z.string()),
  /** How many more there are. */
  further: z.number().int(),
  transferSyntaxes: z.array(z.string()),
  /** By their bytes; `written-otherwise`: compressed differently, which bytes do not tell. */
  pixels: z.enum(['same', 'different', 'written-otherwise', 'in-one-only', 'none']),
});
export type VersionDifferences = z.infer<typeof versionDifferences>;

export const conflictChoice = z.object({ version: z.number().int().min(1) });

export const deletionRequest = z.object({ reason, graceDays: z.number().int().min(1).max(3650).default(30) });

export const deletionAnswer = z.object({ id: z.string(), instances: z.number().int(), notBefore: moment });

export const deletion = z.object({
  id: z.string(),
  studyInstanceUid: z.string(),
  instances: z.number().int(),
  rule: z.string().nullable(),
  reason: z.string(),
  requestedBy: z.string(),
  requestedAt: moment,
  notBefore: moment,
  undoneAt: maybeMoment,
  doneAt: maybeMoment,
  attempts: z.number().int(),
  errorCode: z.string().nullable(),
});

export const restored = z.object({ instances: z.number().int() });

/** Which studies are removed when: PUT /api/retention-rules/{name}. */
export const retentionRuleInput = z.object({
  siteName: z.string().min(1).max(64).optional(),
  modality: z.string().min(1).max(16).optional(),
  /** `foreign`: fetched as a prior and still listed by its source; `local`: sent to us. */
  origin: z.enum(['local', 'foreign']).optional(),
  olderThanDays: z.number().int().min(1).max(36_500),
  graceDays: z.number().int().min(1).max(3650).default(30),
  enabled: z.boolean().default(false),
});

export const retentionRule = retentionRuleInput.extend({ name: z.string() });

export const dueStudy = z.object({
  rule: z.string(),
  enabled: z.boolean(),
  studyInstanceUid: z.string(),
  instances: z.number().int(),
  bytes: z.number().int(),
  lastReceivedAt: moment,
});

export const scrubAnswer = z.object({
  copies: z.number().int(),
  bytes: z.number().int(),
  stopped: z.boolean(),
  damaged: z.array(
    z.object({
      studyInstanceUid: z.string(),
      seriesInstanceUid: z.string(),
      sopInstanceUid: z.string(),
      version: z.number().int(),
      blob: z.string(),
      offset: z.number().int(),
      fault: z.enum(['deleted', 'truncated', 'altered']),
      repaired: z.boolean(),
    }),
  ),
});
