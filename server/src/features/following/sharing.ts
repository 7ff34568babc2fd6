/**
 * What is shared in the report that is open in a followed session (FHIRcast STU3 2.10, 3.6): in words for the page, and what the page adds
 * to it. Of a report that is not followed nothing is known here.
 */
import type { MeasurementsRequest, SharedItem } from '@throughline/contract';
import {
  CastError,
  type CastMessage,
  type CastResource,
  contentWith,
  contextAt,
  type ObservationModel,
  toObservation,
} from '@throughline/fhir';
import { findStudy, newId } from '../../db/index.ts';
import type { Place } from './studies.ts';

interface OpenReport {
  readonly id: string;
  readonly versionId: string | undefined;
  readonly content: readonly CastResource[];
  /** Ids of what is selected. */
  readonly selected: ReadonlySet<string>;
}

type Fields = Readonly<Record<string, unknown>>;

const mostShown = 50;
const longest = 160;

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
const wordsOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** A CodeableConcept as people read it. */
const conceptText = (value: unknown): string => {
  const { text, coding } = fieldsOf(value);
  const [first] = Array.isArray(coding) ? coding : [];
  return wordsOf(text) || wordsOf(fieldsOf(first).display) || wordsOf(fieldsOf(first).code);
};

const valueText = (resource: CastResource): string => {
  const { value, unit, code } = fieldsOf(resource.valueQuantity);
  if (value !== undefined) return `${wordsOf(value)} ${wordsOf(unit) || wordsOf(code)}`.trim();
  return wordsOf(resource.valueString) || conceptText(resource.valueCodeableConcept);
};

/** One line of plain text: what it is, and its value where it has one. */
const textOf = (resource: CastResource): string => {
  const what = conceptText(resource.code) || wordsOf(resource.description) || wordsOf(resource.title);
  const value = valueText(resource);
  const text = [what || resource.resourceType, value].filter((part) => part !== '').join(': ');
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
};

type Measured = MeasurementsRequest['measurements'][number];

const lengthCode = { value: '410668003', scheme: 'SCT', meaning: 'Length' } as const;
const angleCode = { value: '1483009', scheme: 'SCT', meaning: 'Angle' } as const;

const modelOf = (
  { kind, value, unit }: Measured,
  study: { readonly id: string; readonly patient_record_id: string },
  at: Date,
): ObservationModel => ({
  id: newId(),
  patientRecordId: study.patient_record_id,
  studyId: study.id,
  reportStatus: 'preliminary',
  written: null,
  what: kind === 'length' ? lengthCode : angleCode,
  value,
  unit,
  canonical: { value, unit },
  comparator: null,
  site: null,
  side: null,
  modifiers: [],
  trackingUid: null,
  subject: null,
  at: at.toISOString().slice(0, 10).replaceAll('-', ''),
  receivedAt: at,
});

/** What was measured on a study that the page shows, one Observation each; the page's own words about patients are not taken. */
export const measuredResources = async (
  { context, principal }: Place,
  studyInstanceUid: string,
  measurements: readonly Measured[],
): Promise<readonly CastResource[]> => {
  const study = await context.db.tenant(principal.tenantId, (trx) => findStudy(trx, studyInstanceUid));
  if (study === undefined) return [];
  return measurements.map((one) => toObservation(modelOf(one, study, context.clock())) as unknown as CastResource);
};

export class Sharing {
  readonly #show: (items: SharedItem[]) => void;
  #report: OpenReport | undefined;
  #isShown = false;

  constructor(show: (items: SharedItem[]) => void) {
    this.#show = show;
  }

  /** A report was opened, and its study is followed. */
  opened(message: CastMessage): void {
    const id = contextAt(message, 'report')?.resource?.id;
    const versionId = message.event['context.versionId'];
    this.#become(id === undefined ? undefined : { id, versionId, content: [], selected: new Set() });
  }

  /** No report is open that is followed. */
  over(): void {
    if (this.#report !== undefined) this.#become(undefined);
  }

  /** DiagnosticReport-update and -select; of another report than the open one they mean nothing. */
  heard(message: CastMessage): void {
    const report = this.#report;
    const named = contextAt(message, 'report');
    const id = named?.resource?.id ?? named?.reference?.reference?.split('/').at(-1);
    if (report === undefined || id !== report.id) return;
    const { event } = message;
    if (event['hub.event'] === 'DiagnosticReport-select') {
      const selected = contextAt(message, 'select')?.resources ?? [];
      this.#become({ ...report, selected: new Set(selected.flatMap((each) => each.id ?? [])) });
      return;
    }
    try {
      const content = contentWith(report.content, message);
      this.#become({ ...report, content, versionId: event['context.versionId'] ?? report.versionId });
    } catch (error) {
      // The hub let it pass; nobody can say what it means.
      if (!(error instanceof CastError)) throw error;
    }
  }

  /** What the hub says is open (2.9.2): taken where it is the same report. */
  known(current: unknown): void {
    const { 'context.versionId': versionId, context } = fieldsOf(current);
    const report = this.#report;
    if (report === undefined || !Array.isArray(context)) return;
    const resourceAt = (key: string): Fields =>
      fieldsOf(fieldsOf(context.find((each) => fieldsOf(each).key === key)).resource);
    if (resourceAt('report').id !== report.id) return;
    const { entry } = resourceAt('content');
    const resources = (Array.isArray(entry) ? entry : []).map((each) => fieldsOf(fieldsOf(each).resource));
    const content = resources.filter((one) => typeof one.resourceType === 'string') as unknown as CastResource[];
    this.#become({ ...report, content, ...(typeof versionId === 'string' && { versionId }) });
  }

  /** DiagnosticReport-update that adds these to the open report; undefined when none is open. */
  toUpdate(topic: string, resources: readonly CastResource[], at: Date): CastMessage | undefined {
    const report = this.#report;
    if (report === undefined || resources.length === 0) return undefined;
    const entry = resources.map((resource) => ({
      request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
      resource,
    }));
    return {
      timestamp: at.toISOString(),
      id: newId(),
      event: {
        'hub.topic': topic,
        'hub.event': 'DiagnosticReport-update',
        ...(report.versionId !== undefined && { 'context.versionId': report.versionId }),
        context: [
          { key: 'report', reference: { reference: `DiagnosticReport/${report.id}` } },
          { key: 'updates', resource: { resourceType: 'Bundle', id: newId(), type: 'transaction', entry } },
        ],
      },
    };
  }

  #become(report: OpenReport | undefined): void {
    this.#report = report;
    const content = report?.content ?? [];
    if (content.length === 0 && !this.#isShown) return;
    this.#isShown = content.length > 0;
    this.#show(
      content.slice(-mostShown).map((resource) => ({
        id: `${resource.resourceType}/${resource.id}`,
        text: textOf(resource),
        selected: report?.selected.has(resource.id ?? '') === true,
      })),
    );
  }
}
