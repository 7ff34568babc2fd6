/** Every message of the corpus at the MLLP door, twice. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messagesOfFile } from '@throughline/hl7';
import { describe, expect, it } from 'vitest';
import { corpusRoot } from '../../../test/corpus.ts';
import { mllpSite, parsed, principal } from '../../../test/mllp-site.ts';
import { listMessages, putMessageSource } from '../../features/messages/index.ts';

const site = mllpSite();

/** Without MSH-15 and MSH-16, so that each message has one answer. */
const inOriginalMode = (bytes: Uint8Array): Uint8Array => {
  const [header = '', ...rest] = Buffer.from(bytes)
    .toString('latin1')
    .split(/(?=[\r\n])/);
  const fields = header.split('|').map((field, at) => (at === 14 || at === 15 ? '' : field));
  return Buffer.from([fields.join('|'), ...rest].join(''), 'latin1');
};

const folder = join(corpusRoot, 'hl7v2');
describe.skipIf(!existsSync(folder))('the corpus', () => {
  it('each message is answered AA, AE or AR with a condition, and none has its effect twice', async () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'MANIFEST.tsv')
      .map((entry) => join(entry.parentPath, entry.name));
    const outcomes = new Map<string, number>();
    const senders = new Set<string>();
    for (const bytes of files.flatMap((file) => messagesOfFile(readFileSync(file)))) {
      const sender = /^MSH......([^|\r\n]*)/.exec(Buffer.from(bytes).toString('latin1'))?.[1] ?? '';
      const application = sender.split('^')[0] ?? '';
      if (application !== '' && !senders.has(application)) {
        senders.add(application);
        const input = {
          sendingApplication: application,
          address: '127.0.0.1',
          issuer: 'COUNTY',
          mapping: { acceptTest: true },
        };
        await putMessageSource(site.context, principal, `s${senders.size}`, input);
        await site.reconnect();
      }
      const first = await site.client.send(inOriginalMode(bytes));
      const { code, condition } = parsed(first);
      expect(code === 'AA' ? '' : condition).toMatch(code === 'AA' ? /^$/ : /^(10[0-3]|20[0-7])$/);
      const key = `${code} ${condition}`;
      outcomes.set(key, (outcomes.get(key) ?? 0) + 1);
      const second = await site.client.send(inOriginalMode(bytes));
      expect(parsed(second)).toEqual(parsed(first));
      // What is answered without being kept is answered anew.
      if (application !== '' && parsed(first).of !== '') expect(Buffer.compare(second, first)).toBe(0);
    }
    console.info(JSON.stringify(Object.fromEntries([...outcomes].sort())));
    const effects = (await listMessages(site.context, principal, { limit: 1000 })).filter(
      (row) => row.state === 'failed',
    );
    expect(effects).toEqual([]);
  }, 300_000);
});
