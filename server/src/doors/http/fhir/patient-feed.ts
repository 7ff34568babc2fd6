/**
 * Patient Identity Feed FHIR of IHE PIXm (ITI-104): a source tells of its patients by conditional update, and removes them by
 * conditional delete. A Patient that was replaced by another is merged into it. Both can be undone as every merge.
 */
import { issuerOf, type Root } from '@throughline/fhir';
import { z } from 'zod';
import type { PatientIdentifier, PatientStatement, Trx } from '../../../db/index.ts';
import { fail } from '../../../errors.ts';
import { authorise, type Principal } from '../../../features/access/index.ts';
import { readPatients } from '../../../features/chart/index.ts';
import type { Taken } from '../../../features/entries/index.ts';
import { mergeIn, registerIn, removeIn } from '../../../features/patients/index.ts';
import type { Told as Written } from './interaction.ts';
import type { Asking } from './kind.ts';
import { dicomName } from './person-name.ts';

const text = z.string().max(1000);
const identifier = z.object({ system: text.min(1), value: text.min(1) });
const date = z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?/);

/** What of a Patient is taken; the rest is no part of the index. */
export const patientShape = z.object({
  resourceType: z.literal('Patient'),
  identifier: z.array(identifier).min(1).max(64),
  name: z
    .array(z.object({ use: text.optional(), family: text.optional(), given: z.array(text).max(10).optional() }))
    .max(20)
    .optional(),
  gender: z.enum(['male', 'female', 'other', 'unknown']).optional(),
  birthDate: date.optional(),
  telecom: z
    .array(z.object({ system: text.optional(), value: text.optional() }))
    .max(20)
    .optional(),
  address: z
    .array(
      z.object({
        line: z.array(text).max(10).optional(),
        city: text.optional(),
        state: text.optional(),
        postalCode: text.optional(),
        country: text.optional(),
      }),
    )
    .max(10)
    .optional(),
  deceasedBoolean: z.boolean().optional(),
  deceasedDateTime: date.optional(),
  multipleBirthBoolean: z.boolean().optional(),
  multipleBirthInteger: z.number().int().min(1).max(20).optional(),
  extension: z
    .array(z.object({ url: text, valueString: text.optional() }))
    .max(50)
    .optional(),
  link: z
    .array(z.object({ other: z.object({ reference: text.optional(), identifier: identifier.optional() }), type: text }))
    .max(20)
    .optional(),
});
export type Told = z.infer<typeof patientShape>;

const letters = { male: 'M', female: 'F', other: 'O', unknown: null } as const;

export const da = (given: string | undefined): string | null => given?.slice(0, 10).replaceAll('-', '') ?? null;

const mothersMaidenName = 'http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName';

/** The mother's name before marriage as a person name: the family name alone is what the extension of FHIR has. */
export const motherOf = ({ extension = [] }: Pick<Told, 'extension'>): string | undefined => {
  const name = extension.find(({ url }) => url === mothersMaidenName)?.valueString;
  return name === undefined ? undefined : dicomName({ family: name });
};

const telecomOf = ({ telecom = [] }: Pick<Told, 'telecom'>, system: 'phone' | 'email'): string | undefined =>
  telecom.find((each) => each.system === system)?.value;

export const contactOf = (told: Omit<Told, 'identifier' | 'link'>) => {
  const [address] = told.address ?? [];
  const deceased = da(told.deceasedDateTime) ?? (told.deceasedBoolean === true ? 'Y' : undefined);
  return {
    street: address?.line?.join(', '),
    locality: address?.city,
    region: address?.state,
    postcode: address?.postalCode,
    country: address?.country,
    phone: telecomOf(told, 'phone'),
    email: telecomOf(told, 'email'),
    birthOrder: told.multipleBirthInteger,
    multipleBirth: told.multipleBirthBoolean ?? (told.multipleBirthInteger === undefined ? undefined : true),
    deceased,
  };
};

export const statementOf = (told: Told, whose: PatientIdentifier, at: Root): PatientStatement => {
  const others = told.identifier
    .map(({ system, value }) => ({ issuer: issuerOf(system, at), id: value }))
    .filter(({ issuer, id }) => issuer !== whose.issuer || id !== whose.id);
  const name = told.name?.find(({ use }) => use === 'official') ?? told.name?.[0];
  return {
    ...whose,
    otherIds: others,
    name: name === undefined ? null : dicomName(name),
    birthDate: da(told.birthDate),
    sex: told.gender === undefined ? null : letters[told.gender],
    motherName: motherOf(told),
    ...contactOf(told),
  };
};

/** `identifier=system|value` and nothing else. */
export const identifierOf = (query: readonly (readonly [string, string])[], at: Root): PatientIdentifier => {
  const [[name, value = ''] = [], ...more] = query;
  const [system = '', id = '', ...rest] = value.split('|');
  if (name !== 'identifier' || more.length > 0 || rest.length > 0 || system === '' || id === '')
    return fail('bad-request', 'The one parameter is identifier, as system|value.');
  return { issuer: issuerOf(system, at), id };
};

/** The same, which the body has too: whose Patient this is. */
const identifierAsked = (query: readonly (readonly [string, string])[], told: Told, at: Root): PatientIdentifier => {
  const { issuer, id } = identifierOf(query, at);
  if (!told.identifier.some((each) => issuerOf(each.system, at) === issuer && each.value === id))
    return fail('bad-request', 'The Patient does not have the identifier that it is sent for.');
  return { issuer, id };
};

const survivorOf = async (asking: Asking, told: Told): Promise<PatientIdentifier | undefined> => {
  const { context, principal, at } = asking;
  const replaced = told.link?.find(({ type }) => type === 'replaced-by');
  if (replaced === undefined) return undefined;
  const { identifier: named, reference = '' } = replaced.other;
  if (named !== undefined) return { issuer: issuerOf(named.system, at), id: named.value };
  const [survivor] = await readPatients(context, principal, [reference.replace(/^.*Patient\//, '')]);
  return survivor === undefined
    ? fail('bad-request', 'The Patient that replaces it is not known here.')
    : { issuer: survivor.issuer, id: survivor.patient_id };
};

/** A feed is of the whole population: who may see one patient only, or what a user agreed to, is no source of it. */
export const authoriseFeed = (principal: Principal): void => {
  authorise(principal, 'store');
  if (principal.records !== undefined || principal.grants !== undefined) fail('forbidden');
};

/** Fails with `forbidden`, `bad-request`, or `conflict` where a merge cannot be. */
export const feedPatientIn = async (
  asking: Asking,
  trx: Trx,
  query: readonly (readonly [string, string])[],
  body: unknown,
): Promise<Taken> => {
  const { context, principal, at } = asking;
  authoriseFeed(principal);
  const read = patientShape.safeParse(body);
  if (!read.success) return fail('bad-request', 'The body is no Patient with an identifier.');
  const whose = identifierAsked(query, read.data, at);
  const survivor = await survivorOf(asking, read.data);
  const statement = statementOf(read.data, whose, at);
  const now = context.clock();
  const { patientRecordId: id, created } = await registerIn(trx, principal, statement, now);
  if (survivor !== undefined)
    await mergeIn(trx, principal, { survivor, absorbed: whose, reason: 'ITI-104: replaced by' }, now);
  return { id, created };
};

/** Fails with `forbidden`, `bad-request`, or `conflict` where something is filed under it. There is at most one of an identifier. */
export const removePatientIn = async (
  { context, principal, at }: Asking,
  trx: Trx,
  query: readonly (readonly [string, string])[],
): Promise<Written> => {
  authoriseFeed(principal);
  const patient = identifierOf(query, at);
  const removed = await removeIn(trx, principal, { patient, reason: 'ITI-104: removed' }, context.clock());
  return removed === 'unknown'
    ? { type: 'Patient', id: '', created: false, gone: 'unknown' }
    : { type: 'Patient', id: removed.id, created: false, gone: 'removed' };
};
