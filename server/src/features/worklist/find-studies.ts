/** Studies of any day, by whom they are of: what somebody types who knows a name or a number. */
import type { FoundStudies } from '@throughline/contract';
import { type MatchKey, tags } from '@throughline/dicom';
import { type Condition, hasNameKey, listedStudies, nameTokens, soundOf } from '../../db/index.ts';
import { type Principal, wholeReach } from '../access/index.ts';
import { readCorrections } from '../concepts/index.ts';
import type { Context } from '../context.ts';
import { searchHoldings } from '../query/index.ts';
import { examOf, toItems } from './items.ts';

const mostFound = 50;

interface Question {
  readonly keys: readonly MatchKey[];
  readonly further: readonly Condition[];
}

/** Every word is the beginning of a part of the name. */
const isSpelt = (text: string): readonly Condition[] =>
  nameTokens(text).map((word) => hasNameKey('any', 'exact', word, true));

/** Every word sounds like a part of the name. */
const isHeard = (text: string): readonly Condition[] =>
  nameTokens(text).flatMap((word) => (soundOf(word) === '' ? [] : [hasNameKey('any', 'sound', soundOf(word), false)]));

const isExactly = (tag: number, value: string): Question => ({ keys: [{ tag, match: 'exact', value }], further: [] });

const isNamed = (further: readonly Condition[]): readonly Question[] =>
  further.length === 0 ? [] : [{ keys: [], further }];

/** What answers the questions together. */
const ask = async (context: Context, principal: Principal, questions: readonly Question[]) => {
  const asked = { level: 'study', include: [], fuzzy: false, limit: mostFound } as const;
  const answers = await Promise.all(
    questions.map(({ keys, further }) => searchHoldings(context, principal, { ...asked, keys }, further)),
  );
  return { ids: answers.flatMap(({ ids }) => ids), more: answers.some(({ next }) => next !== undefined) };
};

/**
 * A name always; a patient ID or an accession number where there is a digit. A sound only where nothing is spelt so.
 * As of the worklist, whoever sees a part of a history only may not ask: it is refused before anybody is found, so that a refusal tells nothing.
 */
export const findStudies = async (context: Context, principal: Principal, text: string): Promise<FoundStudies> => {
  wholeReach(principal, ['s']);
  const numbers = /\d/.test(text) ? [tags.PatientID, tags.AccessionNumber] : [];
  const written = [...isNamed(isSpelt(text)), ...numbers.map((tag) => isExactly(tag, text))];
  const spelt = await ask(context, principal, written);
  const { ids, more } = spelt.ids.length > 0 ? spelt : await ask(context, principal, isNamed(isHeard(text)));
  if (ids.length === 0) return { items: [], more: false };
  const { rows, correctionOf } = await context.db.tenant(principal.tenantId, async (trx) => {
    const rows = await listedStudies(trx, ids);
    return { rows, correctionOf: await readCorrections(trx, rows.map(examOf)) };
  });
  return { items: await toItems(context, principal, rows, correctionOf), more };
};
