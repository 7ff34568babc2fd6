/** What is said of a resource type in the table of them. */
import type { OperationRow } from './operation-rows.ts';

export const resourceNames = [
  'Patient',
  'ImagingStudy',
  'Endpoint',
  'DiagnosticReport',
  'Observation',
  'DocumentReference',
  'ServiceRequest',
  'Appointment',
  'Encounter',
  'Condition',
  'Consent',
  'Group',
  'Practitioner',
  'Organization',
  'Location',
  'AuditEvent',
  'Provenance',
  'Subscription',
  'ConceptMap',
] as const;
export type ResourceName = (typeof resourceNames)[number];

export type ParameterType = 'token' | 'date' | 'reference' | 'string';

export interface SearchParameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly documentation: string;
  /** Of a string: it takes the modifier `:exact` (search.html 3.1.1.4.5). */
  readonly exact?: true;
  /** Of a reference: what it may refer to; a Patient unless told otherwise. */
  readonly targets?: readonly ResourceName[];
  /** A parameter that looks into a resource of another type: who may not search that type may not use it (H75). */
  readonly chained?: ResourceName;
}

export interface ResourceRow {
  readonly type: ResourceName;
  readonly parameters: readonly SearchParameter[];
  /** Names of reference parameters whose targets can be included. */
  readonly includes: readonly string[];
  /** `Type:parameter` of resources that can be included because they refer to what was found. */
  readonly revIncludes: readonly string[];
  readonly operations: readonly OperationRow[];
  /** Parameters that `_sort` takes, up or down; without it, what is natural for the type. */
  readonly sorts: readonly string[];
  /** Earlier versions are kept: they are read by vread and listed by history, of one resource and of the type. */
  readonly history?: string;
  /** What is told of it by conditional update. */
  readonly conditionalUpdate?: string;
  /** What conditional delete does. */
  readonly conditionalDelete?: string;
  /** What of it is taken by create and update, and conditional ones where it has identifiers of its own. */
  readonly writes?: string;
  /** What delete does. */
  readonly deletes?: string;
}
