/** Practitioners as resources, and who is meant by the names that other resources say. */
import { issuerOf, type Root, type Search, toPractitioner } from '@throughline/fhir';
import {
  type ChartReport,
  type ChartStudy,
  countPractitioners,
  type PractitionerAsk,
  practitionersOf,
  type readOrder,
  readPractitioner,
  searchPractitioners,
} from '../../../features/chart/index.ts';
import type { Asking, Kind } from './kind.ts';

type Row = NonNullable<Awaited<ReturnType<typeof readPractitioner>>>;

const practitionerOf = ({ id, issuer, number, name, updated_at: updatedAt }: Row, at: Root) =>
  toPractitioner({ id, issuer, number, name, updatedAt }, at);

const askOf = ({ criteria }: Search, at: Root): PractitionerAsk => {
  const tokens = (wanted: string) =>
    criteria.flatMap((one) => (one.kind === 'token' && one.name === wanted ? [one.values] : []));
  const ids = tokens('_id').map((values) => values.map(({ code }) => code));
  return {
    ...(ids.length > 0 && { ids: (ids[0] ?? []).filter((id) => ids.every((each) => each.includes(id))) }),
    numbers: tokens('identifier').map((values) =>
      values.map(({ system, code }) => ({
        issuer: system === undefined ? undefined : issuerOf(system, at),
        number: code,
      })),
    ),
    names: criteria.flatMap((one) => (one.kind === 'string' ? [one.values] : [])),
  };
};

export const practitioners: Kind = {
  read: async ({ context, principal, at }, id) => {
    const row = await readPractitioner(context, principal, id);
    return row && practitionerOf(row, at);
  },
  search: async ({ context, principal, at }, search, page) => {
    const found = await searchPractitioners(context, principal, askOf(search, at), page);
    return { resources: found.items.map((row) => practitionerOf(row, at)), next: found.next };
  },
  count: async ({ context, principal, at }, search) => countPractitioners(context, principal, askOf(search, at)),
};

export const referrersOf = ({ context, principal }: Asking, rows: readonly ChartStudy[]) =>
  practitionersOf(
    context,
    principal,
    rows.map((row) => ({ patientRecordId: row.patient_record_id, name: row.referring_physician })),
  );

export const authorsOf = ({ context, principal }: Asking, rows: readonly ChartReport[]) =>
  practitionersOf(
    context,
    principal,
    rows.map(({ report, origin }) =>
      'document' in origin
        ? { patientRecordId: origin.document.patient_record_id, name: report.author }
        : { patientRecordId: origin.message.patient_record_id, name: origin.message.author },
    ),
  );

type Order = NonNullable<Awaited<ReturnType<typeof readOrder>>>;

export const requestersOf = ({ context, principal }: Asking, rows: readonly Order[]) =>
  practitionersOf(
    context,
    principal,
    rows.flatMap((row) =>
      [row.requesting_physician, row.performing_physician].map((name) => ({
        patientRecordId: row.patient_record_id,
        name,
      })),
    ),
  );
