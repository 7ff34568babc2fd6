/** H33-H44 by C-STORE and STOW-RS: kept byte for byte and told of harmlessly, or refused; H34 and H39 by STOW-RS; H23 by N-ACTION. */
import { newUid, readPart10, uids } from '@throughline/dicom';
import { connect } from '@throughline/dimse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inChunks } from '../../server/test/objects.ts';
import { startCommitmentPeer } from '../harness/commitment-peer.ts';
import { allowApplicationEntity, type Hub, startHub } from '../harness/hub.ts';
import { ctImageStorage, freshUids, type Uids } from './objects.ts';
import { oddDataset, oddities } from './oddities.ts';
import { baselineOf, expectUnharmed, highWater } from './oracle.ts';
import { partTen, stow } from './stow.ts';

const explicit = uids.ExplicitVRLittleEndian;
const readUid = (data: Buffer, at: number): string => data.toString('latin1', at).split('\0')[0] ?? '';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
  await allowApplicationEntity(hub, 'MODALITY', ['echo', 'store', 'commit']);
});
afterAll(() => hub?.close());

const cStore = async (names: Uids, sopClassUid: string, data: Buffer): Promise<number | 'aborted'> => {
  const association = await connect({
    host: '127.0.0.1',
    port: hub.dicomPort,
    callingAeTitle: 'MODALITY',
    calledAeTitle: hub.aeTitle,
    contexts: [{ abstractSyntax: sopClassUid, transferSyntaxes: [explicit] }],
  });
  try {
    return (await association.store({ sopClassUid, sopInstanceUid: names.instance, transferSyntaxUid: explicit, data }))
      .status;
  } catch {
    return 'aborted';
  } finally {
    association.abort();
  }
};

const instancePath = ({ study, series, instance }: Uids): string =>
  `/dicom-web/studies/${study}/series/${series}/instances/${instance}`;

/** The data set as it comes back. */
const retrieve = async (names: Uids): Promise<Buffer> => {
  const answer = await hub.request(instancePath(names), {
    headers: { accept: 'application/dicom; transfer-syntax=*' },
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
  const file = Buffer.from(await answer.arrayBuffer());
  const { datasetOffset } = await readPart10(inChunks(file), { leniency: ['trailing-bytes'] }).catch(() => ({
    datasetOffset: 132 + 12 + file.readUInt32LE(140),
  }));
  return file.subarray(datasetOffset);
};

const longest = 2 ** 20;

/** Whatever is said of it is JSON, and no more than a person could read. */
const expectHarmless = async (names: Uids): Promise<void> => {
  const found = await hub.request(`/dicom-web/studies?StudyInstanceUID=${names.study}&includefield=all`);
  expect(found.status).toBe(200);
  const said = await found.text();
  expect(said.length).toBeLessThan(longest);
  expect(JSON.parse(said)).toHaveLength(1);
  for (const path of [
    `${instancePath(names)}/metadata`,
    `/api/reading/${names.study}`,
    `${instancePath(names)}/rendered`,
  ]) {
    const answer = await hub.request(path);
    const type = answer.headers.get('content-type') ?? '';
    expect(answer.status, path).not.toBe(500);
    expect(type, path).not.toMatch(/html/);
    if (type.includes('json')) JSON.parse(await answer.text());
    else await answer.arrayBuffer();
  }
  expect(hub.process().output()).not.toContain('SYNTHETIC^HOSTILE');
};

const sopClassOf = (data: Buffer): string => readUid(data, data.indexOf(Buffer.from('08001600', 'hex')) + 8);

const megabytes = 8 * 2 ** 20;
/** A header of megabytes takes room while it is read, up to the reader's limit, and the collector gives it back when it likes: it must not take more each time. */
const warmUps = 8;

const warmedUp = (data: Buffer, send: () => Promise<unknown>) =>
  highWater(hub, data.length > megabytes ? warmUps : 0, send);

describe('odd data sets', () => {
  it.each(oddities)('$id by C-STORE is $outcome: $title', async ({ outcome, make }) => {
    const names = freshUids();
    const data = make(names);
    const send = () => cStore(names, sopClassOf(data).trim(), data);
    const before = await baselineOf(hub, await warmedUp(data, send));
    const status = await send();
    if (outcome === 'refused') {
      expect(status).not.toBe(0);
      await expectUnharmed(hub, before);
      return;
    }
    expect(status).toBe(0);
    expect((await retrieve(names)).equals(data)).toBe(true);
    await expectHarmless(names);
    await expectUnharmed(hub, { ...before, studies: before.studies + 1, instances: before.instances + 1 });
  });

  it.each(oddities)('$id by STOW-RS is $outcome: $title', async ({ outcome, make }) => {
    const names = freshUids();
    const data = make(names);
    const send = async (): Promise<number> => {
      const answer = await stow(hub, [partTen(names.instance, explicit, data)]);
      await answer.text();
      return answer.status;
    };
    const before = await baselineOf(hub, await warmedUp(data, send));
    const status = await send();
    if (outcome === 'refused') {
      expect(status).toBeGreaterThanOrEqual(400);
      await expectUnharmed(hub, before);
      return;
    }
    expect(status).toBe(200);
    expect((await retrieve(names)).equals(data)).toBe(true);
    await expectUnharmed(hub, { ...before, studies: before.studies + 1, instances: before.instances + 1 });
  });
});

describe('file meta information', () => {
  const file = (names: Uids, syntax: string): Buffer => partTen(names.instance, syntax, oddDataset(names));
  it.each([
    ['a transfer syntax that is no UID', (names: Uids) => file(names, '../../x')],
    [
      'no transfer syntax',
      (names: Uids) => {
        const bytes = file(names, explicit);
        bytes.writeUInt16LE(0x0011, bytes.indexOf(Buffer.from('02001000', 'hex')) + 2);
        return bytes;
      },
    ],
    [
      'a length that is longer than the file',
      (names: Uids) => {
        const bytes = file(names, explicit);
        bytes.writeUInt32LE(0xfffffff0, 140);
        return bytes;
      },
    ],
    ['big endian announced, little endian sent', (names: Uids) => file(names, uids.ExplicitVRBigEndian)],
    ['deflated announced, plain sent', (names: Uids) => file(names, uids.DeflatedExplicitVRLittleEndian)],
  ])('H34 %s: refused, or kept byte for byte', async (_title, make) => {
    const names = freshUids();
    const before = await baselineOf(hub);
    const bytes = make(names);
    const answer = await stow(hub, [bytes]);
    await answer.text();
    const kept = answer.status === 200;
    if (!kept) expect([400, 409, 415]).toContain(answer.status);
    await expectUnharmed(
      hub,
      kept ? { ...before, studies: before.studies + 1, instances: before.instances + 1 } : before,
    );
  });

  it.each([
    ['a Windows program', 'MZ', true],
    ['an ELF program', '\x7fELF', true],
    ['a Mach-O program', '\xcf\xfa\xed\xfe', true],
    ['a script', '#!/bin/sh\n', true],
    ['a TIFF, as whole slide images have', 'II*\0', false],
  ])('H39 a preamble of %s', async (_title, start, blanked) => {
    const names = freshUids();
    const bytes = partTen(names.instance, explicit, oddDataset(names));
    bytes.write(start, 0, 'latin1');
    bytes.write('payload', 64, 'latin1');
    expect((await stow(hub, [bytes])).status).toBe(200);
    const answer = await hub.request(instancePath(names), {
      headers: { accept: 'application/dicom; transfer-syntax=*' },
    });
    const given = Buffer.from(await answer.arrayBuffer());
    expect(given.subarray(128).equals(bytes.subarray(128))).toBe(true);
    expect(given.subarray(0, 128).equals(blanked ? Buffer.alloc(128) : bytes.subarray(0, 128))).toBe(true);
    const whole = await hub.request(`/dicom-web/studies/${names.study}`, {
      headers: { accept: 'multipart/related; type="application/dicom"; transfer-syntax=*' },
    });
    expect(Buffer.from(await whole.arrayBuffer()).includes('payload')).toBe(!blanked);
  });
});

describe('storage commitment', () => {
  it('H23 of more objects than anybody sends at once is refused; of many unknown ones each is told', async () => {
    const peer = await startCommitmentPeer('MODALITY');
    await allowApplicationEntity(hub, 'MODALITY', ['echo', 'store', 'commit'], {
      destination: { host: '127.0.0.1', port: peer.port },
    });
    const references = (count: number) =>
      Array.from({ length: count }, (_, at) => [ctImageStorage, `1.2.3.${at}`] as const);
    const tooMany = () => peer.ask(hub, newUid(), references(100_001)).catch(() => 'aborted');
    expect(await tooMany()).not.toBe(0);
    // A list of that size takes room while it is read; it must not take more each time.
    const before = await baselineOf(hub);
    for (let times = 0; times < 3; times += 1) expect(await tooMany()).not.toBe(0);
    expect(await peer.ask(hub, newUid(), references(2000))).toBe(0);
    const report = await peer.nextReport();
    expect(report.failed).toHaveLength(2000);
    expect(new Set(report.failed.map(([, reason]) => reason))).toEqual(new Set([0x0112]));
    await peer.close();
    await expectUnharmed(hub, before);
  });
});
