/** Patient `$match` of FHIR and of IHE PDQm (ITI-119): who may be the one that is described, with a score and a grade each. */
import type { Bundle } from '@medplum/fhirtypes';
import { issuerOf, type Root, toSearchset } from '@throughline/fhir';
import { z } from 'zod';
import { fail } from '../../../errors.ts';
import { type Described, matchPatients } from '../../../features/chart/index.ts';
import type { Asking } from './kind.ts';
import { patientOf } from './models.ts';
import { contactOf, da, motherOf, patientShape } from './patient-feed.ts';
import { dicomName } from './person-name.ts';

const text = z.string().max(200);
/** As a feed tells of a Patient, but that every field may be absent, the system of an identifier too. */
const describedShape = patientShape.omit({ identifier: true, link: true }).extend({
  identifier: z
    .array(z.object({ system: text.optional(), value: text.optional() }))
    .max(20)
    .optional(),
});

const matchInput = z.object({
  resourceType: z.literal('Parameters'),
  parameter: z
    .array(
      z.object({
        name: text,
        resource: z.unknown().optional(),
        valueBoolean: z.boolean().optional(),
        valueInteger: z.number().int().optional(),
      }),
    )
    .max(10),
});

const parsed = <T>(shape: z.ZodType<T>, value: unknown): T => {
  const result = shape.safeParse(value);
  return result.success ? result.data : fail('bad-request', 'The body is not what the OperationDefinition says.');
};

const letters = { male: 'M', female: 'F', other: 'O' } as const;

const said = (fields: Readonly<Record<string, unknown>>): Omit<Described, 'identifiers'> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null)) as Omit<
    Described,
    'identifiers'
  >;

const describedBy = (patient: z.infer<typeof describedShape>, at: Root): Described => {
  const [name] = patient.name ?? [];
  return {
    ...said({
      ...contactOf(patient),
      name: name && dicomName(name),
      birthDate: da(patient.birthDate),
      sex: patient.gender === undefined || patient.gender === 'unknown' ? undefined : letters[patient.gender],
      motherName: motherOf(patient),
    }),
    identifiers: (patient.identifier ?? []).flatMap(({ system, value }) =>
      value === undefined ? [] : [{ issuer: system === undefined ? undefined : issuerOf(system, at), id: value }],
    ),
  };
};

const mostMatches = 50;
const PROBABLE = 0.5;

/** A Parameters with the Patient, or the Patient alone (operations.html: an operation of one resource may be given it as it is). */
const askedIn = (body: unknown): z.infer<typeof matchInput>['parameter'] =>
  z.object({ resourceType: z.literal('Patient') }).safeParse(body).success
    ? [{ name: 'resource', resource: body }]
    : parsed(matchInput, body).parameter;

export const match = async ({ context, principal, at }: Asking, body: unknown): Promise<Bundle> => {
  const parameter = askedIn(body);
  const named = (name: string) => parameter.find((each) => each.name === name);
  const patient = parsed(describedShape, named('resource')?.resource);
  const found = await matchPatients(context, principal, describedBy(patient, at), {
    most: Math.min(Math.max(named('count')?.valueInteger ?? mostMatches, 1), mostMatches),
    onlyCertain: named('onlyCertainMatches')?.valueBoolean === true,
  });
  const entries = found.map(({ patient: row, score, outcome }) => ({
    resource: patientOf(row, at),
    mode: 'match' as const,
    score,
    grade:
      outcome === 'auto-link'
        ? ('certain' as const)
        : score >= PROBABLE
          ? ('probable' as const)
          : ('possible' as const),
  }));
  const facts = { self: `${at.root}/Patient/$match`, at: context.clock(), total: entries.length };
  return toSearchset(entries, facts, at);
};
