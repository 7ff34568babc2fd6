/** A hub's MLLP door with a database of its own for each test, and a sender that it knows. */
import { connectMllp, type MllpClient, parseMessage } from '@throughline/hl7';
import { afterEach, beforeEach } from 'vitest';
import { startMllp } from '../src/doors/mllp/start.ts';
import { listMessages, putMessageSource } from '../src/features/messages/index.ts';
import { createTestContext, type TestContext, testPrincipal } from './context.ts';

export const principal = testPrincipal();

export interface Sent {
  readonly id?: string;
  readonly type: string;
  readonly segments?: readonly string[];
  readonly ending?: string;
  readonly application?: string;
}

let count = 0;
export const nextId = (): string => `M${++count}`;
export const text = ({ id = nextId(), type, segments = [], ending = '', application = 'RIS' }: Sent): Uint8Array =>
  Buffer.from(
    [`MSH|^~\\&|${application}|COUNTY|HUB|HUB|20260101||${type}|${id}|P|2.5${ending}`, ...segments].join('\r'),
  );
export const parsed = (answer: Uint8Array) => {
  const message = parseMessage(answer);
  const [msa, err] = [message.one('MSA'), message.one('ERR')];
  return {
    code: msa?.text(1),
    of: msa?.text(2),
    condition: err?.text(3) || err?.text(1, 4) || '',
    location: err?.first(2).text(1) ?? '',
  };
};
export const pid = (id: string, name = 'Meier^Anna', more = '19600102|F') => `PID|1||${id}^^^^MR||${name}||${more}`;

class MllpSite {
  #context: TestContext | undefined;
  #door: Awaited<ReturnType<typeof startMllp>> | undefined;
  #client: MllpClient | undefined;

  async start(): Promise<void> {
    this.#context = await createTestContext({ environment: { THROUGHLINE_HL7_PORT: '0' } });
    const source = { sendingApplication: 'RIS', address: '127.0.0.1', issuer: 'COUNTY' };
    await putMessageSource(this.#context, principal, 'ris', source);
    this.#door = await startMllp(this.#context);
    this.#client = await this.open();
  }

  async close(): Promise<void> {
    this.#client?.close();
    await this.#door?.close();
    await this.#context?.close();
  }

  get context(): TestContext {
    if (this.#context === undefined) throw new Error('The site is not started.');
    return this.#context;
  }

  get client(): MllpClient {
    if (this.#client === undefined) throw new Error('The site is not started.');
    return this.#client;
  }

  get port(): number {
    return Number(this.#door?.address.split(':')[1]);
  }

  open(): Promise<MllpClient> {
    return connectMllp({ host: '127.0.0.1', port: this.port, timeoutMs: 10_000 });
  }

  /** Who is known is asked once a connection. */
  async reconnect(): Promise<void> {
    this.client.close();
    this.#client = await this.open();
  }

  async send(sent: Sent) {
    return parsed(await this.client.send(text(sent)));
  }

  /** All messages that were kept, newest first. */
  messages() {
    return listMessages(this.context, principal, {});
  }

  patients() {
    return this.context.db.tenant(principal.tenantId, (trx) =>
      trx
        .selectFrom('patient_records')
        .select(['issuer', 'patient_id', 'name', 'birth_date', 'sex'])
        .orderBy('patient_id')
        .execute(),
    );
  }
}

/** Started before each test of the file, and closed after it. */
export const mllpSite = (): MllpSite => {
  const site = new MllpSite();
  beforeEach(() => site.start());
  afterEach(() => site.close());
  return site;
};
