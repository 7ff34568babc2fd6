import { alternativesOf } from './alternatives.ts';
import { codesOf } from './codes-of.ts';
import { isOfMany, partsNamed, regionsOfParts, sidesOfParts } from './combined.ts';
import { confidencesOf } from './confidence.ts';
import { correctedPlace, corrections } from './correct.ts';
import { foci, regionSpecialty } from './data/anatomy.ts';
import { describe, viewsOf } from './describe.ts';
import { readEyeSides } from './eyes.ts';
import { type Gathered, gatherSignals } from './gather-signals.ts';
import { withoutComplaints, withoutLooseWords } from './loose-words.ts';
import { plainOf } from './plain.ts';
import { questionOf } from './question.ts';
import { readInjections, resolveLaterality, resolveModality, resolvePlace } from './resolve.ts';
import { resolveContrast } from './resolve-contrast.ts';
import { all } from './said.ts';
import { completed, contrastBeside, evidenceBeside, placeBeside, viewsBeside } from './series.ts';
import { spansOf } from './spans.ts';
import type { Concept, Correction, ExamName, Stated } from './types.ts';

const mostKept = 5000;
const kept = new Map<string, Concept>();

const keyOf = (exam: ExamName, correction: Correction | undefined): string => {
  const { name, modality, bodyPartExamined, laterality, procedureCode, age, sex, series, reasonForExam, reportText } =
    exam;
  const rest = series === undefined && correction === undefined ? '' : JSON.stringify([series, correction]);
  return [name, modality, bodyPartExamined, laterality, procedureCode, age, sex, reasonForExam, reportText, rest].join(
    '\u0000',
  );
};

const evidenceOf = (said: Gathered['said']): Concept['evidence'] =>
  said
    .filter(({ kind }) => kind !== 'ignore' && kind !== 'word')
    .map(({ phrase, kind, value, by }) => ({
      from: phrase,
      gave: `${kind}:${value}`,
      source: 'name' as const,
      ...(by !== undefined && { by }),
    }));

const confidenceOf = (name: Gathered, exam: ExamName, focus: string, regions: readonly string[]): number => {
  const known = name.said.length / Math.max(1, name.said.length + name.unknown.length);
  const place = regions[0] === 'unspecified' ? 0.2 : focus === 'general' ? 0.8 : 1;
  return Math.round(known * place * (exam.modality ? 1 : 0.9) * 100) / 100;
};

const angioOf = (said: Gathered['said']): readonly string[] =>
  said.some(({ kind, value }) => kind === 'attr' && value === 'angio') ||
  said.some(({ value }) => value === 'pulmonary-arteries')
    ? ['angiography']
    : [];

/** Sides are read in Latin letters and known in the characters of Chinese, Japanese and Korean; an unknown word in others may be one. */
const isUnreadScript = (word: string): boolean =>
  /[^\p{Script=Latin}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{N}ー]/u.test(word);

const viewsWith = (stated: Concept['views'], exam: ExamName): Concept['views'] =>
  stated.names.length > 0 || stated.count !== undefined ? stated : { ...stated, names: viewsBeside(exam) };

/** What the rules of the engine ask for; the rest is for people, and is worked out when somebody looks. */
type Told = Omit<Stated, keyof Later>;
type Later = Pick<Stated, 'alternatives' | 'evidence' | 'asked' | 'plain'>;
type Making = { readonly [K in keyof Later]: () => Later[K] };

const read = (given: ExamName, correction: Correction): readonly [Told, Making] => {
  const gathered = gatherSignals(given.name);
  const exam = completed(given);
  const beside = placeBeside(exam);
  const heard = withoutComplaints(withoutLooseWords(gathered.said));
  const modality = correction.modality ?? resolveModality(heard, exam);
  const name = { ...gathered, said: readEyeSides(readInjections(heard, modality), gathered.words, modality) };
  const place = resolvePlace(name.said, beside.said, modality);
  const corrected = correctedPlace(correction, place);
  const isAsNamed = corrected.focus === place.focus && corrected.regions === place.regions;
  const named = isAsNamed ? partsNamed(name.said, place, modality) : [corrected.focus];
  const focus = isOfMany(named, modality) ? 'general' : corrected.focus;
  const parts = focus === corrected.focus ? named : [focus];
  const regions = regionsOfParts(named, corrected);
  // What a person says of the side holds for all parts.
  const sides = correction.laterality === undefined ? sidesOfParts(name.said, parts) : {};
  const laterality =
    correction.laterality ?? sides[focus] ?? resolveLaterality(name.said, exam, focus, modality, regions);
  const enhanced = resolveContrast(name.said, modality, focus);
  const contrast =
    correction.contrast ?? (enhanced === 'unspecified' ? contrastBeside({ ...exam, modality }) : enhanced);
  const qualifiers = correction.qualifiers ?? [...new Set([...all(name.said, 'is'), ...angioOf(name.said)])];
  const stated = { modality, regions, focus, laterality, contrast, qualifiers };
  const said = confidenceOf(name, exam, focus, regions);
  const { confidence, confidences, evidence } = corrections(
    correction,
    stated,
    said,
    confidencesOf(name, exam, stated),
  );
  const views = viewsWith(viewsOf(name.words, exam.name, qualifiers), exam);
  const told = {
    ...stated,
    ...describe(qualifiers, exam),
    foci: parts,
    sides,
    views,
    confidences,
    spans: spansOf(modality, regions, focus),
    sideUnread: laterality === 'unspecified' && name.unknown.some(isUnreadScript),
    subject: focus === 'fetus' || focus === 'placenta' ? ('fetus' as const) : ('patient' as const),
    specialty: foci[focus]?.specialty ?? regionSpecialty[regions[0] ?? 'unspecified'],
    confidence,
  };
  const besides = () => evidenceBeside(name.said, given, beside, { ...stated, views });
  return [
    told,
    {
      alternatives: () => alternativesOf(name, { regions, focus, confidence }),
      evidence: () => [...evidence, ...evidenceOf(name.said), ...besides()],
      asked: () => questionOf(exam.reasonForExam, exam.reportText),
      plain: () => plainOf({ ...stated, foci: parts, sides }, exam.name),
    },
  ];
};

const make = ([told, making]: readonly [Told, Making], correction: Correction | undefined): Concept => {
  const made: { -readonly [K in keyof Later | 'codes']?: Concept[K] } = {};
  return {
    ...told,
    get alternatives() {
      made.alternatives ??= making.alternatives();
      return made.alternatives;
    },
    get evidence() {
      made.evidence ??= making.evidence();
      return made.evidence;
    },
    get asked() {
      made.asked ??= making.asked();
      return made.asked;
    },
    get plain() {
      made.plain ??= making.plain();
      return made.plain;
    },
    // Choosing a code costs more than all the rest.
    get codes() {
      made.codes ??= codesOf(this, correction?.code, conceptOf);
      return made.codes;
    },
  };
};

/**
 * What an exam is, by its local name and what came with it; what a person said of it overrules the words. Never fails: what cannot be
 * told is `unspecified` or `NONE`. The same input gives the same concept; recent ones are remembered.
 */
export const conceptOf = (exam: ExamName, correction?: Correction): Concept => {
  const key = keyOf(exam, correction);
  const known = kept.get(key);
  if (known) return known;
  const concept = make(read(exam, correction ?? {}), correction);
  if (kept.size >= mostKept) kept.clear();
  kept.set(key, concept);
  return concept;
};
