/** What an earlier version did not keep of objects is filled in from their headers, once, and goes on where it was stopped. */
import { Dataset, encodePart10, newUid, tags, uids } from '@throughline/dicom';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctDataset, inChunks } from '../../../test/objects.ts';
import { searchHoldings } from '../query/index.ts';
import { fillSomeHeaders, storeInstance } from './index.ts';

const principal = testPrincipal();
const [study, pictures] = [newUid(), 4];
let context: TestContext;

const store = (dataset: Dataset) =>
  storeInstance(context, principal, {
    body: inChunks(encodePart10(dataset, uids.ExplicitVRLittleEndian)),
    receivedFrom: 'TEST',
  });

beforeAll(async () => {
  context = await createTestContext();
  const series = newUid();
  const request = new Dataset().set(tags.ScheduledProcedureStepID, 'SPS7').set(tags.RequestedProcedureID, 'RP7');
  for (let at = 0; at < pictures; at += 1)
    await store(ctDataset({ study, series }).set(tags.RequestAttributesSequence, [request]));
  await store(ctDataset({ study }));
  // As the version before left them.
  await context.db.tenant(principal.tenantId, async (trx) => {
    await sql`update instances set bits_allocated = null`.execute(trx);
    await sql`update series set requests = null`.execute(trx);
  });
});
afterAll(() => context.close());

const found = async (level: 'series' | 'instance', tag: number, value: string) => {
  const key = { tag, match: 'exact', value } as const;
  const { results } = await searchHoldings(context, principal, { level, keys: [key], include: [], fuzzy: false });
  return results.length;
};
const bits = () => found('instance', tags.BitsAllocated, '16');
const requests = () => found('series', tags.ScheduledProcedureStepID, 'SPS7');

it('fills what searches tell, says when it is through, and does not begin again', async () => {
  expect([await bits(), await requests()]).toEqual([0, 0]);
  const stopped = AbortSignal.abort();
  expect(await fillSomeHeaders(context, principal, stopped)).toBe(false);
  expect([await bits(), await requests()]).toEqual([0, 0]);
  while (await fillSomeHeaders(context, principal));
  expect([await bits(), await requests()]).toEqual([pictures + 1, 1]);
  await context.db.tenant(principal.tenantId, (trx) => sql`update instances set bits_allocated = null`.execute(trx));
  expect(await fillSomeHeaders(context, principal)).toBe(false);
  expect(await bits()).toBe(0);
});

it('is for administrators', async () => {
  await expect(fillSomeHeaders(context, testPrincipal(['read']))).rejects.toMatchObject({ code: 'forbidden' });
});
