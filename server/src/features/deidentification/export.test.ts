/** Studies without what names their patients (A33 to A37): real files of many vendors, consistency, what is withheld, the command. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Retention } from '@throughline/deidentification';
import { isPrivate, newUid, tags, uids } from '@throughline/dicom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { corpusFiles } from '../../../test/corpus.ts';
import { ctDataset, ctObject, inChunks, part10Of } from '../../../test/objects.ts';
import { openFileObject } from '../retrieve/index.ts';
import { storeInstance } from '../store/index.ts';
import { type DeidentifiedExport, type ExportedObject, exportDeidentified } from './index.ts';

const principal = testPrincipal();
let context: TestContext;
let folder: string;
beforeAll(async () => {
  context = await createTestContext();
  folder = mkdtempSync(join(tmpdir(), 'throughline-deidentified-'));
});
afterAll(async () => {
  await context.close();
  rmSync(folder, { recursive: true, force: true });
});

const store = (bytes: Uint8Array) =>
  storeInstance(context, principal, { body: inChunks(bytes, 65_536), receivedFrom: 'CT1' });
const key = new Uint8Array(32).fill(7);
let runs = 0;
const exported = async (studies: readonly string[], more: Partial<DeidentifiedExport> = {}) => {
  runs += 1;
  const out = join(folder, String(runs));
  const asked = {
    studyInstanceUids: studies,
    folder: out,
    key,
    kept: new Set<Retention>(),
    approved: new Set<string>(),
  };
  const told: ExportedObject[] = [];
  for await (const one of exportDeidentified(context, principal, { ...asked, ...more })) told.push(one);
  const written = told.some(({ outcome }) => outcome === 'written')
    ? readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    : [];
  const files = written.map((entry) => join(entry.parentPath, entry.name)).sort();
  const headers = await Promise.all(files.map(async (file) => (await openFileObject(readFileSync(file))).header));
  return { told, files, headers, datasets: headers.map(({ dataset }) => dataset) };
};

describe('a study', () => {
  it('is written under other names, the same for all that is of one person, and with the same pixels', async () => {
    const [one, other, sibling] = [newUid(), newUid(), newUid()];
    const patient = { patientId: 'DEID-4711', patientName: 'SYNTHETIC^MARGARETHE', issuer: 'COUNTY' };
    const bytes = ctObject({ study: one, ...patient, value: 9 });
    await store(bytes);
    await store(ctObject({ study: other, ...patient, studyDate: '20260201' }));
    await store(ctObject({ study: sibling, ...patient, patientId: 'DEID-4712', patientName: 'OTHER^PERSON' }));
    const { told, files, datasets, headers } = await exported([one, other, sibling], {
      kept: new Set(['modified-dates']),
    });
    expect(told.map(({ outcome }) => outcome)).toEqual(['written', 'written', 'written']);
    expect(files.join('\n')).not.toMatch(new RegExp([one, other, 'DEID', 'SYNTHETIC'].join('|')));
    const ids = new Map(
      datasets.map((dataset) => [dataset.string(tags.StudyInstanceUID), dataset.string(tags.PatientID)]),
    );
    expect([ids.size, new Set(ids.values()).size]).toEqual([3, 2]);
    const dates = datasets
      .filter((dataset) => ids.get(dataset.string(tags.StudyInstanceUID)) === datasets[0]?.string(tags.PatientID))
      .map((dataset) => dataset.string(tags.StudyDate) ?? '');
    const days = (text: string): number =>
      Date.parse(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}T00:00:00Z`) / 86_400_000;
    if (dates.length === 2) expect(Math.abs(days(dates[0] as string) - days(dates[1] as string))).toBe(30);
    expect(dates).not.toContain('20260102');
    const again = await exported([one]);
    expect(again.datasets[0]?.string(tags.PatientID)).toBe(
      [...ids.values()].find((id, at, all) => all.indexOf(id) !== at),
    );
    const elsewhere = await exported([one], { key: new Uint8Array(32).fill(8) });
    expect(elsewhere.datasets[0]?.string(tags.StudyInstanceUID)).not.toBe(
      again.datasets[0]?.string(tags.StudyInstanceUID),
    );
    const pixels = async (file: Uint8Array) => (await (await openFileObject(file)).frames()).read(1);
    expect(await pixels(readFileSync(again.files[0] as string))).toEqual(await pixels(bytes));
    expect(headers[0]?.transferSyntaxUid).toBe(uids.ExplicitVRLittleEndian);
    const audited = await context.db.tenant(principal.tenantId, (trx) =>
      trx
        .selectFrom('audit_events')
        .select('detail')
        .where('event_code', '=', '110106')
        .where('study_instance_uid', '=', one)
        .execute(),
    );
    expect(audited[0]?.detail).toMatchObject({ deidentified: true, instances: 1 });
  });

  it('leaves out what may show somebody, what still names them, and what is damaged', async () => {
    const study = newUid();
    const said = { study, patientId: 'DEID-9', patientName: 'SYNTHETIC^GUNHILDE' };
    const ultrasound = ctDataset({ ...said, modality: 'US' });
    const talkative = ctDataset(said).set(tags.ScanOptions, 'GUNHILDE');
    const plain = ctDataset(said);
    for (const one of [ultrasound, talkative, plain]) await store(part10Of(one).part10);
    const { told, files } = await exported([study]);
    const uid = (one: typeof plain) => one.string(tags.SOPInstanceUID) ?? '';
    expect(new Map(told.map((one) => [one.sopInstanceUid, [one.outcome, ...(one.because ?? [])]]))).toEqual(
      new Map([
        [uid(ultrasound), ['withheld', 'likely-burned-in']],
        [uid(talkative), ['withheld', 'identifier at (0018,0022)']],
        [uid(plain), ['written']],
      ]),
    );
    expect(files).toHaveLength(1);
    const looked = await exported([study], { approved: new Set([uid(ultrasound), uid(talkative)]) });
    expect(looked.files).toHaveLength(3);
    await context.db.tenant(principal.tenantId, (trx) =>
      trx
        .updateTable('locations')
        .set({ damaged_at: new Date() })
        .where('instance_id', 'in', (eb) =>
          eb.selectFrom('instances').select('id').where('sop_instance_uid', '=', uid(plain)),
        )
        .execute(),
    );
    expect((await exported([study])).told.map(({ outcome }) => outcome).toSorted()).toEqual([
      'damaged',
      'withheld',
      'withheld',
    ]);
  });

  it('is given to an administrator only, and must be there', async () => {
    const asked = {
      studyInstanceUids: [newUid()],
      folder,
      key,
      kept: new Set<Retention>(),
      approved: new Set<string>(),
    };
    await expect(exportDeidentified(context, testPrincipal(['read']), asked).next()).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(exportDeidentified(context, principal, asked).next()).rejects.toMatchObject({ code: 'not-found' });
  });
});

const words = (name: string | undefined): readonly string[] =>
  (name ?? '').split(/[\^=\s]+/).filter((word) => word.length >= 6);

it('real files of many vendors: all are written, and no header names the patient or has anything private', async () => {
  const files = corpusFiles();
  const originals = new Map<string, { readonly id: string; readonly names: readonly string[] }>();
  const studies = new Set<string>();
  for (const file of files) {
    const bytes = readFileSync(file);
    const stored = await store(bytes).catch(() => undefined);
    if (stored?.outcome !== 'stored') continue;
    const { dataset } = (await openFileObject(bytes)).header;
    originals.set(stored.sopInstanceUid, {
      id: dataset.string(tags.PatientID) ?? '',
      names: words(dataset.string(tags.PatientName)),
    });
    studies.add(stored.studyInstanceUid);
  }
  const { told, headers, files: written } = await exported([...studies], { approved: studies });
  expect(told.filter(({ outcome }) => outcome !== 'written')).toEqual([]);
  expect(headers.length).toBe(told.length);
  expect(told.length > 0).toBe(files.length > 0);
  for (const { dataset } of headers) {
    expect(dataset.string(tags.PatientIdentityRemoved)).toBe('YES');
    expect([...dataset.elements()].filter(({ tag }) => isPrivate(tag))).toEqual([]);
    expect(originals.has(dataset.string(tags.SOPInstanceUID) ?? '')).toBe(false);
  }
  expect(new Set(written).size).toBe(told.length);
});

describe('the command', () => {
  const shim = join(import.meta.dirname, '../../../bin/throughline.mjs');
  const command = (
    ...args: readonly string[]
  ): Promise<{ readonly code: number; readonly out: string; readonly err: string }> =>
    new Promise((resolve) => {
      const env = { ...process.env, DATABASE_URL: context.databaseUrl, THROUGHLINE_DATA: join(folder, 'data') };
      execFile(process.execPath, [shim, 'admin', 'deidentify', ...args], { env }, (error, out, err) =>
        resolve({ code: error ? Number(error.code) : 0, out, err }),
      );
    });

  it('makes a key that nobody else reads, and says what is wrong with what it is given', async () => {
    const [keyFile, out] = [join(folder, 'made.key'), join(folder, 'command')];
    const unknown = await command('--study', newUid(), '--key', keyFile, '--out', out);
    expect([unknown.code, statSync(keyFile).mode & 0o777, readFileSync(keyFile).length]).toEqual([1, 0o600, 32]);
    const short = join(folder, 'short.key');
    writeFileSync(short, 'x');
    for (const [args, message] of [
      [['--study', '1.2', '--out', out], 'Give --study, --key and --out'],
      [['--study', '1.2', '--key', short, '--out', out], 'fewer than 32 bytes'],
      [['--study', '1.2', '--key', keyFile, '--out', out, '--keep', 'names'], '"names" cannot be kept'],
      [['--study', '1.2', '--key', keyFile, '--out', out, '--keep', 'full-dates,modified-dates'], 'not both'],
    ] as const) {
      const { code, err } = await command(...args);
      expect([code, err]).toEqual([2, expect.stringContaining(message)]);
    }
  });
});
