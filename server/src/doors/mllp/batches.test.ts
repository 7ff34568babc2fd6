/** Batches at the MLLP door (2.10.3): an effect and an answer of each message, and nothing of a batch that is not whole. */
import { connect } from 'node:net';
import { parseMessage } from '@throughline/hl7';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { mllpSite, pid, principal, text } from '../../../test/mllp-site.ts';
import { putMessageSource } from '../../features/messages/index.ts';

const site = mllpSite();

const batch = 'BHS|^~\\&|RIS|COUNTY|HUB|HUB|20260101||||B1';
const tell = (id: string, ...segments: readonly string[]): string =>
  Buffer.from(text({ id, type: 'ADT^A04', segments })).toString();
const good = (id: string): string => tell(id, pid(`P${id}`));
/** Somebody else than everybody else. */
const other = (at: number): string =>
  tell(String(at), pid(`P${at}`, `N${at}x${at * 7919}^A${at * 104729}`, `${19000101 + (at % 100) * 10_000}|F`));
const send = async (...parts: readonly string[]): Promise<readonly string[]> =>
  Buffer.from(await site.client.send(Buffer.from(`${parts.join('\r')}\r`)))
    .toString()
    .split('\r');
/** What is answered: heads with the number that they refer to, codes with that of the message. */
const told = (lines: readonly string[]): readonly string[] =>
  lines.flatMap((line) => {
    const fields = line.split('|');
    const [name = ''] = fields;
    if (name === 'FHS' || name === 'BHS') return [`${name} ${fields[2]} ${fields[4]} ${fields[11]}`];
    if (name === 'MSA') return [`${fields[1]} ${fields[2]}`];
    return name === 'BTS' || name === 'FTS' ? [line] : [];
  });
const known = async () => (await site.patients()).map((row) => row.patient_id);
/** In how many the messages were kept that are there. */
const transactions = () =>
  site.context.db.tenant(principal.tenantId, async (trx) => {
    const of = await sql<{ n: number }>`select count(distinct xmin::text)::int as n from hl7_messages`.execute(trx);
    return of.rows[0]?.n;
  });
const mayAsk = async (): Promise<void> => {
  const input = { sendingApplication: 'RIS', address: '127.0.0.1', issuer: 'COUNTY', mapping: { mayQuery: true } };
  await putMessageSource(site.context, principal, 'ris', input);
  await site.reconnect();
};

describe('a batch', () => {
  it('each message has its effect and its answer, also when another is wrong', async () => {
    const answer = await send(batch, good('1'), tell('2'), good('3'), 'BTS|3');
    expect(told(answer)).toEqual(['BHS HUB RIS B1', 'AA 1', 'AE 2', 'AA 3', 'BTS|3']);
    expect(await known()).toEqual(['P1', 'P3']);
    const [ack = []] = [answer.filter((line) => line.startsWith('MSH'))];
    for (const line of ack) expect(parseMessage(Buffer.from(line)).header.text(9)).toBe('ACK');
  });

  it('of a file has an answer in a file, a batch for each', async () => {
    const file = 'FHS|^~\\&|RIS|COUNTY|HUB|HUB|20260101||||F1';
    const answer = await send(file, batch, good('1'), 'BTS|1', batch.replace('B1', 'B2'), good('2'), 'BTS|1', 'FTS|2');
    expect(told(answer)).toEqual([
      ...['FHS HUB RIS F1', 'BHS HUB RIS B1', 'AA 1', 'BTS|1'],
      ...['BHS HUB RIS B2', 'AA 2', 'BTS|1', 'FTS|2'],
    ]);
  });

  it('that is sent again, or goes on where it was cut off, has no effect twice', async () => {
    await send(batch, good('1'), 'BTS|1');
    const [before] = await site.messages();
    expect(told(await send(batch, good('1'), good('2'), 'BTS|2'))).toContain('AA 1');
    const after = await site.messages();
    expect(after.map(({ controlId }) => controlId)).toEqual(['2', '1']);
    expect(after[1]).toEqual(before);
  });

  it('that is not whole is refused whole, and taken when it comes whole', async () => {
    const answer = await send(batch, good('1'), 'BTS|2');
    expect(told(answer)).toEqual(['BHS HUB RIS B1', 'AR B1', 'BTS|1']);
    expect(answer.find((line) => line.startsWith('ERR'))).toContain('BTS^1^1|100^');
    expect(await known()).toEqual([]);
    expect(await site.messages()).toEqual([]);
    expect(told(await send(batch, good('1'), good('2'), 'BTS|2'))).toContain('AA 1');
    expect(await known()).toEqual(['P1', 'P2']);
  });

  it('keeps the order of what is said of one patient', async () => {
    const names = Array.from({ length: 20 }, (_, at) => `Meier^Anna^N${at}`);
    await send(batch, ...names.map((name, at) => tell(`O${at}`, pid('P1', name))), 'BTS|20');
    expect((await site.patients())[0]?.name).toBe('Meier^Anna^N19');
  });

  it('of somebody who is not listed is answered so, message by message, and has no effect', async () => {
    const stranger = Buffer.from(
      text({ id: 'X', type: 'ADT^A04', segments: [pid('P1')], application: 'OTHER' }),
    ).toString();
    expect(told(await send(batch, stranger, good('2'), 'BTS|2'))).toEqual(['BHS HUB RIS B1', 'AR X', 'AA 2', 'BTS|2']);
    expect(await known()).toEqual(['P2']);
  });

  it('has its effects a group at a time, what is refused in a group refuses only itself, and comes again without effect', async () => {
    const all = Array.from({ length: 200 }, (_, at) => (at === 70 ? tell('70') : other(at)));
    const answer = told(await send(batch, ...all, 'BTS|200'));
    expect(answer).toEqual(['BHS HUB RIS B1', ...all.map((_, at) => `${at === 70 ? 'AE' : 'AA'} ${at}`), 'BTS|200']);
    expect((await known()).length).toBe(199);
    expect(await transactions()).toBe(4);
    const before = await site.messages();
    expect(told(await send(batch, ...all, 'BTS|200'))).toEqual(answer);
    expect(await site.messages()).toEqual(before);
  });

  it('answers a message twice in it twice, after one effect', async () => {
    expect(told(await send(batch, good('1'), good('1'), good('2'), 'BTS|3'))).toEqual([
      ...['BHS HUB RIS B1', 'AA 1', 'AA 1', 'AA 2', 'BTS|3'],
    ]);
    expect((await site.messages()).length).toBe(2);
  });

  it('answers as enhanced mode has it, when all is done', async () => {
    const wants = (id: string, ending: string, ...segments: readonly string[]): string =>
      Buffer.from(text({ id, type: 'ADT^A04', segments, ending })).toString();
    const answer = await send(
      batch,
      wants('1', '|||AL|AL', pid('P1')),
      wants('2', '|||AL|NE', pid('P2')),
      wants('3', '|||NE|ER', pid('P3')),
      wants('4', '|||NE|ER'),
      'BTS|4',
    );
    expect(told(answer)).toEqual(['BHS HUB RIS B1', 'CA 1', 'AA 1', 'CA 2', 'AE 4', 'BTS|4']);
    expect(await known()).toEqual(['P1', 'P2', 'P3']);
  });

  it('answers a query in its place: what comes before it is known, and nothing that comes after', async () => {
    await mayAsk();
    const ask = (id: string): string =>
      Buffer.from(text({ id, type: 'QBP^Q22^QBP_Q21', segments: ['QPD|Q22|T|@PID.5.1^Meier', 'RCP|I'] })).toString();
    const lines = await send(batch, ask('A'), good('1'), ask('B'), good('2'), 'BTS|4');
    expect(told(lines)).toEqual(['BHS HUB RIS B1', 'AA A', 'AA 1', 'AA B', 'AA 2', 'BTS|4']);
    const found = lines.filter((line) => line.startsWith('QAK')).map((line) => line.split('|').slice(2, 5));
    expect(found.map(([status, , hits]) => [status, hits])).toEqual([
      ['NF', '0'],
      ['OK', '1'],
    ]);
  });

  it('is answered as it goes', async () => {
    const socket = connect({ host: '127.0.0.1', port: site.port });
    const pieces: string[] = [];
    const whole = new Promise<void>((resolve) => {
      socket.on('data', (chunk) => {
        pieces.push(chunk.toString());
        if (pieces.join('').endsWith('\x1c\r')) resolve();
      });
    });
    const all = Array.from({ length: 150 }, (_, at) => other(at));
    socket.write(`\x0b${[batch, ...all, 'BTS|150'].join('\r')}\x1c\r`);
    await whole;
    socket.destroy();
    const first = pieces.findIndex((piece) => piece.includes('MSA|AA|0'));
    const last = pieces.findIndex((piece) => piece.includes('MSA|AA|149'));
    expect(first).toBeLessThan(last);
    expect(told(pieces.join('').slice(1).split('\r')).length).toBe(152);
  });

  it('of several messages without a header of a batch is still refused', async () => {
    expect(told(await send(good('1'), good('2')))).toEqual(['AE 1']);
    expect(await known()).toEqual([]);
  });
});
