/** The code map as a FHIR ConceptMap, and back. */
import { type ConceptMapImported, type ConceptMapInput, examCorrection, siteExam } from '@throughline/contract';
import { type MappedExam, type Root, readConceptMap, toConceptMap } from '@throughline/fhir';
import type { Principal } from '../../../features/access/index.ts';
import type { Context } from '../../../features/context.ts';
import { exportCodeMap, type IncomingLine, importCodeMap, type MapLine } from '../../../features/terms/index.ts';

/** Attributes that have one value. */
const single = ['modality', 'focus', 'laterality', 'contrast'] as const;

const attributesOf = ({ correction }: MapLine): MappedExam['attributes'] => [
  ...single.flatMap((name) => (correction[name] === undefined ? [] : [[name, correction[name]] as const])),
  ...(correction.regions ?? []).map((region) => ['region', region] as const),
  ...(correction.qualifiers ?? []).map((qualifier) => ['qualifier', qualifier] as const),
];

const toMapped = (line: MapLine): MappedExam => ({
  ...line.exam,
  attributes: attributesOf(line),
  code: line.correction.code ?? line.nearest,
  isChosen: line.correction.code !== undefined,
  comment: line.reason,
});

const valuesOf = ({ attributes }: MappedExam, wanted: string): readonly string[] =>
  attributes.flatMap(([name, value]) => (name === wanted ? [value] : []));

const saidOf = (exam: MappedExam): unknown => {
  const [regions, qualifiers] = [valuesOf(exam, 'region'), valuesOf(exam, 'qualifier')];
  return {
    ...Object.fromEntries(single.flatMap((name) => valuesOf(exam, name).map((value) => [name, value] as const))),
    ...(regions.length > 0 && { regions }),
    ...(qualifiers.length > 0 && { qualifiers }),
    ...(exam.isChosen && exam.code && { code: exam.code }),
  };
};

type Line = IncomingLine | { readonly place: string; readonly why: string };

const toLine = (place: string, mapped: MappedExam): Line => {
  const exam = siteExam.safeParse(mapped);
  const correction = examCorrection.safeParse(saidOf(mapped));
  const fault = (exam.error ?? correction.error)?.issues[0];
  if (exam.data === undefined || correction.data === undefined)
    return { place, why: `${fault?.path.join('.') || 'exam'}: ${fault?.message ?? 'cannot be read'}` };
  const reason = mapped.comment.trim().slice(0, 1000) || 'Imported';
  return { place, exam: exam.data, correction: correction.data, reason };
};

export const conceptMapOf = async (context: Context, principal: Principal, at: Root) => {
  const lines = await exportCodeMap(context, principal);
  const last = Math.max(0, ...lines.map(({ madeAt }) => madeAt.getTime()));
  return toConceptMap({ date: last > 0 ? new Date(last) : undefined, exams: lines.map(toMapped) }, at);
};

export const takeConceptMap = async (
  context: Context,
  principal: Principal,
  map: ConceptMapInput,
  at: Root,
): Promise<ConceptMapImported> => {
  const read = readConceptMap(map, at);
  const lines = read.map((one) => ('exam' in one ? toLine(one.place, one.exam) : one));
  const taken = await importCodeMap(
    context,
    principal,
    lines.filter((line) => 'exam' in line),
  );
  const unread = lines.filter((line) => 'why' in line);
  return { ...taken, refused: [...unread, ...taken.refused] };
};
