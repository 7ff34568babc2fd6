/** Reads every copy again and says exactly which are no longer what was acknowledged (I13). */
import { setTimeout as delay } from 'node:timers/promises';
import { copiesAfter, copiesUnreadSince, noteCopy, otherCopies, replaceCopy, type StoredCopy } from '../../db/index.ts';
import type { StoredBlob } from '../../storage/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { checkBytes } from './check-bytes.ts';

/** `deleted`: no such blob; `truncated`: it ends too early; `altered`: other bytes */
export type Fault = 'deleted' | 'truncated' | 'altered';

export interface Damage {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly version: number;
  readonly blob: string;
  readonly offset: number;
  readonly fault: Fault;
  /** Another copy was whole and has taken its place. */
  readonly repaired: boolean;
}

export interface ScrubReport {
  readonly copies: number;
  readonly bytes: number;
  readonly damaged: readonly Damage[];
  /** It was stopped before the end. */
  readonly stopped: boolean;
}

export interface ScrubOptions {
  readonly studyInstanceUid?: string;
  readonly bytesPerSecond?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (copies: number, bytes: number) => void;
}

const STEP = 200;

const faultOf = async (context: Context, copy: StoredCopy): Promise<Fault | undefined> => {
  const integrity = await checkBytes(context, copy);
  if (integrity === 'whole') return undefined;
  if (integrity === 'damaged') return 'altered';
  return (await context.objects.lengthOf(copy.blob)) === undefined ? 'deleted' : 'truncated';
};

/** Writes the bytes of a good copy anew. */
const duplicate = async (context: Context, principal: Principal, copy: StoredCopy): Promise<StoredBlob> => {
  const writer = await context.objects.create(principal.tenantId);
  try {
    const range = { offset: copy.blob_offset, length: copy.byte_length };
    for await (const chunk of context.objects.read(copy.blob, range)) await writer.write(chunk);
    return await writer.commit();
  } catch (error) {
    await writer.discard().catch(() => undefined);
    throw error;
  }
};

const repair = async (context: Context, principal: Principal, damaged: StoredCopy): Promise<boolean> => {
  const { tenantId } = principal;
  for (const other of await context.db.tenant(tenantId, (trx) => otherCopies(trx, damaged))) {
    if ((await checkBytes(context, other)) !== 'whole') continue;
    const good = await duplicate(context, principal, other);
    await context.db.tenant(tenantId, (trx) => replaceCopy(trx, tenantId, damaged, good, context.clock()));
    return true;
  }
  return false;
};

/** The copy is marked first, so that nobody is given it while it is repaired. */
const handleDamage = async (
  context: Context,
  principal: Principal,
  copy: StoredCopy,
  fault: Fault,
): Promise<Damage> => {
  const { study_instance_uid: studyInstanceUid, sop_instance_uid: sopInstanceUid, blob, blob_offset: offset } = copy;
  const now = context.clock();
  await context.db.tenant(principal.tenantId, async (trx) => {
    await noteCopy(trx, { blob, offset }, now, copy.damaged_at ?? now);
    if (copy.damaged_at !== null) return;
    const detail = { reason: 'bytes-damaged', fault, sopInstanceUid };
    await recordAudit(trx, principal, {
      event: 'securityAlert',
      action: 'E',
      outcome: 'serious',
      studyInstanceUid,
      detail,
    });
  });
  const repaired = await repair(context, principal, copy);
  context.log.error({ instance: copy.instance_id, blob, fault, repaired }, 'a copy of an object is damaged');
  const { series_instance_uid: seriesInstanceUid, version } = copy;
  return { studyInstanceUid, seriesInstanceUid, sopInstanceUid, version, blob, offset, fault, repaired };
};

const scrubCopy = async (context: Context, principal: Principal, copy: StoredCopy): Promise<Damage | undefined> => {
  const fault = await faultOf(context, copy);
  if (fault) return handleDamage(context, principal, copy, fault);
  const at = { blob: copy.blob, offset: copy.blob_offset };
  await context.db.tenant(principal.tenantId, (trx) => noteCopy(trx, at, context.clock(), null));
  return undefined;
};

/** Reads no faster than it may, over the whole of its time. */
const pace = async (begun: number, bytes: number, { bytesPerSecond, signal }: ScrubOptions): Promise<void> => {
  if (bytesPerSecond === undefined) return;
  const ahead = (bytes / bytesPerSecond) * 1000 - (performance.now() - begun);
  if (ahead > 0) await delay(ahead, undefined, { signal }).catch(() => undefined);
};

const run = async (
  context: Context,
  principal: Principal,
  options: ScrubOptions,
  next: (last: StoredCopy | undefined) => Promise<readonly StoredCopy[]>,
): Promise<ScrubReport> => {
  authorise(principal, 'admin');
  const begun = performance.now();
  const damaged: Damage[] = [];
  let copies = 0;
  let bytes = 0;
  for (let step = await next(undefined); step.length > 0; step = await next(step.at(-1))) {
    for (const copy of step) {
      if (options.signal?.aborted) return { copies, bytes, damaged, stopped: true };
      const damage = await scrubCopy(context, principal, copy);
      if (damage) damaged.push(damage);
      copies += 1;
      bytes += copy.byte_length;
      await pace(begun, bytes, options);
    }
    options.onProgress?.(copies, bytes);
  }
  return { copies, bytes, damaged, stopped: false };
};

/** Every copy of one study or of all. */
export const scrub = (context: Context, principal: Principal, options: ScrubOptions = {}): Promise<ScrubReport> =>
  run(context, principal, options, (last) => {
    const after = last ? { blob: last.blob, offset: last.blob_offset } : { blob: '', offset: -1 };
    return context.db.tenant(principal.tenantId, (trx) => copiesAfter(trx, after, STEP, options.studyInstanceUid));
  });

/** The copies that were unread for longest, once: what a job does again and again. */
export const scrubStale = (
  context: Context,
  principal: Principal,
  unreadSince: Date,
  options: ScrubOptions,
): Promise<ScrubReport> =>
  run(context, principal, options, async (last) =>
    last ? [] : context.db.tenant(principal.tenantId, (trx) => copiesUnreadSince(trx, unreadSince, STEP)),
  );
