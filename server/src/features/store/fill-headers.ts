/** Objects that an earlier version stored: what searches tell since is read from their headers, some at a time. */
import { fillHeaders, findHeaderWalk, instancesAfter, putHeaderWalk, versionsById } from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { readHeader } from '../retrieve/index.ts';
import { keptSince } from './attributes.ts';

/** Raised when more is kept of an object: all are read again. */
const READING = 1;
const AT_ONCE = 200;

type Version = Awaited<ReturnType<typeof versionsById>>[number];

/** Undefined where the bytes cannot be read: the scrub tells of that, and others are not held up by it. */
const readVersion = async ({ objects, log }: Context, version: Version) => {
  try {
    const { dataset } = await readHeader(objects, version);
    return { instanceId: version.id, seriesId: version.series_id, ...keptSince(dataset) };
  } catch (error) {
    log.warn({ err: error, instance: version.id }, 'a stored header could not be read again');
    return undefined;
  }
};

const readVersions = async (context: Context, versions: readonly Version[], signal: AbortSignal | undefined) => {
  const read = [];
  for (const version of versions) {
    if (signal?.aborted) return undefined;
    const filled = await readVersion(context, version);
    if (filled) read.push(filled);
  }
  return read;
};

/**
 * Fills Bits Allocated and Request Attributes Sequence of some objects, and notes how far it came: what is stopped goes on from there.
 * True when there is more.
 */
export const fillSomeHeaders = async (
  context: Context,
  principal: Principal,
  signal?: AbortSignal,
): Promise<boolean> => {
  authorise(principal, 'admin');
  const { db, clock } = context;
  const { tenantId } = principal;
  const begun = await db.tenant(tenantId, async (trx) => {
    const walk = await findHeaderWalk(trx);
    const isOurs = walk?.reading === READING;
    if (isOurs && walk.finished_at !== null) return undefined;
    const after = isOurs ? walk.after_instance : null;
    const walked = await instancesAfter(trx, after, AT_ONCE);
    const lacking = walked.filter(({ lacks }) => lacks).map(({ id }) => id);
    return { after, walked, versions: await versionsById(trx, lacking) };
  });
  if (begun === undefined) return false;
  const read = await readVersions(context, begun.versions, signal);
  if (read === undefined) return false;
  const isLast = begun.walked.length < AT_ONCE;
  const after = begun.walked.at(-1)?.id ?? begun.after;
  await db.tenant(tenantId, async (trx) => {
    await fillHeaders(trx, read);
    await putHeaderWalk(trx, tenantId, { reading: READING, after, finishedAt: isLast ? clock() : null });
  });
  return !isLast;
};
