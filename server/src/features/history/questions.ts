/** What to ask a source about a person: by identifier where one is known there, else by demographics. */
import { normaliseDate } from '@throughline/identity';
import { type MemberRow, nameTokens, type SourceRow, statedIdentifiers } from '../../db/index.ts';
import { isAskable, type Question } from '../../peers/index.ts';
import { type Identifier, identifiersAt } from './identifiers.ts';

export interface Questions {
  readonly identifiers: readonly Identifier[];
  /** In turn until one of them finds the person; empty when the identifiers suffice or too little is known. */
  readonly demographics: readonly Question[];
}

type Named = Pick<Question & { readonly by: 'demographics' }, 'family' | 'group'>;

/** The longest word of a family name: particles and parts that come and go are short. */
const longestWord = (family: string): string | undefined => {
  const [longest] = nameTokens(family).sort((one, other) => other.length - one.length);
  // As the source may have it: with its accents where we know them.
  return longest === undefined
    ? undefined
    : (family.split(/[\s-]+/).find((word) => nameTokens(word)[0] === longest) ?? longest);
};

const groups = [undefined, 'ideographic', 'phonetic'] as const;

/** A word of the family name in the first component group that has one (PS3.5 6.2.1.1). */
const familyOf = (name: string | null): Named | undefined => {
  for (const [at, written] of (name ?? '').split('=').slice(0, groups.length).entries()) {
    const family = longestWord(written.split('^')[0] ?? '');
    const group = groups[at];
    if (family !== undefined) return group === undefined ? { family } : { family, group };
  }
  return undefined;
};

const isLatin = ({ family, group }: Named): boolean => group === undefined && /[a-z]/i.test(family ?? '');

const askableDate = (date: string | null): string | undefined => {
  const normal = normaliseDate(date ?? undefined);
  return normal?.length === 8 && !/^(1[89]00|1901)0101$|^11111111$/.test(normal) ? normal : undefined;
};

/** Two of them, as the linkage knows them; whoever is said to be of another sex is asked for by either. */
const askableSex = (sex: string | null): { readonly sex?: 'M' | 'F' } => (sex === 'M' || sex === 'F' ? { sex } : {});

/** Never by a name without a birth date, nor by a birth date alone of somebody without a name: that is a question about everybody. */
const demographicsOf = (record: MemberRow): readonly Question[] => {
  const birthDate = askableDate(record.birth_date);
  if (birthDate === undefined) return [];
  const [named, sex] = [familyOf(record.name), askableSex(record.sex)];
  if (named === undefined) return sex.sex === undefined ? [] : [{ by: 'demographics', birthDate, ...sex }];
  // Names change and are written in many ways; the birth date alone finds those too, and the linkage judges.
  return [
    { by: 'demographics', ...named, birthDate },
    { by: 'demographics', birthDate, ...(isLatin(named) ? {} : sex) },
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
