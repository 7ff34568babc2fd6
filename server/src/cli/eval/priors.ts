/** Scores the ranker on cases whose answers a file gives; the answers are read only to score. */
import { type Pack, type RankedCandidate, rank, type Study } from '@throughline/relevance';

interface Labelled extends Study {
  readonly grade?: number;
  readonly relevant?: boolean;
}

export interface PriorsCase {
  readonly id: string;
  readonly current: Study;
  readonly candidates: readonly Labelled[];
}

type Ranking = readonly RankedCandidate<Labelled>[];

export interface PriorsScore {
  readonly cases: number;
  readonly candidates: number;
  readonly ndcgAt5: number | null;
  readonly recallAt5: number | null;
  readonly mustAt3: number | null;
  readonly precisionAt3: number | null;
  readonly falseAlarm: number | null;
  readonly flagRecall: number | null;
  readonly accuracy: number | null;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  readonly msPerCase: number;
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000;
const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : round(part / whole));
const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : round(values.reduce((sum, value) => sum + value, 0) / values.length);

/** The labels never reach the ranker. */
const unlabelled = ({ grade, relevant, ...study }: Labelled): Study => study;

const rankCase = ({ current, candidates }: PriorsCase, packs: readonly Pack[]): Ranking => {
  const labelled = new Map(candidates.map((candidate) => [unlabelled(candidate), candidate]));
  const back = (study: Study): Labelled => labelled.get(study) ?? study;
  return rank(current, [...labelled.keys()], { packs }).map((one) => ({
    ...one,
    study: back(one.study),
    copies: one.copies.map(back),
  }));
};

const isFlagged = ({ tier }: RankedCandidate): boolean => tier === 'show-first' || tier === 'relevant';

const grade = (study: Labelled): number => study.grade ?? 0;

const gain = (grades: readonly number[]): number =>
  grades.slice(0, 5).reduce((sum, value, at) => sum + (2 ** value - 1) / Math.log2(at + 2), 0);

/** Grades in the order shown; what was folded comes last, lowest first. */
const shownGrades = (ranking: Ranking): readonly number[] => {
  const folded = ranking.flatMap((one) => one.copies.map(grade)).toSorted((a, b) => a - b);
  return [...ranking.map((one) => grade(one.study)), ...folded];
};

const within = (grades: readonly number[], first: number, wanted: (value: number) => boolean): number | undefined => {
  const all = grades.filter(wanted).length;
  return all === 0 ? undefined : grades.slice(0, first).filter(wanted).length / Math.min(first, all);
};

const given = (values: readonly (number | undefined)[]): readonly number[] =>
  values.filter((value) => value !== undefined);

interface Confusion {
  readonly flagged: boolean;
  readonly wanted: boolean;
  readonly grade: number;
}

const decisions = (ranking: Ranking): readonly Confusion[] =>
  ranking.flatMap((one) =>
    [one.study, ...one.copies].map((study, at) => ({
      flagged: at === 0 && isFlagged(one),
      wanted: study.relevant ?? grade(study) >= 2,
      grade: grade(study),
    })),
  );

const f1Of = (precision: number | null, recall: number | null): number | null =>
  precision === null || recall === null || precision + recall === 0
    ? null
    : round((2 * precision * recall) / (precision + recall));

/** Scores the ranking of every case, with the packs of a department or user over the built-in ones. */
export const scorePriors = (cases: readonly PriorsCase[], packs: readonly Pack[] = []): PriorsScore => {
  const started = performance.now();
  const rankings = cases.map((one) => rankCase(one, packs));
  const milliseconds = performance.now() - started;
  const graded = cases.some((one) => one.candidates.some((candidate) => candidate.grade !== undefined));
  const all = rankings.flatMap(decisions);
  const grades = rankings.map(shownGrades);
  const hits = all.filter((one) => one.flagged && one.wanted).length;
  const flagged = all.filter((one) => one.flagged);
  const wanted = all.filter((one) => one.wanted).length;
  const precision = ratio(hits, flagged.length);
  const recall = ratio(hits, wanted);
  const ndcg = grades
    .filter((one) => one.some((value) => value >= 1))
    .map((one) => gain(one) / gain(one.toSorted((a, b) => b - a)));
  const relevant = (value: number): boolean => value >= 2;
  return {
    cases: cases.length,
    candidates: all.length,
    ndcgAt5: graded ? mean(ndcg) : null,
    recallAt5: graded ? mean(given(grades.map((one) => within(one, 5, relevant)))) : null,
    mustAt3: graded ? mean(given(grades.map((one) => within(one, 3, (value) => value === 3)))) : null,
    precisionAt3: graded ? mean(given(grades.map((one) => within(one, 3, relevant)))) : null,
    falseAlarm: graded ? ratio(flagged.filter((one) => one.grade === 0).length, flagged.length) : null,
    flagRecall: graded ? recall : null,
    accuracy: ratio(all.filter((one) => one.flagged === one.wanted).length, all.length),
    precision,
    recall,
    f1: f1Of(precision, recall),
    msPerCase: round(milliseconds / Math.max(1, cases.length)),
  };
};

const ordinal = (at: number): string => `${at + 1}.`.padEnd(4);

const spoken: Readonly<Record<RankedCandidate['tier'], string>> = {
  'show-first': 'Show first',
  relevant: 'Relevant',
  marginal: 'Marginal',
  'not-relevant': 'Not relevant',
};

const studyLine = ({ date, modality, description, siteName }: Study): string =>
  `${modality ? `${modality} ` : ''}"${description}" of ${date}${siteName ? ` at ${siteName}` : ''}`;

const copiesLine = (copies: readonly Study[]): string => {
  if (copies.length === 0) return '';
  const where = copies.map(({ siteName, description }) => `"${description}"${siteName ? ` at ${siteName}` : ''}`);
  return ` The same examination is also kept as ${where.join(' and ')}.`;
};

/** The ranked list of one case as sentences, best first: what to open, and why. */
export const explainCase = (one: PriorsCase, packs: readonly Pack[] = []): readonly string[] => {
  const ranking = rankCase(one, packs);
  const shown = ranking.filter(isFlagged).length;
  const { reasonForExam } = one.current;
  const opening = [
    `Now: ${studyLine(one.current)}${reasonForExam ? `, asked because of "${reasonForExam}"` : ''}.`,
    shown === 0
      ? 'Nothing relevant among what is known.'
      : `${shown} of ${one.candidates.length} known studies are relevant.`,
  ];
  const lines = ranking.map(({ study, tier, score, reasons, warnings, copies }, at) => {
    const why = reasons.map(({ text }) => text).join('; ');
    const warning = warnings.length === 0 ? '' : ' Look at whose study this is before using it.';
    return `${ordinal(at)}${spoken[tier]}: ${studyLine(study)}: ${why} (${score}).${warning}${copiesLine(copies)}`;
  });
  return [...opening, ...lines];
};
