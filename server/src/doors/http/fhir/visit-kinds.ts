/** Encounters, Conditions and Consents. */
import type { Resource } from '@medplum/fhirtypes';
import { type ResourceName, type Search, toCondition, toConsent, toEncounter } from '@throughline/fhir';
import { filedConsents, filedDiagnoses, filedVisits, practitionersOf } from '../../../features/chart/index.ts';
import type { Asking, Kind } from './kind.ts';
import { toAsk } from './to-ask.ts';

type Filed = typeof filedVisits | typeof filedDiagnoses | typeof filedConsents;
type RowOf<F extends Filed> = NonNullable<Awaited<ReturnType<F['read']>>>;

interface Listed<R> {
  search(
    ...asked: Parameters<Filed['search']>
  ): Promise<{ readonly items: readonly R[]; readonly next: string | undefined }>;
  count(...asked: Parameters<Filed['count']>): Promise<number>;
  read(...asked: Parameters<Filed['read']>): Promise<R | undefined>;
}

const kindOf = <R>(
  type: ResourceName,
  listed: Listed<R>,
  toResources: (asking: Asking, rows: readonly R[]) => Promise<readonly Resource[]>,
): Kind => {
  const ask = ({ context, principal, at }: Asking, search: Search) => toAsk({ context, principal, at, type }, search);
  return {
    read: async (asking, id) => {
      const row = await listed.read(asking.context, asking.principal, id);
      return row && (await toResources(asking, [row]))[0];
    },
    search: async (asking, search, page) => {
      const { items, next } = await listed.search(asking.context, asking.principal, await ask(asking, search), page);
      return { resources: await toResources(asking, items), next };
    },
    count: async (asking, search) => listed.count(asking.context, asking.principal, await ask(asking, search)),
  };
};

const toEncounters = async ({ context, principal, at }: Asking, rows: readonly RowOf<typeof filedVisits>[]) => {
  const named = rows.flatMap(({ patient_record_id: patientRecordId, attending, referring }) => [
    { patientRecordId, name: attending },
    { patientRecordId, name: referring },
  ]);
  const whoIs = await practitionersOf(context, principal, named);
  return rows.map((row) => {
    const who = (name: string | null) => (name === null ? null : { name, id: whoIs(row.patient_record_id, name) });
    return toEncounter(
      {
        id: row.id,
        number: row.visit_number,
        issuer: row.visit_issuer,
        patientRecordId: row.patient_record_id,
        class: row.class,
        status: row.status,
        startedAt: row.started_at,
        endedAt: row.ended_at,
        location: row.location,
        attending: who(row.attending),
        referring: who(row.referring),
        updatedAt: row.updated_at,
      },
      at,
    );
  });
};

export const encounters = kindOf('Encounter', filedVisits, toEncounters);

export const conditions = kindOf('Condition', filedDiagnoses, async (_asking, rows) =>
  rows.map((row) =>
    toCondition({
      id: row.id,
      patientRecordId: row.patient_record_id,
      encounterId: row.visit_id,
      code: row.code,
      system: row.system,
      display: row.display,
      kind: row.kind,
      at: row.diagnosed_at,
      updatedAt: row.updated_at,
    }),
  ),
);

export const consents = kindOf('Consent', filedConsents, async ({ at }, rows) =>
  rows.map((row) =>
    toConsent(
      {
        id: row.id,
        identifier: { system: row.system, value: row.number },
        patientRecordId: row.patient_record_id,
        status: row.status,
        decision: row.decision,
        from: row.starts_at,
        before: row.ends_at,
        givenAt: row.consented_at,
        narrowing: row.narrowing,
        updatedAt: row.updated_at,
      },
      at,
    ),
  ),
);
