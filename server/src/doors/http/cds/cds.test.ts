/** Cards through the door: said when a study answers the order, silent else; only to registered callers. */
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TwoPatients, twoPatients } from '../../../../test/two-patients.ts';

const now = new Date('2026-01-05T12:00:00Z');
const ehr = 'https://ehr.test';
const base = 'http://127.0.0.1:0/cds-services';
let world: TwoPatients;
let sign: (claims: Record<string, unknown>, header?: Record<string, unknown>) => Promise<string>;

beforeAll(async () => {
  world = await twoPatients(() => now);
  const { publicKey, privateKey } = await generateKeyPair('ES384');
  sign = (claims, header = {}) =>
    new SignJWT({ iss: ehr, jti: crypto.randomUUID(), exp: now.getTime() / 1000 + 300, ...claims })
      .setProtectedHeader({ alg: 'ES384', kid: 'k', ...header })
      .sign(privateKey);
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES384' }];
  const admin = await world.issuer.token({ scope: 'admin', exp: now.getTime() / 1000 + 3600 });
  const put = await world.app.inject({
    method: 'PUT',
    url: '/cds-services/clients',
    headers: { authorization: `Bearer ${admin}` },
    payload: { issuer: ehr, name: 'EHR', jwks: { keys }, jwksUrl: `${ehr}/keys`, fhirServer: `${ehr}/fhir` },
  });
  expect([put.statusCode, put.payload]).toEqual([204, '']);
});
afterAll(() => world.close());

const identifier = [{ system: 'ALPHA', value: 'A1' }];
const requestOf = (hook: string, exam: string, more: object = {}) => ({
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

const call = async (path: string, payload: object, token?: string) => {
  const authorization = `Bearer ${token ?? (await sign({ aud: `${base}/${path}`.replace('/feedback', '') }))}`;
  const answer = await world.app.inject({
    method: 'POST',
    url: `/cds-services/${path}`,
    headers: { authorization },
    payload,
  });
  return { status: answer.statusCode, json: answer.json() };
};

describe('cards', () => {
  it('say that the question was answered, with the impression and the images', async () => {
    const { status, json } = await call('order-sign', requestOf('order-sign', 'CT CHEST'));
    expect([status, json.cards?.length]).toEqual([200, 1]);
    expect(json.cards[0]).toMatchObject({ indicator: 'info', links: [{ type: 'absolute' }] });
    expect(json.cards[0].summary.length).toBeLessThanOrEqual(140);
    expect(json.cards[0].detail).toContain('No nodule.');
    const { url } = json.cards[0].links[0];
    // A link that says nothing of whom it opens, and asks who comes.
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:0\/launch\/[\w-]{43}$/);
    const opened = await world.app.inject({ url: new URL(url).pathname });
    expect([opened.headers.location, opened.headers['set-cookie']]).toEqual([`/open?link=${url.slice(-43)}`, undefined]);
    const card = json.cards[0].uuid;
    const feedback = [{ card, outcome: 'overridden', overrideReason: { reason: { code: 'change' } } }];
    expect((await call('order-sign/feedback', { feedback })).status).toBe(200);
    const admin = await world.issuer.token({ scope: 'admin' });
    const counted = await world.get('/cds-services/answers', admin);
    expect(counted.json).toContainEqual({
      service: 'order-sign',
      outcome: 'overridden',
      reason_code: 'change',
      cards: 1,
    });
  });

  it.each(['US ABDOMEN', 'MRI KNEE RIGHT', 'XR KNEE LEFT', ''])('are silent for %s', async (exam) => {
    expect((await call('order-select', requestOf('order-select', exam))).json).toEqual({ cards: [] });
  });

  it('tell the history in one card, of both hospitals', async () => {
    const { json } = await call('patient-view', requestOf('patient-view', ''));
    expect(json.cards).toHaveLength(1);
    expect(json.cards[0].summary).toContain('3 studies');
  });
});

describe('callers', () => {
  const good = `${base}/order-sign`;
  it.each<readonly [string, Record<string, unknown>, Record<string, unknown>]>([
    ['another audience', { aud: `${base}/patient-view` }, {}],
    ['no audience', {}, {}],
    ['an issuer that is not registered', { aud: good, iss: 'https://evil.test' }, {}],
    ['a key address that is not registered', { aud: good }, { jku: 'https://evil.test/keys' }],
    ['no jti', { aud: good, jti: undefined }, {}],
    ['a token that has ended', { aud: good, exp: 1 }, {}],
    ['a token without an end in sight', { aud: good, exp: now.getTime() / 1000 + 90_000 }, {}],
  ])('%s is refused', async (_name, claims, header) => {
    const { status } = await call('order-sign', requestOf('order-sign', 'CT CHEST'), await sign(claims, header));
    expect(status).toBe(401);
  });

  it('a token is good once, and another signer is nobody', async () => {
    const token = await sign({ aud: good });
    expect((await call('order-sign', requestOf('order-sign', 'CT CHEST'), token)).status).toBe(200);
    expect((await call('order-sign', requestOf('order-sign', 'CT CHEST'), token)).status).toBe(401);
    const { privateKey } = await generateKeyPair('ES384');
    const forged = await new SignJWT({ iss: ehr, jti: 'f', aud: good, exp: now.getTime() / 1000 + 60 })
      .setProtectedHeader({ alg: 'ES384', kid: 'k' })
      .sign(privateKey);
    expect((await call('order-sign', requestOf('order-sign', 'CT CHEST'), forged)).status).toBe(401);
  });

  it.each([
    ['another FHIR server', { fhirServer: `${ehr}.evil/fhir` }],
    ['a prefetch of another patient', { prefetch: { patient: { resourceType: 'Patient', id: 'p2', identifier } } }],
    ['no prefetch', { prefetch: {} }],
    ['another hook', { hook: 'patient-view' }],
  ])('%s is refused', async (_name, more) => {
    expect((await call('order-sign', requestOf('order-sign', 'CT CHEST', more))).status).toBe(400);
  });
});
