/** A hub whose sources tell it what it tells on by HL7 v2, to a plain receiver of the test's. The time is the test's; all patients are synthetic. */
import { randomBytes } from 'node:crypto';
import { connectMllp, type Message, parseMessage } from '@throughline/hl7';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, vi } from 'vitest';
import { startMllp } from '../src/doors/mllp/start.ts';
import { listExceptions } from '../src/features/exceptions/index.ts';
import { putMessageSource } from '../src/features/messages/index.ts';
import {
  announceOutgoing,
  type DestinationInput,
  listOutgoing,
  putDestination,
  removeDestination,
  takeDestination,
} from '../src/features/outgoing/index.ts';
import { createTestContext, type TestContext, testPrincipal } from './context.ts';
import { type Receiver, startReceiver } from './mllp-receiver.ts';

export const principal = testPrincipal();
const destination = { version: '2.5.1', sendingApplication: 'THROUGHLINE', sendingFacility: 'HUB' };

export const pid = (id: string) => `PID|1||${id}^^^^MR||Müller^Anna||19600102|F`;

class OutgoingSite {
  #context: TestContext | undefined;
  #receiver: Receiver | undefined;
  #door: Awaited<ReturnType<typeof startMllp>> | undefined;
  #now = Date.now();
  #count = 0;

  async start(): Promise<void> {
    this.#context = await createTestContext({
      environment: { THROUGHLINE_HL7_PORT: '0', THROUGHLINE_SECRET_KEY: randomBytes(32).toString('base64') },
      clock: () => this.now,
    });
    for (const [name, sendingApplication] of [
      ['ris', 'RIS'],
      ['engine', 'THROUGHLINE'],
    ] as const) {
      const source = { sendingApplication, address: '127.0.0.1', issuer: 'COUNTY' };
      await putMessageSource(this.context, principal, name, source);
    }
    this.#door = await startMllp(this.context);
  }

  async close(): Promise<void> {
    await this.#door?.close();
    await this.#context?.close();
  }

  /** The receiver goes, and what the test left behind is nobody's business any more. */
  async clear(): Promise<void> {
    await this.#receiver?.close();
    await removeDestination(this.context, principal, 'ehr');
    await this.context.db.tenant(principal.tenantId, (trx) =>
      trx.updateTable('hl7_outgoing').set({ state: 'sent' }).where('state', '<>', 'sent').execute(),
    );
  }

  get context(): TestContext {
    if (this.#context === undefined) throw new Error('The site is not started.');
    return this.#context;
  }

  get receiver(): Receiver {
    if (this.#receiver === undefined) throw new Error('There is no receiver yet.');
    return this.#receiver;
  }

  get now(): Date {
    return new Date(this.#now);
  }

  later(seconds: number): void {
    this.#now += seconds * 1000;
  }

  /** Another receiver in place of the one before, which is registered when it is put as a destination. */
  async receive(...how: Parameters<typeof startReceiver>): Promise<void> {
    await this.#receiver?.close();
    this.#receiver = await startReceiver(...how);
  }

  /** The receiver as the destination "ehr". */
  put(input: Partial<DestinationInput> & Pick<DestinationInput, 'events'>): Promise<unknown> {
    const { port } = this.receiver;
    return putDestination(this.context, principal, 'ehr', { host: '127.0.0.1', port, ...destination, ...input });
  }

  async begin(
    answerOf: Parameters<typeof startReceiver>[0],
    input: Partial<DestinationInput> & Pick<DestinationInput, 'events'>,
  ): Promise<void> {
    await this.announceAll();
    await this.receive(answerOf);
    await this.put(input);
  }

  async #unread(): Promise<number> {
    return this.context.db.tenant(principal.tenantId, async (trx) => {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from outbox o left join outbox_cursors c on c.consumer = 'hl7-out'
        where c.id is null or (o.xid, o.id) > (c.xid, c.id)`.execute(trx);
      return rows[0]?.count ?? 0;
    });
  }

  /** The outbox is read as far as no transaction is under way, which tests beside this one have as well. */
  announceAll() {
    return vi.waitUntil(
      async () => {
        while (await announceOutgoing(this.context, principal));
        return (await this.#unread()) === 0;
      },
      { timeout: 20_000, interval: 20 },
    );
  }

  /** Everything that is due now; what is due later is when the clock has moved. */
  async turn(signal = new AbortController().signal): Promise<void> {
    await this.announceAll();
    for (;;) {
      const taken = await takeDestination(this.context, principal, signal);
      if (taken === undefined) return;
      await taken.done;
    }
  }

  /** A message to the hub; gives the code of its answer. */
  async tell(message: Uint8Array): Promise<string> {
    const client = await connectMllp({ host: '127.0.0.1', port: Number(this.#door?.address.split(':')[1]) });
    const answer = parseMessage(await client.send(message));
    client.close();
    return answer.one('MSA')?.text(1) ?? '';
  }

  deliver(type: string, segments: readonly string[]): Promise<string> {
    this.#count += 1;
    const head = `MSH|^~\\&|RIS|COUNTY|HUB|HUB|20260101||${type}|IN${this.#count}|P|2.5`;
    return this.tell(Buffer.from([head, ...segments].join('\r')));
  }

  report(id: string, key: string, text: string, status = 'F'): Promise<string> {
    return this.deliver('ORU^R01', [
      pid(id),
      `OBR|1|A${key}|${key}|CT^CT Chest|||20260103||||||||||||||||||${status}`,
      `OBX|1|TX|IMP^Impression||${text}||||||${status}`,
    ]);
  }

  received(at: number): Message {
    return parseMessage(this.receiver.got[at] as Buffer);
  }

  outgoing() {
    return listOutgoing(this.context, principal, {});
  }

  /** What of it is on the desk. */
  async kindsOnDesk(): Promise<readonly string[]> {
    const { items } = await listExceptions(this.context, principal);
    return items.map(({ kind }) => kind).filter((kind) => /message|destination/.test(kind));
  }
}

/** Started before the tests of the file; each test has a receiver of its own. */
export const outgoingSite = (): OutgoingSite => {
  const site = new OutgoingSite();
  beforeAll(() => site.start());
  afterEach(() => site.clear());
  afterAll(() => site.close());
  return site;
};
