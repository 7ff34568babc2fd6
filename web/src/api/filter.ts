/**
 * Where the user is in the worklist, for as long as the tab is open and somebody is signed in: what it is filtered by (names and numbers
 * of patients, which must never be in an address), its day, and the study that was opened last. It is there again when the user comes
 * back from a study.
 */
import type { WorklistItem } from '@throughline/contract';
import { create } from 'zustand';

const keys = { wanted: 'worklist-filter', day: 'worklist-day', opened: 'worklist-opened' } as const;

type Place = Readonly<Record<keyof typeof keys, string>>;

const stored = (name: keyof Place): string => sessionStorage.getItem(keys[name]) ?? '';

export const useFilter = create<Place>(() => ({
  wanted: stored('wanted'),
  day: stored('day'),
  opened: stored('opened'),
}));

const keep = (name: keyof Place, value: string): void => {
  sessionStorage.setItem(keys[name], value);
  useFilter.setState({ [name]: value });
};

export const keepFilter = (wanted: string): void => keep('wanted', wanted);

/** Undefined where it is the latest day, whichever that is. */
export const keepDay = (day: string | undefined): void => keep('day', day ?? '');

export const keepOpened = (studyInstanceUid: string): void => keep('opened', studyInstanceUid);

export const dayOf = ({ day }: Pick<Place, 'day'>): string | undefined => day || undefined;

/** A page that waits behind the way in forgets it as well. */
export const forgetFilter = (): void => {
  for (const key of Object.values(keys)) sessionStorage.removeItem(key);
  useFilter.setState({ wanted: '', day: '', opened: '' });
};

export const matchesFilter = (item: WorklistItem, wanted: string): boolean =>
  [item.patient.name, item.patient.patientId, item.exam, item.localName, item.siteName, item.accessionNumber ?? '']
    .join(' ')
    .toLowerCase()
    .includes(wanted.toLowerCase());

/** What comes after a study among what the filter leaves; null where that is the last, undefined where the study is not in the list. */
export const nextInList = (
  items: readonly WorklistItem[],
  wanted: string,
  studyInstanceUid: string,
): WorklistItem | null | undefined => {
  const at = items.findIndex((item) => item.studyInstanceUid === studyInstanceUid);
  if (at < 0) return undefined;
  return items.slice(at + 1).find((item) => matchesFilter(item, wanted)) ?? null;
};
