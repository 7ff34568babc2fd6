/** What is known of a person's imaging at a moment: the input of the completeness statement. Plain data, no database. */
import type { EnquiryOutcome } from '@throughline/contract';
import type { CopyKind } from '../history/index.ts';

export interface LedgerReports {
  readonly outcome: 'answered' | 'refused' | 'unreachable' | 'timed-out' | 'not-asked';
  readonly lastAnsweredAt: Date | null;
}

export interface LedgerSource {
  readonly sourceId: string;
  readonly siteName: string;
  readonly sourceName: string;
  /** How the last question that has ended did end; `asking` while the first one is open; `not-asked` when there was none. */
  readonly outcome: EnquiryOutcome;
  /** Why the last question was refused: it does not let us in, or what it says is of no use. Absent: this one question was. */
  readonly refusal?: 'denied' | 'unusable';
  /** Too little is known of the person for any question there: no number of its own, and no name and birth date to ask by. */
  readonly unaskable?: boolean;
  readonly found: number | null;
  readonly askedAt: Date | null;
  readonly answeredAt: Date | null;
  readonly lastAnsweredAt: Date | null;
  readonly durationMs: number | null;
  /** The last answer was about every identifier that the person has at this source now. */
  readonly covers: boolean;
  /** How the last question for reports ended, where it is asked for them: the worst over the records that the person has there. */
  readonly reports: LedgerReports | null;
  /** Whoever asked it last, about whomever, had no answer. `since`: when it last answered anybody. Absent: it can be reached. */
  readonly away?: { readonly since: Date | null };
  /** What it has answers about: studies from and to these days (YYYY-MM-DD), of these modalities; null: all. */
  readonly from: string | null;
  readonly to: string | null;
  readonly modalities: readonly string[] | null;
}

interface LedgerSeries {
  readonly seriesInstanceUid: string;
  readonly label: string;
  readonly received: number;
  /** What each copy is said to hold; empty when nobody gave a count. */
  readonly claims: readonly number[];
}

interface LedgerCopy {
  readonly sourceId: string;
  readonly siteName: string;
  readonly claimed: number | null;
  /** Nowhere does its source say how much of it there is: it may have more than everybody else. */
  readonly uncounted?: boolean;
  /** What it is, by what its source lists of it. */
  readonly kind: CopyKind;
  /** Its source can be fetched from; else somebody there must send it. */
  readonly gives: boolean;
}

export interface Announced {
  readonly objects: number;
  readonly missing: number;
}

export interface LedgerStudy {
  readonly studyInstanceUid: string;
  /** Exam and date, e.g. "Echo 2022-11-03". */
  readonly label: string;
  readonly siteName: string;
  /** `flagged`: a prior that the ranking shows first or calls relevant. `other` studies are listed and decide nothing. */
  readonly role: 'current' | 'flagged' | 'other';
  readonly received: number;
  readonly series: readonly LedgerSeries[];
  /** Sources that list it now; when none does any more, those that did. */
  readonly copies: readonly LedgerCopy[];
  /** What a modality or another archive said was made, at least one object, and how many of these are not here; null when nobody said. */
  readonly announced: Announced | null;
  /** `waiting`: it was tried, did not bring everything, and will be tried again. */
  readonly transfer: 'queued' | 'running' | 'waiting' | 'partial' | 'failed' | 'done' | null;
  /** The budget of the gathering that keeps it where it is. */
  readonly left: 'bytes' | 'time' | null;
  /** When the last object of it came. */
  readonly lastReceivedAt: Date | null;
}

/**
 * A study of which nothing is here, and that its sources listed before and list no more; or a copy of which there was more than is here, and
 * that its source lists no more.
 */
export interface VanishedStudy {
  readonly studyInstanceUid: string;
  readonly label: string;
  readonly siteNames: readonly string[];
  /** Of a copy: how many objects it was said to have, null when nobody said. Absent of a whole study. */
  readonly objects?: number | null;
  readonly since: Date;
}

/** A report compares with a study that nobody lists. */
export interface UnknownMention {
  readonly studyInstanceUid: string;
  /** The study that the report is of. */
  readonly label: string;
  /** In plain words, e.g. "a CT of 2019-03-02". */
  readonly mentioned: string;
}

export interface HiddenRecord {
  readonly siteName: string;
  readonly studies: number;
}

export interface Ledger {
  readonly sources: readonly LedgerSource[];
  readonly studies: readonly LedgerStudy[];
  readonly vanished: readonly VanishedStudy[];
  readonly mentions: readonly UnknownMention[];
  /** The links between the person's records, without the first record. */
  readonly links: readonly { readonly decided: boolean; readonly score: number }[];
  /** Records that may be this person and wait for somebody to decide: what they have is not shown. */
  readonly hidden: readonly HiddenRecord[];
}
