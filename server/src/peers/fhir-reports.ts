/**
 * Reports from a source that speaks FHIR R4: the patient by identifier, then the DiagnosticReports of that patient. Searches go by
 * POST (FHIR 3.2.1.2), so that no identifier stands in a URL that we make.
 */
import { momentDigits, mostReportText, reportSections, reportStatuses, systems } from '@throughline/fhir';
import { z } from 'zod';
import { boundedFetch } from './bounded-fetch.ts';
import { authorisation } from './dicomweb-peer.ts';
import { type PeerCredentials, PeerError, type PeerReport } from './peer.ts';

export interface FhirSettings {
  readonly baseUrl: string;
  readonly credentials?: PeerCredentials;
}

/** Whose reports are asked for; a Patient that contradicts any of it is somebody else. */
export interface ReportQuestion {
  readonly patientId: string;
  /** as in a PN: family name first */
  readonly name: string | null;
  /** YYYYMMDD */
  readonly birthDate: string | null;
}

const PAGE = 20;
const MOST_PAGES = 25;
const MOST_STUDIES = 200;

const id = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/);
const text = z.string().max(1_024);
const reference = z.object({
  reference: text.optional(),
  display: text.optional(),
  identifier: z.object({ system: text.optional(), value: text.optional() }).optional(),
});

const patient = z.object({
  resourceType: z.literal('Patient'),
  id,
  identifier: z
    .array(z.object({ value: text.optional() }))
    .max(200)
    .default([]),
  name: z
    .array(z.object({ family: text.optional() }))
    .max(50)
    .default([]),
  birthDate: z.string().max(10).optional(),
});

const statuses = Object.keys(reportStatuses) as [keyof typeof reportStatuses];

const diagnosticReport = z.object({
  resourceType: z.literal('DiagnosticReport'),
  id,
  status: z.enum(statuses),
  code: z.object({ text: text.optional(), coding: z.array(z.object({ display: text.optional() })).optional() }),
  subject: reference,
  basedOn: z.array(reference).max(50).default([]),
  imagingStudy: z.array(reference).max(50).default([]),
  issued: z.string().max(64).optional(),
  resultsInterpreter: z.array(reference).max(50).default([]),
  performer: z.array(reference).max(50).default([]),
  conclusion: z.string().max(mostReportText).optional(),
  presentedForm: z
    .array(z.object({ contentType: text.optional(), data: z.base64().optional() }))
    .max(50)
    .optional(),
});
type Told = z.infer<typeof diagnosticReport>;

const imagingStudy = z.object({
  resourceType: z.literal('ImagingStudy'),
  identifier: z.array(z.object({ system: text.optional(), value: text.optional() })).default([]),
});

const bundle = z.object({
  resourceType: z.literal('Bundle'),
  link: z.array(z.object({ relation: text, url: z.string().max(8_192) })).optional(),
  entry: z.array(z.object({ resource: z.unknown() })).optional(),
});

const read = async <T>(answer: Response, shape: z.ZodType<T>): Promise<T> => {
  if (!answer.ok) throw new PeerError('refused', `The FHIR service answered with status ${answer.status}`);
  const body: unknown = await answer.json().catch(() => undefined);
  const parsed = shape.safeParse(body);
  if (!parsed.success)
    throw new PeerError('misbehaved', 'The FHIR service answered with something else than was asked');
  return parsed.data;
};

const headersOf = ({ credentials }: FhirSettings): Record<string, string> => ({
  accept: 'application/fhir+json',
  ...authorisation(credentials),
});

const get = <T>(settings: FhirSettings, url: string, shape: z.ZodType<T>): Promise<T> =>
  boundedFetch(url, { headers: headersOf(settings) }).then((answer) => read(answer, shape));

const post = (settings: FhirSettings, type: string, form: Readonly<Record<string, string>>) =>
  boundedFetch(`${settings.baseUrl}/${type}/_search`, {
    method: 'POST',
    headers: { ...headersOf(settings), 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  }).then((answer) => read(answer, bundle));

/** All pages. A page elsewhere is not asked for: the credentials are for this service. */
const search = async (
  settings: FhirSettings,
  type: string,
  form: Readonly<Record<string, string>>,
): Promise<readonly unknown[]> => {
  const found: unknown[] = [];
  let page = await post(settings, type, { ...form, _count: String(PAGE) });
  for (let pages = 1; ; pages += 1) {
    found.push(...(page.entry ?? []).map(({ resource }) => resource));
    const next = page.link?.find(({ relation }) => relation === 'next')?.url;
    if (next === undefined) return found;
    if (pages >= MOST_PAGES || !next.startsWith(`${settings.baseUrl}/`))
      throw new PeerError(
        'misbehaved',
        'The FHIR service gives more answers than anybody has, or gives them elsewhere',
      );
    page = await get(settings, next, bundle);
  }
};

const parsedBy = <T>(shape: z.ZodType<T>, resources: readonly unknown[]): readonly T[] =>
  resources.flatMap((resource) => {
    const parsed = shape.safeParse(resource);
    return parsed.success ? [parsed.data] : [];
  });

const folded = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll(/[^\p{L}]/gu, '')
    .toUpperCase();

/** An identifier without its system may be anybody's: name and date of birth must not say otherwise. */
const isMeant = (told: z.infer<typeof patient>, { patientId, name, birthDate }: ReportQuestion): boolean => {
  if (!told.identifier.some(({ value }) => value === patientId)) return false;
  if (birthDate !== null && told.birthDate !== undefined && told.birthDate.replaceAll('-', '') !== birthDate)
    return false;
  const family = folded(name?.split(/[\^=]/)[0] ?? '');
  const families = told.name.flatMap((each) => each.family ?? []).map(folded);
  return family === '' || families.length === 0 || families.includes(family);
};

const uidIn = (
  identifier: { readonly system?: string | undefined; readonly value?: string | undefined } | undefined,
) => (identifier?.system === systems.uid ? identifier.value?.replace(/^urn:oid:/, '') : undefined);

/** The study that it is of, where the reference says it itself or leads to an ImagingStudy of the same service. */
class Studies {
  readonly #settings: FhirSettings;
  readonly #known = new Map<string, string | undefined>();

  constructor(settings: FhirSettings) {
    this.#settings = settings;
  }

  async uidOf({ imagingStudy: [first] }: Told): Promise<string | undefined> {
    const said = uidIn(first?.identifier);
    if (said !== undefined) return said;
    const named = /(?:^|\/)ImagingStudy\/([A-Za-z0-9\-.]{1,64})$/.exec(first?.reference ?? '')?.[1];
    if (named === undefined || this.#known.size >= MOST_STUDIES) return undefined;
    if (!this.#known.has(named)) this.#known.set(named, await this.#read(named));
    return this.#known.get(named);
  }

  /** One that cannot be read leaves its report without a study, and the other reports as they are. */
  async #read(named: string): Promise<string | undefined> {
    const url = `${this.#settings.baseUrl}/ImagingStudy/${named}`;
    const study = await get(this.#settings, url, imagingStudy).catch((error: unknown) => {
      if (error instanceof PeerError && error.kind === 'refused') return undefined;
      throw error;
    });
    return study?.identifier.map(uidIn).find((uid) => uid !== undefined);
  }
}

const titleOf = ({ code }: Told): string =>
  code.text ?? code.coding?.find(({ display }) => display !== undefined)?.display ?? 'Report';

const toReport = (told: Told, studyInstanceUid: string | undefined): PeerReport => ({
  key: `DiagnosticReport/${told.id}`,
  studyInstanceUid,
  accessionNumber: told.basedOn.find(({ identifier }) => identifier?.value !== undefined)?.identifier?.value,
  title: titleOf(told),
  status: reportStatuses[told.status],
  reportedAt: momentDigits(told.issued),
  author: [...told.resultsInterpreter, ...told.performer].find(({ display }) => display !== undefined)?.display,
  sections: reportSections(told),
});

/**
 * The reports of one patient that are of a study or an order and have a text, or were withdrawn; nothing when the service does not
 * know the patient, or knows several by this identifier. @throws PeerError
 */
export const searchReports = async (
  settings: FhirSettings,
  question: ReportQuestion,
): Promise<readonly PeerReport[]> => {
  const patients = parsedBy(patient, await search(settings, 'Patient', { identifier: question.patientId }));
  const meant = patients.filter((told) => isMeant(told, question));
  const [one] = meant;
  if (one === undefined || meant.length > 1) return [];
  const found = parsedBy(diagnosticReport, await search(settings, 'DiagnosticReport', { patient: one.id }));
  const studies = new Studies(settings);
  const reports: PeerReport[] = [];
  for (const told of found) {
    if (!/(^|\/)Patient\/[^/]+$/.test(told.subject.reference ?? '') || !told.subject.reference?.endsWith(`/${one.id}`))
      continue;
    const report = toReport(told, await studies.uidOf(told));
    const isOfSomething = report.studyInstanceUid !== undefined || report.accessionNumber !== undefined;
    if (isOfSomething && (report.sections.length > 0 || report.status === 'cancelled')) reports.push(report);
  }
  return reports;
};
