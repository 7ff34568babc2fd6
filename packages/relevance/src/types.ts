import type { Correction, SeriesSaid } from '@throughline/terminology';
import type { Pack } from './pack/types.ts';

/** What is known of a study when its relevance is judged. Only `description` and `date` are required. */
export interface Study {
  readonly id?: string | undefined;
  /** DICOM modality code as the source sent it; may be empty or OT. */
  readonly modality?: string | undefined;
  /** Local exam name: abbreviations, typos, any of several languages. */
  readonly description: string;
  /** (0018,0015) as sent; absent or wrong in a third of studies. */
  readonly bodyPartExamined?: string | undefined;
  /** R, L, B or empty. */
  readonly laterality?: string | undefined;
  /** ISO date, YYYY-MM-DD. */
  readonly date: string;
  /** HH:MM, where the order within a day matters. */
  readonly time?: string | undefined;
  /** DICOM AS at the time of that study, e.g. 014Y, 006W. */
  readonly age?: string | undefined;
  readonly sex?: string | undefined;
  readonly siteName?: string | undefined;
  readonly procedureCode?: string | undefined;
  readonly reasonForExam?: string | undefined;
  readonly instances?: number | undefined;
  readonly studyUid?: string | undefined;
  /** Report of the study, where known: adds to the question, never needed. */
  readonly reportText?: string | undefined;
  /** What its series and their objects say, where known. */
  readonly series?: readonly SeriesSaid[] | undefined;
  /** What a person said that this exam of this site is. */
  readonly correction?: Correction | undefined;
}

/** How strongly a prior is offered. `show-first` and `relevant` are flagged; the others stay listed. */
export type Tier = 'show-first' | 'relevant' | 'marginal' | 'not-relevant';

export interface Reason {
  /** Stable name of the rule that gave it, e.g. `last-comparable`. */
  readonly code: string;
  /** As a clinician would say it. */
  readonly text: string;
}

export interface RankedCandidate<S extends Study = Study> {
  readonly study: S;
  /** 0..1, comparable within one ranking only. */
  readonly score: number;
  readonly tier: Tier;
  /** One to three, strongest first. */
  readonly reasons: readonly Reason[];
  /** E.g. the age at study does not fit the person: shown beside the prior, never hidden. */
  readonly warnings: readonly Reason[];
  /** Other copies of the same examination, folded into this one, fullest first. */
  readonly copies: readonly S[];
}

/** What a ranking may be told beside the studies. */
export interface RankOptions {
  /** Packs of a department or a user, over the built-in ones; later ones overrule earlier ones. */
  readonly packs?: readonly Pack[];
}

/** rank(current, candidates): best first; every candidate is either listed or folded into one that is. */
export type Rank = <S extends Study>(
  current: Study,
  candidates: readonly S[],
  options?: RankOptions,
) => readonly RankedCandidate<S>[];
