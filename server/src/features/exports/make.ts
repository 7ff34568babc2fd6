/** Makes exports file by file: each with the place where the next begins, in one transaction, so that a killed process loses one file's work. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import {
  advanceExport,
  type BulkExportRow,
  forgetExports,
  insertExportFile,
  recordsOfGroup,
  takeDueExport,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { actingFor, authorise, type Principal, type ReadableType, withConsents } from '../access/index.ts';
import type { Context } from '../context.ts';

export interface ExportPage {
  readonly type: ReadableType;
  readonly since: Date | null;
  readonly after: string | undefined;
}

/** A page of resources in the words of a protocol, one a line, and where the next begins. */
export type ReadPage = (
  principal: Principal,
  page: ExportPage,
) => Promise<{ readonly lines: readonly string[]; readonly next: string | undefined }>;

const LEASE_MS = 120_000;
const MOST_ATTEMPTS = 5;
const MOST_RESOURCES = 10_000;
const MOST_CHARACTERS = 8 * 2 ** 20;
const KEPT_MS = 86_400_000;

/** How long files are kept, in milliseconds. */
export const exportKeptMs = KEPT_MS;

const compress = promisify(gzip);

interface Made {
  readonly lines: readonly string[];
  readonly next: string | undefined;
}

/** On behalf of who asked; of a group: bound to its persons as a patient context binds, so that nothing else can be read. */
const readerOf = async (context: Context, row: BulkExportRow): Promise<Principal> => {
  const asker = (await actingFor(context, row)) ?? fail('forbidden');
  const { group_id: group } = row;
  if (group === null) return asker;
  const records = new Set(await context.db.tenant(row.tenant_id, (trx) => recordsOfGroup(trx, group)));
  return withConsents(context, { ...asker, records });
};

const readFile = async (
  context: Context,
  row: BulkExportRow,
  type: ReadableType,
  readPage: ReadPage,
): Promise<Made> => {
  const principal = await readerOf(context, row);
  const lines: string[] = [];
  let characters = 0;
  let after = row.after ?? undefined;
  do {
    const page = await readPage(principal, { type, since: row.since, after });
    lines.push(...page.lines);
    characters += page.lines.reduce((sum, line) => sum + line.length, 0);
    after = page.next;
  } while (after !== undefined && lines.length < MOST_RESOURCES && characters < MOST_CHARACTERS);
  return { lines, next: after };
};

const makeFile = async (context: Context, row: BulkExportRow, readPage: ReadPage): Promise<void> => {
  const { tenant_id: tenantId, id } = row;
  const type = row.types[row.at_type] as ReadableType;
  const { lines, next } = await readFile(context, row, type, readPage);
  const body = await compress(Buffer.from(lines.map((line) => `${line}\n`).join(''), 'utf8'));
  const now = context.clock();
  const isLast = next === undefined && row.at_type + 1 >= row.types.length;
  await context.db.tenant(tenantId, async (trx) => {
    const place = next === undefined ? { at_type: row.at_type + 1, after: null } : { after: next };
    const end = isLast ? { status: 'done' as const, ended_at: now } : {};
    const isWanted = await advanceExport(trx, id, { ...place, ...end, attempts: 0, next_at: now });
    if (isWanted && lines.length > 0)
      await insertExportFile(trx, { tenant_id: tenantId, export_id: id, type, resources: lines.length, body });
  });
};

/** Makes one file of one export; false when none is to be made. What fails again and again is given up. */
export const makeExportFile = async (context: Context, tenantId: string, readPage: ReadPage): Promise<boolean> => {
  const now = context.clock();
  const row = await context.db.tenant(tenantId, (trx) => takeDueExport(trx, now, new Date(now.getTime() + LEASE_MS)));
  if (row === undefined) return false;
  try {
    await makeFile(context, row, readPage);
  } catch (error) {
    context.log.warn({ err: error }, 'a file of an export could not be made');
    const over = row.attempts >= MOST_ATTEMPTS;
    const later = new Date(now.getTime() + 1000 * 2 ** row.attempts);
    await context.db.tenant(tenantId, (trx) =>
      advanceExport(trx, row.id, over ? { status: 'failed', ended_at: now } : { next_at: later }),
    );
  }
  return true;
};

const AT_ONCE = 20;

/** Removes the files of exports that ended a day ago; gives how many exports those were. */
export const forgetEndedExports = (context: Context, principal: Principal): Promise<number> => {
  authorise(principal, 'admin');
  const before = new Date(context.clock().getTime() - KEPT_MS);
  return context.db.tenant(principal.tenantId, (trx) => forgetExports(trx, before, AT_ONCE));
};
