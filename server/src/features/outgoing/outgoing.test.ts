/** What receivers of HL7 v2 are told of: reports, identifiers, the status of orders, documents. */
import { Dataset, encodePart10, newUid, tags, uids } from '@throughline/dicom';
import { expect, it } from 'vitest';
import { inChunks } from '../../../test/objects.ts';
import { outgoingSite, pid, principal } from '../../../test/outgoing-site.ts';
import { listMessages } from '../messages/index.ts';
import { linkRecords, listChanges, registerPatientRecord, undoChange } from '../patients/index.ts';
import { createPerformedStep, setPerformedStep } from '../performed/index.ts';
import { storeInstance } from '../store/index.ts';

const site = outgoingSite();

it('a report goes out with its status and its text, a later version as a correction, and comes back without effect', async () => {
  await site.begin(() => 'AA', { events: ['report'] });
  expect(await site.report('P1', 'K1', 'No \\F\\ nodule', 'P')).toBe('AA');
  await site.turn();
  expect(await site.report('P1', 'K1', 'No nodule', 'C')).toBe('AA');
  await site.turn();
  const [first, second] = [site.received(0), site.received(1)];
  expect(first.header.text(9, 1)).toBe('ORU');
  expect(first.header.text(18)).toBe('UNICODE UTF-8');
  expect(first.one('PID')?.text(3, 1)).toBe('P1');
  expect(first.one('PID')?.text(5, 1)).toBe('Müller');
  expect([first.one('OBR')?.text(3), first.one('OBR')?.text(25)]).toEqual(['K1 CT', 'P']);
  expect(first.one('OBX')?.text(5)).toBe('No | nodule');
  expect(second.one('OBR')?.text(25)).toBe('C');
  // An engine sends our own message back: as it is, and under a header of its own.
  expect(await site.tell(site.receiver.got[1] as Buffer)).toBe('AA');
  const body = (site.receiver.got[0] as Buffer).toString('utf8').split('\r').slice(1);
  expect(await site.deliver('ORU^R01^ORU_R01', body)).toBe('AA');
  const [again, echoed] = await listMessages(site.context, principal, {});
  expect([again?.state, again?.flags, echoed?.state, echoed?.flags]).toEqual([
    'ignored',
    ['ours'],
    'ignored',
    ['ours'],
  ]);
  await site.turn();
  expect(site.receiver.got).toHaveLength(2);
});

it('what was measured goes along, coded, with its unit; as a document where documents are wanted', async () => {
  await site.begin(() => 'AA', { events: ['report', 'document'] });
  const results = (status: string) =>
    site.deliver('ORU^R01', [
      pid('P9'),
      `OBR|1|AK9|K9|US^Echo|||20260103||||||||||||||||||${status}`,
      `OBX|1|TX|IMP^Impression||Normal||||||${status}`,
      `OBX|2|NM|29436-3^LVIDd^LN||4.1|cm^^UCUM|||||${status}|||20260103101500`,
      `OBX|3|SN|18043-0^LVEF^LN||>^55|%|||||${status}`,
    ]);
  expect(await results('F')).toBe('AA');
  await site.turn();
  const [oru, mdm] = [site.received(0), site.received(1)];
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
  await site.turn();
  expect([site.received(2), site.received(3)].map((one) => one.header.text(9, 2))).toEqual(['R01', 'T08']);
});

it('a report goes out by its code, and with the study that its accession number is of', async () => {
  await site.begin(() => 'AA', { events: ['report'] });
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
  await storeInstance(site.context, principal, { body: inChunks(bytes), receivedFrom: 'CT1' });
  await site.deliver('ORU^R01', [
    pid('PCODE'),
    'OBR|1|KC|KC|24627-2^CT Chest^LN|||20260103||||||||||||||||||F',
    'OBX|1|TX|||Clear||||||F',
  ]);
  await site.turn();
  const told = site.received(0);
  expect([1, 2, 3].map((component) => told.one('OBR')?.text(4, component))).toEqual(['24627-2', 'CT Chest', 'LN']);
  const [named, words] = told.all('OBX');
  expect([named?.text(3), named?.text(5)]).toEqual(['113014', study]);
  expect([1, 2, 3].map((component) => words?.text(3, component))).toEqual(['24627-2', 'CT Chest', 'LN']);
});

it('what the destination told itself is not told to it', async () => {
  await site.begin(() => 'AA', { events: ['report', 'patient', 'merge'], sourceName: 'ris' });
  await site.report('P2', 'K2', 'Normal');
  await site.deliver('ADT^A08', [pid('P2').replace('Anna', 'Berta')]);
  await site.turn();
  expect(site.receiver.got).toHaveLength(0);
});

it('PIX update notification: linked, parted and undone, in the domains that the consumer wants', async () => {
  await site.begin(() => 'AA', { events: ['identifiers'], mapping: { domains: ['COUNTY', 'CITY'] } });
  const birth = { name: 'Quist^Rosa', birthDate: '19410203', sex: 'F', otherIds: [] };
  const [one, other] = [
    { issuer: 'COUNTY', id: 'Q1' },
    { issuer: 'CITY', id: 'Q9' },
  ];
  await registerPatientRecord(site.context, principal, { ...one, ...birth });
  await registerPatientRecord(site.context, principal, {
    ...other,
    ...birth,
    name: 'Zander^Uwe',
    birthDate: '19870809',
    sex: 'M',
  });
  await site.turn();
  expect(site.receiver.got).toHaveLength(0);
  await linkRecords(site.context, principal, { one, other, reason: 'test' });
  await site.turn();
  const ids = (at: number) =>
    site
      .received(at)
      .one('PID')
      ?.repetitions(3)
      .map((id) => `${id.text(4)}:${id.text(1)}`)
      .sort();
  expect(site.received(0).header.text(9, 2)).toBe('A31');
  expect(ids(0)).toEqual(['CITY:Q9', 'COUNTY:Q1']);
  const [change] = await listChanges(site.context, principal, one);
  await undoChange(site.context, principal, change?.id ?? '');
  await site.turn();
  expect([ids(1), ids(2)].sort()).toEqual([['CITY:Q9'], ['COUNTY:Q1']]);
});

it('the status of an order as the modality tells it, in the form of the version', async () => {
  await site.begin(() => 'AA', { events: ['order-status'], version: '2.3.1', charset: '8859/1' });
  const study = newUid();
  const order = [
    pid('PO'),
    'ORC|NW|R77|ACC77',
    `OBR|1|R77|ACC77|CT1^CT Chest||||||||||||||ACC77|R77|S77||||CT`,
    `ZDS|${study}^RIS^Application^DICOM`,
  ];
  expect(await site.deliver('ORM^O01', order)).toBe('AA');
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
  await createPerformedStep(site.context, principal, { ...mistake, dataset: performed('IN PROGRESS') });
  await setPerformedStep(site.context, principal, { ...mistake, dataset: mistaken });
  await createPerformedStep(site.context, principal, { ...step, dataset: performed('IN PROGRESS') });
  await setPerformedStep(site.context, principal, { ...step, dataset: performed('COMPLETED') });
  await site.turn();
  const told = [0, 1, 2, 3].map((at) => site.received(at));
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
  await site.begin(() => 'AA', { events: ['report', 'patient'], version: '2.5', charset: 'ASCII' });
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
  await storeInstance(site.context, principal, { body: inChunks(bytes), receivedFrom: 'ECHO1' });
  await site.deliver('ADT^A08', [pid('D2')]);
  await site.turn();
  expect(site.receiver.got).toHaveLength(1);
  const obx = site
    .received(0)
    .all('OBX')
    .find((one) => one.text(2) === 'ED');
  expect([obx?.text(5, 2), obx?.text(5, 3), obx?.text(5, 4)]).toEqual(['application', 'pdf', 'Base64']);
  expect(Buffer.from(obx?.text(5, 5) ?? '', 'base64').equals(pdf)).toBe(true);
  expect((await site.outgoing())[0]).toMatchObject({ state: 'failed', type: 'ADT^A08' });
});
