/** Modalities of PS3.16 CID 29 with CR and DX merged to the LOINC/RSNA Playbook "XR". */
export type StandardModality =
  | 'XR'
  | 'CT'
  | 'MR'
  | 'US'
  | 'NM'
  | 'PT'
  | 'MG'
  | 'RF'
  | 'XA'
  | 'BMD'
  | 'OP'
  | 'OPT'
  | 'OPV'
  | 'OAM'
  | 'PX'
  | 'IO'
  | 'ES'
  | 'XC'
  | 'ECG'
  | 'NONE';

/** LOINC/RSNA Playbook "Region Imaged", names of PS3.16 CID 4031. */
export type Region =
  | 'head'
  | 'face'
  | 'neck'
  | 'chest'
  | 'breast'
  | 'abdomen'
  | 'pelvis'
  | 'spine'
  | 'upper-extremity'
  | 'lower-extremity'
  | 'whole-body'
  | 'unspecified';

export type Laterality = 'left' | 'right' | 'bilateral' | 'unspecified' | 'none';
export type Contrast = 'with' | 'without' | 'both' | 'unspecified';
export type Subject = 'patient' | 'fetus';

/** The input: what the source says of the exam. */
export interface ExamName {
  readonly name: string;
  readonly modality?: string;
  readonly bodyPartExamined?: string;
  readonly laterality?: string;
  readonly procedureCode?: string;
  readonly reasonForExam?: string;
}

/** The normalised meaning of an exam. */
export interface Concept {
  readonly modality: StandardModality;
  /** What is imaged, in the order of `Region`. */
  readonly regions: readonly Region[];
  /** What the exam looks at: one of the focus values of the vocabulary, `general` when nothing narrower is named. */
  readonly focus: string;
  /** Focus values that the scan also covers: an abdomen CT spans the lumbar spine. */
  readonly spans: readonly string[];
  readonly laterality: Laterality;
  readonly contrast: Contrast;
  readonly subject: Subject;
  /** Named attributes found on the way: views, technique, timing, guidance, e.g. `portable`, `screening`, `post-op`. */
  readonly qualifiers: readonly string[];
  readonly specialty?: string;
  /** 0..1. */
  readonly confidence: number;
  /** What gave it: the words or attributes and the attribute each one set. */
  readonly evidence: readonly { readonly from: string; readonly gave: string }[];
  /** The exam in plain English words for a clinician, e.g. "X-ray right knee, 2 views". */
  readonly plain: string;
}

export type ConceptOf = (exam: ExamName) => Concept;
