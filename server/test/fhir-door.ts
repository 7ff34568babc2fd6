/** FHIR asked through the door of a test hub; every answer is checked by both validators. */
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { faultsOf } from '@throughline/fhir/testing';
import { afterAll, beforeAll, expect } from 'vitest';
import { type TwoPatients, twoPatients } from './two-patients.ts';

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

class FhirSite {
  #world: TwoPatients | undefined;
  readonly #tokens = { reader: '', writer: '', admin: '' };

  async start(): Promise<void> {
    this.#world = await twoPatients();
    const { issuer } = this.#world;
    this.#tokens.reader = await issuer.token({ scope: 'imaging.read' });
    this.#tokens.writer = await issuer.token({ scope: 'imaging.read imaging.write' });
    this.#tokens.admin = await issuer.token({ scope: 'imaging.read imaging.write admin' });
  }

  get world(): TwoPatients {
    if (this.#world === undefined) throw new Error('The site is not started.');
    return this.#world;
  }

  get reader(): string {
    return this.#tokens.reader;
  }

  get writer(): string {
    return this.#tokens.writer;
  }

  get admin(): string {
    return this.#tokens.admin;
  }

  send({ token = this.writer, ...request }: FhirRequest) {
    return sendFhir(this.world, token, request);
  }

  get(url: string, token = this.admin) {
    return this.send({ url, token });
  }

  found(url: string, token = this.reader): Promise<Resource[]> {
    return foundBy(this.world, token, url);
  }

  bundle(path: string, token = this.reader): Promise<Bundle> {
    return bundleOf(this.world, token, path);
  }
}

/** Two patients, and those who ask for them and write of them. Started before the tests of the file, and closed after them. */
export const fhirSite = (): FhirSite => {
  const site = new FhirSite();
  beforeAll(() => site.start());
  afterAll(() => site.world.close());
  return site;
};
