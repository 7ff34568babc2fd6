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

/** What one series says of the exam, from its own attributes or from those of its objects (PS3.3 C.7.3.1, C.7.6.4, C.8). */
export interface SeriesSaid {
  /** Modality (0008,0060). */
  readonly modality?: string | undefined;
  /** Series Description (0008,103E), or Protocol Name (0018,1030) where there is none. */
  readonly description?: string | undefined;
  /** Body Part Examined (0018,0015). */
  readonly bodyPartExamined?: string | undefined;
  /** Laterality (0020,0060) or Image Laterality (0020,0062): R, L, B. */
  readonly laterality?: string | undefined;
  /** View Position (0018,5101). */
  readonly viewPosition?: string | undefined;
  /** Contrast/Bolus Agent (0018,0010). */
  readonly contrastAgent?: string | undefined;
}

/** The input: what the source says of the exam. Only the name is needed; everything else makes the meaning surer. */
export interface ExamName {
  readonly name: string;
  readonly modality?: string | undefined;
  readonly bodyPartExamined?: string | undefined;
  readonly laterality?: string | undefined;
  /** Code of the procedure. One of LOINC, or an RPID of a licensed file, fills what the name leaves open; a site's own says nothing here. */
  readonly procedureCode?: string | undefined;
  readonly reasonForExam?: string | undefined;
  /** Age String (PS3.5 6.2 VR AS), at the time of the study: `014D`, `006W`, `018M`, `067Y`. */
  readonly age?: string | undefined;
  readonly sex?: string | undefined;
  /** What the study's series and their objects say. It fills what the name leaves open. */
  readonly series?: readonly SeriesSaid[] | undefined;
  /** Text of the report, when there is one: adds to the question, never to what was imaged. */
  readonly reportText?: string | undefined;
}

/** What a conclusion was drawn from, most telling first. */
export type EvidenceSource =
  | 'name'
  | 'modality'
  | 'code'
  | 'bodyPart'
  | 'laterality'
  | 'age'
  | 'series'
  | 'views'
  | 'reason'
  | 'report'
  | 'inherent'
  | 'code-map';

export interface Evidence {
  /** The words or the attribute value. */
  readonly from: string;
  /** `attribute:value`. */
  readonly gave: string;
  readonly source?: EvidenceSource;
  /** How the words were recognised when not as they stand in a vocabulary. */
  readonly by?: 'spelling' | 'inflection' | 'compound' | 'language';
}

/** Projections of plain film and mammography; PS3.16 CID 4010 and CID 4014 in short names. */
export interface Views {
  /** As stated: `3V`, `2 Ebenen`, `F+P`. */
  readonly count?: number;
  /** The lower of two stated counts: 2 of `2 or 3 views`. */
  readonly least?: number;
  /** `at least`: stated as a minimum. */
  readonly minimum?: true;
  /** `pa`, `ap`, `lateral`, `oblique`, `axial`, `mortise` and so on, each once, sorted. */
  readonly names: readonly string[];
}

/** Guided or interventional procedure: LOINC/RSNA Playbook "Guidance". */
export interface Guidance {
  /** `biopsy`, `drainage`, `injection`, `ablation`, `embolization`, `stent`, `placement` and so on. */
  readonly action: string;
  /** What is placed, taken out or treated: `catheter`, `tube`, `filter` ... */
  readonly object?: string;
}

/** A code of a public vocabulary. `LN` LOINC, `RADLEX` RadLex, `SCT` SNOMED CT, `DCM` DICOM (PS3.16 8.1). */
export interface Code {
  readonly scheme: 'LN' | 'RADLEX' | 'SCT' | 'DCM';
  readonly code: string;
  readonly meaning: string;
  /** `exam`: the whole exam; `region`, `focus`, `laterality`, `modality`: that attribute. */
  readonly of: 'exam' | 'region' | 'focus' | 'laterality' | 'modality';
  /** 0..1: how sure that this code says what the concept says. */
  readonly confidence: number;
}

export type Attribute = 'modality' | 'regions' | 'focus' | 'laterality' | 'contrast';

/** Another way to understand the exam, kept when nothing decided. */
export interface Alternative {
  /** The words that can be understood in two ways. */
  readonly from: string;
  readonly modality?: StandardModality;
  readonly regions?: readonly Region[];
  readonly focus?: string;
  readonly laterality?: Laterality;
  /** 0..1, below the confidence of what was chosen. */
  readonly confidence: number;
}

/** A part of the body that a question is about. */
export interface Asked {
  /** One of the focus values of the vocabulary. */
  readonly focus: string;
  /** The words that ask, folded: lower case, without accents. */
  readonly from: string;
  readonly source: 'reason' | 'report';
}

export type Population = 'neonate' | 'child' | 'adult' | 'unspecified';

/** The normalised meaning of an exam. */
export interface Concept {
  readonly modality: StandardModality;
  /** What is imaged, in the order of `Region`. */
  readonly regions: readonly Region[];
  /** What the exam looks at: one of the focus values of the vocabulary, `general` when nothing narrower is named. */
  readonly focus: string;
  /**
   * The parts that the name states each for itself, the one chosen first: `cervical-spine brain` of "CT HEAD AND C SPINE". A region stands
   * here where the name says no more of it.
   */
  readonly foci: readonly string[];
  /** The side of each of `foci` where they differ: `knee: left, ankle: right`. Empty otherwise. */
  readonly sides: Readonly<Record<string, Laterality>>;
  /** Focus values that the scan also covers: an abdomen CT spans the lumbar spine. */
  readonly spans: readonly string[];
  readonly laterality: Laterality;
  /** A part of two sides, none of which is known, is named with words of a script that is not read: one of them may be its side. */
  readonly sideUnread: boolean;
  readonly contrast: Contrast;
  readonly subject: Subject;
  readonly population: Population;
  /** Named attributes found on the way: views, technique, timing, guidance, e.g. `portable`, `screening`, `post-op`. */
  readonly qualifiers: readonly string[];
  readonly views: Views;
  /** How it was made: `angiography`, `doppler`, `portable`, `low-dose`, `high-resolution`, `cone-beam`, `spect`, `weight-bearing`, `in-brace` ... */
  readonly technique: readonly string[];
  /** When, in an illness, an operation, a pregnancy or an injection: `pre-op`, `post-op`, `follow-up`, `first-trimester`, `arterial-phase`, `delayed-phase` ... */
  readonly timing: readonly string[];
  readonly guidance?: Guidance;
  readonly specialty?: string;
  /** Looked up when they are first asked for. */
  readonly codes: readonly Code[];
  /** 0..1, of the whole. */
  readonly confidence: number;
  /** 0..1, of each attribute. */
  readonly confidences: Readonly<Record<Attribute, number>>;
  /** Other ways to understand it, where a word has two meanings and nothing in the name decided. */
  readonly alternatives: readonly Alternative[];
  /** What gave it: the words or attributes and the attribute each one set. */
  readonly evidence: readonly Evidence[];
  /** What the reason for exam and the report ask about, denials aside; empty when neither is known. */
  readonly asked: readonly Asked[];
  /** The exam in plain English words for a clinician, e.g. "X-ray right knee, 2 views". */
  readonly plain: string;
}

/** A concept without its codes, which follow from it. */
export type Stated = Omit<Concept, 'codes'>;

export type ConceptOf = (exam: ExamName) => Concept;

/** What a person says of an exam of a site: it overrules what the words say. What is absent stays as the words say. */
export interface Correction {
  readonly modality?: StandardModality | undefined;
  readonly regions?: readonly Region[] | undefined;
  readonly focus?: string | undefined;
  readonly laterality?: Laterality | undefined;
  readonly contrast?: Contrast | undefined;
  /** All of them: `[]` says that there are none. */
  readonly qualifiers?: readonly string[] | undefined;
  /** The standard code of the whole exam. */
  readonly code?: Pick<Code, 'scheme' | 'code' | 'meaning'> | undefined;
}
