import { z } from 'zod';

/** One study to read: GET /api/worklist?date=YYYY-MM-DD&after=cursor. */
export const worklistItem = z.object({
  studyInstanceUid: z.string(),
  date: z.string().nullable(),
  time: z.string().nullable(),
  exam: z.string(),
  localName: z.string(),
  modalities: z.array(z.string()),
  siteName: z.string(),
  accessionNumber: z.string().nullable(),
  accessionIssuer: z.string().nullable(),
  reasonForExam: z.string().nullable(),
  patient: z.object({
    name: z.string(),
    patientId: z.string(),
    issuer: z.string(),
    birthDate: z.string().nullable(),
    age: z.string().nullable(),
    sex: z.string().nullable(),
  }),
  /** Flagged priors (show first, relevant): how many exist and how many are here. Null until the person was gathered. */
  priors: z.object({ ready: z.number().int(), relevant: z.number().int() }).nullable(),
  verdict: z.enum(['complete', 'incomplete', 'unknown']),
  headline: z.string(),
  /** Whoever answered about this patient and answers nobody now: the headline says who, and since when. */
  away: z.boolean().default(false),
});
export type WorklistItem = z.infer<typeof worklistItem>;

export const worklist = z.object({
  /** The day shown. */
  date: z.string(),
  /** Days that have studies, newest first, for moving between days. */
  days: z.array(z.object({ date: z.string(), studies: z.number().int() })),
  items: z.array(worklistItem),
  next: z.string().nullable(),
  /** True under `throughline demo`; the page says DEMO. */
  demo: z.boolean(),
  /** Whether who asks may also open the pages of those who run the system. */
  runsSystem: z.boolean(),
});
export type Worklist = z.infer<typeof worklist>;

/** POST /api/worklist/search: names and numbers of patients are never in an address. */
export const studySearch = z.object({ text: z.string().trim().min(2).max(64) });
export type StudySearch = z.infer<typeof studySearch>;

/** Studies of any day, the newest first. */
export const foundStudies = z.object({
  items: z.array(worklistItem),
  /** There are more than these. */
  more: z.boolean(),
});
export type FoundStudies = z.infer<typeof foundStudies>;

/**
 * Body of POST /api/launch: which study a link means (IHE IID, RAD-106); of a patient the newest that is here.
 * Answer: {studyInstanceUid}, 404 when none, 409 when several.
 */
export const launchRequest = z.union([
  z.object({ studyInstanceUid: z.string() }),
  z.object({ accessionNumber: z.string().max(16), issuer: z.string().max(64).optional() }),
  z.object({ patientId: z.string().max(64), issuer: z.string().max(64).optional() }),
]);
export type LaunchRequest = z.infer<typeof launchRequest>;
/** Body of POST /api/launch for a link that we made: what stands behind `/open?link=`. */
export const followRequest = z.object({ link: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });
export type FollowRequest = z.infer<typeof followRequest>;

/** POST /api/launch-links: a link into the reading page, for the browser of one user. */
export const launchLinkRequest = z.object({
  target: launchRequest,
  /** Whom it signs in, for this patient only: takes the scope imaging.launch, and the link is good once, for five minutes. */
  signIn: z.object({ subject: z.string().min(1).max(200), name: z.string().min(1).max(200).optional() }).optional(),
});
export const launchLinkAnswer = z.object({ url: z.string(), expiresAt: z.string() });

/** POST /api/app-launches: an EHR launch of a registered SMART application, for the study that is open. */
export const appLaunchRequest = z.object({ clientId: z.string().max(64), studyInstanceUid: z.string().max(64) });
export const appLaunchAnswer = z.object({ url: z.string() });

export const launchAnswer = z.object({
  studyInstanceUid: z.string(),
  /** `coming`: it is at another hospital and is being fetched; `silent`: and no hospital that has it answers now. Ask again. */
  place: z.enum(['here', 'coming', 'silent']),
});
export type LaunchAnswer = z.infer<typeof launchAnswer>;
