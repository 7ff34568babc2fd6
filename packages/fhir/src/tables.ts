/**
 * What can be asked of us: resource types, their interactions, search parameters, includes and operations. The router walks this
 * table and the CapabilityStatement is made of it, so that they cannot disagree.
 */

import { type OperationRow, patientOperations, studyOperations, subscriptionOperations } from './operation-rows.ts';
import type { ResourceName, ResourceRow, SearchParameter } from './resource-row.ts';

const id: SearchParameter = { name: '_id', type: 'token', documentation: 'Ids of the resource' };
const lastUpdated: SearchParameter = {
  name: '_lastUpdated',
  type: 'date',
  documentation: 'When it was last changed here; prefixes eq, gt, lt, ge, le, sa, eb',
};
const patient: SearchParameter = {
  name: 'patient',
  type: 'reference',
  documentation: 'Of this patient: of any record that is linked to it as the same person',
};
const subject: SearchParameter = { ...patient, name: 'subject' };
const patientIdentifier: SearchParameter = {
  name: 'patient.identifier',
  type: 'token',
  documentation:
    'The same by the identifier of the patient, as system|value; a system that is a plain name is an issuer',
  chained: 'Patient',
};

const imagingStudyParameters: readonly SearchParameter[] = [
  {
    name: 'identifier',
    type: 'token',
    documentation:
      'urn:dicom:uid|urn:oid:UID of the study, or an accession number as system|value; a value alone is an accession number or a UID',
  },
  patient,
  subject,
  patientIdentifier,
  {
    name: 'started',
    type: 'date',
    documentation: 'Date of the study, to the day; prefixes eq, gt, lt, ge, le, sa, eb',
  },
  { name: 'modality', type: 'token', documentation: 'A series is of this modality' },
  { name: 'status', type: 'token', documentation: 'available is all that there is' },
];

const operationsNone: readonly OperationRow[] = [];

const begins = (name: string, what: string): SearchParameter => ({
  name,
  type: 'string',
  exact: true,
  documentation: `${what} begins so, without regard to case and accents; with :exact it is written so`,
});

/** IHE ITI TF-2 3.78.4.1.2: what PDQm asks by beside names, birth date and identifiers. */
const demographicParameters: readonly SearchParameter[] = [
  { name: 'gender', type: 'token', documentation: 'male, female, other or unknown' },
  { name: 'active', type: 'token', documentation: 'Whether its identifier is still in use: no merge replaced it' },
  { name: 'telecom', type: 'token', documentation: 'A telephone number, by its last nine digits, or a mail address' },
  begins('address', 'A part of the address'),
  begins('address-city', 'The city'),
  begins('address-state', 'The state'),
  begins('address-postalcode', 'The postal code'),
  begins('address-country', 'The country'),
  begins('mothersMaidenName', "The mother's family name before marriage"),
];

const status = (documentation: string): SearchParameter => ({ name: 'status', type: 'token', documentation });

const whose = [patient, subject, patientIdentifier] as const;

const ofPatients = (...types: readonly string[]): readonly string[] => types.map((type) => `${type}:patient`);

const none = { includes: [], revIncludes: [], operations: operationsNone, sorts: [] } as const;

export const resourceRows: readonly ResourceRow[] = [
  {
    type: 'Patient',
    parameters: [
      id,
      lastUpdated,
      {
        name: 'identifier',
        type: 'token',
        documentation:
          'The identifier as system|value, or the value alone; system| alone, in a parameter of its own: only Patients of that domain (IHE PDQm, ITI-78)',
      },
      { name: 'birthdate', type: 'date', documentation: 'Birth date, to the day; prefixes eq, gt, lt, ge, le' },
      begins('family', 'The family name'),
      begins('given', 'The given name'),
      ...demographicParameters,
    ],
    includes: [],
    revIncludes: ofPatients(
      'ImagingStudy',
      'DiagnosticReport',
      'DocumentReference',
      'ServiceRequest',
      'Appointment',
      'Observation',
      'Encounter',
      'Condition',
      'Consent',
      'Provenance',
    ),
    operations: patientOperations,
    sorts: ['_lastUpdated', 'birthdate'],
    history: 'What its source said of the patient before; who is linked to whom is told as it is now only',
    conditionalUpdate:
      'Patient Identity Feed of IHE PIXm (ITI-104): PUT Patient?identifier=system|value by a source that may store; replaced-by merges',
    conditionalDelete:
      'Remove Patient of IHE PIXm (ITI-104): DELETE Patient?identifier=system|value by the source of the identifier; refused while studies, reports or orders are filed under it, and it is there again when it is told of again',
  },
  {
    type: 'ImagingStudy',
    parameters: [id, lastUpdated, ...imagingStudyParameters],
    includes: ['patient', 'subject', 'endpoint'],
    revIncludes: ['DocumentReference:related', 'Provenance:target'],
    operations: studyOperations,
    sorts: ['_lastUpdated', 'started'],
    history:
      'What was said of the study before, and how many of the objects that are here now were here then; objects that were rejected or removed are in no version. Of the type: by pages of studies, those that changed last first, the versions of a page newest first',
  },
  {
    ...none,
    type: 'Endpoint',
    parameters: [
      id,
      status('active is all that there is'),
      { name: 'connection-type', type: 'token', documentation: 'dicom-wado-rs or dicom-qido-rs' },
    ],
  },
  {
    type: 'DiagnosticReport',
    parameters: [
      id,
      lastUpdated,
      ...whose,
      {
        name: 'identifier',
        type: 'token',
        documentation: 'urn:dicom:uid|urn:oid:UID of the document, or the number that the sender of a message gives it',
      },
      { name: 'date', type: 'date', documentation: 'Date of the study, to the day; prefixes eq, gt, lt, ge, le' },
    ],
    includes: ['patient', 'subject'],
    revIncludes: [],
    operations: operationsNone,
    sorts: ['_lastUpdated', 'date'],
    history: 'Every version that the sender of a message gave: preliminary, final, corrected, addended, cancelled',
    writes:
      'A report with identifier, status, subject, code and its text, by a system that may store: what is updated gets another version. Reports of other ways are not changed',
  },
  {
    type: 'DocumentReference',
    parameters: [
      id,
      lastUpdated,
      ...whose,
      { name: 'identifier', type: 'token', documentation: 'urn:dicom:uid|urn:oid:UID of the document' },
      { name: 'date', type: 'date', documentation: 'When it came here; prefixes as above' },
      {
        name: 'related',
        type: 'reference',
        targets: ['ImagingStudy'],
        documentation: 'A document of this ImagingStudy, or the manifest of it',
      },
      status('current is all that there is'),
    ],
    includes: ['patient', 'subject', 'related'],
    revIncludes: [],
    operations: operationsNone,
    sorts: ['_lastUpdated', 'date'],
  },
  {
    type: 'Observation',
    parameters: [
      id,
      lastUpdated,
      patient,
      subject,
      patientIdentifier,
      {
        name: 'code',
        type: 'token',
        documentation: 'What was measured, by the code that it came with, as system|code or the code alone',
      },
      { name: 'date', type: 'date', documentation: 'Date of the study, to the day; prefixes eq, gt, lt, ge, le' },
    ],
    includes: ['patient', 'subject'],
    revIncludes: [],
    operations: operationsNone,
    sorts: [],
    writes:
      'A measurement with identifier, status, code, subject and valueQuantity, by a system, or a user, that may store, within a patient context of its patient: it joins the series of the person, checked by its unit. Those of objects and reports are not changed',
  },
  {
    type: 'ServiceRequest',
    parameters: [
      id,
      lastUpdated,
      ...whose,
      {
        name: 'identifier',
        type: 'token',
        documentation: 'Accession number, or urn:dicom:uid|urn:oid:UID of the study',
      },
      status('active, completed or revoked'),
      { name: 'authored', type: 'date', documentation: 'When the order came here; prefixes as above' },
    ],
    includes: ['patient', 'subject'],
    revIncludes: [],
    operations: operationsNone,
    sorts: ['_lastUpdated', 'authored'],
    writes:
      'An order with an accession number (at most 16 characters) as its first identifier, by a system that may store: gathering starts as with an order of HL7; revoked and completed end it. Orders of other ways are not changed',
  },
  {
    type: 'Appointment',
    parameters: [
      id,
      lastUpdated,
      patient,
      { ...patient, name: 'actor' },
      patientIdentifier,
      { name: 'identifier', type: 'token', documentation: 'The number that its scheduler gives it' },
      status('booked or cancelled'),
      { name: 'date', type: 'date', documentation: 'When it starts, to the day of the scheduler; prefixes as above' },
    ],
    includes: ['patient', 'actor'],
    revIncludes: [],
    operations: operationsNone,
    sorts: ['_lastUpdated', 'date'],
    writes:
      'An appointment with an identifier and a patient as actor, by a system that may store: gathering starts as with one of HL7. Appointments of other ways are not changed',
  },
  {
    type: 'Encounter',
    parameters: [
      id,
      lastUpdated,
      ...whose,
      { name: 'identifier', type: 'token', documentation: 'The number of the visit' },
      status('planned, in-progress, finished, cancelled or unknown'),
      { name: 'date', type: 'date', documentation: 'When it began, to the day of the hospital; prefixes as above' },
    ],
    includes: ['patient', 'subject'],
    revIncludes: ['Condition:encounter'],
    operations: operationsNone,
    sorts: ['_lastUpdated', 'date'],
  },
  {
    type: 'Condition',
    parameters: [
      id,
      lastUpdated,
      ...whose,
      { name: 'code', type: 'token', documentation: 'The diagnosis, as system|code or the code alone' },
      { name: 'encounter', type: 'reference', targets: ['Encounter'], documentation: 'Told with this visit' },
    ],
    includes: ['patient', 'subject', 'encounter'],
    revIncludes: [],
    operations: operationsNone,
    sorts: ['_lastUpdated'],
  },
  {
    type: 'Consent',
    parameters: [
      id,
      lastUpdated,
      patient,
      patientIdentifier,
      { name: 'identifier', type: 'token', documentation: 'The number that its keeper gives it' },
      status('draft, proposed, active, rejected, inactive or entered-in-error'),
    ],
    includes: ['patient'],
    revIncludes: [],
    operations: operationsNone,
    sorts: ['_lastUpdated'],
    writes:
      'A privacy consent with identifier, patient, and a provision that permits or denies, perhaps within a period, perhaps for or but for some recipients (actor IRCP, named by the subject of their tokens or by their fhirUser), by a system that may store. One that is active and denies withholds all that is known of the person from those it is about, administrators excepted',
  },
  {
    ...none,
    type: 'Group',
    parameters: [
      id,
      { name: 'identifier', type: 'token', documentation: 'The number that its keeper gives it' },
      {
        name: 'member',
        type: 'reference',
        documentation: 'This patient is in it: any record that is linked to it as the same person',
      },
    ],
    includes: ['member'],
    writes:
      'A group of persons with identifier and members that are known here, by a system that may store: what is updated replaces it. $export of it is of the persons in it, with all their records, as they are linked then',
  },
  {
    ...none,
    type: 'Practitioner',
    parameters: [
      id,
      { name: 'identifier', type: 'token', documentation: 'The number that a hospital gives, as system|value' },
      { name: 'name', type: 'string', documentation: 'A part of the name begins so, without regard to case' },
    ],
  },
  {
    ...none,
    type: 'Organization',
    parameters: [id, { name: 'name', type: 'string', documentation: 'The name begins so, without regard to case' }],
  },
  {
    ...none,
    type: 'Location',
    parameters: [
      id,
      { name: 'name', type: 'string', documentation: 'The name begins so, without regard to case' },
      {
        name: 'organization',
        type: 'reference',
        targets: ['Organization'],
        documentation: 'Of this organisation',
      },
    ],
    includes: ['organization'],
  },
  {
    ...none,
    type: 'AuditEvent',
    parameters: [id, { name: 'date', type: 'date', documentation: 'When it happened; prefixes as above' }, patient],
    includes: ['patient'],
  },
  {
    type: 'Provenance',
    parameters: [
      id,
      lastUpdated,
      patient,
      {
        name: 'target',
        type: 'reference',
        targets: ['Patient', 'ImagingStudy'],
        documentation: 'About this Patient or ImagingStudy, itself and no other',
      },
      { name: 'recorded', type: 'date', documentation: 'When it was decided; prefixes as above' },
    ],
    includes: ['patient', 'target'],
    revIncludes: [],
    operations: operationsNone,
    sorts: ['recorded'],
  },
  {
    ...none,
    type: 'Subscription',
    parameters: [
      id,
      status('requested, active, error or off'),
      { name: 'criteria', type: 'string', documentation: 'The URL of its topic, whole' },
    ],
    operations: subscriptionOperations,
    writes:
      'By topic (Subscriptions R5 Backport), by who reads for all patients: a rest-hook to an endpoint that is listed, or a websocket that its maker binds ($get-ws-binding-token); filters: patient=Patient/id, of study-arrived modality=CT,MR, of report-changed status=final,amended; all of them must agree. An update changes its status alone: off ends it, requested begins anew',
    deletes: 'It is off; what was told of stays on record',
  },
  {
    ...none,
    type: 'ConceptMap',
    parameters: [
      id,
      { name: 'name', type: 'string', documentation: 'The name begins so, without regard to case' },
      status('active is all that there is'),
      {
        name: 'source-code',
        type: 'token',
        documentation: 'It maps this code of a site, as system|code or the code alone',
      },
      {
        name: 'target-code',
        type: 'token',
        documentation: 'It maps to this standard code, as system|code or the code alone',
      },
    ],
  },
];

export const rowOf = (type: ResourceName): ResourceRow => {
  const row = resourceRows.find((each) => each.type === type);
  if (row === undefined) throw new Error('A resource type has no row.');
  return row;
};

/** Parameters of the result, for every type. */
export const resultParameters = ['_count', '_sort', '_total', '_include', '_revinclude', '_format', '_page'] as const;
