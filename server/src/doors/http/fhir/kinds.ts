/** How each resource type is read and searched: one row a type, as in the table of packages/fhir. */

import type { AuditEvent, ConceptMap, Endpoint, Location, Organization, Resource } from '@medplum/fhirtypes';
import {
  type Criterion,
  type ResourceName,
  type Search,
  type TokenValue,
  toAuditEvent,
  toEndpoints,
  toLocation,
  toOrganization,
} from '@throughline/fhir';
import { fail } from '../../../errors.ts';
import { reach } from '../../../features/access/index.ts';
import {
  countOrders,
  countPatients,
  countReports,
  countStudies,
  isId,
  listSites,
  readOrder,
  readPatients,
  readReport,
  readStudy,
  recordsOfPatients,
  searchAudit,
  searchOrders,
  searchPatients,
  searchReports,
  searchStudies,
} from '../../../features/chart/index.ts';
import { conceptMapOf } from './concept-map.ts';
import type { Asking, Kind } from './kind.ts';
import { diagnosticReportOf, orderOf, patientOf, studyOf } from './models.ts';
import { observations } from './observations.ts';
import { daysOf, periodOf, toAsk } from './to-ask.ts';

export type { Asking, Kind } from './kind.ts';

const ask = ({ context, principal, at }: Asking, type: ResourceName, search: Search) =>
  toAsk({ context, principal, at, type }, search);

const patients: Kind = {
  read: async ({ context, principal, at }, id) => {
    const [row] = await readPatients(context, principal, [id]);
    return row && patientOf(row, at);
  },
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
    return row && studyOf(row, at);
  },
  search: async (asking, search, page) => {
    const { context, principal, at } = asking;
    const found = await searchStudies(context, principal, await ask(asking, 'ImagingStudy', search), page);
    return { resources: found.items.map((row) => studyOf(row, at)), next: found.next };
  },
  count: async (asking, search) =>
    countStudies(asking.context, asking.principal, await ask(asking, 'ImagingStudy', search)),
};

const isDate = (criterion: Criterion): criterion is Extract<Criterion, { kind: 'date' }> =>
  criterion.kind === 'date' && criterion.name === 'date';

const reportAsk = async (asking: Asking, search: Search) => {
  const dates = search.criteria.filter(isDate).map(daysOf);
  const criteria = search.criteria.filter((criterion) => !isDate(criterion));
  return { ...(await ask(asking, 'DiagnosticReport', { ...search, criteria })), dates };
};

/** Each is read from its bytes: a page has no more. */
const mostReports = 50;

const reports: Kind = {
  read: async ({ context, principal }, id) => {
    const found = await readReport(context, principal, id);
    return found && diagnosticReportOf(found);
  },
  search: async (asking, search, page) => {
    const limit = Math.min(page.limit, mostReports);
    const asked = await reportAsk(asking, search);
    const found = await searchReports(asking.context, asking.principal, asked, { ...page, limit });
    return { resources: found.items.map(diagnosticReportOf), next: found.next };
  },
  count: async (asking, search) => countReports(asking.context, asking.principal, await reportAsk(asking, search)),
};

const orders: Kind = {
  read: async ({ context, principal, at }, id) => {
    const row = await readOrder(context, principal, id);
    return row && orderOf(row, at);
  },
  search: async (asking, search, page) => {
    const { context, principal, at } = asking;
    const found = await searchOrders(context, principal, await ask(asking, 'ServiceRequest', search), page);
    return { resources: found.items.map((row) => orderOf(row, at)), next: found.next };
  },
  count: async (asking, search) =>
    countOrders(asking.context, asking.principal, await ask(asking, 'ServiceRequest', search)),
};

/** Few, and given at once. */
const listed = <T extends Resource>(all: (asking: Asking, letter: 'r' | 's') => Promise<readonly T[]>): Kind => {
  const matching = async (asking: Asking, search: Search): Promise<readonly T[]> => {
    const ids = search.criteria.map((criterion) => (criterion.kind === 'token' ? criterion.values : []));
    const found = await all(asking, 's');
    return found.filter(({ id }) => ids.every((values) => values.some(({ code }) => code === id)));
  };
  return {
    read: async (asking, id) => (await all(asking, 'r')).find((one) => one.id === id),
    search: async (asking, search, page) => ({
      resources: (await matching(asking, search)).slice(0, page.limit),
      next: undefined,
    }),
    count: async (asking, search) => (await matching(asking, search)).length,
  };
};

const organizations = listed<Organization>(async ({ context, principal }, letter) =>
  (await listSites(context, principal, 'Organization', letter)).map(({ id, name, created_at }) =>
    toOrganization({ id, name, createdAt: created_at }),
  ),
);

const locations = listed<Location>(async ({ context, principal }, letter) =>
  (await listSites(context, principal, 'Location', letter)).map(({ id, name, created_at }) =>
    toLocation({ id, name, createdAt: created_at }),
  ),
);

const endpoints = listed<Endpoint>(async ({ principal, at }, letter) => {
  reach(principal, 'Endpoint', letter);
  return toEndpoints(at.root.replace(/\/fhir$/, '/dicom-web'));
});

const auditEvent = (row: Awaited<ReturnType<typeof searchAudit>>['items'][number]): AuditEvent =>
  toAuditEvent({
    id: row.id,
    at: row.at,
    code: row.event_code,
    action: row.action,
    outcome: row.outcome,
    subject: row.subject,
    door: row.door,
    address: row.address,
    patientRecordId: row.patient_record_id,
    studyUid: row.study_instance_uid,
  });

const auditAsk = async ({ context, principal }: Asking, { criteria }: Search) => {
  const [date, another] = criteria.filter((criterion) => criterion.kind === 'date');
  if (another !== undefined) fail('bad-request', 'The parameter date is taken once here.');
  const ids = criteria.flatMap((each) => (each.kind === 'token' ? each.values.map(({ code }) => code) : []));
  const named = criteria.flatMap((each) => (each.kind === 'reference' ? each.ids : []));
  const records = named.length === 0 ? undefined : await recordsOfPatients(context, principal, { ids: named });
  return {
    ...(ids.length > 0 && { ids: ids.filter(isId) }),
    ...(records && { records }),
    ...(date && { period: periodOf(date) }),
  };
};

const auditEvents: Kind = {
  read: async ({ context, principal }, id) => {
    const found = await searchAudit(context, principal, { ids: isId(id) ? [id] : [] }, { limit: 1 });
    return found.items.map(auditEvent)[0];
  },
  search: async (asking, search, page) => {
    const found = await searchAudit(asking.context, asking.principal, await auditAsk(asking, search), page);
    return { resources: found.items.map(auditEvent), next: found.next };
  },
  count: async () => fail('bad-request', 'Audit events are not counted: ask without _total.'),
};

/** What the code map says, as one map: few have more to say than what one answer holds. */
const theConceptMap = async ({ context, principal, at }: Asking): Promise<ConceptMap> =>
  conceptMapOf(context, principal, at);

type Group = NonNullable<ConceptMap['group']>[number];

const isCode = ({ system, code }: TokenValue, of: string | undefined, known: string | undefined): boolean =>
  code === known && (system === undefined || system === of);

const mapsFrom = ({ source, element = [] }: Group, value: TokenValue): boolean =>
  element.some(({ code }) => isCode(value, source, code));

const mapsTo = ({ target, element = [] }: Group, value: TokenValue): boolean =>
  element.some((one) => (one.target ?? []).some(({ code }) => isCode(value, target, code)));

const saysMap = (map: ConceptMap, criterion: Criterion): boolean => {
  const any = (holds: (value: TokenValue) => boolean): boolean =>
    criterion.kind === 'token' && criterion.values.some(holds);
  switch (criterion.name) {
    case '_id':
      return any(({ code }) => code === map.id);
    case 'status':
      return any(({ code }) => code === map.status);
    case 'name':
      return (
        criterion.kind === 'string' &&
        criterion.values.some((value) => map.name?.toLowerCase().startsWith(value.toLowerCase()))
      );
    case 'source-code':
      return any((value) => (map.group ?? []).some((group) => mapsFrom(group, value)));
    default:
      return any((value) => (map.group ?? []).some((group) => mapsTo(group, value)));
  }
};

const matchingMaps = async (asking: Asking, { criteria }: Search): Promise<readonly ConceptMap[]> => {
  const map = await theConceptMap(asking);
  return criteria.every((criterion) => saysMap(map, criterion)) ? [map] : [];
};

const conceptMaps: Kind = {
  read: async (asking, id) => [await theConceptMap(asking)].find((map) => map.id === id),
  search: async (asking, search) => ({ resources: await matchingMaps(asking, search), next: undefined }),
  count: async (asking, search) => (await matchingMaps(asking, search)).length,
};

export const kinds: Readonly<Record<ResourceName, Kind>> = {
  Patient: patients,
  ImagingStudy: studies,
  Endpoint: endpoints,
  DiagnosticReport: reports,
  Observation: observations,
  ServiceRequest: orders,
  Organization: organizations,
  Location: locations,
  AuditEvent: auditEvents,
  ConceptMap: conceptMaps,
};
