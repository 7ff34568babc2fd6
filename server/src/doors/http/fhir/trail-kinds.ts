/** Who did what, and what people decided: for administrators. */
import type { AuditEvent } from '@medplum/fhirtypes';
import { type Search, toAuditEvent } from '@throughline/fhir';
import { fail } from '../../../errors.ts';
import { countChanges, isId, recordsOfPatients, searchAudit, searchChanges } from '../../../features/chart/index.ts';
import type { Asking, Kind } from './kind.ts';
import { provenanceOf } from './models.ts';
import { periodOf, toAsk } from './to-ask.ts';

interface Detail {
  readonly purposeOfUse?: string;
  readonly to?: string;
}

const saidIn = (detail: unknown): Detail => {
  const { purposeOfUse, to } = detail as Detail;
  return { ...(purposeOfUse !== undefined && { purposeOfUse }), ...(to !== undefined && { to }) };
};

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
    ...saidIn(row.detail),
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

export const auditEvents: Kind = {
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

const askProvenance = ({ context, principal, at }: Asking, search: Search) =>
  toAsk({ context, principal, at, type: 'Provenance' }, search);

export const provenances: Kind = {
  read: async ({ context, principal }, id) => {
    const found = await searchChanges(context, principal, { ids: [id] }, { limit: 1 });
    return found.items.map(provenanceOf)[0];
  },
  search: async (asking, search, page) => {
    const { context, principal } = asking;
    const found = await searchChanges(context, principal, await askProvenance(asking, search), page);
    return { resources: found.items.map(provenanceOf), next: found.next };
  },
  count: async (asking, search) => countChanges(asking.context, asking.principal, await askProvenance(asking, search)),
};
