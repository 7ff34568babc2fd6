/** HL7 v2 by MLLP: messages a second and the time to their answer, each with its effect committed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connectMllp, type MllpClient, parseMessage } from '@throughline/hl7';
import { readConfig } from '../../config.ts';
import { DEFAULT_TENANT_ID } from '../../db/index.ts';
import { listMessages, putMessageSource } from '../../features/messages/index.ts';
import { openContext } from '../../main.ts';
import { forkRole } from '../../role-process.ts';
import { progress } from '../command.ts';
import { type Benchmark, rounded } from './benchmark.ts';
import { end } from './orthanc.ts';
import { HOST } from './receivers.ts';

const perSecond = 200;
const senders = 8;
const seconds = { quick: 10, full: 60 } as const;

const families = [
  'Abel',
  'Berger',
  'Costa',
  'Dupont',
  'Eriksen',
  'Farkas',
  'Gomez',
  'Haller',
  'Ivanova',
  'Jensen',
  'Kaya',
  'Larsen',
];
const endings = [
  '',
  'berg',
  'dal',
  'ek',
  'field',
  'gard',
  'holm',
  'inski',
  'kamp',
  'lund',
  'mann',
  'nov',
  'ova',
  'quist',
  'rud',
  'son',
  'stein',
  'ville',
  'wood',
  'zeta',
];
const givens = [
  'Anna',
  'Bruno',
  'Clara',
  'David',
  'Elif',
  'Fabio',
  'Greta',
  'Hugo',
  'Ines',
  'Jonas',
  'Karim',
  'Lea',
  'Mila',
  'Noah',
  'Olga',
  'Paul',
  'Rosa',
  'Sami',
  'Tara',
  'Ugo',
  'Vera',
  'Wim',
  'Yara',
  'Zoe',
];
/** Any number in, an unrelated one out (a round of MurmurHash3): patients that have nothing to do with each other. */
const scattered = (seed: number, salt: number): number => {
  let value = Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
};
const pick = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;
const two = (value: number): string => String(value).padStart(2, '0');

/** Registrations and updates as admission sends them: every third message tells of a patient again. */
const message = (at: number): Uint8Array => {
  const person = at % 3 === 2 ? at - 2 : at;
  const any = (salt: number, below: number): number => scattered(person, salt) % below;
  const family = pick(families, any(1, 1e6)) + pick(endings, any(2, 1e6)) + pick(endings, any(3, 1e6));
  const birth = `${1930 + any(4, 90)}${two(1 + any(5, 12))}${two(1 + any(6, 28))}`;
  const event = at % 3 === 2 ? 'A08' : 'A04';
  return Buffer.from(
    [
      `MSH|^~\\&|ADT1|COUNTY|HUB|HUB|20260101120000||ADT^${event}^ADT_A01|B${at}|P|2.5.1`,
      `EVN|${event}|20260101120000`,
      `PID|1||${100_000 + person}^^^COUNTY^MR||${family}^${pick(givens, any(7, 1e6))}||${birth}|${any(8, 2) ? 'F' : 'M'}|||${any(9, 9000)} Main St^^Springfield^IL^6270${any(10, 10)}^USA||555-01${any(11, 90_000)}`,
      'PV1|1|O|RAD^^^COUNTY||||^Refer^Rita',
      '',
    ].join('\r'),
  );
};

interface Run {
  readonly latencies: readonly number[];
  readonly elapsed: number;
}

/** Sent at fixed times whatever the answers take: a slow answer delays those behind it, and that counts (no coordinated omission). */
const sendAtRate = async (clients: readonly MllpClient[], from: number, count: number): Promise<Run> => {
  const latencies: number[] = [];
  const begun = performance.now();
  const due = (at: number) => begun + (at * 1000) / perSecond;
  const worker = async (client: MllpClient, first: number): Promise<void> => {
    for (let at = first; at < count; at += clients.length) {
      const wait = due(at) - performance.now();
      if (wait > 0) await delay(wait);
      const answer = parseMessage(await client.send(message(from + at)));
      if (answer.one('MSA')?.text(1) !== 'AA') throw new Error(`A message was answered ${answer.one('MSA')?.text(1)}.`);
      latencies.push(performance.now() - due(at));
    }
  };
  await Promise.all(clients.map(worker));
  return { latencies: latencies.sort((one, other) => one - other), elapsed: performance.now() - begun };
};

/** As fast as the answers come. */
const sendFlatOut = async (clients: readonly MllpClient[], from: number, count: number): Promise<number> => {
  const begun = performance.now();
  let next = 0;
  await Promise.all(
    clients.map(async (client) => {
      for (let at = next++; at < count; at = next++) await client.send(message(from + at));
    }),
  );
  return (count * 1000) / (performance.now() - begun);
};

const percentile = (sorted: readonly number[], share: number): number =>
  rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);

const startOurs = async (folder: string) => {
  const env = {
    ...process.env,
    THROUGHLINE_DATA: folder,
    THROUGHLINE_HL7_HOST: HOST,
    THROUGHLINE_HL7_PORT: '0',
    THROUGHLINE_LOG_LEVEL: 'error',
    DATABASE_URL: '',
  };
  const context = await openContext(readConfig(env), 'bench');
  const admin = {
    tenantId: DEFAULT_TENANT_ID,
    subject: 'bench',
    door: 'cli',
    rights: new Set(['admin'] as const),
  } as const;
  await putMessageSource(context, admin, 'adt', { sendingApplication: 'ADT1', address: HOST, issuer: 'COUNTY' });
  const child = forkRole('hl7', {
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const address = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error('Our hl7 role ended before it was ready.')));
    child.on('message', (said: { readonly ready?: { readonly hl7?: string } }) => {
      if (said.ready?.hl7) resolve(said.ready.hl7);
    });
  });
  const done = async (): Promise<number> =>
    (await listMessages(context, admin, { states: ['refused', 'failed', 'waiting'], limit: 1000 })).length;
  const close = async (): Promise<void> => {
    await end(child);
    await context.close();
  };
  return { port: Number(address.split(':').at(-1)), undone: done, close };
};

export const benchmark: Benchmark = async ({ quick, silent }) => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  try {
    const ours = await startOurs(join(folder, 'data'));
    try {
      const connect = () => connectMllp({ host: HOST, port: ours.port });
      const clients = await Promise.all(Array.from({ length: senders }, connect));
      const warm = perSecond * 3;
      await sendFlatOut(clients, 0, warm);
      const count = perSecond * (quick ? seconds.quick : seconds.full);
      const { latencies, elapsed } = await sendAtRate(clients, warm, count);
      if (!silent) progress(`${count} messages at ${perSecond} a second: p99 ${percentile(latencies, 0.99)} ms`);
      const flatOut = await sendFlatOut(clients, warm + count, count / 2);
      for (const client of clients) client.close();
      const undone = await ours.undone();
      if (undone > 0) throw new Error(`${undone} messages had no effect.`);
      const figures = {
        perSecond: rounded((count * 1000) / elapsed),
        p50Ms: percentile(latencies, 0.5),
        p95Ms: percentile(latencies, 0.95),
        p99Ms: percentile(latencies, 0.99),
        maxMs: percentile(latencies, 1),
        flatOutPerSecond: rounded(flatOut),
        messages: warm + count + count / 2,
      };
      return { what: 'hl7', ours: figures, peer: null, ratio: null, unit: 'messages/s', runs: 1 };
    } finally {
      await ours.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
