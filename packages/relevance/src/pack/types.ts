/** The shape of a specialty pack: everything that is known of which priors matter, as data. See docs/adr/0011. */

/** Tells studies apart. All given keys must hold; within one key any value is enough. */
export interface Pattern {
  /** Standard modalities, e.g. `XR`, `CT`; `any` for one that could not be told. */
  readonly modality?: readonly string[];
  /** Imaging focus of the vocabulary, e.g. `kidney`. */
  readonly focus?: readonly string[];
  readonly region?: readonly string[];
  readonly side?: readonly string[];
  /** Traits of `words`, e.g. `post-op`, or qualifiers of the concept. */
  readonly trait?: readonly string[];
  /** None of these traits. */
  readonly notTrait?: readonly string[];
  readonly specialty?: readonly string[];
  /** Age in years at the study: below, and at least. */
  readonly under?: number;
  readonly over?: number;
}

/** What must hold between the two studies. A leading `!` turns it round. */
export const relations = [
  'same-focus',
  'same-modality',
  'same-part',
  'other-side',
  'same-episode',
  'other-pregnancy',
  'age-contradicts',
  'sex-contradicts',
  'prenatal-of-this-child',
  'prenatal-same-organ',
  'organ-removed',
  'before-event',
  'not-an-exam',
  'measurement-only',
] as const;
export type Relation = (typeof relations)[number];

/** Weights are 0 to 1 on the scale of the score. */
export interface Effect {
  /** Worth nothing: no weighing follows. */
  readonly refuse?: true;
  /** Refused, and said beside it: perhaps another person's. */
  readonly warn?: true;
  /** At least this much of the question is answered. */
  readonly answers?: number;
  /** At most this score. */
  readonly cap?: number;
  /** At least this score. */
  readonly floor?: number;
  readonly scale?: number;
  /** One series although modality or name changes: last and first of it count. */
  readonly series?: true;
  /** Never the last comparable nor the baseline of the series. */
  readonly apart?: true;
}

export interface Rule {
  /** Stable, e.g. `other-side`. */
  readonly name: string;
  /** As a clinician would say it. */
  readonly reason: string;
  readonly source: string;
  readonly now?: Pattern;
  readonly prior?: Pattern;
  readonly relation?: readonly string[];
  /** Words over the plain text of the current study, its reason for exam among it, that do not stand denied. */
  readonly asks?: string;
  /** Days from the prior to the current study: at least, below. */
  readonly days?: readonly [number, number];
  readonly effect: Effect;
}

/** One word of a name decides between exams of one focus and modality: macula or optic nerve, FDG or PSMA. */
export interface Aim {
  readonly name: string;
  /** What an exam of another aim of the same group is worth, 0 to 1. */
  readonly otherAim: number;
  /** What an exam that names none is worth to one that does. */
  readonly noAim: number;
  readonly source: string;
  /** Aim to a regular expression over the plain lower-case name. */
  readonly values: Readonly<Record<string, string>>;
}

/** A name that says no part of the body and can mean only one. */
export interface Implied {
  readonly name: string;
  /** Over the plain name. */
  readonly words: string;
  /** Standard modality that it must have, or none told. */
  readonly modality: readonly string[];
  readonly part: string;
  /** The modality that it then is, where none is told. */
  readonly means: string;
  readonly source: string;
}

/** An organ that the text says is gone or replaced. */
export interface Removal {
  readonly name: string;
  /** Over plain lower-case text. */
  readonly words: string;
  readonly focus: readonly string[];
  /** Over the plain name of the older study, and over its letters of other scripts: of its focus only what is so named was taken away. */
  readonly named?: string;
  /** `refuse`: older studies of it are worth nothing; `cap`: marginal, the native joint under an implant. */
  readonly effect: 'refuse' | 'cap';
  readonly source: string;
}

/** When an order repeats a question, and when it must not be said. */
export interface DuplicateWindow {
  readonly name: string;
  readonly modality?: readonly string[];
  readonly days: number;
  /** As the card says it, after "a study exists". */
  readonly says: 'probably-duplicate' | 'show-before-ordering';
  readonly source: string;
}

export interface NeverWarn {
  readonly name: string;
  readonly reason: string;
  readonly source: string;
  readonly order?: Pattern;
  readonly known?: Pattern;
  /** Over the plain text of name and reason of the order. */
  readonly words?: string;
}

type Weights = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface Pack {
  readonly name: string;
  readonly title: string;
  /** Where its weights come from. */
  readonly source: string;
  /** Of a question about the first focus, how much a study of the second answers, 0 to 1. Directional. `*` is any focus. */
  readonly adjacency?: Weights;
  /** Why it does, where the two are not one place: a clinical question in a reader's words. First focus to second, as in `adjacency`. */
  readonly links?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** How well a study by the second modality serves a question put by the first, 0 to 1. */
  readonly modality?: Weights;
  /** The same within one focus, where it differs: focus to modality to modality. */
  readonly modalityIn?: Readonly<Record<string, Weights>>;
  /** Which exams raise the question of which: modality to the modalities that commonly come before it. */
  readonly raisedBy?: Readonly<Record<string, readonly string[]>>;
  /** Trait to a regular expression over the plain lower-case name. */
  readonly traits?: Readonly<Record<string, string>>;
  readonly aims?: readonly Aim[];
  readonly implied?: readonly Implied[];
  readonly removals?: readonly Removal[];
  readonly rules?: readonly Rule[];
  readonly duplicateWindows?: readonly DuplicateWindow[];
  readonly neverWarn?: readonly NeverWarn[];
}
