/** H92: when nothing can be written down, nothing is told and nothing is taken; H91: what others call themselves makes no second record. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testPrincipal } from './context.ts';
import { ctObject } from './objects.ts';
import { type TwoPatients, twoPatients } from './two-patients.ts';

let world: TwoPatients;
let token: string;
beforeAll(async () => {
  world = await twoPatients();
  token = await world.issuer.token({ scope: 'imaging.read imaging.write admin' });
});
afterAll(() => world.close());

const asOwner = async (statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: world.context.databaseUrl });
  await client.connect();
  await client.query(statement);
  await client.end();
};

const ask = (url: string, accept = '*/*', as = token) =>
  world.app.inject({ url, headers: { authorization: `Bearer ${as}`, accept } });

describe('H92 while the trail cannot be written', () => {
  const marks = /QUILL|ZEBEDEE|SECRETID77|SECRETEXAM/;
  const [secret] = ['SECRETID77'];
  const reading = (): readonly (readonly [url: string, accept?: string])[] => {
    const [study] = world.other.studies;
    return [
      [`/dicom-web/studies?PatientID=${secret}`, 'application/dicom+json'],
      [`/dicom-web/studies/${study?.study}/metadata`, 'application/dicom+json'],
      [`/dicom-web/studies/${study?.study}`, 'multipart/related; type="application/dicom"'],
      [`/fhir/Patient/${world.other.recordId}`],
      [`/fhir/ImagingStudy?patient=${world.other.recordId}`],
      [`/fhir/Patient/${world.other.recordId}/$everything`],
      [`/api/reading/${study?.study}`],
      [`/api/studies/${study?.study}/report`],
    ];
  };

  it('nothing is told and nothing is taken; afterwards both are as before', async () => {
    // The test could fail: all of it is told.
    for (const [url, accept] of reading()) expect([url, (await ask(url, accept)).statusCode]).toEqual([url, 200]);
    const store = () =>
      world.app.inject({
        method: 'POST',
        url: '/dicom-web/studies',
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/dicom+json',
          'content-type': 'multipart/related; type="application/dicom"; boundary=b',
        },
        payload: Buffer.concat([
          Buffer.from('--b\r\nContent-Type: application/dicom\r\n\r\n'),
          Buffer.from(ctObject({ patientId: 'AUDIT1', issuer: 'ALPHA' })),
          Buffer.from('\r\n--b--\r\n'),
        ]),
      });
    // Somebody else: what one is given of a study within a minute is one access, and is written down already.
    const later = await world.issuer.token({ scope: 'imaging.read imaging.write admin' }, 'dr-later');
    await asOwner('revoke insert on audit_events from throughline_app');
    try {
      for (const [url, accept] of reading()) {
        const { statusCode, rawPayload } = await ask(url, accept, later);
        const said = rawPayload.toString('latin1');
        expect([url, statusCode >= 500, marks.test(said.replaceAll(secret ?? '', ''))]).toEqual([url, true, false]);
      }
      expect((await store()).statusCode).not.toBe(200);
    } finally {
      await asOwner('grant insert on audit_events to throughline_app');
    }
    const kept = await ask('/dicom-web/studies?PatientID=AUDIT1', 'application/dicom+json');
    expect(kept.statusCode === 204 || kept.json().length === 0).toBe(true);
    expect((await store()).statusCode).toBe(200);
    for (const [url, accept] of reading()) expect([url, (await ask(url, accept)).statusCode]).toEqual([url, 200]);
  });
});

it('H91 a name with line ends and JSON in it is one record, and says nothing that it is not', async () => {
  const name = 'dr\r\n{"event":"110113"}\u0000\u2028"}';
  const evil = await world.issuer.token({ scope: 'imaging.read' }, name.replace('\u0000', ''));
  const answer = await world.app.inject({
    url: `/fhir/Patient/${world.alma.recordId}`,
    headers: { authorization: `Bearer ${evil}`, 'user-agent': 'x"}\\n{"forged":true' },
  });
  expect(answer.statusCode).toBe(200);
  const rows = await world.context.db.tenant(testPrincipal().tenantId, (trx) =>
    trx.selectFrom('audit_events').select(['subject', 'event_code']).where('subject', 'like', 'dr%').execute(),
  );
  const made = rows.filter(({ subject }) => subject.includes('{'));
  expect(new Set(made.map(({ subject }) => subject))).toEqual(new Set([name.replace('\u0000', '')]));
  expect(made.map(({ event_code }) => event_code)).not.toContain('110113');
  const trail = await ask('/fhir/AuditEvent?_count=20');
  expect(trail.statusCode).toBe(200);
  expect(trail.json().entry.length).toBeGreaterThan(0);
});
