/** A study that we hold, and where its images are had. */
import type { Coding, Endpoint, ImagingStudy, ImagingStudySeries } from '@medplum/fhirtypes';
import { practitionerReference } from './practitioner.ts';
import { accessionSystem, type Root, systems } from './systems.ts';
import { dateTimeOf, identifierOf, textOf } from './values.ts';

export interface SeriesModel {
  readonly uid: string;
  readonly number: number | null;
  readonly modality: string | null;
  readonly description: string | null;
  readonly bodyPart: string | null;
  readonly instances: number;
}

export interface StudyModel {
  readonly id: string;
  readonly uid: string;
  readonly patientRecordId: string;
  readonly accessionNumber: string | null;
  readonly accessionIssuer: string | null;
  /** DICOM DA, TM and (0008,0201) */
  readonly date: string | null;
  readonly time: string | null;
  readonly timezone: string | null;
  readonly description: string | null;
  readonly referrer: string | null;
  /** Our id of the Practitioner who is meant. */
  readonly referrerId?: string | undefined;
  readonly reason: string | null;
  readonly instances: number;
  readonly updatedAt: Date;
  readonly series: readonly SeriesModel[];
}

export const endpointIds = { retrieve: 'wado-rs', search: 'qido-rs' } as const;

const modalityCoding = (code: string): Coding => ({ system: systems.dicom, code });

const toSeries = (series: SeriesModel): ImagingStudySeries => {
  const description = textOf(series.description);
  const bodyPart = textOf(series.bodyPart);
  return {
    uid: series.uid,
    ...(series.number !== null && series.number >= 0 && { number: series.number }),
    // A series without a modality is not one of any other: OT says that.
    modality: modalityCoding(textOf(series.modality) ?? 'OT'),
    ...(description !== undefined && { description }),
    numberOfInstances: series.instances,
    ...(bodyPart !== undefined && { bodySite: { display: bodyPart } }),
  };
};

const identifiersOf = (study: StudyModel, at: Root) => {
  const accession = textOf(study.accessionNumber);
  return [
    { system: systems.uid, value: `urn:oid:${study.uid}` },
    ...(accession === undefined ? [] : [identifierOf('ACSN', accessionSystem(study.accessionIssuer, at), accession)]),
  ];
};

export const toImagingStudy = (study: StudyModel, at: Root): ImagingStudy => {
  const modalities = [...new Set(study.series.map((series) => textOf(series.modality) ?? ''))].filter(Boolean);
  const started = dateTimeOf(study.date, study.time, study.timezone);
  const [description, reason, referrer] = [study.description, study.reason, study.referrer].map(textOf);
  return {
    resourceType: 'ImagingStudy',
    id: study.id,
    meta: { lastUpdated: study.updatedAt.toISOString() },
    identifier: identifiersOf(study, at),
    status: 'available',
    ...(modalities.length > 0 && { modality: modalities.toSorted().map(modalityCoding) }),
    subject: { reference: `Patient/${study.patientRecordId}` },
    ...(started !== undefined && { started }),
    ...(referrer !== undefined && { referrer: practitionerReference(referrer, study.referrerId) }),
    endpoint: Object.values(endpointIds).map((id) => ({ reference: `Endpoint/${id}` })),
    numberOfSeries: study.series.length,
    numberOfInstances: study.instances,
    ...(reason !== undefined && { reasonCode: [{ text: reason }] }),
    ...(description !== undefined && { description }),
    ...(study.series.length > 0 && { series: study.series.map(toSeries) }),
  };
};

/** Where studies are retrieved and searched: our own DICOMweb service, by the same token. */
export const toEndpoints = (dicomwebRoot: string): readonly Endpoint[] =>
  Object.entries(endpointIds).map(([use, id]) => ({
    resourceType: 'Endpoint',
    id,
    status: 'active',
    connectionType: { system: systems.endpointType, code: `dicom-${id}` },
    name: `DICOMweb ${use}`,
    payloadType: [{ text: 'DICOM' }],
    payloadMimeType: use === 'retrieve' ? ['application/dicom', 'application/dicom+json'] : ['application/dicom+json'],
    address: dicomwebRoot,
  }));
