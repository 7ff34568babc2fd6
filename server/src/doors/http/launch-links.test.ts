/** Links into the reading page: plain ones ask who comes, ours are opaque, end soon, and let one user see one patient. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser } from '../../../test/smart-client.ts';
import { type TwoPatients, twoPatients } from '../../../test/two-patients.ts';

let world: TwoPatients;
let now = new Date();

beforeAll(async () => {
  world = await twoPatients(() => now);
});
afterAll(() => world.close());

const post = async (url: string, payload: object, scope: string, more: object = {}) => {
  const headers = { authorization: `Bearer ${await world.issuer.token({ scope, ...more }, 'ehr')}` };
  const answer = await world.app.inject({ method: 'POST', url, headers, payload });
  return { status: answer.statusCode, json: answer.json() };
};

const study = () => world.alma.studies[0]?.study ?? '';
const signedIn = (target: object, subject = 'dr-1') =>
  post('/api/launch-links', { target, signIn: { subject, name: 'Dr One' } }, 'imaging.launch');

const session = (browser: Browser, url: string) =>
  world.app.inject({ url, headers: { cookie: `throughline_session=${browser.cookies.get('throughline_session')}` } });

describe('IHE Invoke Image Display', () => {
  it.each([
    ['requestType=STUDY&studyUID=1.2.3', '/open?study=1.2.3'],
    ['requestType=STUDY&studyUID=1.2.3,1.2.4', '/open?study=1.2.3'],
    ['requestType=STUDY&accessionNumber=A%261', '/open?accession=A%261'],
    ['requestType=PATIENT&patientID=P1', '/open?patient=P1'],
    ['requestType=PATIENT&patientID=P1%5E%5E%5EALPHA', '/open?patient=P1&issuer=ALPHA'],
    ['requestType=PATIENT&patientID=P1%5E%5E%5E%261.2.9%26ISO&mostRecentResults=1', '/open?patient=P1&issuer=1.2.9'],
  ])('%s', async (query, location) => {
    const answer = await world.app.inject({ url: `/IHEInvokeImageDisplay?${query}` });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, location]);
  });

  it.each([
    '',
    'requestType=STUDY',
    'requestType=PATIENT',
    'requestType=SERIES&studyUID=1.2',
    'requestType=STUDY&studyUID=1&studyUID=2',
  ])('"%s" is not one', async (query) => {
    expect((await world.app.inject({ url: `/IHEInvokeImageDisplay?${query}` })).statusCode).toBe(400);
  });

  it('means the newest study of a patient, and one patient only', async () => {
    const newest = { studyInstanceUid: study(), place: 'here' };
    expect((await post('/api/launch', { patientId: 'A1', issuer: 'ALPHA' }, 'imaging.read')).json).toEqual(newest);
    // The person's record at the other hospital: the newest is here all the same.
    expect((await post('/api/launch', { patientId: 'B9' }, 'imaging.read')).json).toEqual(newest);
    expect((await post('/api/launch', { patientId: 'nobody' }, 'imaging.read')).status).toBe(404);
    const bound = { patient: world.alma.recordId };
    const { patientId } = world.other;
    expect((await post('/api/launch', { patientId }, 'imaging.read', bound)).status).toBe(404);
  });
});

describe('a link that signs in', () => {
  it('opens the study at once, for its patient and nobody else, and is good once', async () => {
    const { status, json } = await signedIn({ accessionNumber: 'none' });
    expect([status, json.code]).toEqual([404, 'not-found']);
    const made = await signedIn({ studyInstanceUid: study() });
    expect(made.json.url).toMatch(/^http:\/\/127\.0\.0\.1:0\/launch\/[\w-]{43}$/);
    const browser = new Browser(world.app);
    await browser.open(made.json.url);
    expect((await session(browser, `/api/reading/${study()}`)).statusCode).toBe(200);
    expect((await session(browser, `/api/reading/${world.almaElsewhere.studies[0]?.study}`)).statusCode).toBe(200);
    expect((await session(browser, `/api/reading/${world.other.studies[0]?.study}`)).statusCode).toBe(404);
    expect((await session(browser, '/api/sources')).statusCode).toBe(403);
    expect((await session(browser, '/api/session')).json()).toMatchObject({ subject: 'ehr:dr-1', rights: ['read'] });
    const again = await new Browser(world.app).open(made.json.url);
    expect(again.status).toBe(404);
  });

  it('ends after five minutes; one that was made up never began', async () => {
    const { url } = (await signedIn({ patientId: 'A1', issuer: 'ALPHA' })).json;
    const before = now;
    now = new Date(now.getTime() + 301_000);
    expect((await new Browser(world.app).open(url)).status).toBe(404);
    now = before;
    const forged = `${url.slice(0, -1)}${url.endsWith('A') ? 'B' : 'A'}`;
    expect((await new Browser(world.app).open(forged)).status).toBe(404);
  });

  it.each([
    ['a reader', 'imaging.read imaging.write admin', {}],
    ['an application', 'imaging.launch patient/*.rs', {}],
  ])('is not made by %s', async (_name, scope, more) => {
    const payload = { target: { studyInstanceUid: study() }, signIn: { subject: 'x' } };
    expect((await post('/api/launch-links', payload, scope, more)).status).toBe(403);
  });

  it('is not made beyond the patient of who makes it', async () => {
    const payload = { target: { studyInstanceUid: world.other.studies[0]?.study }, signIn: { subject: 'x' } };
    const bound = { patient: world.alma.recordId };
    expect((await post('/api/launch-links', payload, 'imaging.launch', bound)).status).toBe(404);
  });
});

describe('a link that signs nobody in', () => {
  it('asks who comes, and opens for who may read', async () => {
    const made = await post('/api/launch-links', { target: { studyInstanceUid: study() } }, 'imaging.read');
    const [, link = ''] = String(made.json.url).split('/launch/');
    const page = await world.app.inject({ url: `/launch/${link}` });
    expect([page.headers.location, page.headers['set-cookie']]).toEqual([`/open?link=${link}`, undefined]);
    expect((await world.app.inject({ method: 'POST', url: '/api/launch', payload: { link } })).statusCode).toBe(401);
    expect((await post('/api/launch', { link }, 'imaging.read')).json).toEqual({
      studyInstanceUid: study(),
      place: 'here',
    });
    const elsewhere = { patient: world.other.recordId };
    expect((await post('/api/launch', { link }, 'imaging.read', elsewhere)).status).toBe(404);
    const { status } = await post('/api/launch-links', { target: { studyInstanceUid: study() } }, 'imaging.launch');
    expect(status).toBe(403);
  });
});
