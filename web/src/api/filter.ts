/**
 * What the worklist is filtered by, for as long as the tab is open and somebody is signed in: names and numbers of patients, which must
 * never be in an address. It is there again when the user comes back from a study.
 */
import { create } from 'zustand';

const KEY = 'worklist-filter';

export const useFilter = create(() => ({ wanted: sessionStorage.getItem(KEY) ?? '' }));

export const keepFilter = (wanted: string): void => {
  sessionStorage.setItem(KEY, wanted);
  useFilter.setState({ wanted });
};

/** A page that waits behind the way in forgets it as well. */
export const forgetFilter = (): void => {
  sessionStorage.removeItem(KEY);
  useFilter.setState({ wanted: '' });
};
