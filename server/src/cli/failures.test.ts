/** What commands say when they fail: one sentence and no stack, as whoever types them wants to read it. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePart10, tags, uids } from '@throughline/dicom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../test/context.ts';
import { ctDataset, ctObject } from '../../test/objects.ts';

let context: TestContext;
let folder: string;

beforeAll(async () => {
  context = await createTestContext();
  folder = mkdtempSync(join(tmpdir(), 'throughline-failures-'));
});
afterAll(async () => {
  await context.close();
  rmSync(folder, { recursive: true, force: true });
});

const shim = join(import.meta.dirname, '../../bin/throughline.mjs');

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const command = (...args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const env = { ...process.env, DATABASE_URL: context.databaseUrl, THROUGHLINE_DATA: context.config.dataFolder };
    execFile(process.execPath, [shim, ...args], { env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });

const expectSentence = ({ out, err }: Ended, sentence: RegExp): void => {
  expect([out, err.trim().split('\n')]).toEqual(['', [expect.stringMatching(sentence)]]);
};

describe('an id that is none', () => {
  it.each([
    'undo ID',
    'undelete ID',
    'rejections undo ID',
    'conflicts choose ID 1',
    'conflicts undo ID',
    'deliver status ID',
    'deliver take-back ID',
    'hl7 show ID',
    'hl7 replay ID',
    'hl7 resend ID',
  ])('is the id of nothing: admin %s', { timeout: 60_000 }, async (words) => {
    const ended = await command('admin', ...words.replace('ID', 'typo').split(' '));
    expectSentence(ended, /^throughline: There is no such thing here\.$/);
    expect(ended.code).toBe(1);
  });
});

it('a scrub of a study that is not here does not look whole', async () => {
  const ended = await command('admin', 'scrub', '--study', '1.2.3');
  expectSentence(ended, /Nothing is stored of a study 1\.2\.3\./);
  expect(ended.code).toBe(1);
});

describe('render', () => {
  const file = (name: string, bytes: Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };
  const plain = (): string => {
    const dataset = ctDataset();
    dataset.delete(tags.PixelData);
    return file('plain.dcm', encodePart10(dataset, uids.ExplicitVRLittleEndian));
  };
  const folderNamed = (name: string): string => {
    mkdirSync(join(folder, name));
    return join(folder, name);
  };

  it.each<readonly [string, () => string, string, RegExp]>([
    [
      'a file that is cut short',
      () => file('cut.dcm', ctObject().subarray(0, 700)),
      'a.png',
      /cut\.dcm cannot be drawn: /,
    ],
    [
      'what is not DICOM',
      () => file('text.dcm', Buffer.from('hello '.repeat(100))),
      'a.png',
      /text\.dcm cannot be drawn: /,
    ],
    ['what has no pixels', plain, 'a.png', /plain\.dcm cannot be drawn: There are no pixel data/],
    [
      'a file that is not there',
      () => join(folder, 'absent.dcm'),
      'a.png',
      /absent\.dcm cannot be read: there is no such/,
    ],
    ['a folder', () => folderNamed('folder'), 'a.png', /folder cannot be read: it is a folder\.$/],
    [
      'a picture that has no place',
      () => file('good.dcm', ctObject()),
      'no/a.png',
      /a\.png cannot be written: there is no such/,
    ],
  ])('of %s says so', async (_name, make, out, sentence) => {
    const ended = await command('render', make(), '--out', join(folder, out));
    expectSentence(ended, sentence);
    expect(ended.code).toBe(1);
  });
});
