/** The reading page in a session that others follow and that it follows: at our own hub, and at that of an EHR. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type ForeignCastHub, startCastHub } from '../../../../test/cast-hub.ts';
import { postEvent, subscribeTo } from '../../../../test/cast-subscriber.ts';
import { type KnownPatient, type TwoPatients, twoPatients } from '../../../../test/two-patients.ts';
import { DEFAULT_TENANT_ID } from '../../../features/access/index.ts';
import { openSession } from '../../../features/authorization/index.ts';
import { followSession } from '../../../features/following/index.ts';

let world: TwoPatients;
let root: string;
let foreign: ForeignCastHub;

// biome-ignore lint/suspicious/noExplicitAny: messages are read field by field in tests
type Message = any;

const key = Buffer.alloc(32, 7).toString('base64');

beforeAll(async () => {
  world = await twoPatients(undefined, { THROUGHLINE_SECRET_KEY: key });
  root = await world.app.listen({ host: '127.0.0.1', port: 0 });
  foreign = await startCastHub(async (token) => token === 'of the EHR');
});
afterAll(async () => {
  await foreign?.close();
  await world?.close();
});

interface PageSocket {
  say(said: object): void;
  next(): Promise<Message>;
  readonly closed: Promise<number>;
  close(): Promise<number>;
}

/** As a browser opens it: with its cookie and its origin. */
const openPage = (token: string, origin = root): PageSocket => {
  const address = `${root.replace(/^http/, 'ws')}/api/following`;
  const socket = new WebSocket(address, { headers: { cookie: `throughline_session=${token}`, origin } });
  const waiting: Message[] = [];
  let wake = Promise.withResolvers<void>();
  socket.on('message', (data) => {
    waiting.push(JSON.parse(String(data)));
    wake.resolve();
  });
  socket.on('error', () => undefined);
  const opened = new Promise((resolve) => socket.once('open', resolve));
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  return {
    say: (said) => void opened.then(() => socket.send(JSON.stringify(said))),
    next: async () => {
      while (waiting.length === 0) await wake.promise;
      wake = Promise.withResolvers<void>();
      return waiting.shift();
    },
    closed,
    close: () => {
      socket.close(1000);
      return closed;
    },
  };
};

const nextOf = async (page: PageSocket, kind: string): Promise<Message> => {
  for (;;) {
    const told = await page.next();
    if (told.kind === kind) return told;
  }
};

const studyAt = ({ studies }: KnownPatient, at = 0): string => studies[at]?.study ?? '';

const opened = (study: string) => ({ kind: 'opened', study, ago: 0 });

const contextOf = (study: string, patient: KnownPatient) => [
  {
    key: 'study',
    resource: {
      resourceType: 'ImagingStudy',
      id: `s-${study}`,
      status: 'available',
      identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${study}` }],
    },
  },
  {
    key: 'patient',
    resource: {
      resourceType: 'Patient',
      id: `p-${patient.patientId}`,
      identifier: [{ system: patient.issuer, value: patient.patientId }],
    },
  },
];

let count = 0;
/** A session of our page, and the token of another application of the same user. */
const session = async () => {
  count += 1;
  const subject = `reader-${count}`;
  const page = await world.issuer.token({ scope: 'imaging.read' }, subject);
  const token = await world.issuer.token({ scope: 'fhircast/*.*' }, subject);
  const topic = (await world.get('/api/fhircast', token)).json['hub.topic'];
  return { page, token, topic, subject, hub: `${root}/fhircast` };
};

const tell = (
  of: { readonly hub: string; readonly token: string; readonly topic: string },
  context: unknown,
  name = 'ImagingStudy-open',
  more: object = {},
) => {
  const event = { 'hub.topic': of.topic, 'hub.event': name, context, ...more };
  return postEvent(of.hub, of.token, { timestamp: new Date().toISOString(), id: randomUUID(), event });
};

describe('at our own hub', () => {
  it('tells what is opened in it, opens what is opened elsewhere, and does not tell that again', async () => {
    const of = await session();
    const reporting = await subscribeTo({ ...of, events: 'ImagingStudy-open,SyncError', name: 'Reporting' });
    const page = openPage(of.page);
    page.say(opened(studyAt(world.alma)));
    expect(await nextOf(page, 'following')).toEqual({ kind: 'following', names: ['Reporting'] });
    const { event } = await reporting.next();
    const [study, patient] = event.context.map(({ resource }: Message) => resource);
    expect(study.identifier[0].value).toBe(`urn:oid:${studyAt(world.alma)}`);
    // The identifiers of all hospitals, and nothing else of the patient.
    expect(patient.identifier.map(({ value }: Message) => value).toSorted()).toEqual(['A1', 'B9']);
    expect(Object.keys(patient).toSorted()).toEqual(['id', 'identifier', 'resourceType']);
    await tell(of, contextOf(studyAt(world.alma, 1), world.alma));
    const told = await nextOf(page, 'open');
    expect(told.study).toBe(studyAt(world.alma, 1));
    page.say({ kind: 'answered', id: told.id, done: true });
    page.say(opened(told.study));
    await tell(of, contextOf(studyAt(world.almaElsewhere), world.almaElsewhere));
    expect((await nextOf(page, 'open')).study).toBe(studyAt(world.almaElsewhere));
    const seen = [await reporting.next(), await reporting.next()].map((each) => each.event.context[0].resource.id);
    expect(seen).toEqual([`s-${studyAt(world.alma, 1)}`, `s-${studyAt(world.almaElsewhere)}`]);
    await page.close();
    await reporting.leave();
  });

  it.each([
    ['is not here', () => contextOf('2.25.404', world.alma)],
    ['is of another patient than it says', () => contextOf(studyAt(world.other), world.alma)],
    ['has no identifier', () => [{ key: 'study', resource: { resourceType: 'ImagingStudy', id: 's' } }]],
  ])('says to both sides that it cannot follow a study that %s', async (_, context) => {
    const of = await session();
    const reporting = await subscribeTo({ ...of, events: 'SyncError' });
    const page = openPage(of.page);
    page.say(opened(studyAt(world.alma)));
    await nextOf(page, 'following');
    await tell(of, context());
    expect(await nextOf(page, 'out-of-step')).toMatchObject({ text: expect.stringContaining('not here for you') });
    const { event } = await reporting.next();
    expect(event.context[0].resource.issue[0].details.coding.at(-1).code).toBe('Throughline');
    await page.close();
    await reporting.leave();
  });

  it('says that it does not follow when the page stays, and takes a logout along', async () => {
    const of = await session();
    const reporting = await subscribeTo({ ...of, events: 'SyncError' });
    const page = openPage(of.page);
    page.say(opened(studyAt(world.alma)));
    await nextOf(page, 'following');
    await tell(of, contextOf(studyAt(world.alma, 1), world.alma));
    page.say({ kind: 'answered', id: (await nextOf(page, 'open')).id, done: false });
    expect((await reporting.next()).event['hub.event']).toBe('SyncError');
    const event = { 'hub.topic': of.topic, 'hub.event': 'userLogout', context: [] };
    await postEvent(of.hub, of.token, { timestamp: new Date().toISOString(), id: 'l1', event });
    expect(await nextOf(page, 'logout')).toEqual({ kind: 'logout', id: 'l1' });
    await page.close();
    await reporting.leave();
  });

  it('opens the newest study of a patient who is opened elsewhere, and stays with the one that is shown of that patient', async () => {
    const of = await session();
    const page = openPage(of.page);
    page.say(opened(studyAt(world.other)));
    await nextOf(page, 'following');
    const [, patient] = contextOf('', world.alma);
    await tell(of, [patient], 'Patient-open');
    const told = await nextOf(page, 'open');
    expect(told.study).toBe(studyAt(world.alma));
    page.say({ kind: 'answered', id: told.id, done: true });
    await tell(of, [patient], 'Patient-open');
    const nobody = {
      key: 'patient',
      resource: { resourceType: 'Patient', id: 'x', identifier: [{ system: 'ALPHA', value: 'nobody' }] },
    };
    await tell(of, [nobody], 'Patient-open');
    // Nothing was said of the patient who is shown already.
    expect(await page.next()).toMatchObject({
      kind: 'out-of-step',
      text: expect.stringContaining('A patient was opened'),
    });
    await page.close();
  });

  it('closes what is closed elsewhere, and nothing else', async () => {
    const of = await session();
    const page = openPage(of.page);
    page.say(opened(studyAt(world.alma)));
    await nextOf(page, 'following');
    await tell(of, contextOf(studyAt(world.alma, 1), world.alma), 'ImagingStudy-close');
    const [, stranger] = contextOf('', world.other);
    await tell(of, [stranger], 'Patient-close');
    const closing = await tell(of, contextOf(studyAt(world.alma), world.alma), 'ImagingStudy-close');
    expect(closing.status).toBe(202);
    const told = await page.next();
    expect(told).toMatchObject({ kind: 'closed' });
    page.say({ kind: 'answered', id: told.id, done: true });
    await tell(of, contextOf(studyAt(world.alma), world.alma));
    expect((await nextOf(page, 'open')).study).toBe(studyAt(world.alma));
    await page.close();
  });

  it('says that it is closed when the user leaves it, or does not come back; not when the page is loaded again', async () => {
    const of = await session();
    const reporting = await subscribeTo({ ...of, events: 'ImagingStudy-close' });
    const page = openPage(of.page);
    page.say(opened(studyAt(world.alma)));
    await nextOf(page, 'following');
    page.say({ kind: 'waiting', closed: true });
    const closed = async () => (await reporting.next()).event.context[0].resource.identifier[0].value;
    expect(await closed()).toBe(`urn:oid:${studyAt(world.alma)}`);
    await page.close();
    const principal = {
      ...{ tenantId: DEFAULT_TENANT_ID, subject: of.subject, door: 'api' as const },
      ...{ rights: new Set(['read'] as const), cast: ['fhircast/*.*'] },
    };
    const joining = { context: world.context, principal, root: `${root}/fhir`, tokenSeconds: 60 };
    const silent = { tell: () => undefined, close: () => undefined };
    const following = () => followSession(joining, silent, { goneMs: 1 });
    const [first, again] = [following(), following()];
    await first.said({ kind: 'opened', study: studyAt(world.alma, 1), ago: 0 });
    // Loaded again before the first is missed: only the second one, which does not come back, is said to be closed.
    await again.said({ kind: 'opened', study: studyAt(world.almaElsewhere), ago: 0 });
    await first.leave('gone');
    await again.leave('gone');
    expect(await closed()).toBe(`urn:oid:${studyAt(world.almaElsewhere)}`);
    await reporting.leave();
  });

  const nodule = {
    resourceType: 'Observation',
    id: 'o1',
    status: 'preliminary',
    code: { text: 'Nodule' },
    valueQuantity: { value: 8, unit: 'mm' },
  };
  const put = (resource: { readonly resourceType: string; readonly id: string }) => ({
    key: 'updates',
    resource: {
      resourceType: 'Bundle',
      id: 'b',
      type: 'transaction',
      entry: [{ request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` }, resource }],
    },
  });
  const report = { key: 'report', resource: { resourceType: 'DiagnosticReport', id: 'r1', status: 'preliminary' } };

  it('shows what is shared and selected in the open report, and shares what is measured, in the version that is there', async () => {
    const of = await session();
    const events = 'DiagnosticReport-open,DiagnosticReport-update';
    const reporting = await subscribeTo({ ...of, events });
    // The report was open, and something shared in it, before the page came.
    await tell(of, [report, ...contextOf(studyAt(world.alma), world.alma).toReversed()], 'DiagnosticReport-open');
    const version = (await reporting.next()).event['context.versionId'];
    await tell(of, [report, put(nodule)], 'DiagnosticReport-update', { 'context.versionId': version });
    await reporting.next();
    const page = openPage(of.page);
    page.say(opened(studyAt(world.alma)));
    const first = [{ id: 'Observation/o1', text: 'Nodule: 8 mm', selected: false }];
    expect(await nextOf(page, 'shared')).toEqual({ kind: 'shared', items: first });
    const select = { key: 'select', resources: [{ resourceType: 'Observation', id: 'o1' }] };
    await tell(of, [report, select], 'DiagnosticReport-select');
    expect((await nextOf(page, 'shared')).items[0].selected).toBe(true);
    const measured = {
      kind: 'length',
      points: [],
      value: 12.5,
      unit: 'mm',
      calibration: 'pixel-spacing',
      label: 'length',
    };
    const points = [
      { x: 1, y: 1 },
      { x: 9, y: 9 },
    ];
    page.say({ kind: 'measured', study: studyAt(world.alma), measurements: [{ ...measured, points }] });
    const told = await reporting.next();
    const [entry] = told.event.context.find(({ key: name }: Message) => name === 'updates').resource.entry;
    expect([told.event['hub.event'], entry.request.method, entry.resource]).toMatchObject([
      'DiagnosticReport-update',
      'PUT',
      { resourceType: 'Observation', status: 'preliminary', valueQuantity: { value: 12.5, code: 'mm' } },
    ]);
    expect((await nextOf(page, 'shared')).items.map(({ text }: Message) => text)).toEqual([
      'Nodule: 8 mm',
      'Length: 12.5 mm',
    ]);
    await tell(of, [report, ...contextOf(studyAt(world.alma), world.alma)], 'DiagnosticReport-close');
    expect((await nextOf(page, 'shared')).items).toEqual([]);
    await page.close();
    await reporting.leave();
  });

  it('follows one page of a session: the one that came last', async () => {
    const of = await session();
    const [first, second] = [openPage(of.page), openPage(of.page)];
    first.say(opened(studyAt(world.alma)));
    await nextOf(first, 'following');
    second.say(opened(studyAt(world.alma, 1)));
    expect(await first.closed).toBe(4001);
    await nextOf(second, 'following');
    await second.close();
  });

  it('is of a page that is signed in, and from our own site', async () => {
    const { page } = await session();
    const token = await world.issuer.token({ scope: 'admin' });
    const codes = [openPage(page, 'https://elsewhere.test'), openPage('x.y.z'), openPage(token)].map(
      (one) => one.closed,
    );
    expect(await Promise.all(codes)).toEqual([1006, 1006, 1006]);
  });
});

describe('at the hub of the EHR that launched it', () => {
  const launched = async (): Promise<string> => {
    const { token } = await openSession(
      world.context,
      { tenantId: DEFAULT_TENANT_ID, address: '127.0.0.1' },
      {
        subject: 'ehr:dr-7',
        name: null,
        scopes: ['imaging.read'],
        fhirUser: null,
        patientRecordId: world.alma.recordId,
        by: 'provider',
        hub: {
          url: foreign.url,
          topic: foreign.topic,
          token: 'of the EHR',
          label: 'EHR',
          scopes: ['fhircast/ImagingStudy-open.*', 'fhircast/SyncError.read'],
        },
      },
    );
    return token;
  };

  it('joins by what the launch said, tells, follows, and refuses what is of another patient', async () => {
    const page = openPage(await launched());
    page.say(opened(studyAt(world.alma)));
    expect(await nextOf(page, 'following')).toEqual({ kind: 'following', names: ['EHR'] });
    expect(await foreign.next()).toMatchObject({
      'hub.mode': 'subscribe',
      'hub.channel.type': 'websocket',
      'hub.topic': foreign.topic,
      'hub.events': 'ImagingStudy-open,SyncError',
    });
    expect((await foreign.next()).event).toMatchObject({
      'hub.event': 'ImagingStudy-open',
      'hub.topic': foreign.topic,
    });
    const id = await foreign.tell('ImagingStudy-open', contextOf(studyAt(world.alma, 1), world.alma));
    const told = await nextOf(page, 'open');
    expect(told).toEqual({ kind: 'open', id, study: studyAt(world.alma, 1) });
    page.say({ kind: 'answered', id, done: true });
    expect(await foreign.next()).toEqual({ id, status: '200' });
    const other = await foreign.tell('ImagingStudy-open', contextOf(studyAt(world.other), world.other));
    expect(await foreign.next()).toEqual({ id: other, status: '409' });
    await nextOf(page, 'out-of-step');
    await page.close();
    expect(await foreign.next()).toMatchObject({ 'hub.mode': 'unsubscribe' });
  });

  it('keeps the token of the EHR encrypted only', async () => {
    await launched();
    const rows = await world.context.db.tenant(DEFAULT_TENANT_ID, (trx) =>
      trx.selectFrom('fhircast_topics').select('foreign_hub').where('foreign_hub', 'is not', null).execute(),
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map(({ foreign_hub }) => Buffer.from(foreign_hub ?? '').includes('of the EHR'))).not.toContain(true);
  });
});
