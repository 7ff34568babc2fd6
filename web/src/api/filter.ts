/**
 * What the worklist is filtered by, for as long as the tab is open and somebody is signed in: names and numbers of patients, which must
 * never be in an address.
 */
const KEY = 'worklist-filter';

export const keptFilter = (): string => sessionStorage.getItem(KEY) ?? '';

export const keepFilter = (wanted: string): void => sessionStorage.setItem(KEY, wanted);

export const forgetFilter = (): void => sessionStorage.removeItem(KEY);
