/** One measurement, as an object or a report says it. */
import type { CodeableConcept, Observation } from '@medplum/fhirtypes';
import { schemes, systems } from './systems.ts';
import { dateOf, textOf } from './values.ts';

interface CodeModel {
  readonly value: string;
  /** DICOM coding scheme designator */
  readonly scheme: string;
  readonly meaning: string;
}

export interface ObservationModel {
  readonly id: string;
  readonly patientRecordId: string;
  /** Our id of the study that it is of; null when it came without one. */
  readonly studyId: string | null;
  /** How the report stands that it came with; null when it is of an object, which does not say it for one value. */
  readonly reportStatus: string | null;
  readonly what: CodeModel;
  readonly value: number;
  /** As it was sent. */
  readonly unit: string;
  /** In UCUM; null when its unit cannot be read. */
  readonly canonical: { readonly value: number; readonly unit: string } | null;
  readonly comparator: string | null;
  readonly site: CodeModel | null;
  readonly side: 'L' | 'R' | 'B' | null;
  /** Derivation, method and mode. */
  readonly modifiers: readonly CodeModel[];
  readonly trackingUid: string | null;
  /** A fetus, as the object names it. */
  readonly subject: string | null;
  /** Digits of a DICOM DT. */
  readonly at: string | null;
  readonly receivedAt: Date;
  /** It came as an Observation: its number, and who measured, as its writer says; null: it did not. */
  readonly written: { readonly system: string; readonly number: string; readonly performer: string | null } | null;
}

const statuses: Readonly<Record<string, Observation['status']>> = {
  preliminary: 'preliminary',
  final: 'final',
  corrected: 'corrected',
  addended: 'amended',
};

const comparators = ['<', '<=', '>=', '>'] as const;

/** A scheme of one sender alone has no URI: its codes are given without a system, as they are found. */
const systemOf = (scheme: string): string | undefined => {
  if (Object.hasOwn(schemes, scheme)) return schemes[scheme];
  return /^(https?:\/\/|urn:)\S+$/i.test(scheme) ? scheme : undefined;
};

const conceptOf = ({ value, scheme, meaning }: CodeModel): CodeableConcept => {
  const [system, code] = [systemOf(scheme), value.trim()];
  const text = textOf(meaning) ?? value;
  const coding = { ...(system !== undefined && { system }), code, display: text };
  return { ...(/^\S+( \S+)*$/.test(code) && { coding: [coding] }), text };
};

const sides = { L: 'left', R: 'right', B: 'both sides' } as const;

const bodySiteOf = ({ site, side }: ObservationModel): CodeableConcept | undefined => {
  if (site === null) return side === null ? undefined : { text: sides[side] };
  const concept = conceptOf(site);
  return side === null ? concept : { ...concept, text: `${concept.text}, ${sides[side]}` };
};

/** The canonical value with its UCUM code; a unit that cannot be read stays the text that it was. */
const quantityOf = ({ canonical, value, unit, comparator }: ObservationModel): Observation['valueQuantity'] => {
  const limit = comparators.find((one) => one === comparator);
  const about = limit === undefined ? {} : { comparator: limit };
  const text = textOf(unit);
  if (canonical === null) return { value, ...about, ...(text !== undefined && { unit: text }) };
  return { value: canonical.value, ...about, unit: canonical.unit, system: systems.ucum, code: canonical.unit };
};

const statusOf = ({ reportStatus, written }: ObservationModel): Observation['status'] =>
  written === null ? (statuses[reportStatus ?? ''] ?? 'unknown') : (reportStatus as NonNullable<Observation['status']>);

const identifiersOf = ({ written, trackingUid }: ObservationModel): NonNullable<Observation['identifier']> => [
  ...(written === null ? [] : [{ system: written.system, value: written.number }]),
  ...(trackingUid === null ? [] : [{ system: systems.uid, value: `urn:oid:${trackingUid}` }]),
];

export const toObservation = (model: ObservationModel): Observation => {
  const bodySite = bodySiteOf(model);
  const effective = dateOf(model.at?.slice(0, 8));
  const performer = textOf(model.written?.performer);
  const identifier = identifiersOf(model);
  const method = textOf(model.modifiers.map(({ meaning }) => meaning).join(', '));
  return {
    resourceType: 'Observation',
    id: model.id,
    meta: { lastUpdated: model.receivedAt.toISOString() },
    ...(identifier.length > 0 && { identifier }),
    status: statusOf(model),
    category: [{ coding: [{ system: systems.observationCategory, code: 'imaging', display: 'Imaging' }] }],
    code: conceptOf(model.what),
    subject: { reference: `Patient/${model.patientRecordId}` },
    ...(model.subject !== null && { focus: [{ display: `fetus ${model.subject}` }] }),
    ...(effective !== undefined && { effectiveDateTime: effective }),
    valueQuantity: quantityOf(model),
    ...(performer !== undefined && { performer: [{ display: performer }] }),
    ...(bodySite !== undefined && { bodySite }),
    ...(method !== undefined && { method: { text: method } }),
    ...(model.studyId !== null && { derivedFrom: [{ reference: `ImagingStudy/${model.studyId}` }] }),
  };
};
