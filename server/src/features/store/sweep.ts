/** Start-up recovery and its hourly sequel (I12): idempotent, bounded, logged. Nothing is destroyed. */
import { locationsAfter, referencedBlobs } from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';

const GRACE_MS = 24 * 3_600_000;
const STEP = 500;

export interface SweepReport {
  readonly blobs: number;
  /** blobs older than a day that no row refers to, taken out of the way */
  readonly orphans: number;
  /** uploads older than a day that nobody finished, given up */
  readonly unfinished: number;
}

/** Names carry their tenant: a row is looked for where only that tenant's could be. */
const unreferenced = async (context: Context, blobs: readonly string[]): Promise<readonly string[]> => {
  const byTenant = Map.groupBy(blobs, (blob) => blob.slice(0, 36));
  const orphans: string[] = [];
  for (const [tenantId, ofTenant] of byTenant) {
    const referenced = await context.db.tenant(tenantId, (trx) => referencedBlobs(trx, ofTenant));
    orphans.push(...ofTenant.filter((name) => !referenced.has(name)));
  }
  return orphans;
};

const before = (context: Context): Date => new Date(context.clock().getTime() - GRACE_MS);

async function* steps(context: Context): AsyncGenerator<readonly string[]> {
  let step: string[] = [];
  for await (const blob of context.objects.madeBefore(before(context))) {
    step.push(blob);
    if (step.length < STEP) continue;
    yield step;
    step = [];
  }
  yield step;
}

/** Blobs of this tenant that are older than a day and belong to no object. */
export const listOrphans = async (context: Context, principal: Principal): Promise<readonly string[]> => {
  authorise(principal, 'admin');
  const found: string[] = [];
  for await (const step of steps(context))
    found.push(...(await unreferenced(context, step)).filter((blob) => blob.startsWith(`${principal.tenantId}/`)));
  return found;
};

/** Blobs that were written but never got a row, once they are old enough that no row can come. */
export const sweepOrphans = async (context: Context): Promise<SweepReport> => {
  let blobs = 0;
  let orphans = 0;
  for await (const step of steps(context)) {
    blobs += step.length;
    for (const blob of await unreferenced(context, step)) {
      await context.objects.quarantine(blob);
      orphans += 1;
    }
  }
  const unfinished = await context.objects.abortUnfinished(before(context));
  const report = { blobs, orphans, unfinished };
  context.log[orphans > 0 ? 'warn' : 'info'](report, 'orphan sweep');
  return report;
};

export interface MissingReport {
  readonly locations: number;
  /** rows whose blob is absent or too short */
  readonly missing: number;
}

/** Rows whose bytes are gone: an alarm, never "no such instance". */
export const findMissingBlobs = async (
  context: Context,
  tenantId: string,
  signal?: AbortSignal,
): Promise<MissingReport> => {
  let locations = 0;
  let missing = 0;
  let last = { blob: '', offset: -1 };
  for (let more = true; more && !signal?.aborted; ) {
    const step = await context.db.tenant(tenantId, (trx) => locationsAfter(trx, last, STEP));
    const lengths = new Map<string, number | undefined>();
    for (const { blob, blob_offset: offset, byte_length: size, instance_id: instanceId } of step) {
      if (!lengths.has(blob)) lengths.set(blob, await context.objects.lengthOf(blob));
      if ((lengths.get(blob) ?? -1) >= offset + size) continue;
      missing += 1;
      context.log.error({ blob, instanceId, code: 'bytes-missing' }, 'the bytes of an instance are missing');
    }
    locations += step.length;
    const end = step.at(-1);
    if (end) last = { blob: end.blob, offset: end.blob_offset };
    more = step.length === STEP;
  }
  return { locations, missing };
};
