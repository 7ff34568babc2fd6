/** How each resource type is read and searched: one row a type, as in the table of packages/fhir. */

import type { ResourceName, Search } from '@throughline/fhir';
import {
  countAppointments,
  countDocuments,
  countOrders,
  countPatients,
  countReports,
  countStudies,
  isPatientRemoved,
  readAppointment,
  readDocument,
  readOrder,
  readPatients,
  readReport,
  readStudy,
  searchAppointments,
  searchDocuments,
  searchOrders,
  searchPatients,
  searchReports,
  searchStudies,
} from '../../../features/chart/index.ts';
import { conceptMaps } from './concept-maps.ts';
import { groups } from './groups.ts';
import type { Asking, Kind } from './kind.ts';
import { endpoints, locations, organizations } from './listed-kinds.ts';
import { appointmentOf, diagnosticReportOf, documentOf, orderOf, patientOf, studyOf } from './models.ts';
import { observations } from './observations.ts';
import { authorsOf, practitioners, referrersOf, requestersOf } from './practitioners.ts';
import { subscriptions } from './subscription-kind.ts';
import { toAsk } from './to-ask.ts';
import { auditEvents, provenances } from './trail-kinds.ts';
import { conditions, consents, encounters } from './visit-kinds.ts';

const ask = ({ context, principal, at }: Asking, type: ResourceName, search: Search) =>
  toAsk({ context, principal, at, type }, search);

const patients: Kind = {
  read: async ({ context, principal, at }, id) => {
    const [row] = await readPatients(context, principal, [id]);
    return row && patientOf(row, at);
  },
  isGone: ({ context, principal }, id) => isPatientRemoved(context, principal, id),
  search: async (asking, search, page) => {
    const { context, principal, at } = asking;
    const found = await searchPatients(context, principal, await ask(asking, 'Patient', search), page);
    return { resources: found.items.map((row) => patientOf(row, at)), next: found.next };
  },
  count: async (asking, search) =>
    countPatients(asking.context, asking.principal, await ask(asking, 'Patient', search)),
};

const studies: Kind = {
  read: async ({ context, principal, at }, id) => {
    const row = await readStudy(context, principal, id);
    return row && studyOf(row, at, await referrersOf({ context, principal, at }, [row]));
  },
  search: async (asking, search, page) => {
    const { context, principal, at } = asking;
    const found = await searchStudies(context, principal, await ask(asking, 'ImagingStudy', search), page);
    const whoIs = await referrersOf(asking, found.items);
    return { resources: found.items.map((row) => studyOf(row, at, whoIs)), next: found.next };
  },
  count: async (asking, search) =>
    countStudies(asking.context, asking.principal, await ask(asking, 'ImagingStudy', search)),
};

/** Each is read from its bytes: a page has no more. */
const mostReports = 50;

const reports: Kind = {
  read: async ({ context, principal, at }, id) => {
    const found = await readReport(context, principal, id);
    return found && diagnosticReportOf(found, at, await authorsOf({ context, principal, at }, [found]));
  },
  search: async (asking, search, page) => {
    const limit = Math.min(page.limit, mostReports);
    const { context, principal, at } = asking;
    const asked = await ask(asking, 'DiagnosticReport', search);
    const found = await searchReports(context, principal, asked, { ...page, limit });
    const whoIs = await authorsOf(asking, found.items);
    return { resources: found.items.map((one) => diagnosticReportOf(one, at, whoIs)), next: found.next };
  },
  count: async (asking, search) =>
    countReports(asking.context, asking.principal, await ask(asking, 'DiagnosticReport', search)),
};

const orders: Kind = {
  read: async ({ context, principal, at }, id) => {
    const row = await readOrder(context, principal, id);
    return row && orderOf(row, at, await requestersOf({ context, principal, at }, [row]));
  },
  search: async (asking, search, page) => {
    const { context, principal, at } = asking;
    const found = await searchOrders(context, principal, await ask(asking, 'ServiceRequest', search), page);
    const whoIs = await requestersOf(asking, found.items);
    return { resources: found.items.map((row) => orderOf(row, at, whoIs)), next: found.next };
  },
  count: async (asking, search) =>
    countOrders(asking.context, asking.principal, await ask(asking, 'ServiceRequest', search)),
};

const documents: Kind = {
  read: async ({ context, principal, at }, id) => {
    const found = await readDocument(context, principal, id);
    return found && documentOf(found, at);
  },
  search: async (asking, search, page) => {
    const { context, principal, at } = asking;
    const limit = Math.min(page.limit, mostReports);
    const asked = await ask(asking, 'DocumentReference', search);
    const found = await searchDocuments(context, principal, asked, { ...page, limit });
    return { resources: found.items.map((one) => documentOf(one, at)), next: found.next };
  },
  count: async (asking, search) =>
    countDocuments(asking.context, asking.principal, await ask(asking, 'DocumentReference', search)),
};

const appointments: Kind = {
  read: async ({ context, principal, at }, id) => {
    const row = await readAppointment(context, principal, id);
    return row && appointmentOf(row, at);
  },
  search: async (asking, search, page) => {
    const { context, principal, at } = asking;
    const found = await searchAppointments(context, principal, await ask(asking, 'Appointment', search), page);
    return { resources: found.items.map((row) => appointmentOf(row, at)), next: found.next };
  },
  count: async (asking, search) =>
    countAppointments(asking.context, asking.principal, await ask(asking, 'Appointment', search)),
};

export const kinds: Readonly<Record<ResourceName, Kind>> = {
  Patient: patients,
  ImagingStudy: studies,
  Endpoint: endpoints,
  DiagnosticReport: reports,
  ServiceRequest: orders,
  Organization: organizations,
  Location: locations,
  DocumentReference: documents,
  Observation: observations,
  Appointment: appointments,
  Encounter: encounters,
  Condition: conditions,
  Consent: consents,
  Group: groups,
  Practitioner: practitioners,
  AuditEvent: auditEvents,
  Provenance: provenances,
  Subscription: subscriptions,
  ConceptMap: conceptMaps,
};
