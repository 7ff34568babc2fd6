/** D9, L1, L6, L7, I7, I17: one UID again and again, in every way in which it can differ, many at once; and D14: the clock jumps. */
import { newUid, uids } from '@throughline/dicom';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, versionsOf } from '../../src/db/index.ts';
import type { Principal } from '../../src/features/access/index.ts';
import { openOriginal } from '../../src/features/retrieve/index.ts';
import { storeInstance, sweepOrphans } from '../../src/features/store/index.ts';
import { createTestContext, type TestContext, testPrincipal } from '../context.ts';
import { ctObject, inChunks } from '../objects.ts';

const RUNS = process.env.THROUGHLINE_LOSS_DEPTH === 'deep' ? 500 : 25;
const SYNTAXES = [uids.ExplicitVRLittleEndian, uids.ImplicitVRLittleEndian] as const;

let context: TestContext;
let now = Date.now();
const here = testPrincipal();
const there: Principal = { ...here, tenantId: newId() };
beforeAll(async () => {
  context = await createTestContext({ clock: () => new Date(now) });
  const owner = new pg.Client({ connectionString: context.databaseUrl });
  await owner.connect();
  await owner.query("insert into tenants (id, name) values ($1, 'there')", [there.tenantId]);
  await owner.end();
});
afterAll(() => context.close());

interface Shape {
  readonly tenant: number;
  readonly study: number;
  readonly series: number;
  readonly pixels: number;
  readonly syntax: number;
}

const zeroOrOne = fc.nat({ max: 1 });
const shapes: fc.Arbitrary<Shape> = fc.record({
  tenant: zeroOrOne,
  study: zeroOrOne,
  series: zeroOrOne,
  pixels: fc.nat({ max: 2 }),
  syntax: zeroOrOne,
});

const bytesOf = async (principal: Principal, uid: string, version: number): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  const { body } = await openOriginal(context, principal, uid, version);
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
};

describe('one UID, sent up to sixteen times at once, over and over', () => {
  it('keeps each content once in each tenant, the first one served, and none is ever replaced', async () => {
    const waves = fc.array(fc.array(shapes, { minLength: 1, maxLength: 16 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(waves, async (sent) => {
        const [uid, patientId] = [newUid(), newUid().slice(-12)];
        const [studies, series] = [
          [newUid(), newUid()],
          [newUid(), newUid()],
        ];
        const make = (shape: Shape): Buffer =>
          Buffer.from(
            ctObject(
              {
                instance: uid,
                study: studies[shape.study],
                series: series[shape.series],
                value: shape.pixels,
                patientId,
              },
              SYNTAXES[shape.syntax],
            ),
          );
        const first = new Map<Principal, Buffer>();
        // The plain transfer syntaxes say the same: whichever came first is kept.
        const contents = new Map<Principal, Map<string, readonly string[]>>([
          [here, new Map()],
          [there, new Map()],
        ]);
        for (const wave of sent) {
          await Promise.all(
            wave.map(async (shape) => {
              const principal = shape.tenant === 0 ? here : there;
              await storeInstance(context, principal, { body: inChunks(make(shape)), receivedFrom: 'CT1' });
              const forms = [0, 1].map((syntax) => make({ ...shape, syntax }).toString('base64'));
              contents.get(principal)?.set(`${shape.study} ${shape.series} ${shape.pixels}`, forms);
            }),
          );
          for (const [principal, wanted] of contents) {
            const versions = await context.db.tenant(principal.tenantId, (trx) => versionsOf(trx, uid));
            const kept = new Set<string>();
            for (let version = 1; version <= versions.length; version += 1)
              kept.add((await bytesOf(principal, uid, version)).toString('base64'));
            expect(versions.length).toBe(wanted.size);
            for (const forms of wanted.values()) expect(forms.filter((form) => kept.has(form))).toHaveLength(1);
            if (versions.length === 0) continue;
            const served = await bytesOf(principal, uid, 1);
            expect(served).toEqual(first.get(principal) ?? served);
            first.set(principal, served);
          }
        }
      }),
      { numRuns: RUNS },
    );
  }, 600_000);
});

const HOUR = 3_600_000;
describe('the clock jumps while an object arrives', () => {
  it.each([
    ['a day ahead', 24 * HOUR, 'refused'],
    ['three days ahead', 72 * HOUR, 'refused'],
    ['a day back', -24 * HOUR, 'stored'],
    ['half an hour ahead', HOUR / 2, 'stored'],
  ] as const)('%s (by %i ms): it is %s, and what was acknowledged stays', async (_name, jump, outcome) => {
    const [before, during] = [newUid(), newUid()];
    const send = (instance: string, halfway: () => Promise<void>) => {
      const bytes = ctObject({ instance, side: 64 });
      async function* body(): AsyncGenerator<Uint8Array> {
        yield bytes.subarray(0, 4000);
        await halfway();
        yield bytes.subarray(4000);
      }
      return storeInstance(context, here, { body: body(), receivedFrom: 'CT1' });
    };
    await send(before, async () => undefined);
    const sent = send(during, async () => {
      now += jump;
      await sweepOrphans(context);
    });
    if (outcome === 'stored') await sent;
    else await expect(sent).rejects.toMatchObject({ code: 'request-time-out' });
    await sweepOrphans(context);
    expect((await bytesOf(here, before, 1)).length).toBeGreaterThan(8000);
    const found = await context.db.tenant(here.tenantId, (trx) => versionsOf(trx, during));
    expect(found.length).toBe(outcome === 'stored' ? 1 : 0);
    if (outcome === 'stored') expect((await bytesOf(here, during, 1)).length).toBeGreaterThan(8000);
    // Sent again, as every modality does that was refused.
    await send(during, async () => undefined);
    expect((await bytesOf(here, during, 1)).length).toBeGreaterThan(8000);
    now = Date.now();
  });
});
