/** Cards through the door: said when a study answers the order, silent else; only to registered callers. */
import { encodePart10, newUid, tags, uids } from '@throughline/dicom';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testPrincipal } from '../../../../test/context.ts';
import { ctDataset, inChunks } from '../../../../test/objects.ts';
import { type TwoPatients, twoPatients } from '../../../../test/two-patients.ts';
import { membersOf, openEnquiry, putHolding, settleEnquiry } from '../../../db/index.ts';
import { DEFAULT_TENANT_ID } from '../../../features/access/index.ts';
import { readStudyMeasurements } from '../../../features/measurements/index.ts';
import { putSource } from '../../../features/sources/index.ts';
import { storeInstance } from '../../../features/store/index.ts';

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
    expect([opened.headers.location, opened.headers['set-cookie']]).toEqual([
      `/open?link=${url.slice(-43)}`,
      undefined,
    ]);
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

  /** Of this patient: CT chest of three days ago, X-ray of the left knee of three years ago, MRI brain of half a year ago. */
  const nothingRelevant = [
    ...['CT ABDOMEN AND PELVIS W CONTRAST', 'CT HEAD WO CONTRAST', 'CT SINUSES', 'CT LUMBAR SPINE', 'CT NECK'],
    ...['CT ANGIOGRAPHY CORONARY', 'CT KNEE LEFT', 'CT COLONOGRAPHY', 'MRI KNEE LEFT', 'MRI KNEE RIGHT', 'MRI LIVER'],
    ...[
      'MRI PROSTATE',
      'MRI CARDIAC',
      'MRI SHOULDER RIGHT',
      'MRI CERVICAL SPINE',
      'MRI PITUITARY',
      'MRCP',
      'MRI HIP LEFT',
    ],
    ...[
      'XR KNEE LEFT',
      'XR KNEE RIGHT',
      'XR ANKLE LEFT',
      'XR HAND RIGHT',
      'XR PELVIS',
      'XR LUMBAR SPINE',
      'XR ABDOMEN',
    ],
    ...['XR SHOULDER LEFT', 'XR WRIST RIGHT', 'US ABDOMEN', 'US THYROID', 'US RENAL', 'US PELVIS', 'US BREAST LEFT'],
    ...['US CAROTID', 'US DOPPLER LEG LEFT', 'ECHO TRANSTHORACIC', 'MAMMOGRAPHY BILATERAL', 'DXA BONE DENSITY'],
    ...['NM BONE SCAN', 'PET CT WHOLE BODY', 'NM THYROID SCAN', 'FLUOROSCOPY BARIUM SWALLOW', 'OBSTETRIC ULTRASOUND'],
    ...[
      'ERCP',
      'BLOOD COUNT',
      'CARDIOLOGY CONSULT',
      'PHYSIOTHERAPY',
      'ECG',
      'COLONOSCOPY',
      'VENOUS ACCESS',
      'SPIROMETRY',
    ],
  ];

  it('say nothing of orders to which nothing is relevant: two false alarms in a hundred at most', async () => {
    const alarms: string[] = [];
    for (const exam of nothingRelevant)
      if ((await call('order-sign', requestOf('order-sign', exam))).json.cards.length > 0) alarms.push(exam);
    expect(nothingRelevant.length).toBeGreaterThanOrEqual(50);
    expect([alarms.length / nothingRelevant.length <= 0.02, alarms]).toEqual([true, alarms]);
  });

  it('are what they were', async () => {
    const { json } = await call('order-sign', requestOf('order-sign', 'CT CHEST'));
    const [{ uuid: _uuid, links, ...card }] = json.cards;
    expect([card, links.length]).toMatchInlineSnapshot(`
      [
        {
          "detail": "**CT chest** (2026-01-02, 3 days ago, unknown site)

      **Impression** (final): No nodule.",
          "indicator": "info",
          "overrideReasons": [
            {
              "code": "other-question",
              "display": "Another question is asked",
              "system": "http://127.0.0.1:0/cds-override-reasons",
            },
            {
              "code": "change",
              "display": "The condition has changed",
              "system": "http://127.0.0.1:0/cds-override-reasons",
            },
            {
              "code": "quality",
              "display": "The study that exists is not good enough",
              "system": "http://127.0.0.1:0/cds-override-reasons",
            },
            {
              "code": "not-available",
              "display": "The study cannot be seen here",
              "system": "http://127.0.0.1:0/cds-override-reasons",
            },
          ],
          "source": {
            "label": "Throughline",
            "url": "http://127.0.0.1:0",
          },
          "summary": "A study exists: CT chest, 3 days ago at unknown site. Open it.",
        },
        1,
      ]
    `);
  });

  it('H83 what others wrote is text: no link, no markup and no address of theirs comes of it', async () => {
    const evil = 'CT CHEST [open](https://evil.test) <img src=x> `code` {{context.patientId}}';
    const { json } = await call('order-sign', requestOf('order-sign', evil));
    const said = JSON.stringify(json);
    expect(said).not.toMatch(/evil\.test|<img|\{\{/);
    for (const card of json.cards)
      for (const { url } of card.links ?? []) expect(url).toMatch(/^http:\/\/127\.0\.0\.1:0\/launch/);
    const { services } = (await world.app.inject({ url: '/cds-services' })).json();
    expect(new Set(services.map(({ prefetch }: { prefetch: object }) => JSON.stringify(prefetch)))).toEqual(
      new Set(['{"patient":"Patient/{{context.patientId}}"}']),
    );
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

describe('a card of a study at another hospital', () => {
  const remote = newUid();

  const known = async (outcome: 'found' | undefined): Promise<void> => {
    const { context } = world;
    const person = await context.db.tenant(DEFAULT_TENANT_ID, async (trx) => {
      const [source] = await trx.selectFrom('sources').select('id').where('name', '=', 'south').execute();
      const [member] = await membersOf(trx, [world.alma.recordId]);
      const facts = {
        source_id: source?.id ?? '',
        study_instance_uid: remote,
        patient_record_id: world.alma.recordId,
        study_date: '20260101',
        study_time: null,
        accession_number: null,
        accession_issuer: null,
        description: 'CT ABDOMEN PELVIS',
        modalities: ['CT'],
        body_part: 'ABDOMEN',
        laterality: null,
        patient_age: null,
        procedure_code: null,
        reason_for_exam: null,
        institution: null,
        claimed_series: 1,
        claimed_instances: 3,
      };
      await putHolding(trx, DEFAULT_TENANT_ID, facts, now);
      return { sourceId: source?.id ?? '', personId: member?.person_id ?? '' };
    });
    if (outcome === undefined) return;
    await context.db.tenant(DEFAULT_TENANT_ID, async (trx) => {
      const gatheringId = crypto.randomUUID();
      const opened = await openEnquiry(trx, DEFAULT_TENANT_ID, {
        ...person,
        gatheringId,
        identifiers: [],
        askedAt: now,
      });
      const end = { outcome, found: 1, identifiers: [], errorCode: null, faults: 0, answeredAt: now };
      await settleEnquiry(trx, opened, end);
    });
  };

  const open = async (link: string, token: string) => {
    const answer = await world.app.inject({
      method: 'POST',
      url: '/api/launch',
      headers: { authorization: `Bearer ${token}` },
      payload: { link },
    });
    return { status: answer.statusCode, json: answer.json() };
  };
  const queued = () =>
    world.context.db.tenant(DEFAULT_TENANT_ID, (trx) =>
      trx.selectFrom('transfers').select(['state', 'priority']).where('study_instance_uid', '=', remote).execute(),
    );

  it('opens the page that fetches it, for who may read it, and says when nobody answers', async () => {
    await putSource(world.context, testPrincipal(), 'south', {
      siteName: 'South Hospital',
      issuer: 'ALPHA',
      dicomwebUrl: 'http://127.0.0.1:1/dicom-web',
      queryBy: 'qido',
      retrieveBy: 'wado',
    });
    await known(undefined);
    const { json } = await call('order-sign', requestOf('order-sign', 'CT ABDOMEN PELVIS'));
    expect(json.cards).toHaveLength(1);
    expect(json.cards[0].detail).toContain('The images are at South Hospital.');
    const [{ url, label }] = json.cards[0].links;
    expect(label).toBe('Fetch the images and open them');
    const opened = await world.app.inject({ url: new URL(url).pathname });
    const link = String(opened.headers.location).replace('/open?link=', '');
    const reader = await world.issuer.token({ scope: 'imaging.read' });
    expect(await open(link, reader)).toEqual({ status: 200, json: { studyInstanceUid: remote, place: 'silent' } });
    expect(await queued()).toEqual([]);
    await known('found');
    expect((await open(link, reader)).json.place).toBe('coming');
    expect((await open(link, reader)).json.place).toBe('coming');
    expect(await queued()).toMatchObject([{ state: 'queued', priority: -2000 }]);
    const bound = await world.issuer.token({ scope: 'imaging.read', patient: world.other.recordId });
    expect((await open(link, bound)).status).toBe(404);
    // A link that signs in lands on the same page.
    const launcher = await world.issuer.token({ scope: 'imaging.launch' });
    const made = await world.app.inject({
      method: 'POST',
      url: '/api/launch-links',
      headers: { authorization: `Bearer ${launcher}` },
      payload: { target: { studyInstanceUid: remote }, signIn: { subject: 'dr-x' } },
    });
    const landed = await world.app.inject({ url: new URL(made.json().url).pathname });
    expect(landed.headers.location).toBe(`/open?study=${remote}`);
  });
});

describe('cards of children', () => {
  const child = { issuer: 'ALPHA', patientName: 'SYNTHETIC^CHILD', studyDate: '20260102', description: 'CT CHEST' };
  const store = async (
    patientId: string,
    birthDate: string,
    more: { readonly modality?: string; readonly ctdi?: number },
  ) => {
    const { modality = 'CT', ctdi } = more;
    const study = newUid();
    const description = modality === 'CT' ? 'CT CHEST' : 'MRI BRAIN';
    const dataset = ctDataset({ ...child, patientId, birthDate, study, modality, description });
    if (ctdi !== undefined) dataset.set(tags.CTDIvol, ctdi);
    const body = inChunks(encodePart10(dataset, uids.ExplicitVRLittleEndian));
    await storeInstance(world.context, testPrincipal(), { body, receivedFrom: 'TEST' });
    await readStudyMeasurements(world.context, testPrincipal(), study, new Date(Date.now() + 86_400_000));
    return description;
  };

  it.each<
    readonly [string, string, string, { readonly modality?: string; readonly ctdi?: number }, RegExp | undefined]
  >([
    [
      'what is recorded',
      'K1',
      '20180620',
      { ctdi: 2.4 },
      /\n\n\*\*Radiation\*\* \(7 years old\): this study gave a CTDIvol of 2\.4 mGy; a repeat would give about as much again\.$/,
    ],
    [
      'that it is not known',
      'K2',
      '20250206',
      {},
      /\*\*Radiation\*\* \(10 months old\): the dose that this study gave is not known here; a repeat/,
    ],
    ['nothing without radiation', 'K3', '20180620', { modality: 'MR' }, undefined],
    ['nothing to an adult', 'K4', '20080104', { ctdi: 2.4 }, undefined],
  ])('say of the radiation of a repeat %s', async (_what, patientId, birthDate, more, expected) => {
    const exam = await store(patientId, birthDate, more);
    const patient = { resourceType: 'Patient', id: 'p1', identifier: [{ system: 'ALPHA', value: patientId }] };
    const { json } = await call('order-sign', requestOf('order-sign', exam, { prefetch: { patient } }));
    expect(json.cards).toHaveLength(1);
    if (expected === undefined) expect(json.cards[0].detail).not.toContain('Radiation');
    else expect(json.cards[0].detail).toMatch(expected);
  });
});

describe('an appointment that is being made', () => {
  const planned = () =>
    world.context.db.tenant(DEFAULT_TENANT_ID, async (trx) => {
      const rows = await trx.selectFrom('outbox').select('topic').where('topic', '=', 'order.placed').execute();
      return rows.length;
    });

  it('has the priors gathered, without a card; that of a patient nobody knows has not', async () => {
    const before = await planned();
    const { status, json } = await call('appointment-book', requestOf('appointment-book', ''));
    expect([status, json, await planned()]).toEqual([200, { cards: [] }, before + 1]);
    const nobody = [{ system: 'ALPHA', value: 'nobody' }];
    const prefetch = { patient: { resourceType: 'Patient', id: 'p1', identifier: nobody } };
    expect((await call('appointment-book', requestOf('appointment-book', '', { prefetch }))).json).toEqual({
      cards: [],
    });
    expect(await planned()).toBe(before + 1);
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
    ['another hook', { hook: 'patient-view' }],
  ])('%s is refused', async (_name, more) => {
    expect((await call('order-sign', requestOf('order-sign', 'CT CHEST', more))).status).toBe(400);
  });

  it.each([undefined, null, {}, { patient: null }])(
    'the prefetch %o is too little (412, CDS Hooks 2.0)',
    async (prefetch) => {
      expect((await call('order-sign', requestOf('order-sign', 'CT CHEST', { prefetch }))).status).toBe(412);
    },
  );
});

describe('an order', () => {
  const ordered = (resource: object, more: object = {}) =>
    requestOf('order-sign', '', {
      context: {
        patientId: 'p1',
        draftOrders: { entry: [{ resource: { resourceType: 'ServiceRequest', ...resource } }] },
      },
      ...more,
    });
  const cardsOf = async (asked: object) => (await call('order-sign', asked)).json.cards?.length;

  it('is known by its LOINC code alone', async () => {
    const coded = (system: string, code: string) => ({ code: { coding: [{ system, code }] } });
    expect(await cardsOf(ordered(coded('http://loinc.org', '24627-2')))).toBe(1);
    expect(await cardsOf(ordered(coded('http://loinc.org', '0000-0')))).toBe(0);
    expect(await cardsOf(ordered(coded('urn:other', '24627-2')))).toBe(0);
  });

  it('names its patient by an address of the EHR, whichever way that ends', async () => {
    const about = (reference: string) => ({ subject: { reference }, code: { text: 'CT CHEST' } });
    const own = about(`${ehr}/fhir/Patient/p1`);
    expect(await cardsOf(ordered(own))).toBe(1);
    expect(await cardsOf(ordered(own, { fhirServer: `${ehr}/fhir/` }))).toBe(1);
    expect((await call('order-sign', ordered(about(`${ehr}.evil/fhir/Patient/p1`)))).status).toBe(400);
  });
});
