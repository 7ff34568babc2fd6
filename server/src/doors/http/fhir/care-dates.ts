/** When the care was that a resource tells of: what `start` and `end` of `$everything` are about, and not when it was written down. */
import type { Resource } from '@medplum/fhirtypes';

/** Dates of FHIR, as exact as they are told. */
export interface CareDates {
  readonly start: string | undefined;
  readonly end: string | undefined;
}

const moment = (text: string | undefined): CareDates | undefined =>
  text === undefined ? undefined : { start: text, end: text };

const period = (said: { readonly start?: string; readonly end?: string } | undefined): CareDates | undefined =>
  said && { start: said.start, end: said.end };

/** Undefined: it tells of no time of care, and is always given. A period without an end is not over. */
const careDatesOf = (resource: Resource): CareDates | undefined => {
  switch (resource.resourceType) {
    case 'ImagingStudy':
      return moment(resource.started);
    case 'DiagnosticReport':
      return moment(resource.effectiveDateTime) ?? period(resource.effectivePeriod) ?? moment(resource.issued);
    case 'DocumentReference':
      return period(resource.context?.period) ?? moment(resource.date);
    case 'Observation':
      return moment(resource.effectiveDateTime) ?? period(resource.effectivePeriod) ?? moment(resource.issued);
    case 'Appointment':
      return resource.start === undefined ? undefined : { start: resource.start, end: resource.end };
    case 'ServiceRequest':
      return moment(resource.occurrenceDateTime) ?? moment(resource.authoredOn);
    case 'Encounter':
      return period(resource.period);
    case 'Condition':
      // It holds until somebody says that it is over.
      return { start: resource.onsetDateTime ?? resource.recordedDate, end: resource.abatementDateTime };
    default:
      return undefined;
  }
};

/** Days as told, compared as exactly as both are. */
const isBefore = (one: string, other: string): boolean => {
  const length = Math.min(10, one.length, other.length);
  return one.slice(0, length) < other.slice(0, length);
};

/** The care is not wholly before the start, nor wholly behind the end. */
export const isWithinCare =
  ({ start, end }: CareDates) =>
  (resource: Resource): boolean => {
    const care = careDatesOf(resource);
    if (care === undefined) return true;
    const isOver = start !== undefined && care.end !== undefined && isBefore(care.end, start);
    const isToCome = end !== undefined && care.start !== undefined && isBefore(end, care.start);
    return !isOver && !isToCome;
  };
