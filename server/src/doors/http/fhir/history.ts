/** Versions of reports, studies and patients, one by one and as lists. */
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { type ResourceName, type Root, toHistory, toPatient, type Version, versioned } from '@throughline/fhir';
import { fail } from '../../../errors.ts';
import {
  type ChartReport,
  listPatientHistory,
  listReportHistory,
  listReportVersions,
  listStudyVersions,
  type Page,
  readPatients,
  searchStudies,
} from '../../../features/chart/index.ts';
import { openPage, sealPage } from '../../../features/paging/index.ts';
import type { Asking } from './kind.ts';
import { diagnosticReportOf, patientOf, studyOf, type WhoIs } from './models.ts';
import { authorsOf, referrersOf } from './practitioners.ts';

const newestFirst = { by: 'updated', descending: true } as const;

interface Versions {
  readonly versions: readonly Version[];
  readonly next: string | undefined;
}

const ofReport =
  (at: Root, whoIs: WhoIs) =>
  (found: ChartReport): Version => ({
    resource: diagnosticReportOf(found, at, whoIs),
    created: 'document' in found.origin || found.origin.message.is_first,
  });

const reports = async (asking: Asking, id: string | undefined, page: Page): Promise<Versions> => {
  const { context, principal, at } = asking;
  const { items, next } =
    id === undefined
      ? // The list is of versions: each has the id of its report.
        await listReportHistory(context, principal, page)
      : { items: await listReportVersions(context, principal, id), next: undefined };
  return { versions: items.map(ofReport(at, await authorsOf(asking, items))), next };
};

type PatientVersion = Awaited<ReturnType<typeof listPatientHistory>>['items'][number];

const earlierPatient = (row: PatientVersion, at: Root): Resource =>
  toPatient(
    {
      id: row.patient_record_id,
      issuer: row.issuer,
      patientId: row.patient_id,
      name: row.name,
      birthDate: row.birth_date,
      sex: row.sex,
      updatedAt: row.since,
      sameAs: [],
      absorbed: [],
    },
    at,
  );

const patients = async ({ context, principal, at }: Asking, id: string | undefined, page: Page): Promise<Versions> => {
  const { items, next } = await listPatientHistory(context, principal, id, page);
  const now = items.filter((row) => row.is_current).map((row) => row.patient_record_id);
  // Who is linked is told with what is current, to who may read it.
  const current = new Map((await readPatients(context, principal, now)).map((row) => [row.id, patientOf(row, at)]));
  const versions = items.map((row) => ({
    resource: (row.is_current ? current.get(row.patient_record_id) : undefined) ?? earlierPatient(row, at),
    created: row.is_first,
    ...(row.is_removal && { deleted: true as const }),
  }));
  return { versions, next };
};

/** Of one study few, and given at once. */
const ofStudy = async (asking: Asking, id: string): Promise<readonly Version[]> => {
  const rows = await listStudyVersions(asking.context, asking.principal, id);
  const whoIs = await referrersOf(asking, rows);
  return rows.map((row, place) => ({
    resource: studyOf(row, asking.at, whoIs),
    created: place === rows.length - 1,
  }));
};

const changedAt = ({ resource }: Version): string => resource.meta?.lastUpdated ?? '';

const studiesAtOnce = 20;

/** Of the type by pages of studies, the one that changed last first; the versions of a page newest first. */
const studies = async (asking: Asking, id: string | undefined, page: Page): Promise<Versions> => {
  if (id !== undefined) return { versions: await ofStudy(asking, id), next: undefined };
  const { context, principal } = asking;
  const limit = Math.min(page.limit, studiesAtOnce);
  const { items, next } = await searchStudies(context, principal, {}, { ...page, limit, sort: newestFirst });
  const versions: Version[] = [];
  for (const study of items) versions.push(...(await ofStudy(asking, study.id)));
  return { versions: versions.toSorted((one, other) => changedAt(other).localeCompare(changedAt(one))), next };
};

const listers: Partial<
  Record<ResourceName, (asking: Asking, id: string | undefined, page: Page) => Promise<Versions>>
> = { DiagnosticReport: reports, ImagingStudy: studies, Patient: patients };

const listVersions = (asking: Asking, type: ResourceName, id: string | undefined, page: Page): Promise<Versions> =>
  (listers[type] ?? fail('not-found'))(asking, id, page);

const mostVersions = 50;

const countOf = (text: string | undefined): number => {
  if (text === undefined) return mostVersions;
  return /^[1-9]\d{0,8}$/.test(text)
    ? Math.min(Number(text), mostVersions)
    : fail('bad-request', '_count is a number.');
};

interface Asked {
  readonly query: readonly (readonly [string, string])[];
  readonly self: string;
}

/** R4 http.html 2.21.0.12; `id` undefined: of the type. */
export const readHistory = async (
  asking: Asking,
  type: ResourceName,
  id: string | undefined,
  { query, self }: Asked,
): Promise<Bundle> => {
  const { context, principal, at } = asking;
  const asked = new Map(query);
  if ([...asked.keys()].some((name) => !['_count', '_page', '_format'].includes(name)))
    fail('bad-request', 'A history takes _count and no other parameter.');
  const token = asked.get('_page');
  const opened = token === undefined ? undefined : await openPage(context, principal, token);
  const after = opened === undefined ? undefined : pageIn(opened, type, id);
  const page = { limit: countOf(asked.get('_count')), ...(after !== undefined && { after }) };
  const { versions, next } = await listVersions(asking, type, id, page);
  if (id !== undefined && versions.length === 0) fail('not-found');
  const place = id === undefined ? type : `${type}/${id}`;
  const sealed = next && (await sealPage(context, principal, { history: place, after: next }));
  const link = sealed && `${at.root}/${place}/_history?_count=${page.limit}&_page=${sealed}`;
  return toHistory(versions, { self, at: context.clock(), ...(link !== undefined && { next: link }) }, at);
};

const pageIn = (opened: unknown, type: ResourceName, id: string | undefined): string => {
  const isOurs = typeof opened === 'object' && opened !== null && 'history' in opened && 'after' in opened;
  if (!isOurs || opened.history !== (id === undefined ? type : `${type}/${id}`)) return fail('not-found');
  return String(opened.after);
};

/** Undefined when there is no such version; fails with `gone` where it is a deletion. */
export const readVersion = async (
  asking: Asking,
  type: ResourceName,
  id: string,
  versionId: string,
): Promise<Resource | undefined> => {
  const { versions } = await listVersions(asking, type, id, { limit: 1000 });
  const found = versions.find(({ resource }) => versioned(resource).meta?.versionId === versionId);
  // The version is that it was deleted (R4 http.html#vread).
  return found?.deleted ? fail('gone') : found && versioned(found.resource);
};
