/** Who may open an association, and what for. */
import { uids } from '@throughline/dicom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testPrincipal } from '../../../test/context.ts';
import { type DimseSite, query, startDimseSite, storage, verification } from '../../../test/dimse-site.ts';

let site: DimseSite;

beforeAll(async () => {
  site = await startDimseSite();
});
afterAll(() => site.close());

describe('an association', () => {
  it.each([
    ['a listed title from its address', 'ECHO', 'THROUGHLINE', undefined],
    ['an unknown calling title', 'STRANGER', 'THROUGHLINE', { source: 1, reason: 3 }],
    ['a listed title from elsewhere', 'ELSEWHERE', 'THROUGHLINE', { source: 1, reason: 3 }],
    ['a title in other case', 'echo', 'THROUGHLINE', { source: 1, reason: 3 }],
    ['an unknown called title', 'ECHO', 'OTHER', { source: 1, reason: 7 }],
    ['a called title that climbs', 'ECHO', '../../other', { source: 1, reason: 7 }],
    ['SQL for a calling title', "' OR 1=1 --", 'THROUGHLINE', { source: 1, reason: 3 }],
  ])('of %s', async (_name, calling, called, rejection) => {
    const opened = site.open([verification], calling, called);
    if (rejection) {
      await expect(opened).rejects.toMatchObject({ kind: 'refused', rejection });
      return;
    }
    const association = await opened;
    await association.echo();
    await association.release();
  });

  it('that is turned away is in the audit, once a minute', async () => {
    for (let i = 0; i < 3; i += 1) await site.open([verification], 'INTRUDER').catch(() => undefined);
    const alerts = () =>
      site.context.db.tenant(testPrincipal().tenantId, (trx) =>
        trx
          .selectFrom('audit_events')
          .select(['subject', 'address', 'detail'])
          .where('event_code', '=', '110113')
          .execute(),
      );
    await expect.poll(alerts).toContainEqual({
      subject: expect.any(String),
      address: '127.0.0.1',
      detail: { reason: 'association rejected 1.1.3' },
    });
    expect((await alerts()).length).toBeLessThanOrEqual(2);
  });

  it('is given only the services that are listed', async () => {
    const contexts = [
      verification,
      storage(),
      query(uids.StudyRootQueryRetrieveInformationModelFind),
      query(uids.PatientRootQueryRetrieveInformationModelMove),
    ];
    const granted = async (caller: string) => {
      const association = await site.open(contexts, caller);
      const accepted = contexts.filter((offer) => association.accepted(offer.abstractSyntax).length > 0);
      await association.release();
      return accepted.length;
    };
    expect(await granted('ALL')).toBe(4);
    expect(await granted('ECHO')).toBe(1);
    expect(await granted('TARGET')).toBe(1);
  });

  it('takes storage classes of the Standard, retired and private, each in the first transfer syntax proposed', async () => {
    const syntaxes = [uids.JPEG2000Lossless, uids.ExplicitVRLittleEndian];
    const classes = [uids.EnhancedMRImageStorage, '1.2.840.10008.5.1.4.1.1.6', '1.2.826.0.1.3680043.1.2.3'];
    const association = await site.open(
      classes.map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: syntaxes })),
    );
    for (const abstractSyntax of classes)
      expect(association.accepted(abstractSyntax)[0]?.transferSyntax).toBe(uids.JPEG2000Lossless);
    await association.release();
  });

  it('does not take what only looks like storage', async () => {
    const association = await site.open([
      verification,
      query('1.2.840.10008.5.1.4.1.1.200.4'),
      query('1.2.840.10008.1.20.1'),
    ]);
    expect(association.accepted('1.2.840.10008.5.1.4.1.1.200.4')).toEqual([]);
    expect(association.accepted('1.2.840.10008.1.20.1')).toEqual([]);
    await association.release();
  });
});
