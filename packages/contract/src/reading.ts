import { z } from 'zod';
import { completenessStatement } from './completeness.ts';

export const tier = z.enum(['show-first', 'relevant', 'marginal', 'not-relevant']);

export const reason = z.object({ code: z.string(), text: z.string() });

/** What can be seen of a study. */
export const shown = z.enum(['pictures', 'document', 'ecg', 'waveform', 'video']);
export type Shown = z.infer<typeof shown>;

/** A study as every screen shows it. */
export const studySummary = z.object({
  studyInstanceUid: z.string(),
  /** ISO date, or null when the source gave none. */
  date: z.string().nullable(),
  time: z.string().nullable(),
  /** Age at the study in words, e.g. "14 y 5 mo". */
  age: z.string().nullable(),
  siteName: z.string(),
  sourceId: z.string().nullable(),
  /** The exam in plain words, from its concept. */
  exam: z.string(),
  /** The exam name as the site wrote it. */
  localName: z.string(),
  /** The parts of the body that the exam shows, from its concept; empty when its name does not say. */
  regions: z.array(z.string()),
  modalities: z.array(z.string()),
  accessionNumber: z.string().nullable(),
  accessionIssuer: z.string().nullable(),
  reasonForExam: z.string().nullable(),
  /** Where the bytes are. */
  place: z.enum(['local', 'fetching', 'queued', 'remote', 'unreachable', 'failed']),
  received: z.number().int(),
  expected: z.number().int().nullable(),
  /** True when every expected instance is here and its SHA-256 was computed over what was received. */
  verified: z.boolean(),
  /** Null when this page can show it; else why not and what it is, e.g. "Structured report: listed, not drawn here". */
  notDrawn: z.string().nullable(),
  /** The kinds of what it shows; as far as its source tells while it is not here. */
  shows: z.array(shown),
  hasReport: z.boolean(),
});
export type StudySummary = z.infer<typeof studySummary>;

export const rankedPrior = studySummary.extend({
  /** From 1, best first. */
  rank: z.number().int(),
  /** The number key that hangs it, 1 to 9. */
  key: z.number().int().nullable(),
  score: z.number(),
  tier,
  reasons: z.array(reason),
  warnings: z.array(reason),
  /** True while the last feedback about it for this current study says `dismissed`; it is folded, never dropped. */
  dismissed: z.boolean(),
  /** Other sites that hold a copy of the same examination. */
  copies: z.array(
    z.object({ siteName: z.string(), instances: z.number().int().nullable(), studyInstanceUid: z.string() }),
  ),
});
export type RankedPrior = z.infer<typeof rankedPrior>;

export const linkedRecord = z.object({
  issuer: z.string(),
  patientId: z.string(),
  siteName: z.string().nullable(),
  name: z.string(),
  birthDate: z.string().nullable(),
  sex: z.string().nullable(),
  /** Null for the record that the current study belongs to. */
  link: z
    .object({
      /** `own`: the person was founded with it, and nothing linked it. */
      method: z.enum(['own', 'automatic', 'manual']),
      /** Of the pair by which it is linked, 0 to 1: how sure the link is only where that is `automatic`. */
      score: z.number(),
      evidence: z.array(z.string()),
    })
    .nullable(),
});

/** All that the reading page shows for one current study: GET /api/reading/{studyInstanceUid}. */
export const reading = z.object({
  person: z.object({
    id: z.string(),
    name: z.string(),
    birthDate: z.string().nullable(),
    age: z.string().nullable(),
    sex: z.string().nullable(),
    records: z.array(linkedRecord),
  }),
  current: studySummary,
  /** Every candidate of the person, ranked; the page folds what is not relevant, it never drops it. */
  priors: z.array(rankedPrior),
  /** One lane each in the timeline. */
  sites: z.array(z.object({ name: z.string(), silent: z.boolean() })),
  completeness: completenessStatement,
  /** True under `throughline demo`; the page says DEMO. */
  demo: z.boolean(),
});
export type Reading = z.infer<typeof reading>;

/** The report of one study: GET /api/studies/{studyInstanceUid}/report. Text is never rewritten. */
export const report = z.object({
  studyInstanceUid: z.string(),
  reports: z.array(
    z.object({
      sopInstanceUid: z.string(),
      title: z.string(),
      status: z.string(),
      date: z.string().nullable(),
      author: z.string().nullable(),
      sections: z.array(z.object({ heading: z.string(), text: z.string() })),
    }),
  ),
});
export type Report = z.infer<typeof report>;

/** Server-sent event `changed` of GET /api/reading/{studyInstanceUid}/events: ask for the reading again. */
export const readingChanged = z.object({ at: z.iso.datetime() });

/** POST /api/reading/{studyInstanceUid}/feedback, answered 204; `pulled-in` also takes a `dismissed` back. */
export const priorFeedback = z.object({
  priorStudyInstanceUid: z.string(),
  verdict: z.enum(['opened', 'dismissed', 'pulled-in']),
});
export type PriorFeedback = z.infer<typeof priorFeedback>;

/** A prior is looked at: POST /api/reading/{study}/priors/{prior}/seen. Says what it cost, and nothing of what is thought of it. */
export const priorSeen = z.object({
  /** Clicks and keys since the study was opened. */
  clicks: z.number().int().min(0).max(10_000),
});
export type PriorSeen = z.infer<typeof priorSeen>;

/** Priors that came after the asking reader had opened or signed a study: GET /api/late-priors, the newest first, until it is opened again. */
export const lateAlerts = z.array(
  z.object({
    /** The study that was read, and the prior that was not there. */
    studyInstanceUid: z.string(),
    priorStudyInstanceUid: z.string(),
    openedAt: z.iso.datetime(),
    arrivedAt: z.iso.datetime(),
    /** A final report of the study was there before the prior. */
    signed: z.boolean(),
    text: z.string(),
  }),
);
export type LateAlerts = z.infer<typeof lateAlerts>;
