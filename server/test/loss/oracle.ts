/** Of an archive in this process: is every acknowledged object there, once, as it was, accounted for? */
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { versionsOf } from '../../src/db/index.ts';
import type { Principal } from '../../src/features/access/index.ts';
import type { Context } from '../../src/features/context.ts';
import { checkBytes } from '../../src/features/integrity/index.ts';
import { listInstances, openDataset } from '../../src/features/retrieve/instances.ts';
import { storeInstance } from '../../src/features/store/index.ts';
import { ctDataset, inChunks, type ObjectFields, part10Of } from '../objects.ts';
import { type Acknowledged, digestOf, type Ledger } from './ledger.ts';

export interface Made {
  readonly part10: Uint8Array;
  readonly line: Omit<Acknowledged, 'protocol' | 'at'>;
}

export const makeObject = (fields: ObjectFields = {}): Made => {
  const dataset = ctDataset(fields);
  const { part10, encoded, uids } = part10Of(dataset);
  return { part10, line: { ...uids, digest: digestOf(encoded) } };
};

/** Stores one and notes the answer, when it is positive. */
export const storeAndNote = async (context: Context, principal: Principal, ledger: Ledger, made: Made) => {
  const result = await storeInstance(context, principal, { body: inChunks(made.part10, 60_000), receivedFrom: 'CT1' });
  ledger.acknowledge({ ...made.line, protocol: 'feature', at: Date.now() });
  return result.outcome;
};

const audited = async (context: Context, { tenantId }: Principal, study: string): Promise<boolean> => {
  const row = await context.db.tenant(tenantId, (trx) =>
    trx.selectFrom('audit_events').select('id').where('study_instance_uid', '=', study).limit(1).executeTakeFirst(),
  );
  return row !== undefined;
};

const servedDigest = async (context: Context, principal: Principal, line: Acknowledged): Promise<string> => {
  const { studyInstanceUid, sopInstanceUid } = line;
  const [instance] = await listInstances(context, principal, { studyInstanceUid, sopInstanceUid });
  if (!instance) throw new Error(`${sopInstanceUid} is lost`);
  expect(await checkBytes(context, instance), 'a commitment would be given').toBe('whole');
  const hash = createHash('sha256');
  for await (const chunk of openDataset(context, instance)) hash.update(chunk);
  return hash.digest('hex');
};

/** Fails on the first line of the ledger that the archive does not honour. */
export const expectHonoured = async (
  context: Context,
  principal: Principal,
  lines: readonly Acknowledged[],
  versions = 1,
): Promise<void> => {
  for (const line of lines) {
    const found = await context.db.tenant(principal.tenantId, (trx) => versionsOf(trx, line.sopInstanceUid));
    expect(found.length, `versions of ${line.sopInstanceUid}`).toBe(versions);
    expect(await servedDigest(context, principal, line)).toBe(line.digest);
    expect(await audited(context, principal, line.studyInstanceUid), 'the audit trail tells of it').toBe(true);
  }
};

/** Nobody sees anything of an object that was not acknowledged. */
export const expectInvisible = async (context: Context, { tenantId }: Principal, uids: readonly string[]) => {
  for (const uid of uids)
    expect(await context.db.tenant(tenantId, (trx) => versionsOf(trx, uid)), `versions of ${uid}`).toEqual([]);
};
