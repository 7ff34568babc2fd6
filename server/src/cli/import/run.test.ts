import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dataset, encodePart10, newUid, tags, uids } from '@throughline/dicom';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctObject } from '../../../test/objects.ts';
import { zipOf } from '../../../test/zip.ts';
import { importObjects } from './run.ts';

let context: TestContext;
let root: string;
let folder: string;

beforeAll(async () => {
  context = await createTestContext();
  root = mkdtempSync(join(tmpdir(), 'throughline-import-'));
});
afterAll(async () => {
  await context.close();
  rmSync(root, { recursive: true, force: true });
});
beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'));
});

const write = (path: string, bytes: Uint8Array): string => {
  const whole = join(folder, path);
  mkdirSync(join(whole, '..'), { recursive: true });
  writeFileSync(whole, bytes);
  return whole;
};

const run = async (...paths: readonly string[]) => {
  const refused: string[] = [];
  const report = await importObjects(context, testPrincipal(), {
    paths,
    issuer: 'MEDIA',
    onRefused: (label, why) => refused.push(`${label}: ${why}`),
    onProgress: () => undefined,
  });
  return { ...report, why: refused };
};

describe('a folder', () => {
  it('is read with all folders below it; what is no DICOM is refused and told', async () => {
    write('a/1.dcm', ctObject());
    write('a/b/2', ctObject());
    write('a/readme.txt', Buffer.from('hello'));
    const report = await run(join(folder, 'a'));
    expect(report).toMatchObject({ files: 3, stored: 2, refused: 1 });
    expect(report.why[0]).toContain('readme.txt');
    expect(await run(join(folder, 'a'))).toMatchObject({ stored: 0, duplicates: 2 });
  });

  it('is not left by links', async () => {
    const outside = write('outside.dcm', ctObject());
    mkdirSync(join(folder, 'in'));
    symlinkSync(outside, join(folder, 'in', 'link.dcm'));
    symlinkSync(folder, join(folder, 'in', 'up'));
    expect(await run(join(folder, 'in'))).toMatchObject({ files: 0, stored: 0 });
  });
});

describe('a DICOMDIR (H42)', () => {
  const record = (...fileId: readonly string[]): Dataset =>
    new Dataset().set(tags.DirectoryRecordType, 'IMAGE').set(tags.ReferencedFileID, fileId);
  const dicomdir = (...records: readonly Dataset[]): Uint8Array =>
    encodePart10(
      new Dataset()
        .set(tags.SOPClassUID, uids.MediaStorageDirectoryStorage)
        .set(tags.SOPInstanceUID, newUid())
        .set(tags.FileSetID, 'TEST')
        .set(tags.DirectoryRecordSequence, records),
      uids.ExplicitVRLittleEndian,
    );

  it('gives the files that it names', async () => {
    write('cd/DICOM/IM1', ctObject());
    write('cd/other/IM2', ctObject());
    const path = write('cd/DICOMDIR', dicomdir(record('DICOM', 'IM1')));
    expect(await run(path)).toMatchObject({ files: 1, stored: 1 });
  });

  it('never leads out of its folder', async () => {
    write('secret', ctObject());
    mkdirSync(join(folder, 'cd'), { recursive: true });
    symlinkSync(join(folder, 'secret'), join(folder, 'cd', 'LINK'));
    const records = [
      record('..', 'secret'),
      record('LINK'),
      record(join(folder, 'secret')),
      record('A/../../secret'),
      record('.', '..', 'secret'),
      record('ABSENT'),
    ];
    const report = await run(write('cd/DICOMDIR', dicomdir(...records)));
    expect(report).toMatchObject({ files: records.length, stored: 0, refused: records.length });
  });

  it('in a folder is no object itself', async () => {
    write('cd/IM1', ctObject());
    write('cd/DICOMDIR', dicomdir(record('IM1')));
    expect(await run(join(folder, 'cd'))).toMatchObject({ files: 1, stored: 1, refused: 0 });
  });

  it('in a folder tells of the files that it names and that are not there', async () => {
    write('cd/IM1', ctObject());
    write('cd/odd name', ctObject());
    write('cd/DICOMDIR', dicomdir(record('IM1'), record('odd name'), record('GONE', 'IM2')));
    const report = await run(join(folder, 'cd'));
    expect(report).toMatchObject({ files: 3, stored: 2, refused: 1 });
    expect(report.why[0]).toContain('GONE/IM2');
  });

  it('that cannot be read is told', async () => {
    write('cd/IM1', ctObject());
    const path = write('cd/DICOMDIR', Buffer.from('no directory'));
    expect(await run(join(folder, 'cd'))).toMatchObject({ files: 2, stored: 1, refused: 1 });
    expect(await run(path)).toMatchObject({ files: 1, stored: 0, refused: 1 });
  });
});

describe('what is not there', () => {
  it('is told; what is named beside it is stored', async () => {
    const good = write('good.dcm', ctObject());
    const report = await run(join(folder, 'absent'), join(folder, 'absent', 'DICOMDIR'), good);
    expect(report).toMatchObject({ files: 3, stored: 1, refused: 2 });
    expect(report.why[0]).toBe(
      `${join(folder, 'absent')}: The request cannot be understood. There is no such file or folder.`,
    );
  });
});

describe('a ZIP archive (H62)', () => {
  it('gives its entries', async () => {
    const entries = [
      { name: 'x/1.dcm', bytes: ctObject() },
      { name: 'x/', bytes: new Uint8Array() },
      { name: 'x/notes.txt', bytes: Buffer.from('text') },
    ];
    expect(await run(write('a.zip', zipOf(entries)))).toMatchObject({ files: 2, stored: 1, refused: 1 });
  });

  it.each(['../../evil', '/etc/evil', 'C:\\evil', 'a\\..\\..\\evil'])('with the name %s is refused', async (name) => {
    write('ok.dcm', ctObject());
    write('slip.zip', zipOf([{ name, bytes: ctObject() }]));
    const report = await run(folder);
    expect(report).toMatchObject({ files: 2, stored: 1, refused: 1 });
    expect(report.why[0]).toMatch(/path|character/i);
  });

  it('with a link for an entry does not follow it', async () => {
    const link = { name: 'link', bytes: Buffer.from('/etc/passwd'), mode: 0o120777 };
    expect(await run(write('link.zip', zipOf([link])))).toMatchObject({
      refused: 1,
      why: [expect.stringContaining('link')],
    });
  });

  it('that inflates without measure is cut off', async () => {
    const bomb = Buffer.alloc(64 * 2 ** 20);
    Buffer.from(ctObject()).copy(bomb);
    expect(await run(write('bomb.zip', zipOf([{ name: 'bomb', bytes: bomb }])))).toMatchObject({
      stored: 0,
      refused: 1,
    });
  });

  it('that lies about a size is cut off', async () => {
    const lie = { name: 'lie', bytes: ctObject(), claimedSize: 100 };
    expect(await run(write('lie.zip', zipOf([lie])))).toMatchObject({ stored: 0, refused: 1 });
  });

  it('that is cut short is told, not crashed on', async () => {
    const whole = zipOf([{ name: 'a', bytes: ctObject() }]);
    const report = await run(write('cut.zip', whole.subarray(0, whole.length - 30)));
    expect(report).toMatchObject({ stored: 0, refused: 1 });
  });
});
