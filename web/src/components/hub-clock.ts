/**
 * Times on the clock of the hub, as those in DICOM and HL7 are, which have no zone, and as the sentences of the hub have them. Where the
 * clock of whoever reads says otherwise at that moment, the zone is said.
 */

type Moment = Date | string;

const named = document.querySelector<HTMLMetaElement>('meta[name=time-zone]')?.content;

const partsOf = (at: Moment, timeZone: string | undefined): string =>
  new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(new Date(at));

const nameOf = (at: Moment, timeZone: string): string =>
  new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'short' })
    .formatToParts(new Date(at))
    .find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;

/** The name of the hub's zone where the reader's clock says otherwise at that moment, else nothing. */
export const otherZone = (at: Moment, hub = named, reader?: string): string | null =>
  hub === undefined || partsOf(at, hub) === partsOf(at, reader) ? null : nameOf(at, hub);

/** As many characters of `2026-11-27 19:35:02` as are wanted, and the zone where it has to be said. */
const onClock =
  (from: number, to: number) =>
  (at: Moment, hub = named, reader?: string): string =>
    [partsOf(at, hub).slice(from, to), otherZone(at, hub, reader)].filter(Boolean).join(' ');

/** The day that it is at the hub. */
export const today = (at: Moment = new Date(), hub = named): string => partsOf(at, hub).slice(0, 10);

export const toTheSecond = onClock(0, 19);
export const toTheMinute = onClock(0, 16);
export const timeOfDay = onClock(11, 16);
