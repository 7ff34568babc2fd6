/** Reports and documents that come to the MLLP door: which is current. */
import { describe, expect, it } from 'vitest';
import { mllpSite, pid, principal } from '../../../test/mllp-site.ts';

const site = mllpSite();

describe('reports', () => {
  it('a report that was superseded is never current, however late it comes', async () => {
    const oru = (status: string, at: string, finding: string) => ({
      type: 'ORU^R01',
      segments: [
        pid('P1'),
        `OBR|1|PL1|F1|CT^CT Chest||||||||||||||||||${at}|||${status}`,
        `OBX|1|TX|IMP^Impression||${finding}||||||${status}`,
      ],
    });
    await site.send(oru('P', '202601010900', 'Maybe a nodule'));
    await site.send(oru('F', '202601011000', 'A nodule'));
    await site.send(oru('C', '202601011200', 'No nodule'));
    await site.send(oru('F', '202601011100', 'A nodule\\.br\\late'));
    const reports = await site.context.db.tenant(principal.tenantId, (trx) =>
      trx.selectFrom('message_reports').select(['status', 'sections', 'superseded_by']).orderBy('id').execute(),
    );
    expect(reports.map((row) => [row.status, row.superseded_by === null])).toEqual([
      ['preliminary', false],
      ['final', false],
      ['corrected', true],
      ['final', false],
    ]);
    expect(reports[2]?.sections).toEqual([{ heading: 'Impression', text: 'No nodule' }]);
  });

  it.each(['Q', ''])(
    'a report of status "%s", which is not known, takes the place of none whose status is',
    async (code) => {
      const oru = (status: string, at: string, finding: string) => ({
        type: 'ORU^R01',
        segments: [
          pid('P1'),
          `OBR|1|PL1|F1|CT^CT Chest||||||||||||||||||${at}|||${status}`,
          `OBX|1|TX|IMP^Impression||${finding}`,
        ],
      });
      const current = () =>
        site.context.db.tenant(principal.tenantId, (trx) =>
          trx.selectFrom('message_reports').select(['status', 'sections']).where('superseded_by', 'is', null).execute(),
        );
      await site.send(oru('F', '202601010900', 'A nodule'));
      expect(await site.send(oru(code, '202601011000', 'Who knows'))).toMatchObject({ code: 'AA' });
      expect((await site.messages())[0]?.flags).toEqual(['report-status-unknown']);
      expect(await current()).toMatchObject([{ status: 'final', sections: [{ text: 'A nodule' }] }]);
      await site.send(oru('C', '202601011100', 'No nodule'));
      expect(await current()).toMatchObject([{ status: 'corrected', sections: [{ text: 'No nodule' }] }]);
    },
  );

  it('an MDM addendum is read with the document that it is added to', async () => {
    const mdm = (event: string, number: string, parent: string, text_: string) => ({
      type: `MDM^${event}`,
      segments: [
        pid('P1'),
        'EVN',
        `TXA|1|RAD|TX|202601011000|||||||${'|'}${number}|${parent}||A1||AU`,
        `OBX|1|TX|^Findings||${text_}||||||F`,
      ],
    });
    await site.send(mdm('T02', 'DOC1', '', 'Clear lungs'));
    await site.send(mdm('T06', 'DOC2', 'DOC1', 'A small effusion after all'));
    const current = await site.context.db.tenant(principal.tenantId, (trx) =>
      trx.selectFrom('message_reports').selectAll().where('superseded_by', 'is', null).execute(),
    );
    expect(current).toMatchObject([{ status: 'addended', accession_number: 'A1', report_key: 'DOC1' }]);
    expect(current[0]?.sections.map((section) => section.text)).toEqual(['Clear lungs', 'A small effusion after all']);
  });
});
