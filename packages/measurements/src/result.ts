/** Measurements that come as results: OBX segments of HL7 v2 (7.4.2) and Observations of FHIR R4. */
import { normalise } from './normalise.ts';
import type { Code, Measurement } from './types.ts';

/** What an OBX segment says, field by field. */
export interface ObservationResult {
  /** OBX-2 */
  readonly valueType: string;
  /** OBX-3: identifier, text and name of coding system of each of its two codes. */
  readonly codes: readonly { readonly code: string; readonly text: string; readonly system: string }[];
  /** OBX-5: for SN comparator, first number, separator and second number; for NM the number alone. */
  readonly value: readonly string[];
  /** OBX-6.1 */
  readonly unit: string;
  /** OBX-14, else OBR-7 */
  readonly at: string | null;
}

/** HL7 table 0396 as coding schemes of DICOM. */
const schemes: Readonly<Record<string, string>> = { LN: 'LN', SCT: 'SCT', SNM: 'SRT', DCM: 'DCM', L: 'L' };

const schemeOf = (system: string): string =>
  Object.hasOwn(schemes, system) ? (schemes[system] ?? system) : system || 'L';

const number = (text: string | undefined): number | undefined => {
  const plain = (text ?? '').trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : undefined;
};

const comparators = new Set(['<', '>', '<=', '>=']);

/** A single number, perhaps with a comparator; a ratio or a range (SN with a separator) is not one value. */
const numberIn = ({
  valueType,
  value,
}: ObservationResult): { value: number; comparator: string | null } | undefined => {
  if (valueType === 'NM') {
    const said = number(value[0]);
    return said === undefined ? undefined : { value: said, comparator: null };
  }
  if (valueType !== 'SN') return undefined;
  const [sign = '', first, separator = ''] = value;
  const said = number(first);
  if (said === undefined || separator.trim() !== '') return undefined;
  const comparator = sign.trim() === '=' ? '' : sign.trim();
  if (comparator !== '' && !comparators.has(comparator)) return undefined;
  return { value: said, comparator: comparator === '' ? null : comparator };
};

/** A standard code before a local one: LOINC, SNOMED CT, DICOM, then as they come. */
const preferred = (codes: readonly Code[]): Code | undefined =>
  codes.find(({ scheme }) => scheme === 'LN' || scheme === 'SCT' || scheme === 'DCM') ?? codes[0];

const bare = {
  site: null,
  side: null,
  derivation: null,
  modifiers: [],
  tracking: { identifier: null, uid: null },
  subject: null,
};

const dateTime = (text: string | null): string | null => {
  const plain = /^\d{8}(\d{2}){0,3}/.exec(text ?? '')?.[0];
  return plain ?? null;
};

/** Null for what is no measurement: text, codes, documents, values without a number. */
export const measurementOfResult = (result: ObservationResult): Measurement | null => {
  const codes = result.codes
    .filter(({ code, text }) => code !== '' || text !== '')
    .map(({ code, text, system }) => ({ value: code || text, scheme: schemeOf(system), meaning: text || code }));
  const what = preferred(codes);
  const said = numberIn(result);
  if (what === undefined || said === undefined) return null;
  return normalise({ what, ...said, unit: result.unit, ...bare, at: dateTime(result.at) });
};

interface Coding {
  readonly system?: string;
  readonly code?: string;
  readonly display?: string;
}

interface Concept {
  readonly coding?: readonly Coding[];
  readonly text?: string;
}

/** The parts of an Observation (FHIR R4) that are read here. */
export interface ObservationResource {
  readonly code: Concept;
  readonly bodySite?: Concept;
  readonly method?: Concept;
  readonly effectiveDateTime?: string;
  readonly valueQuantity?: {
    readonly value?: number;
    readonly unit?: string;
    readonly system?: string;
    readonly code?: string;
    readonly comparator?: string;
  };
}

const systems: Readonly<Record<string, string>> = {
  'http://loinc.org': 'LN',
  'http://snomed.info/sct': 'SCT',
  'http://dicom.nema.org/resources/ontology/DCM': 'DCM',
};

const UCUM = 'http://unitsofmeasure.org';

const codesOf = ({ coding = [], text }: Concept): Code[] => {
  const codes = coding.flatMap(({ system = '', code, display }) =>
    code === undefined ? [] : [{ value: code, scheme: systems[system] ?? system, meaning: display ?? text ?? code }],
  );
  return codes.length > 0 || text === undefined ? codes : [{ value: text, scheme: 'L', meaning: text }];
};

/** Null for an Observation without a quantity. A unit whose system is not UCUM is read by its spelling only. */
export const measurementOfObservation = (resource: ObservationResource): Measurement | null => {
  const what = preferred(codesOf(resource.code));
  const quantity = resource.valueQuantity;
  if (what === undefined || quantity?.value === undefined) return null;
  const unit = (quantity.system === UCUM ? quantity.code : undefined) ?? quantity.unit ?? '';
  const method = resource.method && preferred(codesOf(resource.method));
  return normalise({
    what,
    value: quantity.value,
    unit,
    comparator: quantity.comparator !== undefined && comparators.has(quantity.comparator) ? quantity.comparator : null,
    ...bare,
    site: (resource.bodySite && preferred(codesOf(resource.bodySite))) ?? null,
    modifiers: method === undefined ? [] : [method],
    at: dateTime((resource.effectiveDateTime ?? '').replace(/Z$|[+-]\d\d:\d\d$/, '').replace(/\D/g, '')),
  });
};
