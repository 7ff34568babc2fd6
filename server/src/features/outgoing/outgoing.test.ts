/** HL7 v2 out, with a real database and a plain receiver that refuses, delays, closes and never answers. All patients are synthetic. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dataset, encodePart10, newUid, tags, uids } from '@throughline/dicom';
import { connectMllp, type Message, parseMessage } from '@throughline/hl7';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { type Receiver, startReceiver } from '../../../test/mllp-receiver.ts';
import { inChunks } from '../../../test/objects.ts';
import { findDestination, takeOutgoing } from '../../db/index.ts';
import { startMllp } from '../../doors/mllp/start.ts';
import { listExceptions } from '../exceptions/index.ts';
import { listMessages, putMessageSource } from '../messages/index.ts';
import { linkRecords, listChanges, registerPatientRecord, undoChange } from '../patients/index.ts';
import { createPerformedStep, setPerformedStep } from '../performed/index.ts';
import { storeInstance } from '../store/index.ts';
import {
  announceOutgoing,
  type DestinationInput,
  listDestinations,
  listOutgoing,
  pauseDestination,
  putDestination,
  removeDestination,
  resendOutgoing,
  takeDestination,
} from './index.ts';

let context: TestContext;
let door: Awaited<ReturnType<typeof startMllp>>;
let receiver: Receiver;
let now = Date.now();
const principal = testPrincipal();

beforeAll(async () => {
  context = await createTestContext({
    environment: { THROUGHLINE_HL7_PORT: '0', THROUGHLINE_SECRET_KEY: randomBytes(32).toString('base64') },
    clock: () => new Date(now),
  });
  for (const [name, sendingApplication] of [
    ['ris', 'RIS'],
    ['engine', 'THROUGHLINE'],
  ] as const)
    await putMessageSource(context, principal, name, { sendingApplication, address: '127.0.0.1', issuer: 'COUNTY' });
  door = await startMllp(context);
});
afterEach(async () => {
  await receiver.close();
  await removeDestination(context, principal, 'ehr');
  // What the test left behind is nobody's business any more.
  await context.db.tenant(principal.tenantId, (trx) =>
    trx.updateTable('hl7_outgoing').set({ state: 'sent' }).where('state', '<>', 'sent').execute(),
  );
});
afterAll(async () => {
  await door.close();
  await context.close();
});

const begin = async (
  answerOf: Parameters<typeof startReceiver>[0],
  input: Partial<DestinationInput> & Pick<DestinationInput, 'events'>,
): Promise<void> => {
  await announceAll();
  receiver = await startReceiver(answerOf);
  await putDestination(context, principal, 'ehr', {
    host: '127.0.0.1',
    port: receiver.port,
    version: '2.5.1',
    sendingApplication: 'THROUGHLINE',
    sendingFacility: 'HUB',
    ...input,
  });
};

const unread = async (): Promise<number> =>
  context.db.tenant(principal.tenantId, async (trx) => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from outbox o left join outbox_cursors c on c.consumer = 'hl7-out'
      where c.id is null or (o.xid, o.id) > (c.xid, c.id)`.execute(trx);
    return rows[0]?.count ?? 0;
  });

/** The outbox is read as far as no transaction is under way, which tests beside this one have as well. */
const announceAll = () =>
  vi.waitUntil(
    async () => {
      while (await announceOutgoing(context, principal));
      return (await unread()) === 0;
    },
    { timeout: 20_000, interval: 20 },
  );

/** Everything that is due now; what is due later is when the clock has moved. */
const turn = async (signal = new AbortController().signal): Promise<void> => {
  await announceAll();
  for (;;) {
    const taken = await takeDestination(context, principal, signal);
    if (taken === undefined) return;
    await taken.done;
  }
};
const later = (seconds: number): void => {
  now += seconds * 1000;
};

let count = 0;
const deliver = async (type: string, segments: readonly string[], application = 'RIS'): Promise<string> => {
  const client = await connectMllp({ host: '127.0.0.1', port: Number(door.address.split(':')[1]) });
  count += 1;
  const head = `MSH|^~\\&|${application}|COUNTY|HUB|HUB|20260101||${type}|IN${count}|P|2.5`;
  const answer = parseMessage(await client.send(Buffer.from([head, ...segments].join('\r'))));
  client.close();
  return answer.one('MSA')?.text(1) ?? '';
};
const pid = (id: string) => `PID|1||${id}^^^^MR||Müller^Anna||19600102|F`;
const report = (id: string, key: string, text: string, status = 'F') =>
  deliver('ORU^R01', [
    pid(id),
    `OBR|1|A${key}|${key}|CT^CT Chest|||20260103||||||||||||||||||${status}`,
    `OBX|1|TX|IMP^Impression||${text}||||||${status}`,
  ]);
const received = (at: number): Message => parseMessage(receiver.got[at] as Buffer);
const outgoing = () => listOutgoing(context, principal, {});
const kindsOf = async () =>
  (await listExceptions(context, principal)).items
    .map(({ kind }) => kind)
    .filter((kind) => /message|destination/.test(kind));

it('a report goes out with its status and its text, a later version as a correction, and comes back without effect', async () => {
  await begin(() => 'AA', { events: ['report'] });
  expect(await report('P1', 'K1', 'No \\F\\ nodule', 'P')).toBe('AA');
  await turn();
  expect(await report('P1', 'K1', 'No nodule', 'C')).toBe('AA');
  await turn();
  const [first, second] = [received(0), received(1)];
  expect(first.header.text(9, 1)).toBe('ORU');
  expect(first.header.text(18)).toBe('UNICODE UTF-8');
  expect(first.one('PID')?.text(3, 1)).toBe('P1');
  expect(first.one('PID')?.text(5, 1)).toBe('Müller');
  expect([first.one('OBR')?.text(3), first.one('OBR')?.text(25)]).toEqual(['K1 CT', 'P']);
  expect(first.one('OBX')?.text(5)).toBe('No | nodule');
  expect(second.one('OBR')?.text(25)).toBe('C');
  // An engine sends our own message back: as it is, and under a header of its own.
  const client = await connectMllp({ host: '127.0.0.1', port: Number(door.address.split(':')[1]) });
  const echo = parseMessage(await client.send(receiver.got[1] as Buffer));
  client.close();
  expect(echo.one('MSA')?.text(1)).toBe('AA');
  const body = (receiver.got[0] as Buffer).toString('utf8').split('\r').slice(1);
  expect(await deliver('ORU^R01^ORU_R01', body)).toBe('AA');
  const [again, echoed] = await listMessages(context, principal, {});
  expect([again?.state, again?.flags, echoed?.state, echoed?.flags]).toEqual([
    'ignored',
    ['ours'],
    'ignored',
    ['ours'],
  ]);
  await turn();
  expect(receiver.got).toHaveLength(2);
});

it('what was measured goes along, coded, with its unit; as a document where documents are wanted', async () => {
  await begin(() => 'AA', { events: ['report', 'document'] });
  const results = (status: string) =>
    deliver('ORU^R01', [
      pid('P9'),
      `OBR|1|AK9|K9|US^Echo|||20260103||||||||||||||||||${status}`,
      `OBX|1|TX|IMP^Impression||Normal||||||${status}`,
      `OBX|2|NM|29436-3^LVIDd^LN||4.1|cm^^UCUM|||||${status}|||20260103101500`,
      `OBX|3|SN|18043-0^LVEF^LN||>^55|%|||||${status}`,
    ]);
  expect(await results('F')).toBe('AA');
  await turn();
  const [oru, mdm] = [received(0), received(1)];
  expect(oru.all('OBX').map((obx) => [2, 3, 5, 6].map((field) => obx.text(field)))).toEqual([
    ['TX', '', 'Normal', ''],
    ['NM', '29436-3', '4.1', 'cm'],
    ['SN', '18043-0', '>', '%'],
  ]);
  const [, length, fraction] = oru.all('OBX');
  expect([length?.text(3, 3), length?.text(6, 3), fraction?.text(5, 2), length?.text(11)]).toEqual([
    'LN',
    'UCUM',
    '55',
    'F',
  ]);
  expect([mdm.header.text(9, 1), mdm.header.text(9, 2), mdm.one('EVN')?.text(1)]).toEqual(['MDM', 'T02', 'T02']);
  const txa = mdm.one('TXA');
  expect([txa?.text(2), txa?.text(12), txa?.text(17), txa?.text(19)]).toEqual(['DI', 'K9 US', 'AU', 'AV']);
  expect(mdm.all('OBX')).toHaveLength(3);
  expect(await results('C')).toBe('AA');
  await turn();
  expect([received(2), received(3)].map((one) => one.header.text(9, 2))).toEqual(['R01', 'T08']);
});

it('a report goes out by its code, and with the study that its accession number is of', async () => {
  await begin(() => 'AA', { events: ['report'] });
  const study = newUid();
  const dataset = new Dataset()
    .set(tags.SOPClassUID, uids.CTImageStorage)
    .set(tags.SOPInstanceUID, newUid())
    .set(tags.StudyInstanceUID, study)
    .set(tags.SeriesInstanceUID, newUid())
    .set(tags.PatientID, 'PCODE')
    .set(tags.IssuerOfPatientID, 'COUNTY')
    .set(tags.PatientName, 'Muller^Anna')
    .set(tags.PatientBirthDate, '19600102')
    .set(tags.PatientSex, 'F')
    .set(tags.AccessionNumber, 'KC')
    .set(tags.Modality, 'CT');
  const bytes = encodePart10(dataset, uids.ExplicitVRLittleEndian);
  await storeInstance(context, principal, { body: inChunks(bytes), receivedFrom: 'CT1' });
  await deliver('ORU^R01', [
    pid('PCODE'),
    'OBR|1|KC|KC|24627-2^CT Chest^LN|||20260103||||||||||||||||||F',
    'OBX|1|TX|||Clear||||||F',
  ]);
  await turn();
  const told = received(0);
  expect([1, 2, 3].map((component) => told.one('OBR')?.text(4, component))).toEqual(['24627-2', 'CT Chest', 'LN']);
  const [named, words] = told.all('OBX');
  expect([named?.text(3), named?.text(5)]).toEqual(['113014', study]);
  expect([1, 2, 3].map((component) => words?.text(3, component))).toEqual(['24627-2', 'CT Chest', 'LN']);
});

it('nothing is sent to a receiver that is paused, and nothing is lost by it', async () => {
  await begin(() => 'AA', { events: ['report'] });
  await pauseDestination(context, principal, 'ehr', true);
  await report('PP', 'KP', 'Normal');
  await turn();
  expect(receiver.got).toHaveLength(0);
  expect((await listDestinations(context, principal))[0]).toMatchObject({ paused: true, waiting: 1 });
  await pauseDestination(context, principal, 'ehr', false);
  await turn();
  expect(receiver.got).toHaveLength(1);
});

it('what the destination told itself is not told to it', async () => {
  await begin(() => 'AA', { events: ['report', 'patient', 'merge'], sourceName: 'ris' });
  await report('P2', 'K2', 'Normal');
  await deliver('ADT^A08', [pid('P2').replace('Anna', 'Berta')]);
  await turn();
  expect(receiver.got).toHaveLength(0);
});

it('is sent again as it is, under the same MSH-10, until somebody answers to it', async () => {
  const answers = ['closes', 'silent', 'other', 'AR 207', 'AE', 'AA'] as const;
  await begin((_message, at) => answers[at - 1] ?? 'AA', {
    events: ['report'],
    mapping: { answerSeconds: 0.3 },
  });
  await report('P3', 'K3', 'Normal');
  for (let times = 0; times < answers.length; times += 1) {
    await turn();
    later(600);
  }
  expect(receiver.got).toHaveLength(answers.length);
  expect(new Set(receiver.got.map((bytes) => bytes.toString('hex'))).size).toBe(1);
  expect((await outgoing())[0]).toMatchObject({ state: 'sent', attempts: 6, answerCode: 'AA' });
});

it('killed between commit and send, and in the middle of an exchange: it is sent when the lease is over, the same bytes', async () => {
  await begin((_message, at) => (at === 1 ? 'silent' : 'AA'), { events: ['report'] });
  await report('P4', 'K4', 'Normal');
  await announceAll();
  // Taken by somebody who dies before a byte has left.
  await context.db.tenant(principal.tenantId, (trx) => takeOutgoing(trx, 'ehr', new Date(now)));
  const dying = new AbortController();
  const dead = turn(dying.signal);
  await receiver.has(1);
  dying.abort();
  await dead;
  later(120);
  await turn();
  expect(receiver.got).toHaveLength(2);
  expect(receiver.got[0]?.equals(receiver.got[1] as Buffer)).toBe(true);
});

it('an unreachable receiver holds up nothing but itself, and is on the desk', async () => {
  await begin(() => 'AA', { events: ['report'] });
  await receiver.close();
  await report('P5', 'K5', 'Normal');
  for (let times = 0; times < 3; times += 1) {
    await turn();
    later(600);
  }
  expect((await outgoing())[0]).toMatchObject({ state: 'waiting', attempts: 3 });
  expect(await kindsOf()).toEqual(['failing-destination']);
  later(80 * 3600);
  await turn();
  const [given] = await outgoing();
  expect(given).toMatchObject({ state: 'failed', cause: 'The receiver gave no answer for too long.' });
  expect(await kindsOf()).toEqual(['unsent-message']);
  receiver = await startReceiver(() => 'AA');
  const input = {
    host: '127.0.0.1',
    port: receiver.port,
    version: '2.5.1',
    sendingApplication: 'TL',
    events: ['report'],
  };
  await putDestination(context, principal, 'ehr', input);
  await resendOutgoing(context, principal, given?.id ?? '');
  await turn();
  expect(received(0).header.text(10)).toBe(given?.controlId);
  expect(await kindsOf()).toEqual([]);
});

it('a message that is refused holds up its own patient until it is a dead letter, and nobody else', async () => {
  let isStrict = true;
  const refuse = (message: string) => {
    if (!isStrict) return 'AA';
    if (message.includes('|KA1 CT|')) return 'AE';
    return message.includes('|KC1 CT|') ? 'AR 200' : 'AA';
  };
  await begin(refuse, { events: ['report'] });
  await report('PA', 'KA1', 'first');
  await report('PA', 'KA2', 'second');
  await report('PB', 'KB1', 'other');
  await report('PC', 'KC1', 'not processed there');
  await turn();
  const keys = () => receiver.got.map((_bytes, at) => received(at).one('OBR')?.text(3).split(' ')[0]);
  expect(keys()).toEqual(['KA1', 'KB1', 'KC1']);
  for (let times = 0; times < 3; times += 1) {
    later(600);
    await turn();
  }
  expect(keys()).toEqual(['KA1', 'KB1', 'KC1', 'KA1', 'KA1', 'KA2']);
  const dead = (await outgoing()).filter(({ state }) => state === 'refused');
  expect(dead.map(({ answerCode, condition }) => [answerCode, condition])).toEqual([
    ['AR', '200'],
    ['AE', null],
  ]);
  expect(await kindsOf()).toEqual(['unsent-message', 'unsent-message']);
  // What was said later about the same is not undone by sending the earlier again.
  isStrict = false;
  await report('PC', 'KC1', 'and again', 'C');
  await turn();
  const [overtaken, free] = dead;
  await expect(resendOutgoing(context, principal, overtaken?.id ?? '')).rejects.toMatchObject({ code: 'conflict' });
  await resendOutgoing(context, principal, free?.id ?? '');
  await turn();
  expect(keys().slice(-2)).toEqual(['KC1', 'KA1']);
});

it('PIX update notification: linked, parted and undone, in the domains that the consumer wants', async () => {
  await begin(() => 'AA', { events: ['identifiers'], mapping: { domains: ['COUNTY', 'CITY'] } });
  const birth = { name: 'Quist^Rosa', birthDate: '19410203', sex: 'F', otherIds: [] };
  const [one, other] = [
    { issuer: 'COUNTY', id: 'Q1' },
    { issuer: 'CITY', id: 'Q9' },
  ];
  await registerPatientRecord(context, principal, { ...one, ...birth });
  await registerPatientRecord(context, principal, {
    ...other,
    ...birth,
    name: 'Zander^Uwe',
    birthDate: '19870809',
    sex: 'M',
  });
  await turn();
  expect(receiver.got).toHaveLength(0);
  await linkRecords(context, principal, { one, other, reason: 'test' });
  await turn();
  const ids = (at: number) =>
    received(at)
      .one('PID')
      ?.repetitions(3)
      .map((id) => `${id.text(4)}:${id.text(1)}`)
      .sort();
  expect(received(0).header.text(9, 2)).toBe('A31');
  expect(ids(0)).toEqual(['CITY:Q9', 'COUNTY:Q1']);
  const [change] = await listChanges(context, principal, one);
  await undoChange(context, principal, change?.id ?? '');
  await turn();
  expect([ids(1), ids(2)].sort()).toEqual([['CITY:Q9'], ['COUNTY:Q1']]);
});

it('the status of an order as the modality tells it, in the form of the version', async () => {
  await begin(() => 'AA', { events: ['order-status'], version: '2.3.1', charset: '8859/1' });
  const study = newUid();
  const order = [
    pid('PO'),
    'ORC|NW|R77|ACC77',
    `OBR|1|R77|ACC77|CT1^CT Chest||||||||||||||ACC77|R77|S77||||CT`,
    `ZDS|${study}^RIS^Application^DICOM`,
  ];
  expect(await deliver('ORM^O01', order)).toBe('AA');
  const performed = (status: string) => {
    const item = new Dataset().set(tags.StudyInstanceUID, study).set(tags.ScheduledProcedureStepID, 'S77');
    const dataset = new Dataset()
      .set(tags.PerformedProcedureStepID, 'PP1')
      .set(tags.PerformedStationAETitle, 'CT1')
      .set(tags.PerformedProcedureStepStartDate, '20260103')
      .set(tags.PerformedProcedureStepStartTime, '101112')
      .set(tags.PerformedProcedureStepEndDate, '20260103')
      .set(tags.PerformedProcedureStepEndTime, '111112')
      .set(tags.Modality, 'CT')
      .set(tags.PerformedProcedureStepStatus, status);
    return dataset.put({ kind: 'sequence', tag: tags.ScheduledStepAttributesSequence, vr: 'SQ', items: [item] });
  };
  const step = { sopInstanceUid: newUid(), aeTitle: 'CT1' };
  const wrongEntry = new Dataset().set(tags.CodeValue, '110514').set(tags.CodingSchemeDesignator, 'DCM');
  const mistaken = performed('DISCONTINUED').set(tags.PerformedProcedureStepDiscontinuationReasonCodeSequence, [
    wrongEntry,
  ]);
  const mistake = { sopInstanceUid: newUid(), aeTitle: 'CT1' };
  await createPerformedStep(context, principal, { ...mistake, dataset: performed('IN PROGRESS') });
  await setPerformedStep(context, principal, { ...mistake, dataset: mistaken });
  await createPerformedStep(context, principal, { ...step, dataset: performed('IN PROGRESS') });
  await setPerformedStep(context, principal, { ...step, dataset: performed('COMPLETED') });
  await turn();
  const told = [0, 1, 2, 3].map((at) => received(at));
  expect(told.map(({ header }) => [header.text(9, 1), header.text(12), header.text(18)])).toEqual([
    ['ORM', '2.3.1', '8859/1'],
    ['ORM', '2.3.1', '8859/1'],
    ['ORM', '2.3.1', '8859/1'],
    ['ORM', '2.3.1', '8859/1'],
  ]);
  expect(told.map((message) => [message.one('ORC')?.text(1), message.one('ORC')?.text(5)])).toEqual([
    ['SC', 'IP'],
    ['SC', 'SC'],
    ['SC', 'IP'],
    ['SC', 'CM'],
  ]);
  expect(told[0]?.one('PID')?.text(5, 1)).toBe('Müller');
  expect(told[0]?.one('OBR')?.text(18)).toBe('ACC77');
});

it('a document that came as an object goes along as it is; what the character set lacks is not sent', async () => {
  await begin(() => 'AA', { events: ['report', 'patient'], version: '2.5', charset: 'ASCII' });
  const pdf = Buffer.from('%PDF-1.4 synthetic');
  const dataset = new Dataset()
    .set(tags.SOPClassUID, uids.EncapsulatedPDFStorage)
    .set(tags.SOPInstanceUID, newUid())
    .set(tags.StudyInstanceUID, newUid())
    .set(tags.SeriesInstanceUID, newUid())
    .set(tags.PatientID, 'D1')
    .set(tags.PatientName, 'DOE^JANE')
    .set(tags.Modality, 'DOC')
    .set(tags.DocumentTitle, 'Echo report')
    .set(tags.MIMETypeOfEncapsulatedDocument, 'application/pdf')
    .set(tags.EncapsulatedDocumentLength, pdf.length)
    .set(tags.EncapsulatedDocument, new Uint8Array(pdf), 'OB');
  const bytes = encodePart10(dataset, uids.ExplicitVRLittleEndian);
  await storeInstance(context, principal, { body: inChunks(bytes), receivedFrom: 'ECHO1' });
  await deliver('ADT^A08', [pid('D2')]);
  await turn();
  expect(receiver.got).toHaveLength(1);
  const obx = received(0)
    .all('OBX')
    .find((one) => one.text(2) === 'ED');
  expect([obx?.text(5, 2), obx?.text(5, 3), obx?.text(5, 4)]).toEqual(['application', 'pdf', 'Base64']);
  expect(Buffer.from(obx?.text(5, 5) ?? '', 'base64').equals(pdf)).toBe(true);
  expect((await outgoing())[0]).toMatchObject({ state: 'failed', type: 'ADT^A08' });
});

/** Certificates that sign themselves, with their keys, as PEM. */
const certificates = (
  ...names: readonly string[]
): Readonly<Record<string, { readonly cert: string; readonly key: string }>> => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-mllp-'));
  const made = names.map((name) => {
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
    const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'];
    const files = ['-keyout', `${name}.key`, '-out', `${name}.pem`];
    execFileSync('openssl', ['req', '-x509', ...kind, ...subject, ...files], { cwd: folder, stdio: 'ignore' });
    const read = (ending: string): string => readFileSync(join(folder, `${name}.${ending}`), 'utf8');
    return [name, { cert: read('pem'), key: read('key') }] as const;
  });
  rmSync(folder, { recursive: true, force: true });
  return Object.fromEntries(made);
};

it('over TLS: proves its certificate, with a key that is kept sealed, and tells nothing to one that is not the receiver', async () => {
  const { ehr, stranger, hub } = certificates('ehr', 'stranger', 'hub');
  await begin(() => 'AA', { events: ['report'] });
  await receiver.close();
  receiver = await startReceiver(() => 'AA', { ...ehr, ca: hub?.cert, requestCert: true, rejectUnauthorized: true });
  const input = {
    host: '127.0.0.1',
    port: receiver.port,
    version: '2.5.1',
    sendingApplication: 'TL',
    events: ['report'],
  };
  const proved = { certificate: hub?.cert, key: hub?.key };
  await putDestination(context, principal, 'ehr', { ...input, tls: { ...proved, ca: stranger?.cert } });
  const kept = await context.db.tenant(principal.tenantId, (trx) => findDestination(trx, 'ehr'));
  expect(JSON.stringify(kept?.tls) + String(kept?.client_key)).not.toContain('PRIVATE KEY');
  await report('PT', 'KT', 'Normal');
  await turn();
  expect(receiver.got).toHaveLength(0);
  await putDestination(context, principal, 'ehr', { ...input, tls: { ca: ehr?.cert } });
  later(600);
  await turn();
  expect(receiver.got).toHaveLength(0);
  await putDestination(context, principal, 'ehr', { ...input, tls: { ...proved, ca: ehr?.cert } });
  // What else is changed leaves the key where it is; another certificate wants its own.
  const { certificate } = proved;
  await putDestination(context, principal, 'ehr', { ...input, tls: { certificate, ca: ehr?.cert } });
  const other = { certificate: stranger?.cert, ca: ehr?.cert };
  await expect(putDestination(context, principal, 'ehr', { ...input, tls: other })).rejects.toThrow(
    'goes with its key',
  );
  later(600);
  await turn();
  expect(receiver.got).toHaveLength(1);
  expect((await outgoing())[0]).toMatchObject({ state: 'sent' });
});
