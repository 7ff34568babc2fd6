/** A patient's imaging history as data: who, where, what, and by hand which priors matter for today's study and why. */
import type { Look } from '../looks.ts';
import type { Coded } from '../objects/content-items.ts';

export type SiteName = 'CHILDRENS' | 'COUNTY' | 'RIVERSIDE';

export type Encoding = 'explicit' | 'implicit' | 'deflated' | 'rle' | 'jpeg-ls' | 'jpeg-2000' | 'jpeg' | 'mp4';

/** One site's record of the patient. */
export interface RecordSpec {
  readonly site: SiteName;
  readonly id: string;
  /** DICOM PN; the story's when absent. */
  readonly name?: string;
  readonly birth?: string;
  /** Identifiers of other issuers that this site states (0010,1002). */
  readonly states?: readonly { readonly issuer: SiteName; readonly id: string }[];
}

export interface SeriesSpec {
  readonly description: string;
  /** The study's when absent. */
  readonly modality?: string;
  readonly look?: Look;
  /** Objects that are no pictures. */
  readonly document?: 'ecg' | 'pdf' | 'catheter-report' | 'video';
  readonly encoding?: Encoding;
  readonly laterality?: 'R' | 'L';
}

export interface ReportSpec {
  readonly findings: string;
  readonly impression: string;
}

export interface MeasuredValue {
  readonly what: Coded;
  readonly value: number;
  /** UCUM */
  readonly unit: string;
  readonly site?: Coded;
  /** Tracking Identifier; the meaning of what it is when absent. */
  readonly label?: string;
}

/** A structured report of numbers: measurement groups (TID 1500), adult (TID 5200) or congenital echocardiography (TID 5220). */
export interface MeasuredSpec {
  readonly template: '1500' | '5200' | '5220';
  readonly values: readonly MeasuredValue[];
}

/** One exposure of a CT, as its dose report tells it. */
export interface CtDoseSpec {
  readonly region: Coded;
  /** mGy.cm */
  readonly dlp: number;
  /** mGy */
  readonly ctdiVol: number;
}

export interface StudySpec {
  /** Unique within the story; the current study is `current`. */
  readonly key: string;
  readonly site: SiteName;
  /** Before today: `13m`, `2y`, `2y3m`, `5d`, `0d`. */
  readonly ago: string;
  readonly time?: string;
  readonly modality: string;
  /** The exam name as that site writes it. */
  readonly name: string;
  readonly bodyPart?: string;
  readonly laterality?: 'R' | 'L' | 'B';
  readonly reason?: string;
  readonly series: readonly SeriesSpec[];
  readonly report?: ReportSpec;
  readonly measured?: MeasuredSpec;
  readonly ctDose?: readonly CtDoseSpec[];
  /** The site says that it has so many objects more than it has. */
  readonly claimsMore?: number;
  /** The same study, kept at another site too: by that site's own patient ID, perhaps without its last objects. */
  readonly copyAt?: { readonly site: SiteName; readonly without?: number };
  /** Of a prior: 3 show first, 2 relevant, 1 marginal, 0 not relevant. */
  readonly grade?: 0 | 1 | 2 | 3;
  readonly why?: string;
}

export interface Story {
  readonly id: string;
  readonly title: string;
  readonly specialty: string;
  /** DICOM PN. */
  readonly name: string;
  /** Before today, as `ago`. */
  readonly born: string;
  readonly sex: 'F' | 'M';
  readonly records: readonly RecordSpec[];
  readonly studies: readonly StudySpec[];
  /** Records that look alike and are somebody else, with what they have. */
  readonly others?: readonly {
    readonly name: string;
    readonly born: string;
    readonly sex: 'F' | 'M';
    readonly records: readonly RecordSpec[];
    readonly studies: readonly StudySpec[];
  }[];
  /** What the statement must say when everything has arrived; `complete` when absent. */
  readonly verdict?: 'complete' | 'incomplete' | 'unknown';
  /** The key of the prior that hangs first; the only one of grade 3 when absent; null when nothing is relevant. */
  readonly best?: string | null;
}
