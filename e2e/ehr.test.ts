/** From the order in an EHR to the images beside their prior, in a real browser: clicks and logins are counted. */
import { randomBytes, randomUUID } from 'node:crypto';
import { newUid } from '@throughline/dicom';
import { connectMllp, parseMessage } from '@throughline/hl7';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ctObject } from '../server/test/objects.ts';
import { launchBrowser } from './harness/browser.ts';
import { allowMessageSource, type Hl7Hub, messageText, startHl7Hub } from './harness/hl7.ts';
import { type Card, scopes as ehrScopes, type MockEhr, startMockEhr } from './harness/mock-ehr.ts';
import { type SmartApp, startSmartApp } from './harness/smart-app.ts';

const passcode = 'a synthetic passcode';
const person = { issuer: 'COUNTY', patientId: 'EHR1', patientName: 'SYNTHETIC^ESME', birthDate: '19600102' };
const studies = { newest: newUid(), older: newUid() };

let site: Hl7Hub;
let ehr: MockEhr;
let app: SmartApp;
let browser: Browser;

const daysAgo = (days: number): string =>
  new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');

const put = async (path: string, body: unknown): Promise<void> => {
  const headers = { 'content-type': 'application/json' };
  const answer = await site.hub.request(path, { method: 'PUT', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
};

const store = async (study: string, studyDate: string): Promise<void> => {
  const object = ctObject({ ...person, study, studyDate, side: 64, description: 'CT CHEST' });
  const boundary = randomUUID();
  const head = `--${boundary}\r\ncontent-type: application/dicom\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), object, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  const headers = { 'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}` };
  const answer = await site.hub.request('/dicom-web/studies', { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`storing: ${answer.status} ${await answer.text()}`);
};

const send = async (...messages: readonly string[]): Promise<void> => {
  const client = await connectMllp({ host: '127.0.0.1', port: site.port });
  for (const message of messages)
    expect(
      parseMessage(await client.send(Buffer.from(message)))
        .one('MSA')
        ?.text(1),
    ).toBe('AA');
  client.close();
};

beforeAll(async () => {
  // The EHR's token, by which its hub is followed, is kept encrypted only.
  site = await startHl7Hub({ env: { THROUGHLINE_SECRET_KEY: randomBytes(32).toString('base64') } });
  const { hub } = site;
  await allowMessageSource(hub, 'ehr', 'RIS');
  const patient = { id: 'ehr-17', system: 'COUNTY', value: person.patientId };
  const pid = 'PID|1||EHR1^^^COUNTY^MR||SYNTHETIC^ESME||19600102|F';
  const order = ['ORC|NW|PL9|FI9||SC', 'OBR|1|PL9|FI9|CTCH^CT Chest^L', `IPC|ACC9|RP9|${newUid()}|SPS9|CT||||CT1`];
  ehr = await startMockEhr({
    hub: hub.baseUrl,
    patient,
    register: () => send(messageText('ADT^A04^ADT_A01', 'M1', ['EVN|A04', pid])),
    order: async () => {
      const cards = await orderSigned();
      await send(messageText('OMI^O23^OMI_O23', 'M2', [pid, ...order]));
      return cards;
    },
  });
  app = await startSmartApp('launch/patient openid fhirUser patient/*.rs');
  await put('/cds-services/clients', {
    issuer: ehr.root,
    name: 'EHR',
    jwks: ehr.publicKeys,
    fhirServer: ehr.fhirServer,
  });
  const provider = { clientId: 'throughline', grants: ['imaging.read'] };
  const scope = ehrScopes.join(' ');
  await put('/api/sign-in-providers/ehr', { ...provider, kind: 'smart', label: 'EHR', issuer: ehr.fhirServer, scope });
  await put('/api/sign-in-providers/hospital', { ...provider, kind: 'oidc', label: 'the hospital', issuer: ehr.root });
  await put('/api/users/reader', { name: 'Rea Der', passcode, scopes: ['imaging.read'] });
  await put('/api/users/privacy', { name: 'Pri Vacy', passcode, scopes: ['imaging.read', 'admin'] });
  const scopes = ['launch/patient', 'openid', 'fhirUser', 'patient/*.rs'];
  await put('/api/oauth-clients/app', { name: 'App', redirectUris: [`${app.root}/index.html`], scopes });
  await store(studies.older, daysAgo(700));
  await store(studies.newest, daysAgo(10));
  browser = await launchBrowser();
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await Promise.all([ehr?.close(), app?.close(), site?.hub.close()]);
});

/** A browser of somebody else, in which whatever asks for a passcode or token is counted. */
const freshPage = async (): Promise<{ readonly page: Page; readonly asked: () => number }> => {
  const page = await (await browser.newContext({ viewport: { width: 1600, height: 900 } })).newPage();
  let asked = 0;
  page.on('domcontentloaded', async () => {
    asked += await page
      .locator('input[type=password]')
      .count()
      .catch(() => 0);
  });
  return { page, asked: () => asked };
};

const hung = async (page: Page): Promise<readonly (string | null)[]> => {
  for (const pane of ['current', 'prior'])
    await page.waitForSelector(`[data-stage=${pane}][data-live=true]`, { timeout: 30_000, state: 'attached' });
  const shown = (pane: string) => page.getAttribute(`section[data-pane=${pane}]`, 'data-study');
  return [await shown('current'), await shown('prior')];
};

const orderSigned = async (): Promise<readonly Card[]> => {
  const address = `${site.hub.baseUrl}/cds-services/order-sign`;
  const identifier = [{ system: 'COUNTY', value: person.patientId }];
  const resource = {
    resourceType: 'ServiceRequest',
    subject: { reference: 'Patient/ehr-17' },
    code: { text: 'CT CHEST' },
  };
  const answer = await fetch(address, {
    method: 'POST',
    headers: { authorization: `Bearer ${await ehr.cdsToken(address)}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      hook: 'order-sign',
      hookInstance: randomUUID(),
      fhirServer: ehr.fhirServer,
      context: { patientId: 'ehr-17', draftOrders: { entry: [{ resource }] } },
      prefetch: { patient: { resourceType: 'Patient', id: 'ehr-17', identifier } },
    }),
  });
  return ((await answer.json()) as { readonly cards: readonly Card[] }).cards;
};

describe('from the EHR', () => {
  it('registers, orders, gets the card, launches, and lands on the images beside their prior: one click of ours, no login', async () => {
    const { page, asked } = await freshPage();
    const clicks: string[] = [];
    const click = async (selector: string): Promise<void> => {
      clicks.push(selector);
      await page.click(selector);
    };
    await page.goto(`${ehr.root}/chart`);
    await click('#register');
    await click('#order');
    const card = page.locator('.card');
    await card.waitFor();
    expect(await card.count()).toBe(1);
    expect(await card.textContent()).toContain('A study exists: CT chest, 10 days ago');
    await click('#images');
    expect(await hung(page)).toEqual([studies.newest, studies.older]);
    // What the EHR itself takes, and one click to the images.
    expect([clicks, asked()]).toEqual([['#register', '#order', '#images'], 0]);
    expect(new URL(page.url()).search).toBe('');
    // The order has arrived, too, and the session is of this patient.
    const ordered = await site.hub.request('/fhir/ServiceRequest?identifier=ACC9&_total=accurate');
    expect(((await ordered.json()) as { readonly total?: number }).total).toBe(1);
    const worklist = await page.evaluate(async () => (await fetch('/api/sources')).status);
    expect(worklist).toBe(403);
  });

  it('follows what is opened, shared and closed in the EHR, without a click, and says when it is closed itself', async () => {
    const { page } = await freshPage();
    await page.goto(`${ehr.root}/chart`);
    await page.click('#images');
    await hung(page);
    const mark = page.locator('[data-following]');
    await expect.poll(() => mark.textContent(), { timeout: 20_000 }).toBe('following EHR');
    const uidsTold = () =>
      ehr.cast.requested
        .filter(({ event }) => event?.['hub.event'].startsWith('ImagingStudy'))
        .map(({ event }) => `${event['hub.event']} ${event.context[0].resource.identifier[0].value}`);
    await expect.poll(uidsTold).toContain(`ImagingStudy-open urn:oid:${studies.newest}`);
    const study = (uid: string) => ({
      key: 'study',
      resource: {
        resourceType: 'ImagingStudy',
        id: `i-${uid}`,
        status: 'available',
        identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${uid}` }],
      },
    });
    const patient = {
      key: 'patient',
      resource: { resourceType: 'Patient', id: 'ehr-17', identifier: [{ system: 'COUNTY', value: person.patientId }] },
    };
    const report = { key: 'report', resource: { resourceType: 'DiagnosticReport', id: 'r1', status: 'preliminary' } };
    await ehr.cast.tell('DiagnosticReport-open', [report, patient, study(studies.older)]);
    await page.waitForURL(`**/read/${studies.older}`);
    await page.waitForSelector(`section[data-pane=current][data-study="${studies.older}"] [data-live=true]`, {
      state: 'attached',
    });
    const nodule = {
      resourceType: 'Observation',
      id: 'o1',
      status: 'preliminary',
      code: { text: 'Synthetic nodule' },
      valueQuantity: { value: 8, unit: 'mm' },
    };
    const updates = {
      resourceType: 'Bundle',
      id: 'b',
      type: 'transaction',
      entry: [{ request: { method: 'PUT', url: 'Observation/o1' }, resource: nodule }],
    };
    await ehr.cast.tell('DiagnosticReport-update', [
      { key: 'report', reference: { reference: 'DiagnosticReport/r1' } },
      { key: 'updates', resource: updates },
    ]);
    await expect.poll(() => page.locator('[data-shared]').textContent()).toBe('Synthetic nodule: 8 mm');
    await ehr.cast.tell('DiagnosticReport-close', [report, patient, study(studies.older)]);
    await page.waitForSelector('[data-closed]');
    await ehr.cast.tell('Patient-open', [patient]);
    await page.waitForURL(`**/read/${studies.newest}`);
    await hung(page);
    await page.getByRole('link', { name: /^Worklist/ }).click();
    await expect.poll(uidsTold).toContain(`ImagingStudy-close urn:oid:${studies.newest}`);
  });

  it('a launch of a server that is not registered leads nowhere, and what comes back without its browser is refused', async () => {
    const { page } = await freshPage();
    const strange = await page.goto(
      `${site.hub.baseUrl}/launch?iss=${encodeURIComponent(`${ehr.fhirServer}.evil`)}&launch=x`,
    );
    expect(strange?.status()).toBe(400);
    const forged = await page.goto(`${site.hub.baseUrl}/sign-in/callback?code=x&state=${'y'.repeat(43)}`);
    expect(forged?.status()).toBe(400);
  });

  it('a link that the EHR asked for opens them without a click or a login', async () => {
    const token = await site.hub.issuer.token('imaging.launch', 'ehr');
    const answer = await fetch(`${site.hub.baseUrl}/api/launch-links`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ target: { patientId: 'EHR1', issuer: 'COUNTY' }, signIn: { subject: 'dr-1' } }),
    });
    const { url } = (await answer.json()) as { readonly url: string };
    const { page, asked } = await freshPage();
    await page.goto(url);
    expect(await hung(page)).toEqual([studies.newest, studies.older]);
    expect(asked()).toBe(0);
  });

  it('a plain IHE link asks who comes: one click, at the hospital where one is signed in already', async () => {
    const { page } = await freshPage();
    const patient = encodeURIComponent('EHR1^^^COUNTY');
    await page.goto(`${site.hub.baseUrl}/IHEInvokeImageDisplay?requestType=PATIENT&patientID=${patient}`);
    await page.click('text=Sign in with the hospital');
    expect(await hung(page)).toEqual([studies.newest, studies.older]);
  });
});

it('a foreign SMART application is authorised once for FHIR and DICOMweb', async () => {
  const { page } = await freshPage();
  await page.goto(`${app.root}/launch.html?iss=${encodeURIComponent(`${site.hub.baseUrl}/fhir`)}`);
  await page.fill('input[name=username]', 'reader');
  await page.fill('input[name=passcode]', passcode);
  await page.click('button:has-text("Sign in")');
  await page.fill('input[name=text]', 'EHR1');
  await page.click('button:has-text("Find")');
  await page.click('button:has-text("SYNTHETIC ESME")');
  const told = page.locator('#told');
  await expect.poll(() => told.textContent(), { timeout: 20_000 }).toContain('{');
  const { uids, statuses, user } = JSON.parse((await told.textContent()) ?? '{}');
  expect(uids.toSorted()).toEqual([studies.newest, studies.older].toSorted());
  expect([statuses, user]).toEqual([[200, 200], 'reader']);
  // The second time nobody is asked who they are, although the application is of another site.
  await page.goto(`${app.root}/launch.html?iss=${encodeURIComponent(`${site.hub.baseUrl}/fhir`)}`);
  await page.waitForSelector('input[name=text]');
});

interface PatientBundle {
  readonly entry?: readonly { readonly resource?: { readonly id?: string } }[];
}

it('what the patient withholds is seen in an emergency: by keyboard, for a reason, and nothing else of the page is needed', async () => {
  const { hub } = site;
  const [record] =
    ((await (await hub.request('/fhir/Patient?identifier=COUNTY|EHR1')).json()) as PatientBundle).entry ?? [];
  const refusal = {
    resourceType: 'Consent',
    identifier: [{ system: 'urn:oid:1.2.276.0.7230010.61', value: 'EHR1' }],
    status: 'active',
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
    patient: { reference: `Patient/${record?.resource?.id}` },
    provision: { type: 'deny' },
  };
  await put('/fhir/Consent?identifier=urn:oid:1.2.276.0.7230010.61|EHR1', refusal);
  const { page } = await freshPage();
  await page.goto(`${hub.baseUrl}/read/${studies.newest}`);
  await page.fill('input[name=username]', 'reader');
  await page.fill('input[name=passcode]', passcode);
  await page.press('input[name=passcode]', 'Enter');
  await page.waitForSelector('text=It may also be that the patient does not allow you to see it.');
  await page.getByRole('button', { name: 'Emergency access' }).focus();
  await page.keyboard.press('Enter');
  // Focus is where the reason is written.
  await page.keyboard.type('no');
  await page.keyboard.press('Enter');
  expect(await page.locator('form[aria-label="Emergency access"]').count()).toBe(1);
  await page.keyboard.type('t conscious in the emergency room');
  await page.keyboard.press('Enter');
  expect(await hung(page)).toEqual([studies.newest, studies.older]);
  const listed = (await (await hub.request('/api/emergency-accesses')).json()) as readonly object[];
  expect(listed).toMatchObject([
    { subject: 'reader', patientId: 'EHR1', reason: 'not conscious in the emergency room' },
  ]);
  const { page: desk } = await freshPage();
  await desk.goto(`${hub.baseUrl}/exceptions`);
  await desk.fill('input[name=username]', 'privacy');
  await desk.fill('input[name=passcode]', passcode);
  await desk.press('input[name=passcode]', 'Enter');
  await desk.getByRole('button', { name: 'End it now' }).press('Enter');
  await desk.getByRole('button', { name: 'End it now' }).waitFor({ state: 'detached' });
  await page.reload();
  await page.waitForSelector('text=It may also be that the patient does not allow you to see it.');
  await page.goto(`${hub.baseUrl}/read/${newUid()}`);
  await page.getByRole('button', { name: 'Emergency access' }).press('Enter');
  await page.keyboard.type('not conscious in the emergency room');
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=Nothing of this is known here');
  await put('/fhir/Consent?identifier=urn:oid:1.2.276.0.7230010.61|EHR1', { ...refusal, status: 'inactive' });
});
