/** C-STORE through the door, of objects that are what they say and of others. */
import { deflateRawSync } from 'node:zlib';
import { encodeDataset, newUid, tags, uids } from '@throughline/dicom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DimseSite, query, startDimseSite, storage } from '../../../test/dimse-site.ts';
import { ctDataset, type ObjectFields } from '../../../test/objects.ts';

let site: DimseSite;

beforeAll(async () => {
  site = await startDimseSite();
});
afterAll(() => site.close());

describe('C-STORE', () => {
  const instance = newUid();
  const bytes = (fields: ObjectFields = { instance }) => encodeDataset(ctDataset(fields), uids.ExplicitVRLittleEndian);
  const nested = (depth: number): Buffer => {
    const one = Buffer.from('08001511fffffffffeff00e0ffffffff', 'hex');
    return Buffer.concat(Array.from({ length: depth }, () => one));
  };
  const implicit = (fields: ObjectFields) => encodeDataset(ctDataset(fields), uids.ImplicitVRLittleEndian);
  const lying = (): Uint8Array => {
    const whole = Buffer.from(bytes());
    // Pixel Data of 512 bytes that claims to have 4 GB less one.
    whole.writeUInt32LE(0xfffffffe, whole.length - 512 - 4);
    return whole;
  };
  const bomb = (): Uint8Array => {
    const header = Buffer.from('090010104f42000000000010', 'hex');
    return deflateRawSync(Buffer.concat([header, Buffer.alloc(256 * 2 ** 20)]), { level: 9 });
  };

  it.each([
    ['an object', () => bytes(), instance, uids.ExplicitVRLittleEndian, 0x0000],
    ['the same object again', () => bytes(), instance, uids.ExplicitVRLittleEndian, 0x0000],
    ['another instance than announced (H16)', () => bytes(), newUid(), uids.ExplicitVRLittleEndian, 0xa900],
    ['a value that claims 4 GB (H25)', lying, instance, uids.ExplicitVRLittleEndian, 0xc000],
    ['200,000 nested sequences (H26)', () => nested(200_000), newUid(), uids.ImplicitVRLittleEndian, 0xc000],
    ['a deflated 256 MiB (H27)', bomb, newUid(), uids.DeflatedExplicitVRLittleEndian, 0xc000],
    ['a truncated object', () => bytes().subarray(0, 600), instance, uids.ExplicitVRLittleEndian, 0xc000],
    ['nothing like DICOM', () => Buffer.alloc(5000, 'x'), newUid(), uids.ExplicitVRLittleEndian, 0xc000],
  ] as const)('of %s', async (_name, make, uid, syntax, status) => {
    expect((await site.storeBytes(make(), uid, syntax)).toString(16)).toBe(status.toString(16));
  });

  it.each(['../../etc/cron.d/x', 'C:\\x', '1.2\0', '１.２', '9'.repeat(65)])('of the UID %j (H28)', async (uid) => {
    const dataset = ctDataset().set(tags.SOPInstanceUID, Buffer.from(uid));
    const status = await site.storeBytes(encodeDataset(dataset, uids.ExplicitVRLittleEndian), '1.2.3.4');
    expect([0xa900, 0xc000]).toContain(status);
  });

  it('is refused to who may only retrieve', async () => {
    const association = await site.open(
      [{ ...storage(), scpRole: true }, query(uids.StudyRootQueryRetrieveInformationModelGet)],
      'GETTER',
    );
    const operation = {
      sopClassUid: uids.CTImageStorage,
      sopInstanceUid: instance,
      transferSyntaxUid: uids.ExplicitVRLittleEndian,
    };
    expect((await association.store({ ...operation, data: bytes() })).status).toBe(0x0124);
    await association.release();
  });

  it('keeps the data set as it was sent, byte for byte', async () => {
    const fields = { instance: newUid(), study: newUid() };
    const sent = implicit(fields);
    expect(await site.storeBytes(sent, fields.instance, uids.ImplicitVRLittleEndian)).toBe(0);
    const got = await site.retrieve(fields.study, [uids.ImplicitVRLittleEndian]);
    expect(got.instances.map((one) => one.bytes.equals(sent))).toEqual([true]);
  });
});
