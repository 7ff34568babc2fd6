/** Messages of many senders and versions: each is read or refused with a code, and what is read is written byte for byte. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Hl7Error, messagesOfFile, parseMessage, readFields, readHeader } from './index.ts';
import { segmentTable } from './segments.ts';

const folder = join(resolve(process.env.THROUGHLINE_CORPUS ?? '../shared/corpus'), 'hl7v2');
const present = existsSync(folder);
if (!present) console.warn(`No corpus at ${folder}: its messages are not read. Set THROUGHLINE_CORPUS.`);

const files = present
  ? readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'MANIFEST.tsv')
      .map((entry) => join(entry.parentPath, entry.name))
  : [];

const isName = (name: string): name is keyof typeof segmentTable => Object.hasOwn(segmentTable, name);

describe.skipIf(!present)('the corpus', () => {
  it('is read or refused with a code, and keeps its bytes', () => {
    const refusals = new Map<string, number>();
    let read = 0;
    for (const file of files) {
      const messages = messagesOfFile(readFileSync(file));
      expect(messages.length, file).toBeGreaterThan(0);
      for (const bytes of messages) {
        try {
          const message = parseMessage(bytes);
          expect(Buffer.compare(message.toBytes(), bytes), file).toBe(0);
          expect(readHeader(message).messageCode, file).toMatch(/^[A-Z]{3}$|^CUSTOM$/);
          for (const segment of message.segments) if (isName(segment.name)) readFields(segment.name, segment);
          read += 1;
        } catch (error) {
          if (!(error instanceof Hl7Error)) throw error;
          refusals.set(error.code, (refusals.get(error.code) ?? 0) + 1);
        }
      }
    }
    const refused = [...refusals.values()].reduce((sum, count) => sum + count, 0);
    console.info(`${read} messages read, ${refused} refused: ${JSON.stringify([...refusals])}`);
    expect(read).toBeGreaterThan(20 * refused);
  });
});
