import { describe, expect, it } from 'vitest';
import { isBatch, readBatch } from './index.ts';

const file = 'FHS|^~\\&|RIS|COUNTY|HUB|HUB|20260101||||F1';
const batch = 'BHS|^~\\&|RIS|COUNTY|HUB|HUB|20260101||||B1';
const message = (id: string) => [`MSH|^~\\&|RIS|COUNTY|HUB|HUB|20260101||ADT^A04|${id}|P|2.5`, `PID|1||P${id}`];
const bytesOf = (lines: readonly string[], end = '\r'): Buffer => Buffer.from(`${lines.join(end)}${end}`);
const read = (lines: readonly string[], end?: string) => {
  const { header, batches, fault } = readBatch(bytesOf(lines, end));
  return {
    file: header?.controlId,
    batches: batches.map(({ header: of, messages }) => [of?.controlId, messages.map((one) => one.toString())]),
    fault: fault?.location ?? fault?.code,
  };
};
const [one, two, three] = ['1', '2', '3'].map(message) as [string[], string[], string[]];
const text = (lines: readonly string[]): string => `${lines.join('\r')}\r`;

describe('a batch', () => {
  it.each(['\r', '\n', '\r\n'])('is cut into its messages, whatever ends its lines (%j)', (end) => {
    const lines = [file, batch, ...one, ...two, 'BTS|2', batch.replace('B1', 'B2'), ...three, 'BTS|1', 'FTS|2'];
    expect(read(lines, end)).toEqual({
      file: 'F1',
      batches: [
        ['B1', [text(one), text(two)]],
        ['B2', [text(three)]],
      ],
      fault: undefined,
    });
  });

  it('may leave off all that the protocol lets it', () => {
    expect(read([batch, ...one])).toEqual({ file: undefined, batches: [['B1', [text(one)]]], fault: undefined });
    expect(read([file, ...one, 'BTS', 'FTS'])).toEqual({
      file: 'F1',
      batches: [[undefined, [text(one)]]],
      fault: undefined,
    });
  });

  it('counts by the separator of its own', () => {
    expect(read(['BHS#^~\\&#RIS', ...one, 'BTS#2']).fault).toBe('BTS-1');
    expect(read(['BHS#^~\\&#RIS', ...one, 'BTS#1']).fault).toBeUndefined();
  });

  it.each<[string, readonly string[], string]>([
    ['fewer messages than it says', [batch, ...one, 'BTS|2'], 'BTS-1'],
    ['a count that is none', [batch, ...one, 'BTS|one'], 'BTS-1'],
    ['fewer batches than it says', [file, batch, ...one, 'BTS|1', 'FTS|2'], 'FTS-1'],
    ['a segment of no message', [batch, 'PID|1||P1', 'BTS|0'], 'batch'],
    ['an end without a beginning', [file, 'BTS|0', 'FTS|0'], 'BTS'],
    ['the end of a file that did not begin', [batch, ...one, 'BTS|1', 'FTS|1'], 'FTS'],
    ['a file in a file', [file, batch, file], 'FHS'],
    ['something behind its end', [file, batch, ...one, 'BTS|1', 'FTS|1', ...two], 'FTS'],
    ['no delimiters', ['BHS|', ...one], 'MSH-2'],
    ['1,001 messages', [batch, ...Array.from({ length: 1001 }, () => one).flat()], 'limit'],
  ])('of %s has a fault', (_title, lines, fault) => {
    expect(read(lines).fault).toBe(fault);
  });

  it('is told from a message by its first segment', () => {
    expect([isBatch(bytesOf([file])), isBatch(bytesOf(['', batch])), isBatch(bytesOf(one))]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
