/** Only registered callers are answered, and only about the patient whom they ask for. */
import { generateKeyPair, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { base, cdsSite, ehr, identifier, now, requestOf } from '../../../../test/cds-site.ts';

const site = cdsSite();

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
    const { status } = await site.call(
      'order-sign',
      requestOf('order-sign', 'CT CHEST'),
      await site.sign(claims, header),
    );
    expect(status).toBe(401);
  });

  it('a token is good once, and another signer is nobody', async () => {
    const token = await site.sign({ aud: good });
    expect((await site.call('order-sign', requestOf('order-sign', 'CT CHEST'), token)).status).toBe(200);
    expect((await site.call('order-sign', requestOf('order-sign', 'CT CHEST'), token)).status).toBe(401);
    const { privateKey } = await generateKeyPair('ES384');
    const forged = await new SignJWT({ iss: ehr, jti: 'f', aud: good, exp: now.getTime() / 1000 + 60 })
      .setProtectedHeader({ alg: 'ES384', kid: 'k' })
      .sign(privateKey);
    expect((await site.call('order-sign', requestOf('order-sign', 'CT CHEST'), forged)).status).toBe(401);
  });

  it.each([
    ['another FHIR server', { fhirServer: `${ehr}.evil/fhir` }],
    ['a prefetch of another patient', { prefetch: { patient: { resourceType: 'Patient', id: 'p2', identifier } } }],
    ['another hook', { hook: 'patient-view' }],
  ])('%s is refused', async (_name, more) => {
    expect((await site.call('order-sign', requestOf('order-sign', 'CT CHEST', more))).status).toBe(400);
  });

  it.each([undefined, null, {}, { patient: null }])(
    'the prefetch %o is too little (412, CDS Hooks 2.0)',
    async (prefetch) => {
      expect((await site.call('order-sign', requestOf('order-sign', 'CT CHEST', { prefetch }))).status).toBe(412);
    },
  );
});
