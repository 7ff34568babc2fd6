/** Cards through the door: said when a study answers the order, silent else. */
import { encodePart10, newUid, tags, uids } from '@throughline/dicom';
import { describe, expect, it } from 'vitest';
import { cdsSite, ehr, requestOf } from '../../../../test/cds-site.ts';
import { testPrincipal } from '../../../../test/context.ts';
import { ctDataset, inChunks } from '../../../../test/objects.ts';
import { DEFAULT_TENANT_ID } from '../../../features/access/index.ts';
import { readStudyMeasurements } from '../../../features/measurements/index.ts';
import { storeInstance } from '../../../features/store/index.ts';

const site = cdsSite();

describe('cards', () => {
  it('say that the question was answered, with the impression and the images', async () => {
    const { status, json } = await site.call('order-sign', requestOf('order-sign', 'CT CHEST'));
    expect([status, json.cards?.length]).toEqual([200, 1]);
    expect(json.cards[0]).toMatchObject({ indicator: 'info', links: [{ type: 'absolute' }] });
    expect(json.cards[0].summary.length).toBeLessThanOrEqual(140);
    expect(json.cards[0].detail).toContain('No nodule.');
    const { url } = json.cards[0].links[0];
    // A link that says nothing of whom it opens, and asks who comes.
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:0\/launch\/[\w-]{43}$/);
    const opened = await site.world.app.inject({ url: new URL(url).pathname });
    expect([opened.headers.location, opened.headers['set-cookie']]).toEqual([
      `/open?link=${url.slice(-43)}`,
      undefined,
    ]);
    const card = json.cards[0].uuid;
    const feedback = [{ card, outcome: 'overridden', overrideReason: { reason: { code: 'change' } } }];
    expect((await site.call('order-sign/feedback', { feedback })).status).toBe(200);
    const admin = await site.world.issuer.token({ scope: 'admin' });
    const counted = await site.world.get('/cds-services/answers', admin);
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
      if ((await site.call('order-sign', requestOf('order-sign', exam))).json.cards.length > 0) alarms.push(exam);
    expect(nothingRelevant.length).toBeGreaterThanOrEqual(50);
    expect([alarms.length / nothingRelevant.length <= 0.02, alarms]).toEqual([true, alarms]);
  });

  it('are what they were', async () => {
    const { json } = await site.call('order-sign', requestOf('order-sign', 'CT CHEST'));
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
    const { json } = await site.call('order-sign', requestOf('order-sign', evil));
    const said = JSON.stringify(json);
    expect(said).not.toMatch(/evil\.test|<img|\{\{/);
    for (const card of json.cards)
      for (const { url } of card.links ?? []) expect(url).toMatch(/^http:\/\/127\.0\.0\.1:0\/launch/);
    const { services } = (await site.world.app.inject({ url: '/cds-services' })).json();
    expect(new Set(services.map(({ prefetch }: { prefetch: object }) => JSON.stringify(prefetch)))).toEqual(
      new Set(['{"patient":"Patient/{{context.patientId}}"}']),
    );
  });

  it.each(['US ABDOMEN', 'MRI KNEE RIGHT', 'XR KNEE LEFT', ''])('are silent for %s', async (exam) => {
    expect((await site.call('order-select', requestOf('order-select', exam))).json).toEqual({ cards: [] });
  });

  it('tell the history in one card, of both hospitals', async () => {
    const { json } = await site.call('patient-view', requestOf('patient-view', ''));
    expect(json.cards).toHaveLength(1);
    expect(json.cards[0].summary).toContain('3 studies');
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
    await storeInstance(site.world.context, testPrincipal(), { body, receivedFrom: 'TEST' });
    await readStudyMeasurements(site.world.context, testPrincipal(), study, new Date(Date.now() + 86_400_000));
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
    const { json } = await site.call('order-sign', requestOf('order-sign', exam, { prefetch: { patient } }));
    expect(json.cards).toHaveLength(1);
    if (expected === undefined) expect(json.cards[0].detail).not.toContain('Radiation');
    else expect(json.cards[0].detail).toMatch(expected);
  });
});

describe('an appointment that is being made', () => {
  const planned = () =>
    site.world.context.db.tenant(DEFAULT_TENANT_ID, async (trx) => {
      const rows = await trx.selectFrom('outbox').select('topic').where('topic', '=', 'order.placed').execute();
      return rows.length;
    });

  it('has the priors gathered, without a card; that of a patient nobody knows has not', async () => {
    const before = await planned();
    const { status, json } = await site.call('appointment-book', requestOf('appointment-book', ''));
    expect([status, json, await planned()]).toEqual([200, { cards: [] }, before + 1]);
    const nobody = [{ system: 'ALPHA', value: 'nobody' }];
    const prefetch = { patient: { resourceType: 'Patient', id: 'p1', identifier: nobody } };
    expect((await site.call('appointment-book', requestOf('appointment-book', '', { prefetch }))).json).toEqual({
      cards: [],
    });
    expect(await planned()).toBe(before + 1);
  });
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
  const cardsOf = async (asked: object) => (await site.call('order-sign', asked)).json.cards?.length;

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
    expect((await site.call('order-sign', ordered(about(`${ehr}.evil/fhir/Patient/p1`)))).status).toBe(400);
  });
});
