/** How the fields of one sender are read where it departs from what is usual: data, checked when it is set. */
import { z } from 'zod';
import { fail } from '../../errors.ts';

/** SEG-field[.component[.subcomponent]], e.g. OBR-18 or IPC-5.1 */
const place = z
  .string()
  .regex(/^[A-Z][A-Z0-9]{2}-[1-9]\d?(\.[1-9]\d?){0,2}$/, 'a place is written like OBR-18 or IPC-5.1');
const places = z.array(place).max(16);
const short = z.string().min(1).max(64);

export const mappingShape = z.strictObject({
  /** assigning authority as it stands in CX-4 (namespace or universal ID), and the issuer that it is here */
  authorities: z.record(short, short).default({}),
  /** HL7 table 0203: which of several identifiers of the sender's own authority is the patient's, the best first */
  patientIdTypes: z.array(z.string().max(16)).max(16).default(['MR', 'PI', 'PT', '']),
  accessionNumber: places.default(['IPC-1', 'OBR-18', 'ORC-3', 'OBR-3', 'ORC-2', 'OBR-2']),
  requestedProcedureId: places.default(['IPC-2', 'OBR-19', 'ORC-2', 'OBR-2']),
  scheduledStepId: places.default(['IPC-4', 'OBR-20']),
  studyInstanceUid: places.default(['IPC-3', 'ZDS-1']),
  modality: places.default(['IPC-5', 'OBR-24']),
  /** the sender's code for a modality, and DICOM's */
  modalities: z.record(short, z.string().regex(/^[A-Z0-9_]{1,16}$/)).default({}),
  /** DICOM modality to the AE title of its station, for orders that name none */
  stations: z.record(short, z.string().min(1).max(16)).default({}),
  /** HL7 table 0123 to how the report stands */
  reportStatus: z
    .record(z.string().max(4), z.enum(['preliminary', 'not verified', 'final', 'corrected', 'addended', 'cancelled']))
    .default({}),
  /** message types that are answered and not acted upon, e.g. ADT^A02 or VXU^* */
  ignore: z
    .array(z.string().regex(/^[A-Z]{3}\^([A-Z]\d{2}|\*)$/, 'a type is written like ADT^A02 or VXU^*'))
    .max(64)
    .default([]),
  /** it may ask who has which identifiers, and about demographics (QBP^Q22, QBP^Q23); else it only files */
  mayQuery: z.boolean().default(false),
  /** messages for test or debugging (MSH-11 T, D) are taken like those of production */
  acceptTest: z.boolean().default(false),
});
export type Mapping = z.infer<typeof mappingShape>;

export const defaultMapping: Mapping = mappingShape.parse({});

/** Refuses with `bad-request`, naming the field and the rule. */
export const readMapping = (value: unknown): Mapping => {
  const parsed = mappingShape.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `mapping.${issue.path.join('.')}: ${issue.message}`);
  return fail('bad-request', faults.slice(0, 5).join('; '));
};

/** One that is put, or tried before it is: what was stored before goes on working though it says what is refused now. */
export const readNewMapping = (value: unknown): Mapping => {
  const mapping = readMapping(value);
  return mapping.ignore.some((type) => type.startsWith('ACK^'))
    ? fail('bad-request', 'mapping.ignore: an ACK is never answered, so it cannot be ignored')
    : mapping;
};
