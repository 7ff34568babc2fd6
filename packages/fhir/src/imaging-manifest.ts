/**
 * The manifest of a study as a FHIR document (IHE RAD MADO 0.1.0, "FHIR Imaging Study Manifest"): what the Key Object Selection
 * Document of the same study says, in the same order.
 */
import { createHash } from 'node:crypto';
import type {
  Bundle,
  Composition,
  Device,
  Endpoint,
  Identifier,
  ImagingStudy,
  ImagingStudySeriesInstance,
  Organization,
  Patient,
  Reference,
  Resource,
} from '@medplum/fhirtypes';
import { accessionSystem, type Root, systemOf, systems } from './systems.ts';
import { dateOf, dateTimeOf, genderOf, identifierOf, namesOf, narrativeOf, textOf } from './values.ts';

interface ManifestObject {
  readonly uid: string;
  readonly sopClassUid: string;
  readonly number: number | null;
  /** 1 unless it says otherwise; null for what has no pixels */
  readonly frames: number | null;
}

interface ManifestSeries {
  readonly uid: string;
  readonly number: number | null;
  readonly modality: string | null;
  readonly description: string | null;
  readonly objects: readonly ManifestObject[];
}

export interface ManifestModel {
  /** SOP Instance UID of the Key Object Selection Document that says the same */
  readonly uid: string;
  readonly studyInstanceUid: string;
  readonly accessionNumber: string | null;
  readonly accessionIssuer: string | null;
  /** DICOM DA, TM and (0008,0201) */
  readonly date: string | null;
  readonly time: string | null;
  readonly timezone: string | null;
  readonly description: string | null;
  /** as who asks knows the patient; DICOM PN, DA and CS */
  readonly patient: {
    readonly id: string | null;
    readonly issuer: string | null;
    readonly name: string | null;
    readonly birthDate: string | null;
    readonly sex: string | null;
  };
  readonly series: readonly ManifestSeries[];
  /** Whose manifest it is: the name of the organisation that runs the archive. */
  readonly organization: string;
  readonly dicomwebRoot: string;
  /** Names the place by itself, wherever its address is: Retrieve Location UID (0040,E011). */
  readonly locationUid: string;
  readonly at: Date;
}

const profile = (name: string): string => `https://profiles.ihe.net/RAD/MADO/StructureDefinition/${name}`;

const deviceTypes = 'https://profiles.ihe.net/RAD/MADO/CodeSystem/MadoDeviceType';

/** The same part of the same document has the same name (RFC 9562, version 8). */
const nameOf = (model: ManifestModel, part: string): string => {
  const bytes = createHash('sha256').update(`${model.uid}\n${part}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `urn:uuid:${hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}`;
};

export const documentIdentifier = ({ uid }: ManifestModel): Identifier => ({
  system: systems.uri,
  value: `urn:oid:${uid}`,
});

const typed = (code: string, meaning: string) => ({ coding: [{ system: systems.dicom, code, display: meaning }] });

export const patientOf = ({ patient }: ManifestModel, at: Root): Patient => {
  const [id, issuer] = [textOf(patient.id), textOf(patient.issuer)];
  const names = namesOf(patient.name);
  const [birthDate, gender] = [dateOf(patient.birthDate), genderOf(patient.sex)];
  return {
    resourceType: 'Patient',
    ...(id !== undefined && {
      identifier: [identifierOf('MR', issuer === undefined ? undefined : systemOf(issuer, at), id)],
    }),
    ...(names.length > 0 && { name: names }),
    ...(gender !== undefined && { gender }),
    ...(birthDate !== undefined && { birthDate }),
  };
};

export const organizationOf = ({ organization }: ManifestModel): Organization => ({
  resourceType: 'Organization',
  name: organization,
});

const creatorOf = (model: ManifestModel): Device => ({
  resourceType: 'Device',
  manufacturer: 'Throughline',
  type: { coding: [{ system: deviceTypes, code: 'mado-creator' }] },
  owner: { reference: nameOf(model, 'Organization') },
});

const endpointOf = ({ dicomwebRoot, locationUid }: ManifestModel): Endpoint => ({
  resourceType: 'Endpoint',
  extension: [{ url: profile('MadoRetrieveLocationUIDExtension'), valueString: locationUid }],
  status: 'active',
  connectionType: { system: systems.endpointType, code: 'dicom-wado-rs' },
  name: 'DICOMweb retrieve',
  payloadType: [{ coding: [{ system: systems.payloadType, code: 'none' }], text: 'DICOM WADO-RS' }],
  address: dicomwebRoot,
});

const instanceOf = ({ uid, sopClassUid, number, frames }: ManifestObject): ImagingStudySeriesInstance => ({
  ...(frames !== null && { extension: [{ url: profile('MadoNumberOfFrames'), valueInteger: frames }] }),
  uid,
  sopClass: { system: systems.uri, code: `urn:oid:${sopClassUid}` },
  ...(number !== null && number >= 0 && { number }),
});

const seriesOf = (series: ManifestSeries, endpoint: string) => {
  const description = textOf(series.description);
  return {
    uid: series.uid,
    ...(series.number !== null && series.number >= 0 && { number: series.number }),
    modality: { system: systems.dicom, code: textOf(series.modality) ?? 'OT' },
    ...(description !== undefined && { description }),
    numberOfInstances: series.objects.length,
    endpoint: [{ reference: endpoint }],
    instance: series.objects.map(instanceOf),
  };
};

const modalitiesOf = ({ series }: ManifestModel): readonly string[] =>
  [...new Set(series.flatMap(({ modality }) => textOf(modality) ?? []))].toSorted();

export const studyIdentifier = ({ studyInstanceUid }: ManifestModel): Identifier => ({
  type: typed('110180', 'Study Instance UID'),
  system: systems.uid,
  value: `urn:oid:${studyInstanceUid}`,
});

export const accessionIdentifier = (model: ManifestModel, at: Root): Identifier | undefined => {
  const accession = textOf(model.accessionNumber);
  if (accession === undefined) return undefined;
  const system = accessionSystem(model.accessionIssuer, at);
  const type = {
    coding: [
      { system: systems.identifierType, code: 'ACSN' },
      { system: systems.dicom, code: '121022', display: 'Accession Number' },
    ],
  };
  return { type, ...(system !== undefined && { system }), value: accession };
};

/** The order, by its accession number. */
const orderOf = (model: ManifestModel, at: Root): Reference[] => {
  const identifier = accessionIdentifier(model, at);
  return identifier === undefined ? [] : [{ type: 'ServiceRequest', identifier }];
};

const studyOf = (model: ManifestModel, at: Root): ImagingStudy => {
  const started = dateTimeOf(model.date, model.time, model.timezone);
  const description = textOf(model.description);
  const order = orderOf(model, at);
  return {
    resourceType: 'ImagingStudy',
    identifier: [studyIdentifier(model)],
    status: 'available',
    modality: modalitiesOf(model).map((code) => ({ system: systems.dicom, code })),
    subject: { reference: nameOf(model, 'Patient') },
    ...(started !== undefined && { started }),
    ...(order.length > 0 && { basedOn: order as ImagingStudy['basedOn'] }),
    numberOfSeries: model.series.length,
    numberOfInstances: model.series.reduce((sum, { objects }) => sum + objects.length, 0),
    procedureCode: [{ text: description ?? 'Imaging study' }],
    ...(description !== undefined && { description }),
    series: model.series.map((each) => seriesOf(each, nameOf(model, 'Endpoint'))),
  };
};

const summaryOf = (model: ManifestModel) =>
  narrativeOf([
    {
      heading: textOf(model.description) ?? 'Imaging study',
      text: [
        `Study ${model.studyInstanceUid}`,
        `Date ${dateOf(model.date) ?? 'not known'}`,
        `Modalities ${modalitiesOf(model).join(', ') || 'not known'}`,
        `Accession number ${textOf(model.accessionNumber) ?? 'none'}`,
        ...model.series.map(
          (each) => `Series ${each.uid}: ${each.objects.length} ${each.objects.length === 1 ? 'object' : 'objects'}`,
        ),
      ].join('\n'),
    },
  ]);

const compositionOf = (model: ManifestModel): Composition => {
  const kind = { coding: [{ system: systems.loinc, code: '18748-4', display: 'Diagnostic imaging study' }] };
  return {
    resourceType: 'Composition',
    text: summaryOf(model),
    identifier: documentIdentifier(model),
    status: 'final',
    type: kind,
    category: [kind],
    subject: { reference: nameOf(model, 'Patient') },
    date: model.at.toISOString(),
    author: [{ reference: nameOf(model, 'Device') }, { reference: nameOf(model, 'Organization') }],
    title: textOf(model.description) ?? 'Imaging study',
    custodian: { reference: nameOf(model, 'Organization') },
    event: [{ detail: [{ reference: nameOf(model, 'ImagingStudy') }] }],
  };
};

export const toImagingManifest = (model: ManifestModel, at: Root): Bundle => {
  const resources: readonly Resource[] = [
    compositionOf(model),
    studyOf(model, at),
    patientOf(model, at),
    endpointOf(model),
    creatorOf(model),
    organizationOf(model),
  ];
  return {
    resourceType: 'Bundle',
    meta: { profile: [profile('MadoFhirBundle')] },
    identifier: documentIdentifier(model),
    type: 'document',
    timestamp: model.at.toISOString(),
    entry: resources.map((resource) => ({ fullUrl: nameOf(model, resource.resourceType), resource })),
  };
};
