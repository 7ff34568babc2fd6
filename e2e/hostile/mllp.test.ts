/** H65-H74: the MLLP port against senders that keep neither MLLP nor HL7. */
import { connect } from 'node:net';
import { connectMllp, MllpFramer, parseMessage } from '@throughline/hl7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowMessageSource, type Hl7Hub, messagesOf, messageText, startHl7Hub } from '../harness/hl7.ts';
import { allowApplicationEntity } from '../harness/hub.ts';
import { baselineOf, expectUnharmed } from './oracle.ts';
import { converse } from './wire.ts';

let site: Hl7Hub;

beforeAll(async () => {
  site = await startHl7Hub();
  await allowApplicationEntity(site.hub, 'MODALITY', ['echo']);
  await allowMessageSource(site.hub, 'ris', 'RIS');
}, 180_000);
afterAll(async () => {
  await site?.hub.close();
});

const pid = (id: string): string => `PID|1||${id}^^^COUNTY^MR||Synthetic^Sam||19700101|M`;
const good = (id: string): Buffer => Buffer.from(messageText('ADT^A04', id, ['EVN|A04', pid(`G${id}`)]));
const framed = (text: string | Uint8Array): Buffer =>
  Buffer.concat([Buffer.of(0x0b), Buffer.from(text), Buffer.of(0x1c, 0x0d)]);
const header = (id: string): string => messageText('ADT^A04', id, []);
const many = (text: string, count: number): string => text.repeat(count);

/** The codes answered to raw bytes that are followed by a good message, which must be answered AA; none when the connection is closed before. */
const codesOf = (bytes: Uint8Array, id: string): Promise<readonly string[]> =>
  new Promise((resolve, reject) => {
    const framer = new MllpFramer(2 ** 20);
    const codes: string[] = [];
    const socket = connect(site.port, '127.0.0.1', () => socket.write(Buffer.concat([bytes, framed(good(id))])));
    const timer = setTimeout(() => finish(new Error(`not answered: ${codes.join()}`)), 60_000);
    const finish = (error?: Error): void => {
      clearTimeout(timer);
      socket.destroy();
      if (error) reject(error);
      else resolve(codes);
    };
    socket.on('data', (chunk) => {
      for (const event of framer.push(chunk)) {
        if (event.type !== 'frame') continue;
        const msa = parseMessage(event.bytes).one('MSA');
        codes.push(`${msa?.text(1)}`);
        if (msa?.text(2) === id) finish();
      }
    });
    socket.on('error', () => undefined);
    socket.once('close', () => finish());
  });

let count = 0;
const cases: readonly (readonly [id: string, title: string, bytes: () => Uint8Array, codes: readonly string[]])[] = [
  ['H65', 'an end block without CR', () => Buffer.concat([Buffer.of(0x0b), good('h65a'), Buffer.of(0x1c)]), []],
  [
    'H65',
    'two start blocks, a message in each',
    () => Buffer.concat([Buffer.of(0x0b), good('h65b').subarray(0, 40), framed(good('h65c'))]),
    [],
  ],
  [
    'H65',
    'two start blocks, nothing between them',
    () => Buffer.concat([Buffer.of(0x0b), framed(good('h65e'))]),
    ['AA', 'AA'],
  ],
  [
    'H65',
    'a start block as a character of a text',
    () => framed(`${good('h65f')}NTE|1||one line\vanother`),
    ['AA', 'AA'],
  ],
  ['H65', 'data between frames', () => Buffer.from(`GET / HTTP/1.1\r\n\r\n${many('x', 100_000)}`), ['AA']],
  ['H65', 'a message beyond ten megabytes', () => framed(`${header('h65d')}NTE|||${many('A', 11 * 2 ** 20)}`), []],
  ['H66', 'nothing in a frame', () => framed(''), ['AR', 'AA']],
  ['H66', 'a short MSH', () => framed('MSH'), ['AR', 'AA']],
  ['H66', 'equal delimiters', () => framed('MSH|^^\\&|RIS|COUNTY|HUB|HUB|20260101||ADT^A04|h66|P|2.5\r'), ['AR', 'AA']],
  ['H66', 'an empty MSH-2', () => framed('MSH||RIS|COUNTY|HUB|HUB|20260101||ADT^A04|h66|P|2.5\r'), ['AR', 'AA']],
  [
    'H66',
    'delimiters that mean something in a regular expression',
    () => framed(`MSH.*+?$.RIS.COUNTY.HUB.HUB.20260101..ADT*A04.h66d.P.2\\5\rPID...R1***COUNTY*MR\r`),
    ['AR', 'AA'],
  ],
  ['H66', 'a field of a megabyte', () => framed(`${header('h66e')}PID|1||${many('A', 2 ** 20)}`), ['AR', 'AA']],
  ['H67', '100,000 segments', () => framed(header('h67a') + many('NTE|1\r', 100_000)), ['AR', 'AA']],
  ['H67', '100,000 repetitions', () => framed(`${header('h67b')}PID|1||${many('1~', 30_000)}`), ['AR', 'AA']],
  ['H67', '100,000 components', () => framed(`${header('h67c')}PID|1||${many('1^', 30_000)}`), ['AR', 'AA']],
  [
    'H68',
    'odd, huge and unknown escapes',
    () =>
      framed(
        messageText('ADT^A04', 'h68', [`PID|1||ESC1||\\X4\\\\XZZ\\\\.sp999999\\\\Q\\${many('\\', 1000)}^\\X00\\`]),
      ),
    ['AA', 'AA'],
  ],
  ['H69', 'no control ID', () => framed(messageText('ADT^A04', '', [pid('H69')])), ['AE', 'AA']],
  [
    'H71',
    'UTF-8 declared, Latin-1 sent',
    () =>
      framed(
        Buffer.from(
          messageText('ADT^A04', 'h71a', [`PID|1||L1||M\u00fcller^J\u00f6rg`]).replace(
            '|2.5\r',
            '|2.5||||||UNICODE UTF-8\r',
          ),
          'latin1',
        ),
      ),
    ['AA', 'AA'],
  ],
  ['H71', 'a byte order mark', () => framed(`\ufeff${good('h71b').toString()}`), ['AA', 'AA']],
  [
    'H72',
    'structure in what is echoed',
    () => framed(messageText('ADT^A04\\X0D\\MSA|AA', 'h72\\X0D\\MSA\\F\\AA\\F\\forged', ['EVN'])),
    ['AR', 'AA'],
  ],
  [
    'H73',
    'a document whose base64 is none, and a report with a script',
    () =>
      framed(
        messageText('ORU^R01', 'h73', [
          pid('H73'),
          'OBR|1|P1|F1|CT^CT Chest|||||||||||||||||||||F',
          `OBX|1|ED|PDF||^application^pdf^Base64^${many('!!not base64', 100_000)}||||||F`,
          'OBX|2|TX|^Findings||<html><script>alert(1)</script><b>Clear</b></html>||||||F',
        ]),
      ),
    ['AA', 'AA'],
  ],
  [
    'H70',
    'a merge with itself',
    () => framed(messageText('ADT^A40', 'h70a', [pid('S1'), 'MRG|S1^^^COUNTY^MR'])),
    ['AE', 'AA'],
  ],
];

describe('the MLLP port', () => {
  it.each(cases)(
    '%s %s',
    async (_id, _title, bytes, codes) => {
      const before = await baselineOf(site.hub);
      expect(await codesOf(bytes(), `ok${++count}`)).toEqual(codes);
      await expectUnharmed(site.hub, before);
    },
    120_000,
  );

  it('H65 a block that never ends is closed without an answer, within its time', async () => {
    const sent = Buffer.concat([Buffer.of(0x0b), good('h65z').subarray(0, 60)]);
    const { received } = await converse(site.port, {
      send: sent,
      drip: { bytes: Buffer.alloc(100, 0x41), everyMs: 1000 },
      closesWithinMs: 40_000,
    });
    expect(received.length).toBe(0);
    expect(await messagesOf(site.hub, '&controlId=h65z')).toEqual([]);
  }, 60_000);

  it('H73 shows the text of a report and none of its markup', async () => {
    const shown = await messagesOf(site.hub, '&controlId=h73');
    expect(shown).toMatchObject([{ state: 'done', flags: ['document-not-shown'] }]);
  });

  it('H74 a sender that floods and reads no answer is held back, and others are served', async () => {
    const before = await baselineOf(site.hub);
    const socket = connect(site.port, '127.0.0.1');
    socket.on('error', () => undefined);
    const flood = Buffer.concat(
      Array.from({ length: 200 }, (_, at) => framed(messageText('VXU^V04', `flood${at}`, [many('NTE|||x\r', 200)]))),
    );
    let written = 0;
    const pour = (): void => {
      while (written < 100 && socket.write(flood)) written += 1;
    };
    socket.on('drain', pour);
    pour();
    const client = await connectMllp({ host: '127.0.0.1', port: site.port, timeoutMs: 60_000 });
    for (let at = 0; at < 10; at += 1)
      expect(
        parseMessage(await client.send(good(`fl${at}`)))
          .one('MSA')
          ?.text(1),
      ).toBe('AA');
    client.close();
    socket.destroy();
    await expectUnharmed(site.hub, before);
  }, 120_000);
});
