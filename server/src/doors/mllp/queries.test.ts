/** PIX and PDQ queries through the MLLP door (IHE ITI TF-2 3.9, 3.21): each case of the profile, rights and audit. */
import { connectMllp, type MllpClient, parseMessage } from '@throughline/hl7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { forgetWithheld } from '../../features/access/index.ts';
import { takeConsentIn } from '../../features/entries/index.ts';
import { listMessages, putMessageSource } from '../../features/messages/index.ts';
import { mergePatients, registerPatientRecord, removeIn } from '../../features/patients/index.ts';
import { startMllp } from './start.ts';

let context: TestContext;
let door: Awaited<ReturnType<typeof startMllp>>;
let client: MllpClient;
const principal = testPrincipal();

beforeAll(async () => {
  context = await createTestContext({ environment: { THROUGHLINE_HL7_PORT: '0' } });
  const source = { address: '127.0.0.1', issuer: 'COUNTY' };
  const mapping = { mayQuery: true, authorities: { RIV: 'RIVERSIDE' } };
  await putMessageSource(context, principal, 'portal', { ...source, sendingApplication: 'PORTAL', mapping });
  await putMessageSource(context, principal, 'feed', { ...source, sendingApplication: 'FEED' });
  const said = { name: 'Okonjo^Adaeze^M', birthDate: '19840712', sex: 'F', otherIds: [] };
  for (const [issuer, id] of [
    ['COUNTY', 'C-1'],
    ['RIVERSIDE', 'R-9'],
    ['2.16.840.1.1.7', 'N-3'],
  ] as const)
    await registerPatientRecord(context, principal, {
      issuer,
      id,
      ...said,
      street: '5 Mill^Lane',
      phone: '020 7946 0018',
    });
  const other = { name: 'Brandt^Karl', birthDate: '19510203', sex: 'M', otherIds: [], motherName: 'Contrived^Ida' };
  await registerPatientRecord(context, principal, { issuer: 'COUNTY', id: 'C-2', ...other });
  door = await startMllp(context);
  client = await connectMllp({ host: '127.0.0.1', port: Number(door.address.split(':')[1]), timeoutMs: 20_000 });
});
afterAll(async () => {
  client.close();
  await door.close();
  await context.close();
});

let count = 0;
const ask = async (event: 'Q22' | 'Q23', qpd: string, { application = 'PORTAL', rcp = 'RCP|I' } = {}) => {
  count += 1;
  const header = `MSH|^~\\&|${application}|CLINIC|HUB|HUB|20260101||QBP^${event}^QBP_Q21|Q${count}|P|2.5`;
  const answer = parseMessage(await client.send(Buffer.from([header, qpd, rcp].join('\r'))));
  const pids = answer.all('PID');
  return {
    answer,
    type: answer.header.text(9, 3),
    code: answer.one('MSA')?.text(1),
    of: answer.one('MSA')?.text(2),
    status: answer.one('QAK')?.text(2),
    condition: answer.one('ERR')?.text(3) ?? '',
    location: [1, 2, 3, 4, 5]
      .map((part) => answer.one('ERR')?.text(2, part))
      .join('-')
      .replace(/-+$/, ''),
    identifiers: pids.map((pid) =>
      pid.repetitions(3).map((cx) => [cx.text(1), cx.component(4).text(1) || cx.component(4).text(2)]),
    ),
    names: pids.map((pid) => pid.text(5)),
  };
};
const pix = (identifier: string, domains = '', options = {}) =>
  ask('Q23', `QPD|IHE PIX Query|T${count}|${identifier}|${domains}`, options);
const pdq = (parameters: string, more = '', options = {}) =>
  ask('Q22', `QPD|IHE PDQ Query|T${count}|${parameters}|||||${more}`, options);

describe('PIX query', () => {
  it('case 1: the other identifiers, as the asker calls their issuers, and nothing else of the patient', async () => {
    const found = await pix('C-1^^^COUNTY');
    expect(found).toMatchObject({ type: 'RSP_K23', code: 'AA', of: `Q${count}`, status: 'OK' });
    expect(found.identifiers[0]?.toSorted()).toEqual([
      ['N-3', '2.16.840.1.1.7'],
      ['R-9', 'RIV'],
    ]);
    expect(found.names).toEqual([' ']);
    expect(found.answer.one('QPD')?.text(3)).toBe('C-1');
  });
  it('by a universal ID, of the domains that are wanted only', async () => {
    const found = await pix('N-3^^^&2.16.840.1.1.7&ISO', '^^^RIV');
    expect(found.identifiers).toEqual([[['R-9', 'RIV']]]);
  });
  it.each([
    ['2: nobody knows them elsewhere', 'C-2^^^COUNTY', '', 'AA', 'NF', '', ''],
    ['3: nobody has the identifier', 'C-77^^^COUNTY', '', 'AE', 'AE', '204', 'QPD-1-3-1-1'],
    ['4: the domain is unknown', 'C-1^^^NOWHERE', '', 'AE', 'AE', '204', 'QPD-1-3-1-4'],
    ['5: a wanted domain is unknown', 'C-1^^^COUNTY', '^^^RIV~^^^NOWHERE', 'AE', 'AE', '204', 'QPD-1-4-2'],
    ['no identifier', '', '', 'AE', 'AE', '101', 'QPD-1-3'],
    ['no domain', 'C-1', '', 'AE', 'AE', '101', 'QPD-1-3'],
  ])('case %s', async (_title, identifier, domains, code, status, condition, location) => {
    const found = await pix(identifier, domains);
    expect(found).toMatchObject({ code, status, condition, identifiers: [] });
    if (location !== '') expect(found.location).toBe(location);
  });
});

describe('demographics query', () => {
  it('finds by name, birth date and sex, with the identifiers of the person', async () => {
    const found = await pdq('@PID.5.1.1^Okonjo~@PID.5.2^Ada*~@PID.7^19840712~@PID.8^F');
    expect(found).toMatchObject({ type: 'RSP_K21', code: 'AA', status: 'OK' });
    expect(found.identifiers.map((ids) => ids[0]?.[0]).toSorted()).toEqual(['C-1', 'N-3', 'R-9']);
    const [pid] = found.answer.all('PID');
    expect([pid?.text(7), pid?.text(8), pid?.text(13), pid?.text(11)]).toEqual([
      '19840712',
      'F',
      '020 7946 0018',
      '5 Mill^Lane',
    ]);
  });
  it.each([
    ['street', '@PID.11.1^5 Mill*', 3],
    ['city', '@PID.5.1.1^Okonjo~@PID.11.3^Nowhere', 0],
    ['telephone', '@PID.13.1^+442079460018', 3],
    ['telephone of the pediatric option', '@PID.13.12^0207 946 0018', 3],
    ["mother's name", '@PID.6.1.1^Contriv*', 1],
  ])('finds by %s', async (_title, parameters, count) => {
    expect((await pdq(parameters)).identifiers).toHaveLength(count);
  });
  it('says which domain that is wanted nobody knows', async () => {
    expect(await pdq('@PID.5.1.1^Okonjo', '^^^COUNTY~^^^NOWHERE')).toMatchObject({
      code: 'AE',
      status: 'AE',
      condition: '204',
      location: 'QPD-1-8-2',
      identifiers: [],
    });
  });
  it('finds by identifier, of the domains that are wanted', async () => {
    const found = await pdq('@PID.3.1^C-1~@PID.3.4.1^COUNTY', '^^^COUNTY');
    expect(found.identifiers).toEqual([[['C-1', 'COUNTY']]]);
  });
  it('says that there is nobody, that a parameter is not searched by, and that nothing was asked', async () => {
    expect(await pdq('@PID.5.1.1^Nobody')).toMatchObject({ code: 'AA', status: 'NF' });
    expect(await pdq('@PID.5.1.1^Okonjo~@PID.19^9')).toMatchObject({ code: 'AE', condition: '103', identifiers: [] });
    expect(await pdq('')).toMatchObject({ code: 'AE', condition: '101', identifiers: [] });
  });
  it('gives as many as are wanted at once, and says how many there are', async () => {
    const counts = ({ answer }: Awaited<ReturnType<typeof ask>>) =>
      [4, 5, 6].map((field) => answer.one('QAK')?.text(field));
    const first = await pdq('@PID.5.1.1^Okonjo', '', { rcp: 'RCP|I|2^RD' });
    expect(first.identifiers).toHaveLength(2);
    expect(counts(first)).toEqual(['3', '2', '1']);
    const pointer = first.answer.one('DSC')?.text(1) ?? '';
    expect([pointer === '', first.answer.one('DSC')?.text(2)]).toEqual([false, 'I']);
    const second = await pdq('@PID.5.1.1^Okonjo', '', { rcp: `RCP|I|2^RD\rDSC|${pointer}|I` });
    expect([second.status, second.identifiers.length, counts(second)]).toEqual(['OK', 1, ['3', '1', '0']]);
    expect(second.answer.one('DSC')).toBeUndefined();
    const own = [...first.identifiers, ...second.identifiers].map((ids) => ids[0]?.[0]);
    expect(own.toSorted()).toEqual(['C-1', 'N-3', 'R-9']);
  });
  it('gives whole pages of those who have an identifier of a domain that is wanted, and counts no others', async () => {
    const counts = ({ answer }: Awaited<ReturnType<typeof ask>>) =>
      [4, 5, 6].map((field) => answer.one('QAK')?.text(field));
    // Two of ten have an identifier of COUNTY: those between them fill no page.
    const said = { birthDate: '19600101', sex: 'F', otherIds: [] };
    for (let at = 0; at < 10; at += 1) {
      const issuer = at === 1 || at === 8 ? 'COUNTY' : 'RIVERSIDE';
      const name = `Paged^Number${String.fromCodePoint(65 + at)}`;
      await registerPatientRecord(context, principal, {
        issuer,
        id: `P-${at}`,
        name,
        ...said,
        birthDate: `1960010${at}`,
      });
    }
    const first = await pdq('@PID.5.1.1^Paged', '^^^COUNTY', { rcp: 'RCP|I|1^RD' });
    expect([first.identifiers, counts(first)]).toEqual([[[['P-1', 'COUNTY']]], ['2', '1', '1']]);
    const pointer = `RCP|I|1^RD\rDSC|${first.answer.one('DSC')?.text(1)}|I`;
    const second = await pdq('@PID.5.1.1^Paged', '^^^COUNTY', { rcp: pointer });
    expect([second.identifiers, counts(second)]).toEqual([[[['P-8', 'COUNTY']]], ['2', '1', '0']]);
    // It continues this query, and no other.
    const other = await pdq('@PID.5.1.1^Okonjo', '^^^COUNTY', { rcp: pointer });
    expect(other).toMatchObject({ code: 'AE', condition: '204', location: 'DSC-1-1', identifiers: [] });
  });
  it('refuses a continuation that it did not give, and takes note that one is given up', async () => {
    for (const pointer of ['x', "1.' or 1=1", '9'.repeat(400)])
      expect(await pdq('@PID.5.1.1^Okonjo', '', { rcp: `RCP|I|2^RD\rDSC|${pointer}|I` })).toMatchObject({
        code: 'AE',
        condition: '204',
        identifiers: [],
      });
    const header = 'MSH|^~\\&|PORTAL|CLINIC|HUB|HUB|20260101||QCN^J01^QCN_J01|QC1|P|2.5';
    const answer = parseMessage(await client.send(Buffer.from([header, 'QID|T1|IHE PDQ Query'].join('\r'))));
    expect([answer.header.text(9), answer.one('MSA')?.text(1)]).toEqual(['ACK', 'AA']);
  });
});

describe('who may ask', () => {
  it('a feed that only files is refused, and told nothing', async () => {
    const found = await pix('C-1^^^COUNTY', '', { application: 'FEED' });
    expect(found).toMatchObject({ code: 'AR', status: 'AR', condition: '207', identifiers: [] });
  });
  it('what was told is written down; a query is no message that is kept', async () => {
    await pix('C-1^^^COUNTY');
    const audited = await context.db.tenant(principal.tenantId, (trx) =>
      trx.selectFrom('audit_events').select(['action', 'door', 'event_code']).where('subject', '=', 'portal').execute(),
    );
    expect(audited).toContainEqual({ action: 'R', door: 'mllp', event_code: '110110' });
    expect((await listMessages(context, principal, {})).length).toBe(0);
  });
});

describe('an account number', () => {
  let number = 0;
  const tell = async (event: string, patient: string, account: string, mrg = '') => {
    number += 1;
    const header = `MSH|^~\\&|FEED|CLINIC|HUB|HUB|20260101||ADT^${event}|ACC${number}|P|2.5`;
    const pid = `PID|||${patient}^^^COUNTY||Invoiced^Pat^${patient}||19${patient.slice(-2)}0102|F||||||||||${account}`;
    const segments = [header, `EVN|${event}|20260101`, pid, ...(mrg === '' ? [] : [mrg])];
    const answer = parseMessage(await client.send(Buffer.from(segments.join('\r'))));
    expect(answer.one('MSA')?.text(1)).toBe('AA');
  };
  const whose = async (asked: string) => {
    const { identifiers, answer } = await pdq(asked);
    return [identifiers.map((ids) => ids[0]?.[0]), answer.one('PID')?.field(18) ?? ''];
  };

  it('finds whose stay it is, whichever the message, and what takes its place', async () => {
    await tell('A01', 'ACC-50', 'V1^^^BILLING');
    await tell('A01', 'ACC-60', 'V2');
    expect(await whose('@PID.18.1^V1')).toEqual([['ACC-50'], 'V1^^^^AN']);
    expect(await whose('@PID.18.1^V1~@PID.18.4.1^BILLING')).toEqual([['ACC-50'], 'V1^^^BILLING^AN']);
    expect(await whose('@PID.18.1^V1~@PID.18.4.1^COUNTY')).toEqual([[], '']);
    // One that comes without an authority is of the sender's.
    expect((await whose('@PID.18.1^V2~@PID.18.4.1^COUNTY'))[0]).toEqual(['ACC-60']);
    await tell('A49', 'ACC-50', 'V3^^^BILLING', 'MRG|ACC-50||V1^^^BILLING');
    expect([(await whose('@PID.18.1^V1'))[0], (await whose('@PID.18.1^V3'))[0]]).toEqual([[], ['ACC-50']]);
    await tell('A44', 'ACC-60', '', 'MRG|ACC-50||V3^^^BILLING');
    expect((await whose('@PID.18.1^V3'))[0]).toEqual(['ACC-60']);
  });

  it('is found after the patient was merged, under who it is now', async () => {
    await tell('A01', 'ACC-70', 'V7');
    await tell('A40', 'ACC-80', '', 'MRG|ACC-70');
    expect((await whose('@PID.18.1^V7'))[0]).toEqual(['ACC-80']);
  });
});

describe('an identifier that was merged into another', () => {
  const said = { name: 'Fabricated^Ines', birthDate: '19770301', sex: 'F', otherIds: [] };
  beforeAll(async () => {
    for (const id of ['M-1', 'M-2']) await registerPatientRecord(context, principal, { issuer: 'COUNTY', id, ...said });
    const [absorbed, survivor] = [
      { issuer: 'COUNTY', id: 'M-1' },
      { issuer: 'COUNTY', id: 'M-2' },
    ];
    await mergePatients(context, principal, { absorbed, survivor, reason: 'test' });
  });

  it('finds who has it now, and nobody is told of it', async () => {
    expect(await pix('M-1^^^COUNTY')).toMatchObject({ status: 'OK', identifiers: [[['M-2', 'COUNTY']]] });
    expect(await pix('M-2^^^COUNTY')).toMatchObject({ status: 'NF' });
    expect(await pdq('@PID.5.1^Fabricated')).toMatchObject({ status: 'OK', identifiers: [[['M-2', 'COUNTY']]] });
    const byOld = await pdq('@PID.3.1^M-1~@PID.3.4.1^COUNTY');
    expect(byOld).toMatchObject({ status: 'OK', identifiers: [[['M-2', 'COUNTY']]] });
  });
});

it('nothing is told of whom a consent withholds, as of somebody who is not known', async () => {
  const said = { name: 'Withheld^Wanda', birthDate: '19550505', sex: 'F', otherIds: [] };
  for (const issuer of ['COUNTY', 'RIVERSIDE'])
    await registerPatientRecord(context, principal, { issuer, id: 'WH-1', ...said });
  const asked = async () => [
    (await pdq('@PID.5.1.1^Withheld')).identifiers.length,
    (await pdq('@PID.3.1^WH-1')).identifiers.length,
    (await pix('WH-1^^^COUNTY')).identifiers.flat().length,
  ];
  expect(await asked()).toEqual([2, 2, 1]);
  await context.db.tenant(principal.tenantId, (trx) =>
    takeConsentIn(
      trx,
      principal,
      {
        subject: { identifier: { issuer: 'COUNTY', id: 'WH-1' } },
        ...{ system: 'urn:oid:1.2.276.0.7230010.61', key: 'WH', status: 'active', decision: 'deny' },
        ...{ from: undefined, before: undefined, givenAt: undefined },
      },
      { mode: 'create' },
      context.clock(),
    ),
  );
  forgetWithheld(context.db);
  expect(await asked()).toEqual([0, 0, 0]);
  const [withheld, unknown] = [await pix('WH-1^^^COUNTY'), await pix('WH-2^^^COUNTY')];
  expect([withheld.status, withheld.condition, withheld.location]).toEqual([
    unknown.status,
    unknown.condition,
    unknown.location,
  ]);
});

describe('a patient that its source removed', () => {
  it('is neither found nor named, until a message tells of it again', async () => {
    const said = { name: 'Feigned^Wilma^Rose', birthDate: '19270809', sex: 'F', otherIds: [], phone: '020 7946 0077' };
    for (const [issuer, id] of [
      ['COUNTY', 'C-50'],
      ['RIVERSIDE', 'R-50'],
    ] as const)
      await registerPatientRecord(context, principal, { issuer, id, ...said, street: '9 Mill Lane' });
    expect((await pix('C-50^^^COUNTY')).identifiers).toEqual([[['R-50', 'RIV']]]);
    const source = { ...principal, domain: { issuer: 'COUNTY', only: false } };
    const removal = { patient: { issuer: 'COUNTY', id: 'C-50' }, reason: 'test' };
    await context.db.tenant(principal.tenantId, (trx) => removeIn(trx, source, removal, context.clock()));
    expect(await pix('R-50^^^RIV')).toMatchObject({ status: 'NF', identifiers: [] });
    expect(await pix('C-50^^^COUNTY')).toMatchObject({ code: 'AE', status: 'AE', condition: '204' });
    expect((await pdq('@PID.5.1.1^Feigned~@PID.7^19270809')).identifiers).toEqual([[['R-50', 'RIV']]]);
    expect((await pdq('@PID.3.1^C-50~@PID.3.4.1^COUNTY')).identifiers).toEqual([]);

    const segments = [
      'MSH|^~\\&|FEED|CLINIC|HUB|HUB|20260101||ADT^A08^ADT_A01|A-50|P|2.5',
      'EVN||20260101',
      'PID|||C-50^^^COUNTY||Feigned^Wilma^Rose||19270809|F',
    ];
    const told = parseMessage(await client.send(Buffer.from(segments.join('\r'))));
    expect(told.one('MSA')?.text(1)).toBe('AA');
    expect((await pix('C-50^^^COUNTY')).identifiers).toEqual([[['R-50', 'RIV']]]);
  });
});
