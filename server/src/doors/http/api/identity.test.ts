/** The review of identities as a client meets it: what is asked, what helps to answer it, the answer, and taking it back. */
import { identityComparison, identityQueue, identityWorkload } from '@throughline/contract';
import { newUid, tags, uids } from '@throughline/dicom';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../../test/context.ts';
import { createIssuer } from '../../../../test/issuer.ts';
import { ctDataset, inChunks, part10Of } from '../../../../test/objects.ts';
import type { PatientStatement } from '../../../db/index.ts';
import { personOf, type Registered, registerPatientRecord } from '../../../features/patients/index.ts';
import { storeInstance } from '../../../features/store/index.ts';
import { buildApp } from '../app.ts';

const principal = testPrincipal();
let context: TestContext;
let app: FastifyInstance;
let tokens: Readonly<Record<'admin' | 'reviewer' | 'reader' | 'writer' | 'feed' | 'bound', string>>;

beforeAll(async () => {
  const issuer = await createIssuer();
  context = await createTestContext({ environment: issuer.environment });
  app = await buildApp(context);
  const scoped = (scope: string) => issuer.token({ scope }, 'reviewer-1');
  tokens = {
    admin: await scoped('admin'),
    reviewer: await scoped('admin imaging.read'),
    reader: await scoped('imaging.read'),
    writer: await scoped('imaging.write'),
    feed: await scoped('identity.write'),
    bound: await scoped('admin imaging.read user/*.rs'),
  };
});
afterAll(async () => {
  await app.close();
  await context.close();
});

type Who = keyof typeof tokens;
const ask = async (who: Who, method: 'GET' | 'POST' | 'DELETE', path: string, payload?: object) => {
  const headers = { authorization: `Bearer ${tokens[who]}` };
  const url = `/api/identity/${path}`;
  const answer = await app.inject({ method, url, headers, ...(payload && { payload }) });
  return { status: answer.statusCode, json: answer.statusCode === 204 ? null : answer.json() };
};

const register = (issuer: string, id: string, rest: Partial<PatientStatement>): Promise<Registered> =>
  registerPatientRecord(context, principal, {
    issuer,
    id,
    name: null,
    birthDate: '20210604',
    sex: 'F',
    otherIds: [],
    ...rest,
  });

// Far from each other, so that no question is about another test's child.
const families =
  'OKONJO LINDQVIST MARCHETTI BRANDT ARSLAN PEREIRA KOWALCZYK TANAKA IVANOVA GARCIA SMITH DUBOIS HAUGEN VOLKOV QUISPE ZAMORA FITZROY ELLSWORTH UGARTE WHITCOMB NDIAYE RASMUSSEN YAMAMOTO CHOWDHURY BELLWETHER'.split(
    ' ',
  );
let number = 0;
/** A newborn that was not named yet, and a named child: a question. */
const newborn = async () => {
  number += 1;
  const family = families[number % families.length] ?? '';
  const birthDate = `${1990 + number}${String(1 + ((number * 5) % 12)).padStart(2, '0')}${String(2 + ((number * 11) % 26)).padStart(2, '0')}`;
  const [one, other] = [`NORTH-${number}`, `SOUTH-${number}`];
  const baby = await register(one, '1', { name: `${family}^BABY GIRL`, birthDate });
  const child = await register(other, '2', { name: `${family}^ADAEZE`, birthDate });
  const queue = identityQueue.parse((await ask('admin', 'GET', 'reviews')).json);
  const review = queue.reviews.find((each) => each.one.issuer === one && each.other.issuer === other);
  return { baby, child, issuers: [one, other] as const, birthDate, family, id: review?.id ?? '' };
};
const auditOf = (recordId: string) =>
  context.db.tenant(principal.tenantId, (trx) =>
    trx
      .selectFrom('audit_events')
      .select(['action', 'subject', 'event_code', 'detail'])
      .where('patient_record_id', '=', recordId)
      .where('subject', '=', 'reviewer-1')
      .execute(),
  );
const reason = 'the mother says so';

describe('the queue', () => {
  it('shows both records, each value on the side of its record, and writes down who saw them', async () => {
    const { baby, issuers, family, id } = await newborn();
    const { json } = await ask('admin', 'GET', `reviews/${id}`);
    const shown = identityComparison.parse(json);
    expect(shown).toMatchObject({ open: true, rules: ['newborn-placeholder'] });
    expect([shown.one.issuer, shown.other.issuer]).toEqual(issuers);
    const given = shown.evidence.find(({ field }) => field === 'given name');
    expect([given?.a, given?.b]).toEqual(['BABY GIRL', 'ADAEZE']);
    expect(shown.one.name).toBe(`${family}, BABY GIRL`);
    const queue = identityQueue.parse((await ask('admin', 'GET', 'reviews')).json);
    const listed = queue.reviews.find((review) => review.id === id);
    expect(listed?.evidence.find(({ field }) => field === 'given name')).toMatchObject({ a: 'BABY GIRL', b: 'ADAEZE' });
    const seen = (await auditOf(baby.patientRecordId)).filter(({ action }) => action === 'R');
    expect(seen.length).toBeGreaterThanOrEqual(2);
    expect(seen[0]).toMatchObject({ event_code: '110110' });
  });

  it.each<[Who, string, 'GET' | 'POST' | 'DELETE', number]>([
    ['reader', 'reviews', 'GET', 403],
    ['writer', 'reviews', 'GET', 403],
    ['feed', 'reviews', 'GET', 403],
    ['bound', 'reviews', 'GET', 403],
    ['reader', 'workload', 'GET', 403],
    ['reader', 'reviews/ID', 'GET', 403],
    ['feed', 'reviews/ID', 'GET', 403],
    ['reader', 'reviews/ID', 'POST', 403],
    ['writer', 'reviews/ID', 'POST', 403],
    ['bound', 'reviews/ID', 'POST', 403],
    ['reader', 'changes/ID', 'DELETE', 403],
    ['admin', `reviews/${crypto.randomUUID()}`, 'GET', 404],
    ['admin', `reviews/${crypto.randomUUID()}`, 'POST', 404],
    ['admin', 'reviews/no-uuid', 'GET', 400],
  ])('%s: %s by %s is answered with %i', async (who, path, method, status) => {
    const { id, family } = await newborn();
    const answer = await ask(
      who,
      method,
      path.replace('ID', id),
      method === 'POST' ? { answer: 'same', reason } : undefined,
    );
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.json)).not.toContain(family);
  });
});

describe('an answer', () => {
  it('"same" makes one person, is written down, leaves the queue, and is taken back exactly', async () => {
    const { baby, child, id } = await newborn();
    const said = await ask('admin', 'POST', `reviews/${id}`, { answer: 'same', reason });
    expect(said).toMatchObject({ status: 200, json: { personId: baby.personId } });
    expect(await personOf(context, principal, child.patientRecordId)).toBe(baby.personId);
    expect((await ask('admin', 'GET', `reviews/${id}`)).json).toMatchObject({ open: false });
    const changes = (await auditOf(child.patientRecordId)).filter(({ action }) => action === 'U');
    expect(changes.map(({ detail }) => detail)).toContainEqual({ change: 'link', changeId: said.json.changeId });
    expect(await ask('admin', 'DELETE', `changes/${said.json.changeId}`)).toMatchObject({ status: 204 });
    expect(await personOf(context, principal, child.patientRecordId)).toBe(child.personId);
    expect((await ask('admin', 'GET', `reviews/${id}`)).json).toMatchObject({ open: true });
  });

  it('"not the same" is kept, and the question does not come back with what says nothing new', async () => {
    const { child, issuers, birthDate, family, id } = await newborn();
    expect((await ask('admin', 'POST', `reviews/${id}`, { answer: 'not-same', reason })).status).toBe(200);
    await register(issuers[1], '2', { name: `${family}^ADAEZE`, birthDate });
    expect((await ask('admin', 'GET', `reviews/${id}`)).json).toMatchObject({ open: false });
    expect(await personOf(context, principal, child.patientRecordId)).toBe(child.personId);
  });

  it('counts once: of eight at once that contradict each other one is taken, the others are told', async () => {
    const { id } = await newborn();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        ask('admin', 'POST', `reviews/${id}`, { answer: n % 2 === 0 ? 'same' : 'not-same', reason }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409, 409, 409]);
  });

  it('needs a reason', async () => {
    const { id } = await newborn();
    expect((await ask('admin', 'POST', `reviews/${id}`, { answer: 'same', reason: '' })).status).toBe(400);
  });
});

describe('pictures as tie-breakers', () => {
  it('are the latest studies of each, with age, size and weight, for those who may read', async () => {
    const { baby, birthDate, family, issuers, id } = await newborn();
    const study = newUid();
    const dataset = ctDataset({
      study,
      patientId: '1',
      issuer: issuers[0],
      patientName: `${family}^BABY GIRL`,
      birthDate,
      studyDate: `${Number(birthDate.slice(0, 4)) + 1}${birthDate.slice(4)}`,
      description: 'CT HEAD',
    })
      .set(tags.PatientSize, '0.76')
      .set(tags.PatientWeight, '9.4')
      .set(tags.PatientAge, '012M');
    const { part10 } = part10Of(dataset, uids.ExplicitVRLittleEndian);
    await storeInstance(context, principal, { body: inChunks(part10), receivedFrom: 'TEST' });
    const shown = identityComparison.parse((await ask('reviewer', 'GET', `reviews/${id}`)).json);
    expect(shown.other.studies).toEqual([]);
    expect(shown.one.studies).toMatchObject([
      {
        studyInstanceUid: study,
        description: 'CT HEAD',
        modalities: ['CT'],
        age: '12 mo',
        statedAge: '12 mo',
        size: 0.76,
        weight: 9.4,
      },
    ]);
    const picture = await app.inject({
      url: shown.one.studies[0]?.thumbnail ?? '',
      headers: { authorization: `Bearer ${tokens.reviewer}`, accept: 'image/jpeg' },
    });
    expect(picture).toMatchObject({ statusCode: 200 });
    expect((await auditOf(baby.patientRecordId)).map(({ event_code }) => event_code)).toContain('110103');
    const withoutReading = identityComparison.parse((await ask('admin', 'GET', `reviews/${id}`)).json);
    expect(withoutReading.one.studies).toEqual([]);
  });
});

describe('the workload', () => {
  it('says how many wait, half of them how long, and how many were answered on which day', async () => {
    const before = identityWorkload.parse((await ask('admin', 'GET', 'workload')).json);
    const { id } = await newborn();
    const asked = identityWorkload.parse((await ask('admin', 'GET', 'workload')).json);
    expect(asked.open).toBe(before.open + 1);
    expect(asked.medianHours).not.toBeNull();
    const { changeId } = (await ask('admin', 'POST', `reviews/${id}`, { answer: 'not-same', reason })).json;
    const on = (workload: typeof before): number => workload.answered.reduce((sum, { count }) => sum + count, 0);
    const answered = identityWorkload.parse((await ask('admin', 'GET', 'workload')).json);
    expect([answered.open, on(answered)]).toEqual([before.open, on(before) + 1]);
    await ask('admin', 'DELETE', `changes/${changeId}`);
    const undone = identityWorkload.parse((await ask('admin', 'GET', 'workload')).json);
    expect([undone.open, on(undone)]).toEqual([before.open + 1, on(before)]);
  });

  it('counts the days of the clock of the hub, which may be others than those of universal time', async () => {
    const zone = new Date().getUTCHours() >= 10 ? 'Pacific/Kiritimati' : 'Pacific/Niue';
    vi.stubEnv('TZ', zone);
    try {
      const today = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(new Date());
      const counted = async (): Promise<number | undefined> =>
        identityWorkload.parse((await ask('admin', 'GET', 'workload')).json).answered.find(({ day }) => day === today)
          ?.count;
      const before = (await counted()) ?? 0;
      const { id } = await newborn();
      await ask('admin', 'POST', `reviews/${id}`, { answer: 'not-same', reason });
      expect(await counted()).toBe(before + 1);
    } finally {
      vi.unstubAllEnvs();
    }
  });
});
