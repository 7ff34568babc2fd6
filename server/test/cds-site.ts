/** A hub that an EHR is registered with as a caller of CDS services. The time stands still. */
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, expect } from 'vitest';
import { type TwoPatients, twoPatients } from './two-patients.ts';

export const now = new Date('2026-01-05T12:00:00Z');
export const ehr = 'https://ehr.test';
export const base = 'http://127.0.0.1:0/cds-services';

export const identifier = [{ system: 'ALPHA', value: 'A1' }];
export const requestOf = (hook: string, exam: string, more: object = {}) => ({
  hook,
  hookInstance: 'h',
  fhirServer: `${ehr}/fhir`,
  context: {
    patientId: 'p1',
    draftOrders: {
      entry: [
        { resource: { resourceType: 'ServiceRequest', subject: { reference: 'Patient/p1' }, code: { text: exam } } },
      ],
    },
  },
  prefetch: { patient: { resourceType: 'Patient', id: 'p1', identifier } },
  ...more,
});

class CdsSite {
  #world: TwoPatients | undefined;
  #key: CryptoKey | undefined;

  async start(): Promise<void> {
    this.#world = await twoPatients(() => now);
    const { publicKey, privateKey } = await generateKeyPair('ES384');
    this.#key = privateKey;
    const keys = [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES384' }];
    const admin = await this.world.issuer.token({ scope: 'admin', exp: now.getTime() / 1000 + 3600 });
    const put = await this.world.app.inject({
      method: 'PUT',
      url: '/cds-services/clients',
      headers: { authorization: `Bearer ${admin}` },
      payload: { issuer: ehr, name: 'EHR', jwks: { keys }, jwksUrl: `${ehr}/keys`, fhirServer: `${ehr}/fhir` },
    });
    expect([put.statusCode, put.payload]).toEqual([204, '']);
  }

  get world(): TwoPatients {
    if (this.#world === undefined) throw new Error('The site is not started.');
    return this.#world;
  }

  /** A token of the EHR, as it makes one for each call. */
  sign(claims: Record<string, unknown>, header: Record<string, unknown> = {}): Promise<string> {
    if (this.#key === undefined) throw new Error('The site is not started.');
    return new SignJWT({ iss: ehr, jti: crypto.randomUUID(), exp: now.getTime() / 1000 + 300, ...claims })
      .setProtectedHeader({ alg: 'ES384', kid: 'k', ...header })
      .sign(this.#key);
  }

  async call(path: string, payload: object, token?: string) {
    const authorization = `Bearer ${token ?? (await this.sign({ aud: `${base}/${path}`.replace('/feedback', '') }))}`;
    const answer = await this.world.app.inject({
      method: 'POST',
      url: `/cds-services/${path}`,
      headers: { authorization },
      payload,
    });
    return { status: answer.statusCode, json: answer.json() };
  }
}

/** Started before the tests of the file, and closed after them. */
export const cdsSite = (): CdsSite => {
  const site = new CdsSite();
  beforeAll(() => site.start());
  afterAll(() => site.world.close());
  return site;
};
