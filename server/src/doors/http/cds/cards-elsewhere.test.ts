/** A card of a study at another hospital, and the page that it opens. */
import { newUid } from '@throughline/dicom';
import { describe, expect, it } from 'vitest';
import { cdsSite, now, requestOf } from '../../../../test/cds-site.ts';
import { testPrincipal } from '../../../../test/context.ts';
import { membersOf, openEnquiry, putHolding, settleEnquiry } from '../../../db/index.ts';
import { DEFAULT_TENANT_ID } from '../../../features/access/index.ts';
import { putSource } from '../../../features/sources/index.ts';

const site = cdsSite();

describe('a card of a study at another hospital', () => {
  const remote = newUid();

  const known = async (outcome: 'found' | undefined): Promise<void> => {
    const { context } = site.world;
    const person = await context.db.tenant(DEFAULT_TENANT_ID, async (trx) => {
      const [source] = await trx.selectFrom('sources').select('id').where('name', '=', 'south').execute();
      const [member] = await membersOf(trx, [site.world.alma.recordId]);
      const facts = {
        source_id: source?.id ?? '',
        study_instance_uid: remote,
        patient_record_id: site.world.alma.recordId,
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
    const answer = await site.world.app.inject({
      method: 'POST',
      url: '/api/launch',
      headers: { authorization: `Bearer ${token}` },
      payload: { link },
    });
    return { status: answer.statusCode, json: answer.json() };
  };
  const queued = () =>
    site.world.context.db.tenant(DEFAULT_TENANT_ID, (trx) =>
      trx.selectFrom('transfers').select(['state', 'priority']).where('study_instance_uid', '=', remote).execute(),
    );

  it('opens the page that fetches it, for who may read it, and says when nobody answers', async () => {
    await putSource(site.world.context, testPrincipal(), 'south', {
      siteName: 'South Hospital',
      issuer: 'ALPHA',
      dicomwebUrl: 'http://127.0.0.1:1/dicom-web',
      queryBy: 'qido',
      retrieveBy: 'wado',
    });
    await known(undefined);
    const { json } = await site.call('order-sign', requestOf('order-sign', 'CT ABDOMEN PELVIS'));
    expect(json.cards).toHaveLength(1);
    expect(json.cards[0].detail).toContain('The images are at South Hospital.');
    const [{ url, label }] = json.cards[0].links;
    expect(label).toBe('Fetch the images and open them');
    const opened = await site.world.app.inject({ url: new URL(url).pathname });
    const link = String(opened.headers.location).replace('/open?link=', '');
    const reader = await site.world.issuer.token({ scope: 'imaging.read' });
    expect(await open(link, reader)).toEqual({ status: 200, json: { studyInstanceUid: remote, place: 'silent' } });
    expect(await queued()).toEqual([]);
    await known('found');
    expect((await open(link, reader)).json.place).toBe('coming');
    expect((await open(link, reader)).json.place).toBe('coming');
    expect(await queued()).toMatchObject([{ state: 'queued', priority: -2000 }]);
    const bound = await site.world.issuer.token({ scope: 'imaging.read', patient: site.world.other.recordId });
    expect((await open(link, bound)).status).toBe(404);
    // A link that signs in lands on the same page.
    const launcher = await site.world.issuer.token({ scope: 'imaging.launch' });
    const made = await site.world.app.inject({
      method: 'POST',
      url: '/api/launch-links',
      headers: { authorization: `Bearer ${launcher}` },
      payload: { target: { studyInstanceUid: remote }, signIn: { subject: 'dr-x' } },
    });
    const landed = await site.world.app.inject({ url: new URL(made.json().url).pathname });
    expect(landed.headers.location).toBe(`/open?study=${remote}`);
  });
});
