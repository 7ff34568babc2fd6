/** FHIR asked through the door of a test hub; every answer is checked by both validators. */
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { faultsOf } from '@throughline/fhir/testing';
import { expect } from 'vitest';
import type { TwoPatients } from './two-patients.ts';

export interface FhirRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** below /fhir/ */
  readonly url: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly token?: string;
}

export const sendFhir = async (
  { app }: Pick<TwoPatients, 'app'>,
  token: string,
  { method = 'GET', url, body, headers = {} }: Omit<FhirRequest, 'token'>,
) => {
  const type = body && { 'content-type': 'application/fhir+json' };
  const answer = await app.inject({
    method,
    url: `/fhir/${url}`,
    headers: { authorization: `Bearer ${token}`, ...type, ...headers },
    ...(body && { payload: JSON.stringify(body) }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: answers are read field by field
  const json: any = answer.payload === '' ? undefined : JSON.parse(answer.payload);
  // The validators know R4, which is given unless something else is asked for.
  if (json !== undefined && headers.accept === undefined)
    expect([method, url, faultsOf(json)]).toEqual([method, url, []]);
  return { status: answer.statusCode, json, headers: answer.headers };
};

export const resourcesOf = (found: Bundle): Resource[] => (found.entry ?? []).flatMap(({ resource }) => resource ?? []);
export const idsOf = (found: Bundle) => resourcesOf(found).map(({ id }) => id);

/** The Bundle that a search answers, which says nothing of a failure. */
export const bundleOf = async (world: TwoPatients, token: string, path: string): Promise<Bundle> => {
  const { status, json } = await world.get(`/fhir/${path}`, token);
  expect([path, status, json.issue]).toEqual([path, 200, undefined]);
  return json;
};

/** The resources that a search answers. */
export const foundBy = async (world: TwoPatients, token: string, url: string): Promise<Resource[]> => {
  const { json, status } = await sendFhir(world, token, { url });
  expect([url, status]).toEqual([url, 200]);
  return resourcesOf(json);
};
