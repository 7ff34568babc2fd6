/** A site's code map as a ConceptMap (R4): from its codes and exam names to attributes and standard codes. */
import type {
  ConceptMap,
  ConceptMapGroup,
  ConceptMapGroupElementTarget,
  ConceptMapGroupElementTargetDependsOn,
} from '@medplum/fhirtypes';
import { issuerOf, type Root, schemes } from './systems.ts';
import { textOf } from './values.ts';

export interface MappedCode {
  /** As DICOM designates the scheme (PS3.16 8.1): LN, SCT, RADLEX, DCM. */
  readonly scheme: string;
  readonly code: string;
  readonly meaning: string;
}

export interface MappedExam {
  readonly issuer: string;
  /** Empty parts mean any. */
  readonly localCode: string;
  readonly name: string;
  readonly modality: string;
  /** Attributes of the exam by name, several values of one as several pairs. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly code: MappedCode | undefined;
  /** Whether a person chose the code; otherwise it is the nearest one that was found. */
  readonly isChosen: boolean;
  readonly comment: string;
}

export interface CodeMapModel {
  /** When something was last said; undefined when nothing ever was. */
  readonly date: Date | undefined;
  readonly exams: readonly MappedExam[];
}

const codesOfSite = 'exam-codes';
const namesOfSite = 'exam-names';

const sourceOf = ({ issuer, localCode }: MappedExam, { root }: Root): string =>
  `${root}/CodeSystem/${localCode === '' ? namesOfSite : codesOfSite}/${encodeURIComponent(issuer)}`;

const attribute = (name: string, value: string, { root }: Root): ConceptMapGroupElementTargetDependsOn => ({
  property: `${root}/exam-attribute/${name}`,
  value,
});

const conditionsOf = ({ localCode, name, modality }: MappedExam, at: Root) => [
  ...(localCode !== '' && name !== '' ? [attribute('name', name, at)] : []),
  ...(modality === '' ? [] : [attribute('modality', modality, at)]),
];

const targetOf = (exam: MappedExam, at: Root): ConceptMapGroupElementTarget => {
  const { code, isChosen, attributes } = exam;
  const dependsOn = conditionsOf(exam, at);
  const product = attributes.map(([name, value]) => attribute(name, value, at));
  const [display, comment] = [textOf(code?.meaning), textOf(exam.comment)];
  return {
    ...(code && { code: code.code }),
    ...(display !== undefined && { display }),
    equivalence: code && isChosen ? 'equivalent' : 'relatedto',
    ...(comment !== undefined && { comment }),
    ...(dependsOn.length > 0 && { dependsOn }),
    ...(product.length > 0 && { product }),
  };
};

const groupOf = (exams: readonly MappedExam[], at: Root): ConceptMapGroup => {
  const [first] = exams;
  const target = schemes[first?.code?.scheme ?? ''];
  const byCode = Map.groupBy(exams, ({ localCode, name }) => localCode || name);
  return {
    ...(first && { source: sourceOf(first, at) }),
    ...(target !== undefined && { target }),
    element: [...byCode].map(([code, same]) => {
      const display = textOf(same[0]?.name);
      return { code, ...(display !== undefined && { display }), target: same.map((exam) => targetOf(exam, at)) };
    }),
  };
};

export const toConceptMap = ({ date, exams }: CodeMapModel, at: Root): ConceptMap => {
  const groups = Map.groupBy(exams, (exam) => `${sourceOf(exam, at)}\n${exam.code?.scheme ?? ''}`);
  return {
    resourceType: 'ConceptMap',
    id: 'exams',
    url: `${at.root}/ConceptMap/exams`,
    name: 'Exams',
    title: 'What the exams of the sites mean, as persons said',
    status: 'active',
    ...(date && { date: date.toISOString() }),
    ...(groups.size > 0 && { group: [...groups.values()].map((same) => groupOf(same, at)) }),
  };
};

/** A map that comes in, as far as it is read: any of it may be missing. */
export interface IncomingMap {
  readonly group?: readonly IncomingGroup[] | undefined;
}

interface IncomingGroup {
  readonly source?: string | undefined;
  readonly target?: string | undefined;
  readonly element?: readonly IncomingElement[] | undefined;
}

interface IncomingElement {
  readonly code?: string | undefined;
  readonly display?: string | undefined;
  readonly target?: readonly IncomingTarget[] | undefined;
}

interface IncomingTarget {
  readonly code?: string | undefined;
  readonly display?: string | undefined;
  readonly equivalence?: string | undefined;
  readonly comment?: string | undefined;
  readonly dependsOn?: readonly IncomingPair[] | undefined;
  readonly product?: readonly IncomingPair[] | undefined;
}

interface IncomingPair {
  readonly property?: string | undefined;
  readonly value?: string | undefined;
}

/** One target of a map that comes in, or why it cannot be taken. */
export type ReadExam = { readonly place: string } & ({ readonly exam: MappedExam } | { readonly why: string });

const unescaped = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

interface Source {
  readonly issuer: string;
  readonly isOfNames: boolean;
}

/** Code systems of ours by their last parts, whichever hub wrote them; any other system is the code system of an issuer. */
const readSource = (system: string, at: Root): Source | undefined => {
  const [, kind, issuer] = /\/CodeSystem\/(exam-codes|exam-names)\/([^/]*)$/.exec(system) ?? [];
  if (kind === undefined) return { issuer: issuerOf(system, at), isOfNames: false };
  const known = unescaped(issuer ?? '');
  return known === undefined ? undefined : { issuer: known, isOfNames: kind === namesOfSite };
};

const pairsOf = (list: readonly IncomingPair[] | undefined) =>
  (list ?? []).flatMap(({ property, value }) => {
    const [, name] = /\/exam-attribute\/([a-z-]+)$/.exec(property ?? '') ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });

const schemeOf = (system: string | undefined): string | undefined =>
  Object.entries(schemes).find(([, uri]) => uri === system)?.[0];

const codeOf = (target: IncomingTarget, system: string | undefined): MappedCode | undefined => {
  const scheme = schemeOf(system);
  if (scheme === undefined || target.code === undefined) return undefined;
  return { scheme, code: target.code, meaning: target.display ?? '' };
};

const same: ReadonlySet<string> = new Set(['equivalent', 'equal']);
/** What says that there is no such code, or another one. */
const not: ReadonlySet<string> = new Set(['unmatched', 'disjoint']);

const readTarget = (
  target: IncomingTarget,
  said: { readonly code: string; readonly display: string | undefined; readonly system: string | undefined },
  { issuer, isOfNames }: Source,
): MappedExam => {
  const conditions = new Map(pairsOf(target.dependsOn));
  return {
    issuer,
    localCode: isOfNames ? '' : said.code,
    name: isOfNames ? (said.display ?? said.code) : (conditions.get('name') ?? ''),
    modality: conditions.get('modality') ?? '',
    attributes: pairsOf(target.product),
    code: codeOf(target, said.system),
    isChosen: same.has(target.equivalence ?? ''),
    comment: target.comment ?? '',
  };
};

const readGroup = (group: IncomingGroup, at: Root, place: string): readonly ReadExam[] => {
  const source = readSource(group.source ?? '', at);
  if (group.source === undefined || source === undefined) return [{ place, why: 'The group has no known source.' }];
  return (group.element ?? []).flatMap((element, row) =>
    (element.target ?? []).map((target, column): ReadExam => {
      const here = `${place}.element[${row}].target[${column}]`;
      if (element.code === undefined) return { place: here, why: 'The element has no code.' };
      if (not.has(target.equivalence ?? '')) return { place: here, why: 'It says that there is no such exam.' };
      const said = { code: element.code, display: element.display, system: group.target };
      return { place: here, exam: readTarget(target, said, source) };
    }),
  );
};

/** Every target of a map with its place. */
export const readConceptMap = (map: IncomingMap, at: Root): readonly ReadExam[] =>
  (map.group ?? []).flatMap((group, number) => readGroup(group, at, `group[${number}]`));
