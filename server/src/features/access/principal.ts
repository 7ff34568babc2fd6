/** Who is asking, and what for. Doors say who; features authorise. */
import { fail } from '../../errors.ts';
import type { Grant, Letter } from './scopes.ts';

/**
 * `identity`: may say who is the same person, as a hospital's admission system does.
 * `launch`: may make links that sign somebody in for one patient, as an EHR does for its users.
 */
export const rights = ['read', 'store', 'admin', 'identity', 'launch'] as const;
export type Right = (typeof rights)[number];
type DoorName = 'dicomweb' | 'api' | 'dimse' | 'mllp' | 'job' | 'cli' | 'fhir' | 'cds';

/** Where a client's patient identifiers come from: its Patient Identifier Domain, as IHE calls it. */
export interface PatientIdDomain {
  /** Issuer of Patient ID (0010,0021) of what it sends, and asks, without an issuer. */
  readonly issuer: string;
  /** It wants the records of this issuer only, and nothing of the person's others. */
  readonly only: boolean;
}

export interface Principal {
  readonly tenantId: string;
  /** token subject, calling AE title, name of the job or of the operating system's user */
  readonly subject: string;
  readonly door: DoorName;
  readonly address?: string;
  readonly rights: ReadonlySet<Right>;
  /** Absent: it is told of patients as their sources know them. */
  readonly domain?: PatientIdDomain;
  /** As people call the user, and the address of the FHIR resource that the user is; from tokens that we gave. */
  readonly name?: string;
  readonly fhirUser?: string;
  /** The grant of its token, when we gave it. */
  readonly session?: string;
  /** The patient records that a patient context is about, whatever else its token grants; absent: no patient context. */
  readonly records?: ReadonlySet<string>;
  /** Of whose records alone it writes, for one deed; absent: of everybody's, where it may write at all. */
  readonly writesOf?: ReadonlySet<string>;
  /** Records of persons who forbid that anybody is told of them; absent: of nobody. */
  readonly withheld?: ReadonlySet<string>;
  /** Records that would be withheld, and are not because of an emergency; absent: none. */
  readonly emergency?: ReadonlySet<string>;
  /** What SMART scopes grant, when the token has any; absent: the rights alone decide. */
  readonly grants?: readonly Grant[];
  /** Scopes of FHIRcast: events of its own session that it may be told of, and tell. */
  readonly cast?: readonly string[];
}

/** Resource types by which reading is granted. */
export type ReadableType =
  | 'Patient'
  | 'ImagingStudy'
  | 'Endpoint'
  | 'DiagnosticReport'
  | 'Observation'
  | 'DocumentReference'
  | 'ServiceRequest'
  | 'Appointment'
  | 'Subscription'
  | 'Organization'
  | 'Location'
  | 'Practitioner'
  | 'Encounter'
  | 'Condition'
  | 'Consent'
  | 'Group';

/** How far a permission goes: every restriction that is present applies. */
export interface Reach {
  readonly records?: ReadonlySet<string>;
  readonly modalities?: ReadonlySet<string>;
  /** None of these records, whatever else. */
  readonly withheld?: ReadonlySet<string>;
}

/**
 * For what concerns all patients, or changes something. A principal that is bound to one patient, or whose scopes speak of resources,
 * may do none of it unless the feature asks `reach`: what does not know how to restrict itself refuses.
 */
export function authorise(principal: Principal, right: Right): void {
  if (principal.records !== undefined || principal.grants !== undefined || !principal.rights.has(right))
    fail('forbidden');
}

const isGranted = (principal: Principal, grant: Grant, type: ReadableType, letter: Letter): boolean => {
  if (!grant.letters.has(letter) || (grant.type !== '*' && grant.type !== type)) return false;
  // A user's scope gives no more than the user may (A14); without a patient, a patient's scope gives nothing (H88).
  if (grant.level === 'user') return principal.rights.has('read');
  return grant.level === 'system' || principal.records !== undefined;
};

const withRecords = ({ records, withheld }: Principal, reach: Reach): Reach => ({
  ...reach,
  ...(records && { records }),
  ...(withheld && { withheld }),
});

/** The grants that apply, together. A modality is of studies and reports of them; grants of other types are never narrowed. */
const union = (grants: readonly Grant[]): Reach => {
  const narrowed = grants.map((grant) => grant.modalities);
  if (narrowed.includes(undefined)) return {};
  return { modalities: new Set(narrowed.flatMap((modalities) => [...(modalities ?? [])])) };
};

/** How far this principal may read (`r`) or search (`s`) resources of a type; undefined: not at all. Each letter stands alone (A12). */
export const reachOf = (principal: Principal, type: ReadableType, letter: 'r' | 's'): Reach | undefined => {
  const { grants } = principal;
  if (grants === undefined) return principal.rights.has('read') ? withRecords(principal, {}) : undefined;
  const granted = grants.filter((grant) => isGranted(principal, grant, type, letter));
  return granted.length === 0 ? undefined : withRecords(principal, union(granted));
};

/** The same, refusing with `forbidden` where there is no reach. */
export const reach = (principal: Principal, type: ReadableType, letter: 'r' | 's'): Reach =>
  reachOf(principal, type, letter) ?? fail('forbidden');

/** What a user who was launched for one patient may write of that patient; all else is for who writes of everybody. */
const writtenInContext: ReadonlySet<ReadableType> = new Set(['Observation']);

const mayWriteBy = ({ rights: held, records }: Principal, { level }: Grant): boolean => {
  if (level === 'system') return records === undefined;
  return held.has('store') && (level === 'user' || records !== undefined);
};

/**
 * Who may create (`c`) or update (`u`) resources of a type by a scope of a system, or by one of a user who may store besides, as somebody
 * who may store, for that one deed; anybody else stays who they are. In a patient context that is of its patient alone, and of few types.
 * A scope that is narrowed writes nothing.
 */
export const asWriter = (principal: Principal, type: ReadableType, letters: readonly ('c' | 'u')[]): Principal => {
  const { grants, records, ...plain } = principal;
  if (grants === undefined || (records !== undefined && !writtenInContext.has(type))) return principal;
  const isGranted = letters.every((letter) =>
    grants.some(
      (grant) =>
        mayWriteBy(principal, grant) &&
        (grant.type === '*' || grant.type === type) &&
        grant.letters.has(letter) &&
        grant.modalities === undefined,
    ),
  );
  if (!isGranted) return principal;
  return { ...plain, rights: new Set(['store']), ...(records && { writesOf: records }) };
};

/** For what shows a patient's history as a whole: a part of the studies cannot be cut out of it. */
export const wholeReach = (principal: Principal, letters: readonly ('r' | 's')[] = ['r', 's']): Reach => {
  const reaches = letters.map((letter) => reach(principal, 'ImagingStudy', letter));
  if (reaches.some(({ modalities }) => modalities !== undefined)) fail('forbidden');
  return withRecords(principal, {});
};

/** Whether something that is filed under a patient record lies within the reach. */
export const isWithin = ({ records, withheld }: Reach, patientRecordId: string): boolean =>
  (records === undefined || records.has(patientRecordId)) && withheld?.has(patientRecordId) !== true;
