/**
 * What can be asked of us: resource types, their interactions, search parameters, includes and operations. The router walks this
 * table and the CapabilityStatement is made of it, so that they cannot disagree.
 */

export const resourceNames = [
  'Patient',
  'ImagingStudy',
  'Endpoint',
  'DiagnosticReport',
  'Observation',
  'ServiceRequest',
  'Organization',
  'Location',
  'AuditEvent',
  'ConceptMap',
] as const;
export type ResourceName = (typeof resourceNames)[number];

export type ParameterType = 'token' | 'date' | 'reference' | 'string';

export interface SearchParameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly documentation: string;
  /** A parameter that looks into a resource of another type: who may not search that type may not use it (H75). */
  readonly chained?: ResourceName;
}

export interface OperationRow {
  /** Without the `$`. */
  readonly name: string;
  readonly level: 'type' | 'instance';
  readonly method: 'GET' | 'POST';
  readonly title: string;
  readonly description: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly use: 'in' | 'out';
    readonly min: number;
    readonly max: '1' | '*';
    readonly type: string;
    readonly documentation: string;
  }[];
}

export interface ResourceRow {
  readonly type: ResourceName;
  readonly parameters: readonly SearchParameter[];
  /** Names of reference parameters whose targets can be included. */
  readonly includes: readonly string[];
  /** `Type:parameter` of resources that can be included because they refer to what was found. */
  readonly revIncludes: readonly string[];
  readonly operations: readonly OperationRow[];
  /** What is told of it by conditional update. */
  readonly conditionalUpdate?: string;
}

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

const resourceOut = (documentation: string) =>
  ({ name: 'return', use: 'out', min: 1, max: '1', type: 'Bundle', documentation }) as const;

const patientOperations: readonly OperationRow[] = [
  {
    name: 'match',
    level: 'type',
    method: 'POST',
    title: 'Find a patient by what is known of one',
    description:
      'Compares the given Patient with the records that we know, field by field, and gives those that may be the same person with a score from 0 to 1 and a grade. Certainly the same: linked without asking; possible: a person must decide. Two records that a rule keeps apart are never given.',
    parameters: [
      { name: 'resource', use: 'in', min: 1, max: '1', type: 'Patient', documentation: 'What is known' },
      { name: 'onlyCertainMatches', use: 'in', min: 0, max: '1', type: 'boolean', documentation: 'Only certain ones' },
      { name: 'count', use: 'in', min: 0, max: '1', type: 'integer', documentation: 'At most so many' },
      resourceOut('Patients with search.score and the match-grade extension, best first'),
    ],
  },
  {
    name: 'ihe-pix',
    level: 'type',
    method: 'GET',
    title: 'The identifiers of a patient elsewhere',
    description:
      'Patient Identifier Cross-reference Query of IHE PIXm (ITI-83): for an identifier, those of the same person in other domains. Who is linked is decided by the patient index; a link that is undone is gone at once.',
    parameters: [
      {
        name: 'sourceIdentifier',
        use: 'in',
        min: 1,
        max: '1',
        type: 'string',
        documentation: 'The known identifier, as system|value',
      },
      { name: 'targetSystem', use: 'in', min: 0, max: '*', type: 'uri', documentation: 'Only of these domains' },
      { name: 'targetIdentifier', use: 'out', min: 0, max: '*', type: 'Identifier', documentation: 'An identifier' },
      { name: 'targetId', use: 'out', min: 0, max: '*', type: 'Reference', documentation: 'A Patient of ours' },
    ],
  },
  {
    name: 'everything',
    level: 'instance',
    method: 'GET',
    title: 'All that we have of a patient',
    description:
      'The Patient, the linked records of the same person, their studies, reports and orders, as far as the token may read each type.',
    parameters: [resourceOut('A searchset')],
  },
  {
    name: 'completeness',
    level: 'instance',
    method: 'GET',
    title: 'How complete the imaging history is',
    description:
      'The statement of completeness of a person: as of when, by which sources, and which of them did not answer. A source that failed is never one that had nothing.',
    parameters: [
      { name: 'verdict', use: 'out', min: 1, max: '1', type: 'code', documentation: 'complete, incomplete, unknown' },
      { name: 'headline', use: 'out', min: 1, max: '1', type: 'string', documentation: 'In one sentence' },
      { name: 'source', use: 'out', min: 0, max: '*', type: 'string', documentation: 'Each source, with its outcome' },
    ],
  },
];

const studyOperations: readonly OperationRow[] = [
  {
    name: 'priors',
    level: 'instance',
    method: 'GET',
    title: 'The ranked priors of a study',
    description:
      'Every known study of the person, at any site, ranked for this one: tier, score, reasons in clinical words, and where the images are. Studies that are here are referred to.',
    parameters: [
      { name: 'prior', use: 'out', min: 0, max: '*', type: 'BackboneElement', documentation: 'One prior, best first' },
    ],
  },
];

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

export const resourceRows: readonly ResourceRow[] = [
  {
    type: 'Patient',
    parameters: [
      id,
      lastUpdated,
      { name: 'identifier', type: 'token', documentation: 'The identifier as system|value, or the value alone' },
      { name: 'birthdate', type: 'date', documentation: 'Birth date, to the day; prefixes eq, gt, lt, ge, le' },
      {
        name: 'family',
        type: 'string',
        documentation: 'The family name begins so, without regard to case and accents',
      },
      { name: 'given', type: 'string', documentation: 'The given name begins so, without regard to case and accents' },
    ],
    includes: [],
    revIncludes: ['ImagingStudy:patient'],
    operations: patientOperations,
    conditionalUpdate:
      'Patient Identity Feed of IHE PIXm (ITI-104): PUT Patient?identifier=system|value by a source that may store; replaced-by merges',
  },
  {
    type: 'ImagingStudy',
    parameters: [id, lastUpdated, ...imagingStudyParameters],
    includes: ['patient', 'subject', 'endpoint'],
    revIncludes: [],
    operations: studyOperations,
  },
  { type: 'Endpoint', parameters: [id], includes: [], revIncludes: [], operations: operationsNone },
  {
    type: 'DiagnosticReport',
    parameters: [
      id,
      lastUpdated,
      patient,
      subject,
      patientIdentifier,
      { name: 'identifier', type: 'token', documentation: 'urn:dicom:uid|urn:oid:UID of the report' },
      { name: 'date', type: 'date', documentation: 'Date of the study, to the day; prefixes eq, gt, lt, ge, le' },
    ],
    includes: ['patient', 'subject'],
    revIncludes: [],
    operations: operationsNone,
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
  },
  {
    type: 'ServiceRequest',
    parameters: [
      id,
      lastUpdated,
      patient,
      subject,
      patientIdentifier,
      {
        name: 'identifier',
        type: 'token',
        documentation: 'Accession number, or urn:dicom:uid|urn:oid:UID of the study',
      },
      { name: 'status', type: 'token', documentation: 'active, completed or revoked' },
    ],
    includes: ['patient', 'subject'],
    revIncludes: [],
    operations: operationsNone,
  },
  { type: 'Organization', parameters: [id], includes: [], revIncludes: [], operations: operationsNone },
  { type: 'Location', parameters: [id], includes: [], revIncludes: [], operations: operationsNone },
  {
    type: 'AuditEvent',
    parameters: [id, { name: 'date', type: 'date', documentation: 'When it happened; prefixes as above' }, patient],
    includes: [],
    revIncludes: [],
    operations: operationsNone,
  },
  {
    type: 'ConceptMap',
    parameters: [
      id,
      { name: 'name', type: 'string', documentation: 'The name begins so, without regard to case' },
      { name: 'status', type: 'token', documentation: 'active is all that there is' },
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
    includes: [],
    revIncludes: [],
    operations: operationsNone,
  },
];

export const rowOf = (type: ResourceName): ResourceRow => {
  const row = resourceRows.find((each) => each.type === type);
  if (row === undefined) throw new Error('A resource type has no row.');
  return row;
};

/** Parameters of the result, for every type. */
export const resultParameters = ['_count', '_total', '_include', '_revinclude', '_format', '_page'] as const;
