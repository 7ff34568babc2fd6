/** HL7 v2 as a hospital sends it: a foreign sender (python3-hl7), and a hub that is killed in the middle. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectMllp, parseMessage } from '@throughline/hl7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowMessageSource, type Hl7Hub, messagesOf, messageText, startHl7Hub } from './harness/hl7.ts';
import { allowApplicationEntity } from './harness/hub.ts';
import { writeStudy } from './harness/objects.ts';
import { run } from './harness/processes.ts';

let site: Hl7Hub;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-hl7-'));
  site = await startHl7Hub();
  await allowMessageSource(site.hub, 'ris', 'RIS');
  await allowApplicationEntity(site.hub, 'CT1', ['store', 'worklist'], { issuer: 'COUNTY' });
}, 180_000);
afterAll(async () => {
  await site?.hub.close();
  await rm(folder, { recursive: true, force: true });
});

/** `mllp_send` prints each answer. */
const mllpSend = async (...messages: readonly string[]): Promise<string> => {
  const file = join(folder, 'messages.hl7');
  await writeFile(file, messages.map((message) => `\u000b${message}\u001c\r`).join(''));
  const sent = await run('mllp_send', ['--file', file, '--port', String(site.port), '127.0.0.1']);
  expect(sent.code, sent.output).toBe(0);
  return sent.output;
};

const patient = 'PID|1||E2E1^^^COUNTY^MR||Müller-Synthetic^Änne||19600102|F';

describe('a foreign sender', () => {
  it('registers a patient, orders an exam and sends the result', async () => {
    const study = await writeStudy(folder, { patientId: 'E2E1', patientName: 'Müller-Synthetic^Änne' });
    const order = [
      'ORC|NW|PL1|FI1||SC',
      'OBR|1|PL1|FI1|CTCH^CT Chest^L',
      `IPC|${study.accessionNumber}|RP1|${study.studyInstanceUid}|SPS1|CT||||CT1`,
    ];
    const result = (status: string, text: string) => [
      `OBR|1|PL1|FI1|CTCH^CT Chest^L||||||||||||||${study.accessionNumber}||||20260102${status === 'F' ? '11' : '10'}00|||${status}`,
      `OBX|1|TX|IMP^Impression||${text}||||||${status}`,
    ];
    const output = await mllpSend(
      messageText('ADT^A04^ADT_A01', 'E1', ['EVN|A04', patient]),
      messageText('OMI^O23^OMI_O23', 'E2', [patient, ...order]),
      messageText('ORU^R01^ORU_R01', 'E3', [patient, ...result('P', 'Perhaps a nodule')]),
      messageText('ORU^R01^ORU_R01', 'E4', [patient, ...result('F', 'No nodule')]),
    );
    for (const id of ['E1', 'E2', 'E3', 'E4']) expect(output).toContain(`MSA|AA|${id}`);

    const worklist = await run('findscu', [
      ...['-W', '-aet', 'CT1', '-aec', site.hub.aeTitle, '-k', 'PatientID', '-k', 'PatientName'],
      ...[
        '-k',
        `AccessionNumber=${study.accessionNumber}`,
        '-k',
        'StudyInstanceUID',
        '127.0.0.1',
        String(site.hub.dicomPort),
      ],
    ]);
    expect(worklist.output).toContain('[E2E1');
    expect(worklist.output).toContain(study.studyInstanceUid);

    const files = study.files.map((file) => file.path);
    const stored = await run('storescu', [
      '-aet',
      'CT1',
      '-aec',
      site.hub.aeTitle,
      '127.0.0.1',
      String(site.hub.dicomPort),
      ...files,
    ]);
    expect(stored.code, stored.output).toBe(0);
    const answer = await site.hub.request(`/api/studies/${study.studyInstanceUid}/report`);
    const { reports } = (await answer.json()) as {
      reports: { status: string; sections: { heading: string; text: string }[] }[];
    };
    expect(reports.map(({ status, sections }) => [status, sections])).toEqual([
      ['final', [{ heading: 'Impression', text: 'No nodule' }]],
    ]);
  }, 120_000);

  it('whom nobody listed is turned away, and nothing of it is kept', async () => {
    const output = await mllpSend(messageText('ADT^A04', 'N1', ['EVN|A04', patient]).replace('|RIS|', '|NOBODY|'));
    expect(output).toContain('MSA|AR|N1');
    expect(await messagesOf(site.hub, '&controlId=N1')).toEqual([]);
  });
});

describe('the hub killed in the middle of 300 messages', () => {
  const total = 300;
  const body = (at: number) =>
    messageText('ADT^A04^ADT_A01', `K${at}`, [
      'EVN|A04',
      `PID|1||KILL${at}^^^COUNTY^MR||Fam${at}ily^Giv${at}en||19${String(10 + (at % 90))}0${1 + (at % 9)}1${at % 10}|F`,
    ]);

  /** Sends what is not acknowledged yet, until it is or the connection breaks. */
  const send = async (acked: Map<number, string>, onAck: () => void): Promise<void> => {
    const queue = Array.from({ length: total }, (_, at) => at)
      .filter((at) => !acked.has(at))
      .values();
    const worker = async (): Promise<void> => {
      const client = await connectMllp({ host: '127.0.0.1', port: site.port });
      for (const at of queue) {
        const answer = await client.send(Buffer.from(body(at)));
        expect(parseMessage(answer).one('MSA')?.text(1)).toBe('AA');
        acked.set(at, Buffer.from(answer).toString());
        onAck();
      }
      client.close();
    };
    await Promise.allSettled(Array.from({ length: 4 }, worker));
  };

  it('loses nothing that it acknowledged and does nothing twice', async () => {
    const acked = new Map<number, string>();
    const killed = Promise.withResolvers<void>();
    await send(acked, () => {
      if (acked.size === 100) site.hub.kill().then(killed.resolve, killed.reject);
    });
    await killed.promise;
    expect(acked.size).toBeLessThan(total);
    const before = new Map(acked);
    await site.hub.start();
    const kept = new Map((await messagesOf(site.hub)).map((message) => [message.controlId, message.state]));
    for (const at of before.keys()) expect(kept.get(`K${at}`), `K${at}`).toBe('done');
    // As engines do after a lost connection: everything that was not acknowledged again, and some that was.
    await send(acked, () => undefined);
    expect(acked.size).toBe(total);
    const client = await connectMllp({ host: '127.0.0.1', port: site.port });
    for (const [at, answer] of [...before].slice(0, 20))
      expect(Buffer.from(await client.send(Buffer.from(body(at)))).toString()).toBe(answer);
    client.close();
    const all = (await messagesOf(site.hub)).filter((message) => message.controlId.startsWith('K'));
    expect(all).toHaveLength(total);
    expect(new Set(all.map((message) => message.controlId)).size).toBe(total);
    expect(all.every((message) => message.state === 'done' && message.flags.length === 0)).toBe(true);
  }, 300_000);
});
