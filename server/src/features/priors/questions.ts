/** What to ask a source about a person: by identifier where one is known there, else by demographics. */
import { normaliseDate } from '@throughline/identity';
import { nameTokens, type SourceRow, statedIdentifiers } from '../../db/index.ts';
import { isAskable, type Question } from '../../peers/index.ts';
import { type Identifier, identifiersAt } from '../history/index.ts';
import type { MemberRow } from '../patients/index.ts';

export interface Questions {
  readonly identifiers: readonly Identifier[];
  /** In turn until one of them finds the person; empty when the identifiers suffice or too little is known. */
  readonly demographics: readonly Question[];
}

/** The longest word of the family name: particles and parts that come and go are short. */
const familyWord = (name: string | null): string | undefined => {
  const family = (name ?? '').split('=')[0]?.split('^')[0] ?? '';
  const [longest] = nameTokens(family).sort((one, other) => other.length - one.length);
  // As the source may have it: with its accents where we know them.
  return longest === undefined
    ? undefined
    : (family.split(/[\s-]+/).find((word) => nameTokens(word)[0] === longest) ?? longest);
};

const askableDate = (date: string | null): string | undefined => {
  const normal = normaliseDate(date ?? undefined);
  return normal?.length === 8 && !/^(1[89]00|1901)0101$|^11111111$/.test(normal) ? normal : undefined;
};

const demographicsOf = (record: MemberRow): readonly Question[] => {
  const birthDate = askableDate(record.birth_date);
  const family = familyWord(record.name);
  if (birthDate === undefined || family === undefined) return [];
  // Names change and are written in many ways; the birth date alone finds those too, and the linkage judges.
  return [
    { by: 'demographics', family, birthDate },
    { by: 'demographics', birthDate },
  ];
};

export const questionsFor = (source: SourceRow, records: readonly MemberRow[]): Questions => {
  const identifiers = identifiersAt(source, records, statedIdentifiers).filter(({ id }) => isAskable(id));
  if (identifiers.length > 0) return { identifiers, demographics: [] };
  const all = records.flatMap(demographicsOf);
  const unique = new Map(all.map((question) => [JSON.stringify(question), question]));
  // The narrow questions first.
  const ordered = [...unique.values()].sort((one, other) => JSON.stringify(other).length - JSON.stringify(one).length);
  return { identifiers: [], demographics: ordered };
};
