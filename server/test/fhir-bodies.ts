/** Resources as other systems write them. */
import type { KnownPatient } from './two-patients.ts';

type Recorded = Pick<KnownPatient, 'recordId'>;
const subjectOf = ({ recordId }: Recorded) => ({ reference: `Patient/${recordId}` });

/** An order for Alma. */
export const order = (value: string, more: object = {}) => ({
  resourceType: 'ServiceRequest',
  identifier: [{ system: 'urn:oid:1.2.276.0.7230010.51', value }],
  status: 'active',
  intent: 'order',
  code: { coding: [{ system: 'http://loinc.org', code: '24627-2', display: 'CT Chest' }] },
  subject: { identifier: { system: 'ALPHA', value: 'A1' } },
  occurrenceDateTime: '2026-03-01T09:30:00+01:00',
  ...more,
});

/** A report of a patient, by its record. */
export const reportOf = (patient: Recorded, value: string, more: object = {}) => ({
  resourceType: 'DiagnosticReport',
  identifier: [{ system: 'urn:oid:1.2.276.0.7230010.50', value }],
  status: 'preliminary',
  code: { text: 'CT of the chest' },
  subject: subjectOf(patient),
  issued: '2026-01-05T10:00:00+01:00',
  resultsInterpreter: [{ display: 'Synthetic Reader' }],
  conclusion: 'A nodule, to be followed.',
  ...more,
});

/** An appointment of a patient, by its record. */
export const appointmentOf = (patient: Recorded, value: string, more: object = {}) => ({
  resourceType: 'Appointment',
  identifier: [{ system: 'urn:oid:1.2.276.0.7230010.52', value }],
  status: 'booked',
  start: '2026-03-02T09:30:00+01:00',
  end: '2026-03-02T10:00:00+01:00',
  serviceType: [{ text: 'CT chest' }],
  participant: [
    { actor: subjectOf(patient), status: 'accepted' },
    { actor: { display: 'Room 2' }, status: 'accepted' },
  ],
  ...more,
});
