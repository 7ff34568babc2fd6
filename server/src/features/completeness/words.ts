/** Times and numbers in the sentences of the statement. */

const pad = (value: number): string => String(value).padStart(2, '0');

const dayOf = (at: Date): string => `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;

/** "09:12", or "2026-11-23 09:12" when it was another day; in the time zone of the process. */
export const clock = (at: Date, now: Date): string => {
  const time = `${pad(at.getHours())}:${pad(at.getMinutes())}`;
  return dayOf(at) === dayOf(now) ? time : `${dayOf(at)} ${time}`;
};

export const plural = (count: number, one: string, many: string = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** "hospital" would be wrong for an imaging centre only in name: every site counts. */
export const answeredSites = (answered: number, all: number): string =>
  `${answered} of ${plural(all, 'hospital')} answered`;
