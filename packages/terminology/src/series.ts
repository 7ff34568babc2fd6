/** What the series of a study say of the exam, where its name says nothing: part of the body, side, projections, contrast. */
import { nameOfCode } from './entry-of.ts';
import { gatherSignals, type Said } from './gather-signals.ts';
import { tokensOf } from './tokens.ts';
import type { Contrast, Evidence, EvidenceSource, ExamName, SeriesSaid, Stated } from './types.ts';

/** Pictures that plan or document a scan say nothing of the exam. */
const planning =
  /\b(scout|locali[sz]er|loc|topogram|surview|survey|dose|smart ?prep|bolus|monitoring|screen ?save|calibration)\b/;

const textOf = ({ description }: SeriesSaid): string => tokensOf(description ?? '').join(' ');

/** The series that show the exam itself. */
const telling = (exam: ExamName): readonly SeriesSaid[] =>
  (exam.series ?? []).filter((one) => !planning.test(textOf(one)));

const places: ReadonlySet<string> = new Set(['focus', 'aim', 'region']);

const isPlace = ({ kind }: Said): boolean => places.has(kind);

const keyOf = (said: readonly Said[]): string =>
  said
    .map(({ kind, value }) => `${kind}:${value}`)
    .toSorted()
    .join(' ');

/** The place that at least half of those say that say one; else every region that one of them names. */
const agreed = (texts: readonly string[]): readonly Said[] => {
  const all = texts.map((text) => gatherSignals(text).said.filter(isPlace)).filter((said) => said.length > 0);
  const groups = [...Map.groupBy(all, keyOf).values()].toSorted((a, b) => b.length - a.length);
  const [most] = groups;
  if (most === undefined) return [];
  if (most.length * 2 >= all.length) return most[0] ?? [];
  return all.flat().filter(({ kind }) => kind === 'region');
};

const texts = (series: readonly SeriesSaid[], of: 'description' | 'bodyPartExamined'): readonly string[] =>
  series.flatMap((one) => one[of] ?? []);

export interface PlaceBeside {
  readonly said: readonly Said[];
  readonly source: EvidenceSource;
}

/**
 * Where the exam looks by what came beside its name. A body part tag is wrong in every sixth study (design anchors): it yields to
 * series that agree on another place.
 */
export const placeBeside = (exam: ExamName): PlaceBeside => {
  const code = agreed([nameOfCode((exam.procedureCode ?? '').trim()) ?? '']);
  if (code.length > 0) return { said: code, source: 'code' };
  const series = telling(exam);
  const tags = exam.bodyPartExamined ? [exam.bodyPartExamined] : texts(series, 'bodyPartExamined');
  const [tag, written] = [agreed(tags), agreed(texts(series, 'description'))];
  if (tag.length === 0) return { said: written, source: 'series' };
  const contradicted = written.length > 0 && !written.some((one) => tag.some(({ value }) => value === one.value));
  return contradicted && series.length > 1 ? { said: written, source: 'series' } : { said: tag, source: 'bodyPart' };
};

const sideOf: Readonly<Record<string, string>> = { L: 'L', R: 'R', B: 'B', LEFT: 'L', RIGHT: 'R' };
const sideWords: readonly (readonly [RegExp, string])[] = [
  [/\b(left|lt|links|izq|gauche|sin|esq)\b/, 'L'],
  [/\b(right|rt|rechts|der|droite?|destr[ao]|dir)\b/, 'R'],
];

const otherScript = /[^\p{Script=Latin}\p{N} ]/u;
const sideNamed: Readonly<Record<string, string>> = { left: 'L', right: 'R', both: 'B' };

const sidesOf = (one: SeriesSaid): readonly string[] => {
  const tagged = sideOf[(one.laterality ?? '').trim().toUpperCase()];
  if (tagged !== undefined) return [tagged];
  const text = textOf(one);
  if (otherScript.test(text))
    return gatherSignals(text).said.flatMap(({ kind, value }) => (kind === 'side' ? (sideNamed[value] ?? []) : []));
  return sideWords.flatMap(([words, side]) => (words.test(text) ? [side] : []));
};

/** L, R or B; undefined when no series says one. A single mammographic series holds the views of both sides more often than not. */
const lateralityOf = (series: readonly SeriesSaid[], modality: string): string | undefined => {
  const sides = new Set(series.flatMap(sidesOf));
  if (sides.has('B') || (sides.has('L') && sides.has('R'))) return 'B';
  if (modality === 'MG' && series.length < 2) return undefined;
  return [...sides][0];
};

/** Modalities that accompany pictures. */
const companions: ReadonlySet<string> = new Set([
  '',
  'OT',
  'SR',
  'PR',
  'KO',
  'DOC',
  'SEG',
  'REG',
  'RWV',
  'SC',
  'PLAN',
  'AU',
]);

const mainOf = (series: readonly SeriesSaid[]): string | undefined => {
  const all = series.map(({ modality }) => (modality ?? '').trim().toUpperCase()).filter((one) => !companions.has(one));
  return all.includes('PT') ? 'PT' : all[0];
};

/** The exam with its modality and side from the series, where it was sent without. */
export const completed = (exam: ExamName): ExamName => {
  if (exam.series === undefined || exam.series.length === 0) return exam;
  const own = (exam.modality ?? '').trim().toUpperCase();
  const main = mainOf(exam.series);
  const modality = companions.has(own) || (own === 'CT' && main === 'PT') ? (main ?? exam.modality) : exam.modality;
  const laterality = exam.laterality ? exam.laterality : lateralityOf(telling(exam), (modality ?? '').toUpperCase());
  return {
    ...exam,
    ...(modality !== undefined && { modality }),
    ...(laterality !== undefined && { laterality }),
  };
};

/** View Position (PS3.3 C.8.1.1, C.8.7.1; PS3.16 CID 4010 and 4014) in the short names of `Views`. */
const positions: Readonly<Record<string, string>> = {
  AP: 'ap',
  PA: 'pa',
  LL: 'lateral',
  RL: 'lateral',
  LAT: 'lateral',
  LATERAL: 'lateral',
  RLD: 'decubitus',
  LLD: 'decubitus',
  LLO: 'oblique',
  RLO: 'oblique',
  RAO: 'oblique',
  LAO: 'oblique',
  RPO: 'oblique',
  LPO: 'oblique',
  CC: 'craniocaudal',
  MLO: 'mediolateral-oblique',
  ML: 'lateral',
  LM: 'lateral',
};

/** Projections that the objects were made in, each once, sorted. */
export const viewsBeside = (exam: ExamName): readonly string[] => {
  const said = (exam.series ?? []).map(({ viewPosition }) => positions[(viewPosition ?? '').trim().toUpperCase()]);
  return [...new Set(said.filter((name) => name !== undefined))].toSorted();
};

const noAgent = /^(no|none|n|without|oral|water)$/;
const before = /\b(pre|native?|nativ|without|wo|non ?con\w*|plain|ohne|sin|sans|senza|sem|zonder)\b/;
const after = /\b(post(?! op)|gad|gado|gd|with|contrast|km|c plus|art|arterial|portal|venous|delayed|dyn|dynamic)\b/;

/** Contrast by the agent that was recorded and by the words of the series; only CT and MR are told apart by it. */
export const contrastBeside = (exam: ExamName): Contrast => {
  const series = telling(exam);
  const modality = (exam.modality ?? '').toUpperCase();
  if (modality !== 'CT' && modality !== 'MR') return 'unspecified';
  const given = ({ contrastAgent }: SeriesSaid): boolean =>
    contrastAgent !== undefined && contrastAgent.trim() !== '' && !noAgent.test(contrastAgent.trim().toLowerCase());
  const isAfter = series.some((one) => given(one) || after.test(textOf(one)));
  const isBefore = series.some((one) => !given(one) && before.test(textOf(one)));
  // Magnetic resonance is made before the agent, too, whatever the series are called.
  const plain = modality === 'MR' && series.some((one) => !given(one) && !after.test(textOf(one)));
  const agent = series.some(given);
  if (isAfter && (isBefore || (agent && plain))) return 'both';
  return isAfter ? 'with' : 'unspecified';
};

type Found = Pick<Stated, 'modality' | 'laterality' | 'contrast' | 'views'>;

const names = (said: readonly Said[], kind: string): boolean => said.some((one) => one.kind === kind);

/** What came from beside the name, and from where: `named` is what the name itself says. */
export const evidenceBeside = (
  named: readonly Said[],
  given: ExamName,
  place: PlaceBeside,
  found: Found,
): readonly Evidence[] => {
  const series = given.series ?? [];
  const evidence: Evidence[] = [];
  const note = (gave: string, source: EvidenceSource, from: string): unknown => evidence.push({ from, gave, source });
  if (!named.some(isPlace))
    for (const { kind, value, phrase } of place.said) note(`${kind}:${value}`, place.source, phrase);
  if (series.length === 0) return evidence;
  const { modality, laterality } = completed(given);
  if (modality !== given.modality) note(`modality:${found.modality}`, 'series', modality ?? '');
  if (laterality !== given.laterality && !names(named, 'side'))
    note(`laterality:${found.laterality}`, 'series', laterality ?? '');
  if (
    found.contrast !== 'unspecified' &&
    !names(named, 'contrast') &&
    contrastBeside(completed(given)) === found.contrast
  )
    note(`contrast:${found.contrast}`, 'series', found.contrast);
  const views = viewsBeside(given);
  if (views.length > 0 && views.join() === found.views.names.join())
    note(`views:${views.join(' ')}`, 'views', views.join(' '));
  return evidence;
};
