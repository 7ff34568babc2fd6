/** UPS-RS through the door: every cell of the state table, every status that PS3.18 11 lists, both forms, and the search. */
import { Readable } from 'node:stream';
import { type DicomJson, newUid } from '@throughline/dicom';
import { readNativeModel, toNativeModel } from '@throughline/dicomweb';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../../test/context.ts';
import { canceledUpdate, newWorkitem, performedUpdate } from '../../../../test/workitem.ts';
import { forgetEndedWorkitems } from '../../../features/workitems/index.ts';
import { stateTable, type WorkitemEvent, type WorkitemPlace } from '../../../features/workitems/states.ts';
import { buildApp } from '../app.ts';

const json = { 'content-type': 'application/dicom+json' };
// As long as UIDs are that are made up, so that none begins with it.
const lock = '2.25.110000000000000000000000000000000000011';

describe('UPS-RS', () => {
  let context: TestContext;
  let app: FastifyInstance;
  let now = new Date('2026-01-02T10:00:00Z');

  beforeAll(async () => {
    context = await createTestContext({ environment: { THROUGHLINE_DEMO: '1' }, clock: () => now });
    app = await buildApp(context);
    await app.ready();
  });
  afterAll(async () => {
    await app?.close();
    await context?.close();
  });

  const ask = (
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    body?: DicomJson | readonly DicomJson[],
    headers: Record<string, string> = {},
  ) =>
    app.inject({
      method,
      url: `/dicom-web/workitems${path}`,
      headers: { ...(body && json), ...headers },
      ...(body && { payload: JSON.stringify(body) }),
    });

  const create = async (more: DicomJson = {}): Promise<string> => {
    const uid = newUid();
    expect((await ask('POST', `?workitem=${uid}`, [newWorkitem(more)])).statusCode).toBe(201);
    return uid;
  };

  const toState = (uid: string, state: string, transaction: string | undefined) =>
    ask('PUT', `/${uid}/state`, {
      '00741000': { vr: 'CS', Value: [state] },
      ...(transaction && { '00081195': { vr: 'UI', Value: [transaction] } }),
    });

  const update = (uid: string, change: DicomJson, transaction?: string) =>
    ask('POST', `/${uid}${transaction ? `?transaction-uid=${transaction}` : ''}`, [change]);

  const inPlace: Readonly<Record<WorkitemPlace, () => Promise<string>>> = {
    absent: async () => newUid(),
    SCHEDULED: () => create(),
    'IN PROGRESS': async () => {
      const uid = await create();
      expect((await toState(uid, 'IN PROGRESS', lock)).statusCode).toBe(200);
      return uid;
    },
    COMPLETED: async () => {
      const uid = await inPlace['IN PROGRESS']();
      expect((await update(uid, performedUpdate, lock)).statusCode).toBe(200);
      expect((await toState(uid, 'COMPLETED', lock)).statusCode).toBe(200);
      return uid;
    },
    CANCELED: async () => {
      const uid = await inPlace['IN PROGRESS']();
      expect((await update(uid, canceledUpdate, lock)).statusCode).toBe(200);
      expect((await toState(uid, 'CANCELED', lock)).statusCode).toBe(200);
      return uid;
    },
  };

  const subscribe = (uid: string) =>
    app.inject({ method: 'POST', url: `/dicom-web/workitems/${uid}/subscribers/PERFORMER` });

  const doing: Readonly<Record<WorkitemEvent, (uid: string) => Promise<{ statusCode: number; headers: object }>>> = {
    create: (uid) => ask('POST', `?workitem=${uid}`, [newWorkitem()]),
    'claim, correct': (uid) => toState(uid, 'IN PROGRESS', lock),
    'claim, incorrect': (uid) => toState(uid, 'IN PROGRESS', undefined),
    schedule: (uid) => toState(uid, 'SCHEDULED', lock),
    'complete, correct': (uid) => toState(uid, 'COMPLETED', lock),
    'complete, incorrect': (uid) => toState(uid, 'COMPLETED', undefined),
    'request cancel': (uid) => ask('POST', `/${uid}/cancelrequest`),
    'cancel, correct': (uid) => toState(uid, 'CANCELED', lock),
    'cancel, incorrect': (uid) => toState(uid, 'CANCELED', undefined),
  };

  const stateOf = async (uid: string): Promise<string> =>
    (await ask('GET', `/${uid}`)).json()[0]['00741000'].Value[0] as string;

  /** The statuses of PS3.18 11.4.3, 11.7.3 and 11.8.3 for what Table CC.1.1-2 of PS3.4 says, by its codes. */
  const http: Readonly<Record<string, number>> = {
    'workitem-unknown': 404,
    'duplicate-instance': 409,
    'workitem-ended': 409,
    'workitem-not-locked-by-you': 400,
    'workitem-in-progress': 409,
    'workitem-not-in-progress': 409,
    'workitem-only-created-scheduled': 400,
    'workitem-completed': 409,
  };

  const cells = Object.entries(stateTable).flatMap(([event, row]) =>
    Object.entries(row).map(([place, outcome]) => [event as WorkitemEvent, place as WorkitemPlace, outcome] as const),
  );

  it.each(cells)('%s of one that is %s: %o', async (event, place, outcome) => {
    const uid = await inPlace[place]();
    if ('tell' in outcome) expect((await subscribe(uid)).statusCode).toBe(201);
    if ('to' in outcome && outcome.final) {
      expect((await doing[event](uid)).statusCode).toBe(409);
      expect((await update(uid, { ...performedUpdate, ...canceledUpdate }, lock)).statusCode).toBe(200);
    }
    const answer = await doing[event](uid);
    const code = /"code":"([\w-]+)"/.exec((answer as unknown as { body: string }).body)?.[1];
    if ('refuse' in outcome) {
      expect([answer.statusCode, code]).toEqual([http[outcome.refuse], outcome.refuse]);
      if (place !== 'absent') expect(await stateOf(uid)).toBe(place);
      return;
    }
    const accepted = { create: 201, 'request cancel': 202 }[event as string] ?? 200;
    expect(answer.statusCode).toBe(accepted);
    if ('to' in outcome) expect(await stateOf(uid)).toBe(outcome.to);
    else expect(await stateOf(uid)).toBe(place);
    if ('warn' in outcome)
      expect(answer.headers).toHaveProperty('warning', expect.stringMatching(/^299 .+ "The UPS is already in/));
  });

  it('gives one of those who claim at once the lock', async () => {
    const uid = await create();
    const all = await Promise.all(Array.from({ length: 8 }, (_, at) => toState(uid, 'IN PROGRESS', `2.25.${at + 1}`)));
    expect(all.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 400, 400, 400, 400, 400, 400, 400]);
  });

  it.each([
    ['only a requester in no list can be told', async () => inPlace['IN PROGRESS'](), 409, 'The performer cannot be'],
  ])('a cancellation is refused when %s', async (_, made, status, warning) => {
    const answer = await ask('POST', `/${await made()}/cancelrequest`);
    expect([answer.statusCode, answer.headers.warning]).toEqual([status, expect.stringContaining(warning)]);
  });

  it('cancels what nobody performs yet, and says when and why', async () => {
    const uid = await create();
    const reason = { '00741238': { vr: 'LT', Value: ['Patient went home'] } };
    expect((await ask('POST', `/${uid}/cancelrequest`, reason)).statusCode).toBe(202);
    const [{ '00741002': progress }] = (await ask('GET', `/${uid}`)).json();
    expect(progress.Value[0]).toMatchObject({
      ...reason,
      '00404052': { Value: [expect.stringMatching(/^2026\d{10}\.\d{3}\+0000$/)] },
    });
  });

  it.each([
    ['no body', undefined],
    ['a body without bytes', ''],
    ['a body without bytes whose length is not told', Readable.from([])],
    ['an array of nothing', '[]'],
    ['a data set without attributes', '{}'],
    ['an array of one', '[{}]'],
  ])('takes a request to cancel with %s', async (_name, payload) => {
    const url = `/dicom-web/workitems/${await create()}/cancelrequest`;
    const headers = { 'content-type': 'application/dicom+json' };
    const answer = await app.inject({ method: 'POST', url, headers, ...(payload !== undefined && { payload }) });
    expect(answer.statusCode).toBe(202);
  });

  it.each([
    ['two data sets', '[{},{}]', 400],
    ['what is no JSON', '[', 400],
  ])('refuses a request to cancel with %s', async (_name, payload, status) => {
    const url = `/dicom-web/workitems/${await create()}/cancelrequest`;
    const headers = { 'content-type': 'application/dicom+json' };
    expect((await app.inject({ method: 'POST', url, headers, payload })).statusCode).toBe(status);
  });

  const lacking = (tag: string): DicomJson =>
    Object.fromEntries(Object.entries(newWorkitem()).filter(([key]) => key !== tag));

  it.each([
    ['a priority', lacking('00741200'), 400, 'missing-attribute'],
    ['a label', lacking('00741204'), 400, 'missing-attribute'],
    ['a start', lacking('00404005'), 400, 'missing-attribute'],
    ['an input readiness state', lacking('00404041'), 400, 'missing-attribute'],
    ['a state', lacking('00741000'), 400, 'missing-attribute'],
    ['a known priority', newWorkitem({ '00741200': { vr: 'CS', Value: ['SOON'] } }), 400, 'invalid-attribute'],
    ['the first state', newWorkitem({ '00741000': { vr: 'CS', Value: ['COMPLETED'] } }), 400, 'workitem-not-scheduled'],
    ['no lock', newWorkitem({ '00081195': { vr: 'UI', Value: ['1.2'] } }), 400, 'invalid-attribute'],
    ['no result', newWorkitem(performedUpdate), 400, 'invalid-attribute'],
    [
      'values of its own',
      newWorkitem({ '00421011': { vr: 'OB', BulkDataURI: 'http://x/' } }),
      400,
      'invalid-attribute',
    ],
  ])('a new workitem needs %s', async (_, sent, status, code) => {
    const answer = await ask('POST', '', [sent]);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  it('puts in empty what may be empty, and says so', async () => {
    const answer = await ask('POST', '', [lacking('00741202')]);
    expect(answer.headers.warning).toContain('The Workitem was created with modifications.');
    const uid = String(answer.headers.location).split('/').at(-1);
    const [workitem] = (await ask('GET', `/${uid}`)).json();
    expect(workitem).toMatchObject({ '00741202': { vr: 'LO' }, '00080018': { Value: [uid] } });
  });

  it('never tells the Transaction UID', async () => {
    const answer = await ask('GET', `/${await inPlace['IN PROGRESS']()}`);
    expect(answer.body).not.toContain('00081195');
    expect(answer.body).not.toContain(lock);
  });

  it.each([
    ['by nobody who has no lock', 'IN PROGRESS', undefined, performedUpdate, 400],
    ['by nobody with another lock', 'IN PROGRESS', '2.25.99', performedUpdate, 400],
    ['not with a lock while nobody claimed it', 'SCHEDULED', lock, performedUpdate, 400],
    ['not when it has ended', 'COMPLETED', lock, canceledUpdate, 409],
    ['not in its state', 'SCHEDULED', undefined, { '00741000': { vr: 'CS', Value: ['COMPLETED'] } }, 400],
    ['not to another patient', 'SCHEDULED', undefined, { '00100020': { vr: 'LO', Value: ['X'] } }, 400],
    ['before it is claimed', 'SCHEDULED', undefined, { '00741202': { vr: 'LO', Value: ['Y'] } }, 200],
    ['by who performs it', 'IN PROGRESS', lock, performedUpdate, 200],
    ['not when it is not there', 'absent', undefined, performedUpdate, 404],
  ] as const)('is changed %s', async (_, place, transaction, change, status) => {
    const uid = await inPlace[place]();
    expect((await update(uid, change, transaction)).statusCode).toBe(status);
  });

  it.each(['', 'workitem=', 'AffectedSOPInstanceUID='])(
    'is created under the UID of the query: ?%sUID',
    async (name) => {
      const uid = newUid();
      const answer = await ask('POST', `?${name}${uid}`, [newWorkitem()]);
      expect(answer.statusCode).toBe(201);
      expect(answer.headers.location).toMatch(new RegExp(`/workitems/${uid}$`));
    },
  );

  it.each([
    'abc',
    'workitem=abc',
    'workitem=',
    'workitem',
    'AffectedSOPInstanceUID=1..2',
    '1.2.3&1.2.4',
    `1.2.3&workitem=1.2.4`,
  ])('is not created under a name that is no UID: ?%s', async (query) => {
    expect((await ask('POST', `?${query}`, [newWorkitem()])).statusCode).toBe(400);
  });

  it('takes and gives XML', async () => {
    const uid = newUid();
    const created = await app.inject({
      method: 'POST',
      url: `/dicom-web/workitems?workitem=${uid}`,
      headers: { 'content-type': 'application/dicom+xml' },
      payload: toNativeModel(newWorkitem()),
    });
    expect(created.statusCode).toBe(201);
    const asXml = await ask('GET', `/${uid}`, undefined, { accept: 'application/dicom+xml' });
    expect(asXml.headers['content-type']).toContain('application/dicom+xml');
    const [asJson] = (await ask('GET', `/${uid}`)).json();
    expect(await readNativeModel([asXml.rawPayload] as never)).toEqual(asJson);
    expect(asJson['00100010']).toEqual(newWorkitem()['00100010']);
  });

  it.each([
    ['XML with a document type', 'application/dicom+xml', '<!DOCTYPE x><NativeDicomModel/>', 400],
    ['JSON that is none', 'application/dicom+json', '[{', 400],
    ['deep JSON', 'application/dicom+json', '['.repeat(100_000), 400],
    ['two data sets', 'application/dicom+json', '[{},{}]', 400],
    ['another media type', 'text/plain', 'x', 415],
  ])('refuses %s', async (_, type, payload, status) => {
    const answer = await app.inject({
      method: 'POST',
      url: '/dicom-web/workitems',
      headers: { 'content-type': type },
      payload,
    });
    expect(answer.statusCode).toBe(status);
  });

  describe('search', () => {
    const label = { '00741202': { vr: 'LO', Value: ['Searched'] } };
    let first: string;
    let second: string;

    beforeAll(async () => {
      first = await create({ ...label, '00404005': { vr: 'DT', Value: ['202601020930'] } });
      second = await create({
        ...label,
        '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Other^Name', Ideographic: '山田^太郎' }] },
        '00100020': { vr: 'LO', Value: ['W-2%'] },
        '00404005': { vr: 'DT', Value: ['20260103003000+0200'] },
        '00404025': { vr: 'SQ' },
        '00741200': { vr: 'CS', Value: ['HIGH'] },
      });
    });

    const both = () => [first, second];
    const one = () => [first];
    const other = () => [second];
    const none = () => [];

    it.each([
      ['nothing more', '', both],
      ['patient ID', 'PatientID=W-1', one],
      ['a sign that is no wildcard', 'PatientID=W-%25', none],
      ['that sign itself', 'PatientID=W-2%25', other],
      ['a wildcard', 'PatientID=W-*', both],
      ['one character', 'PatientID=W-%3F', one],
      ['a name without case and accents', 'PatientName=synthetic%5EELODIE', one],
      ['the beginning of a name', 'PatientName=SYNTH*', one],
      ['the components that are known', 'PatientName=other', other],
      ['a given name alone', 'PatientName=%5Eelodie', one],
      ['less than a component', 'PatientName=SYNTH', none],
      ['from a moment that is kept to the minute', '00404005=20260102093000-20260102100000', one],
      ['a name in another script', 'PatientName=%E5%B1%B1%E7%94%B0*', other],
      ['priority', '00741200=HIGH', other],
      ['state', 'ProcedureStepState=SCHEDULED', both],
      ['another state', 'ProcedureStepState=COMPLETED', none],
      ['a day', 'ScheduledProcedureStepStartDateTime=20260102', both],
      ['a range of moments', 'ScheduledProcedureStepStartDateTime=20260102120000-20260103', other],
      ['an open range', '00404005=-20260102120000', one],
      ['a moment of another zone', '00404005=20260102203000-0200', other],
      ['accession in a sequence', 'ReferencedRequestSequence.AccessionNumber=A-100', both],
      ['code and scheme of one item', '00404025.00080100=CT-1&00404025.00080102=99SITE', one],
      ['code and scheme of two items', '00404025.00080100=CT-1&00404025.00080102=99OTHER', none],
      ['an empty value', 'WorklistLabel=', both],
      ['what is not kept', 'PatientComments=x', both],
      ['no value', 'AdmissionID=%22%22&emptyvaluematching=true', both],
      ['no value where there is one', 'PatientID=%22%22&emptyvaluematching=true', none],
      ['no value in any item', 'ReferencedRequestSequence.RequestingService=%22%22&emptyvaluematching=true', both],
      ['no value where one item has one', '00404025.00080102=%22%22&emptyvaluematching=true', other],
      ['every value of those asked for', '00404025.00080102=99SITE%5C99OTHER&multiplevaluematching=true', one],
      ['one of several values that is not there', '00404025.00080102=99SITE%5CX&multiplevaluematching=true', none],
    ])('matches %s', async (_, query, expected) => {
      const answer = await ask('GET', `?WorklistLabel=Searched&${query}`);
      const found = answer.statusCode === 204 ? [] : answer.json();
      const uids = found.map((workitem: DicomJson) => workitem['00080018']?.Value?.[0]);
      expect(uids.toSorted()).toEqual(expected().toSorted());
    });

    it('matches a list of UIDs', async () => {
      const answer = await ask('GET', `?SOPInstanceUID=${first},${second},1.2.3`);
      expect(answer.json()).toHaveLength(2);
    });

    it('gives pages that hold each once', async () => {
      const page = await ask('GET', '?WorklistLabel=Searched&limit=1');
      expect(page.headers.warning).toContain('There are additional results that can be requested');
      const next = await ask('GET', `?WorklistLabel=Searched&limit=1&after=${page.headers['x-next-after']}`);
      expect(next.headers['x-next-after']).toBeUndefined();
      const uids = [page, next].map((answer) => answer.json()[0]['00080018'].Value[0]);
      expect(uids).toEqual([first, second]);
      expect((await ask('GET', '?WorklistLabel=Searched&limit=1&offset=1')).json()[0]['00080018'].Value[0]).toBe(
        second,
      );
    });

    it('says that names do not match by sound', async () => {
      const answer = await ask('GET', '?WorklistLabel=Searched&fuzzymatching=true');
      expect(answer.headers.warning).toContain('fuzzymatching parameter is not supported');
    });
  });

  it('forgets what ended a month ago, unless somebody holds a deletion lock', async () => {
    const [free, held] = [await inPlace.CANCELED(), await inPlace.CANCELED()];
    const locked = await app.inject({
      method: 'POST',
      url: `/dicom-web/workitems/${held}/subscribers/WATCHER?deletionlock=true`,
    });
    expect(locked.statusCode).toBe(201);
    now = new Date(now.getTime() + 31 * 86_400_000);
    await forgetEndedWorkitems(context, testPrincipal());
    expect((await ask('GET', `/${free}`)).statusCode).toBe(410);
    expect((await ask('GET', `/${held}`)).statusCode).toBe(200);
    await app.inject({ method: 'DELETE', url: `/dicom-web/workitems/${held}/subscribers/WATCHER` });
    await forgetEndedWorkitems(context, testPrincipal());
    expect((await ask('GET', `/${held}`)).statusCode).toBe(410);
  });
});
