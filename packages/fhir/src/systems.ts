/** URIs of code and identifier systems, and issuers of patient IDs as systems. */

export const systems = {
  uid: 'urn:dicom:uid',
  dicom: 'http://dicom.nema.org/resources/ontology/DCM',
  loinc: 'http://loinc.org',
  identifierType: 'http://terminology.hl7.org/CodeSystem/v2-0203',
  ucum: 'http://unitsofmeasure.org',
  observationCategory: 'http://terminology.hl7.org/CodeSystem/observation-category',
  diagnosticService: 'http://terminology.hl7.org/CodeSystem/v2-0074',
  endpointType: 'http://terminology.hl7.org/CodeSystem/endpoint-connection-type',
  payloadType: 'http://terminology.hl7.org/CodeSystem/endpoint-payload-type',
  uri: 'urn:ietf:rfc:3986',
  entityType: 'http://terminology.hl7.org/CodeSystem/audit-entity-type',
  objectRole: 'http://terminology.hl7.org/CodeSystem/object-role',
  auditSource: 'http://terminology.hl7.org/CodeSystem/security-source-type',
  nullFlavor: 'http://terminology.hl7.org/CodeSystem/v3-NullFlavor',
  patientClass: 'http://terminology.hl7.org/CodeSystem/v2-0004',
  actCode: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
  actReason: 'http://terminology.hl7.org/CodeSystem/v3-ActReason',
  participation: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType',
  conditionVerification: 'http://terminology.hl7.org/CodeSystem/condition-ver-status',
  conditionCategory: 'http://terminology.hl7.org/CodeSystem/condition-category',
  participationType: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType',
  consentScope: 'http://terminology.hl7.org/CodeSystem/consentscope',
} as const;

/** Coding schemes of DICOM (PS3.16 8) that have a URI in FHIR. */
export const schemes: Readonly<Record<string, string>> = {
  SCT: 'http://snomed.info/sct',
  SRT: 'http://snomed.info/srt',
  LN: systems.loinc,
  DCM: systems.dicom,
  RADLEX: 'http://www.radlex.org',
};

const isOid = (text: string): boolean => /^[0-2](\.(0|[1-9]\d*))+$/.test(text);
const isUri = (text: string): boolean => /^(https?:\/\/|urn:)[^\s]+$/i.test(text);

/** What our own identifiers and issuers without a URI hang below: the service root, without a slash at its end. */
export interface Root {
  readonly root: string;
}

/** An issuer of DICOM (0010,0021) as the system of an identifier: an OID or a URI as it is, a name below our root. */
export const systemOf = (issuer: string, { root }: Root): string => {
  if (isOid(issuer)) return `urn:oid:${issuer}`;
  return isUri(issuer) ? issuer : `${root}/NamingSystem/${encodeURIComponent(issuer)}`;
};

/** The issuer that a system means: the inverse of `systemOf`. A plain name is an issuer too. */
export const issuerOf = (system: string, { root }: Root): string => {
  const oid = system.startsWith('urn:oid:') ? system.slice('urn:oid:'.length) : '';
  if (isOid(oid)) return oid;
  const prefix = `${root}/NamingSystem/`;
  if (!system.startsWith(prefix)) return system;
  try {
    return decodeURIComponent(system.slice(prefix.length));
  } catch {
    return system;
  }
};

/** The system of the accession numbers of an issuer. */
export const accessionSystem = (issuer: string | null, at: Root): string | undefined =>
  issuer === null || issuer === '' ? undefined : systemOf(issuer, at);

type Numbered = 'reports' | 'appointments' | 'visits';

/** The system of the numbers that somebody gives what it makes: its own URI, or one below our root for a sender of messages. */
export const numberSystem = (source: string, what: Numbered, { root }: Root): string =>
  source.includes(':') ? source : `${root}/NamingSystem/${what}-${encodeURIComponent(source)}`;

/** Whose numbers a system is: the inverse of `numberSystem`. */
export const sourceOfNumbers = (system: string, what: Numbered, { root }: Root): string => {
  const prefix = `${root}/NamingSystem/${what}-`;
  if (!system.startsWith(prefix)) return system;
  try {
    return decodeURIComponent(system.slice(prefix.length));
  } catch {
    return system;
  }
};

/** The coding scheme of DICOM that a system is; one that has none is of the site itself (PS3.16 8.2). */
export const schemeOf = (system: string | undefined): string =>
  Object.entries(schemes).find(([scheme, uri]) => uri === system && scheme !== 'SRT')?.[0] ?? '99LOCAL';
