/** Batches at the MLLP door (2.10.3): an effect and an answer of each message, and nothing of a batch that is not whole. */
import { parseMessage } from '@throughline/hl7';
import { describe, expect, it } from 'vitest';
import { mllpSite, pid, text } from '../../../test/mllp-site.ts';

const site = mllpSite();

const batch = 'BHS|^~\\&|RIS|COUNTY|HUB|HUB|20260101||||B1';
const tell = (id: string, ...segments: readonly string[]): string =>
  Buffer.from(text({ id, type: 'ADT^A04', segments })).toString();
const good = (id: string): string => tell(id, pid(`P${id}`));
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
    const other = Buffer.from(
      text({ id: 'X', type: 'ADT^A04', segments: [pid('P1')], application: 'OTHER' }),
    ).toString();
    expect(told(await send(batch, other, good('2'), 'BTS|2'))).toEqual(['BHS HUB RIS B1', 'AR X', 'AA 2', 'BTS|2']);
    expect(await known()).toEqual(['P2']);
  });

  it('of several messages without a header of a batch is still refused', async () => {
    expect(told(await send(good('1'), good('2')))).toEqual(['AE 1']);
    expect(await known()).toEqual([]);
  });
});
