/**
 * Keys that names are searched by: computed here and not in SQL, since under row-level security only equality and range
 * are leak-proof and quick.
 */
import { type NameComponents, parsePersonName } from '@throughline/dicom';
import type { Trx } from './database.ts';
import { soundOf } from './sound.ts';
import type { NewRow } from './tables/index.ts';

const MOST_TOKENS = 12;
const LONGEST_KEY = 64;

/** Letters and digits in upper case without accents, words apart by one space; apostrophes vanish, other marks separate. */
export const normaliseName = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/[\p{M}'’`ʼ]/gu, '')
    .toUpperCase()
    .replaceAll('ß', 'SS')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_KEY);

export const nameTokens = (text: string): string[] => {
  const normal = normaliseName(text);
  return normal === '' ? [] : normal.split(' ').slice(0, MOST_TOKENS);
};

export type NameKey = Pick<NewRow<'name_keys'>, 'component' | 'script' | 'kind' | 'key'>;
type Script = NameKey['script'];

const componentKeys = (component: 'family' | 'given' | 'middle', script: Script, text: string): NameKey[] => {
  const whole = normaliseName(text);
  if (whole === '') return [];
  const tokens = nameTokens(text);
  const exact = [...new Set([whole, ...tokens])].map((key): NameKey => ({ component, script, kind: 'exact', key }));
  const sounds = tokens.map(soundOf).filter((key) => key !== '');
  return [...exact, ...sounds.map((key): NameKey => ({ component, script, kind: 'sound', key }))];
};

const groupKeys = (script: Script, name: NameComponents | undefined): NameKey[] =>
  name
    ? (['family', 'given', 'middle'] as const).flatMap((component) => componentKeys(component, script, name[component]))
    : [];

/** All keys of a person name (PS3.5 6.2), each once. */
export const nameKeysOf = (name: string): NameKey[] => {
  const parsed = parsePersonName(name);
  const keys = (['alphabetic', 'ideographic', 'phonetic'] as const).flatMap((script) =>
    groupKeys(script, parsed[script]),
  );
  const unique = new Map(keys.map((key) => [`${key.component}|${key.script}|${key.kind}|${key.key}`, key]));
  return [...unique.values()];
};

/** Adds the keys of a name to those that a record is found by: an earlier name keeps finding it. */
export const addNameKeys = async (trx: Trx, tenantId: string, patientRecordId: string, name: string): Promise<void> => {
  const keys = nameKeysOf(name);
  if (keys.length === 0) return;
  await trx
    .insertInto('name_keys')
    .values(keys.map((key) => ({ tenant_id: tenantId, patient_record_id: patientRecordId, ...key })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};
