/** HL7 v2 by bare sockets: frames as networks cut them, and a hub that is killed in the middle of a batch. */
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allowMessageSource, type Hl7Hub, messagesOf, messageText, startHl7Hub } from './harness/hl7.ts';

let site: Hl7Hub;
beforeAll(async () => {
  site = await startHl7Hub();
  await allowMessageSource(site.hub, 'ris', 'RIS');
}, 300_000);
afterAll(() => site?.hub.close());

const block = (text: string): string => `\u000b${text}\u001c\r`;
const born = (at: number): string => `19${10 + (at % 90)}0${1 + (at % 9)}1${at % 10}`;
const message = (id: string, at: number): string =>
  messageText('ADT^A04^ADT_A01', id, ['EVN|A04', `PID|1||${id}^^^COUNTY^MR||Fam${at}ily^Giv${at}en||${born(at)}|F`]);

interface Exchange {
  readonly text: string;
  /** It ended with the block that was waited for. */
  readonly whole: boolean;
}

/** Writes these pieces, each by itself, and reads until so many blocks have ended or the other side is gone. */
const exchange = async (
  pieces: readonly string[],
  blocks: number,
  onText?: (text: string) => void,
): Promise<Exchange> => {
  const socket = connect({ host: '127.0.0.1', port: site.port, noDelay: true });
  let text = '';
  const isWhole = () => text.split('\u001c\r').length > blocks;
  const done = new Promise<void>((resolve) => {
    socket.on('data', (chunk) => {
      text += chunk.toString();
      onText?.(text);
      if (isWhole()) resolve();
    });
    socket.on('error', () => resolve());
    socket.on('close', () => resolve());
  });
  for (const piece of pieces) {
    socket.write(piece);
    if (pieces.length > 1) await delay(0);
  }
  await done;
  socket.destroy();
  return { text, whole: isWhole() };
};
const codesIn = (text: string): Map<string, string> =>
  new Map([...text.matchAll(/\rMSA\|(A[AER])\|([^|\r]+)/g)].map(([, code = '', id = '']) => [id, code]));

it('a block that comes byte by byte, and two that come at once, are each one message', async () => {
  const { text } = await exchange([...block(message('BYTES', 1))], 1);
  expect([...codesIn(text)]).toEqual([['BYTES', 'AA']]);
  const both = await exchange([block(message('TWO1', 2)) + block(message('TWO2', 3))], 2);
  expect([...codesIn(both.text)]).toEqual([
    ['TWO1', 'AA'],
    ['TWO2', 'AA'],
  ]);
}, 120_000);

it('a hub killed in the middle of a batch has what it answered, and does nothing twice when the batch comes again', async () => {
  const ids = Array.from({ length: 400 }, (_, at) => `B${at}`);
  const header = 'BHS|^~\\&|RIS|COUNTY|HUB|HUB|20260101||||B1';
  const batch = block([header, ...ids.map((id, at) => message(id, 10 + at)), `BTS|${ids.length}`].join('\r'));
  const killed = Promise.withResolvers<void>();
  let isKilled = false;
  const first = await exchange([batch], 1, (text) => {
    if (isKilled || !text.includes('MSA|AA|')) return;
    isKilled = true;
    site.hub.kill().then(killed.resolve, killed.reject);
  });
  await killed.promise;
  expect(first.whole).toBe(false);
  const answered = codesIn(first.text);
  expect(answered.size).toBeGreaterThan(0);
  await site.hub.start();
  const kept = new Map((await messagesOf(site.hub)).map(({ controlId, state }) => [controlId, state]));
  for (const id of answered.keys()) expect(kept.get(id), id).toBe('done');
  const again = await exchange([batch], 1);
  expect([...codesIn(again.text).keys()]).toEqual(ids);
  expect(new Set(codesIn(again.text).values())).toEqual(new Set(['AA']));
  const all = (await messagesOf(site.hub)).filter(
    ({ controlId }) => controlId.startsWith('B') && controlId !== 'BYTES',
  );
  expect(all.map(({ controlId }) => controlId).toSorted()).toEqual(ids.toSorted());
  expect(all.every(({ state, flags }) => state === 'done' && flags.length === 0)).toBe(true);
}, 400_000);
