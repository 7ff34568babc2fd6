/** What happens to an attribute: the table, with the options that were chosen (PS3.15 E.2, E.3). */
import type { Tag, VR } from '@throughline/dicom';
import { tableE11 } from './table-e1-1.ts';

/** Options that keep what the basic profile would take away, with their codes of CID 7050. */
export const retentions = {
  'full-dates': { letter: 'f', code: '113106', meaning: 'Retain Longitudinal Temporal Information Full Dates Option' },
  'modified-dates': {
    letter: 'm',
    code: '113107',
    meaning: 'Retain Longitudinal Temporal Information Modified Dates Option',
  },
  'patient-characteristics': { letter: 'p', code: '113108', meaning: 'Retain Patient Characteristics Option' },
  'device-identity': { letter: 'd', code: '113109', meaning: 'Retain Device Identity Option' },
  uids: { letter: 'u', code: '113110', meaning: 'Retain UIDs Option' },
  'institution-identity': { letter: 'i', code: '113112', meaning: 'Retain Institution Identity Option' },
} as const;
export type Retention = keyof typeof retentions;

/** `move`: dates by the patient's own distance. `nested`: the sequence stays, and what is in it is treated like the rest. */
export type Action = 'remove' | 'empty' | 'dummy' | 'uid' | 'move' | 'keep' | 'nested';

interface Row {
  readonly actions: string;
  readonly keepers: string;
}

const readTable = (text: string): ReadonlyMap<string, Row> => {
  const rows = new Map<string, Row>();
  for (const line of text.trim().split('\n')) {
    const [group = '', ...elements] = line.split(' ');
    for (const element of elements) {
      const [, place = '', actions = '', keepers = ''] = /^(\w{4}|X{4}):([XZDU/]+)(?:\+(\w+))?$/.exec(element) ?? [];
      rows.set(`${group}${place}`, { actions, keepers });
    }
  }
  return rows;
};

const rows = readTable(tableE11);

const rowOf = (tag: Tag): Row | undefined => {
  const hex = tag.toString(16).toUpperCase().padStart(8, '0');
  const repeating = `${hex.slice(0, 2)}XX`;
  return rows.get(hex) ?? rows.get(`${repeating}${hex.slice(4)}`) ?? rows.get(`${repeating}XXXX`);
};

/**
 * Of several actions the one that leaves an object valid, whatever type the attribute has in its kind of object: a dummy, else nothing in it.
 * A sequence is emptied before it is filled with dummies.
 */
const basic = (actions: string, isSequence: boolean): Action => {
  if (actions.includes('U')) return isSequence ? 'nested' : 'uid';
  if (actions.includes('Z') && (isSequence || !actions.includes('D'))) return 'empty';
  return actions.includes('D') ? 'dummy' : 'remove';
};

const timely: ReadonlySet<VR> = new Set(['DA', 'DT', 'TM', 'SQ']);

/** Undefined: the table says nothing of it. Times that are written as numbers or offsets are not moved: they go as without the option. */
export const actionOf = (tag: Tag, vr: VR, kept: ReadonlySet<Retention>): Action | undefined => {
  const row = rowOf(tag);
  if (row === undefined) return undefined;
  const isSequence = vr === 'SQ';
  const isKept = (name: Retention): boolean => kept.has(name) && row.keepers.includes(retentions[name].letter);
  const keeps = (Object.keys(retentions) as Retention[]).filter(isKept);
  if (keeps.some((name) => name !== 'modified-dates')) return isSequence ? 'nested' : 'keep';
  if (keeps.includes('modified-dates') && timely.has(vr)) return isSequence ? 'nested' : 'move';
  return basic(row.actions, isSequence);
};
