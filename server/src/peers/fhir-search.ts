/**
 * Searches at a source that speaks FHIR R4, and the patient whom they are about. Searches go by POST (FHIR 3.2.1.2), so that no
 * identifier stands in a URL that we make.
 */
import { z } from 'zod';
import { boundedFetch } from './bounded-fetch.ts';
import { authorisation, isDenial } from './dicomweb-peer.ts';
import { type PeerCredentials, PeerError } from './peer.ts';

export interface FhirSettings {
  readonly baseUrl: string;
  readonly credentials?: PeerCredentials;
  /** For one answer, milliseconds; absent: what is usual here. */
  readonly timeoutMs?: number;
}

/** Search parameters; one may come twice. */
export type SearchForm = readonly (readonly [name: string, value: string])[];

const PAGE = 20;
const MOST_PAGES = 25;
/** A page of studies may list every object of them. */
const MOST_BYTES = 2 ** 24;

export const idShape = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/);
export const textShape = z.string().max(1_024);
export const identifierShape = z.object({ system: textShape.optional(), value: textShape.optional() });
export const codeableShape = z.object({
  text: textShape.optional(),
  coding: z
    .array(z.object({ code: textShape.optional(), display: textShape.optional() }))
    .max(50)
    .optional(),
});

const patientShape = z.object({
  resourceType: z.literal('Patient'),
  id: idShape,
  identifier: z
    .array(identifierShape.extend({ type: codeableShape.optional() }))
    .max(200)
    .default([]),
  name: z
    .array(
      z.object({
        use: textShape.optional(),
        family: textShape.optional(),
        given: z.array(textShape).max(20).default([]),
      }),
    )
    .max(50)
    .default([]),
  birthDate: z.string().max(10).optional(),
  gender: z.string().max(16).optional(),
});
export type ToldPatient = z.infer<typeof patientShape>;

const bundleShape = z.object({
  resourceType: z.literal('Bundle'),
  link: z.array(z.object({ relation: textShape, url: z.string().max(8_192) })).optional(),
  entry: z.array(z.object({ resource: z.unknown() })).optional(),
});

const read = async <T>(answer: Response, shape: z.ZodType<T>): Promise<T> => {
  if (!answer.ok) {
    const said = `The FHIR service answered with status ${answer.status}`;
    throw new PeerError('refused', said, undefined, isDenial(answer.status));
  }
  const body: unknown = await answer.json().catch(() => undefined);
  const parsed = shape.safeParse(body);
  if (!parsed.success)
    throw new PeerError('misbehaved', 'The FHIR service answered with something else than was asked');
  return parsed.data;
};

const headersOf = ({ credentials }: FhirSettings): Record<string, string> => ({
  accept: 'application/fhir+json',
  ...authorisation(credentials),
});

const boundsOf = ({ timeoutMs }: FhirSettings) => ({
  mostBytes: MOST_BYTES,
  ...(timeoutMs !== undefined && { timeoutMs }),
});

/** @throws PeerError */
export const getResource = <T>(settings: FhirSettings, url: string, shape: z.ZodType<T>): Promise<T> =>
  boundedFetch(url, { headers: headersOf(settings) }, boundsOf(settings)).then((answer) => read(answer, shape));

const post = (settings: FhirSettings, type: string, form: SearchForm) =>
  boundedFetch(
    `${settings.baseUrl}/${type}/_search`,
    {
      method: 'POST',
      headers: { ...headersOf(settings), 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form.map(([name, value]): [string, string] => [name, value])).toString(),
    },
    boundsOf(settings),
  ).then((answer) => read(answer, bundleShape));

/** All pages. A page elsewhere is not asked for: the credentials are for this service. @throws PeerError */
export const searchResources = async (
  settings: FhirSettings,
  type: string,
  form: SearchForm,
): Promise<readonly unknown[]> => {
  const found: unknown[] = [];
  let page = await post(settings, type, [...form, ['_count', String(PAGE)]]);
  for (let pages = 1; ; pages += 1) {
    found.push(...(page.entry ?? []).map(({ resource }) => resource));
    const next = page.link?.find(({ relation }) => relation === 'next')?.url;
    if (next === undefined) return found;
    if (pages >= MOST_PAGES || !next.startsWith(`${settings.baseUrl}/`))
      throw new PeerError(
        'misbehaved',
        'The FHIR service gives more answers than anybody has, or gives them elsewhere',
      );
    page = await getResource(settings, next, bundleShape);
  }
};

/** Those that have the shape. */
export const parsedBy = <T>(shape: z.ZodType<T>, resources: readonly unknown[]): readonly T[] =>
  resources.flatMap((resource) => {
    const parsed = shape.safeParse(resource);
    return parsed.success ? [parsed.data] : [];
  });

export const searchPatients = async (settings: FhirSettings, form: SearchForm): Promise<readonly ToldPatient[]> =>
  parsedBy(patientShape, await searchResources(settings, 'Patient', form));

/** Whether a reference is to this resource of the same service, whatever stands before it. */
export const isReferenceTo = (reference: string | undefined, type: string, id: string): boolean =>
  reference === `${type}/${id}` || reference?.endsWith(`/${type}/${id}`) === true;

/** What the service says of itself (FHIR 3.2.1.10), as far as it matters here. @throws PeerError */
export const readCapabilities = async (
  settings: FhirSettings,
): Promise<{ readonly version: string; readonly types: readonly string[] }> => {
  const shape = z.object({
    resourceType: z.literal('CapabilityStatement'),
    fhirVersion: z.string().max(32),
    rest: z.array(z.object({ resource: z.array(z.object({ type: textShape })).default([]) })).default([]),
  });
  const told = await getResource(settings, `${settings.baseUrl}/metadata`, shape);
  return { version: told.fhirVersion, types: told.rest.flatMap(({ resource }) => resource.map(({ type }) => type)) };
};
