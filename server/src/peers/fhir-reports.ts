/** Reports from a source that speaks FHIR R4: the patient by identifier, then the DiagnosticReports of that patient. */
import { momentDigits, mostReportText, reportSections, reportStatuses, systems } from '@throughline/fhir';
import { z } from 'zod';
import {
  codeableShape,
  type FhirSettings,
  getResource,
  identifierShape,
  idShape,
  isReferenceTo,
  parsedBy,
  searchPatients,
  searchResources,
  type ToldPatient,
  textShape,
} from './fhir-search.ts';
import { PeerError, type PeerReport } from './peer.ts';

/** Whose reports are asked for; a Patient that contradicts any of it is somebody else. */
export interface ReportQuestion {
  readonly patientId: string;
  /** as in a PN: family name first */
  readonly name: string | null;
  /** YYYYMMDD */
  readonly birthDate: string | null;
}

const MOST_STUDIES = 200;

const reference = z.object({
  reference: textShape.optional(),
  display: textShape.optional(),
  identifier: identifierShape.optional(),
});

const statuses = Object.keys(reportStatuses) as [keyof typeof reportStatuses];

const diagnosticReport = z.object({
  resourceType: z.literal('DiagnosticReport'),
  id: idShape,
  status: z.enum(statuses),
  code: codeableShape,
  subject: reference,
  basedOn: z.array(reference).max(50).default([]),
  imagingStudy: z.array(reference).max(50).default([]),
  issued: z.string().max(64).optional(),
  resultsInterpreter: z.array(reference).max(50).default([]),
  performer: z.array(reference).max(50).default([]),
  conclusion: z.string().max(mostReportText).optional(),
  presentedForm: z
    .array(z.object({ contentType: textShape.optional(), data: z.base64().optional() }))
    .max(50)
    .optional(),
});
type Told = z.infer<typeof diagnosticReport>;

const imagingStudy = z.object({
  resourceType: z.literal('ImagingStudy'),
  identifier: z.array(identifierShape).default([]),
});

const folded = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll(/[^\p{L}]/gu, '')
    .toUpperCase();

/** An identifier without its system may be anybody's: name and date of birth must not say otherwise. */
const isMeant = (told: ToldPatient, { patientId, name, birthDate }: ReportQuestion): boolean => {
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
    const study = await getResource(this.#settings, url, imagingStudy).catch((error: unknown) => {
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
  const patients = await searchPatients(settings, [['identifier', question.patientId]]);
  const meant = patients.filter((told) => isMeant(told, question));
  const [one] = meant;
  if (one === undefined || meant.length > 1) return [];
  const found = parsedBy(diagnosticReport, await searchResources(settings, 'DiagnosticReport', [['patient', one.id]]));
  const studies = new Studies(settings);
  const reports: PeerReport[] = [];
  for (const told of found) {
    if (!isReferenceTo(told.subject.reference, 'Patient', one.id)) continue;
    const report = toReport(told, await studies.uidOf(told));
    const isOfSomething = report.studyInstanceUid !== undefined || report.accessionNumber !== undefined;
    if (isOfSomething && (report.sections.length > 0 || report.status === 'cancelled')) reports.push(report);
  }
  return reports;
};
