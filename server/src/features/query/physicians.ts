/**
 * Fuzzy matching of physicians (PS3.4 C.2.2.2.1.1): they are fewer than patients and have no keys of their own, so the names that
 * anybody wrote are held against what was asked, by sound and component by component.
 */
import { type MatchKey, type MatchQuery, parsePersonName, tags } from '@throughline/dicom';
import { sql } from 'kysely';
import { type Condition, nameTokens, normaliseName, practitionerNames, soundOf, type Trx } from '../../db/index.ts';
import { personCondition } from './conditions.ts';

/** More names than this are not listened to: those that match as written are found all the same. */
const MOST_NAMES = 30_000;

type Components = readonly [family: string, given: string, middle: string];

const componentsOf = (text: string): Components => {
  const name = parsePersonName(text);
  const { family = '', given = '', middle = '' } = name.alphabetic ?? name.ideographic ?? name.phonetic ?? {};
  return [family, given, middle];
};

/** Every word of what was asked is one of the words, as it is written or by its sound; with `*` the last is a beginning. */
const isHeard = (asked: string, held: string): boolean => {
  const open = asked.endsWith('*');
  const words = nameTokens(held);
  return nameTokens(asked).every((word, at, all) => {
    const sound = soundOf(word);
    const beginning = open && at === all.length - 1;
    return words.some(
      (one) => (beginning ? one.startsWith(word) : one === word) || (sound !== '' && soundOf(one) === sound),
    );
  });
};

const hears = (asked: string): ((name: string) => boolean) => {
  if (!asked.includes('^')) return (name) => isHeard(asked, componentsOf(name).join(' '));
  const parts = componentsOf(asked);
  return (name) => {
    const held = componentsOf(name);
    return parts.every((part, at) => isHeard(part, held[at] ?? ''));
  };
};

export interface Heard {
  readonly key: MatchKey;
  readonly condition: Condition;
}

/** Undefined when no physician is asked for by sound. */
export const heardPhysician = async (trx: Trx, { fuzzy, keys }: MatchQuery): Promise<Heard | undefined> => {
  const key = fuzzy ? keys.find(({ tag }) => tag === tags.ReferringPhysicianName) : undefined;
  if (key === undefined || (key.match !== 'exact' && key.match !== 'wildcard')) return undefined;
  // Wildcards elsewhere than at a component's end are matched as written.
  if (normaliseName(key.value) === '' || /[*?](?![*^]|$)|\?/.test(key.value)) return undefined;
  const names = (await practitionerNames(trx, MOST_NAMES)).filter(hears(key.value));
  const column = sql.ref('st.referring_physician_key');
  const heard = sql<boolean>`${column} = any(array(
    select folded_name(heard.name) from unnest(${names}::text[]) as heard (name)))`;
  return { key, condition: sql<boolean>`(${personCondition(column, key.value)} or ${heard})` };
};
