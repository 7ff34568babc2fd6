/** Asks for everything of some types at once (FHIR Bulk Data Access 2.0), and asks how far it has come. */
import { gunzipSync } from 'node:zlib';
import {
  type BulkExportRow,
  cancelExport,
  countRunningExports,
  findExport,
  findExportFile,
  findGroup,
  insertExport,
  listExportFiles,
  newId,
  type Trx,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { keepAuthority, type Principal, type ReadableType, reachOf } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';

export interface ExportAsked {
  /** The address that was asked. */
  readonly request: string;
  /** Of these; undefined: of all of `exportable` that may be read. */
  readonly types: readonly ReadableType[] | undefined;
  readonly exportable: readonly ReadableType[];
  /** Only what changed here since. */
  readonly since: Date | undefined;
  /** Only of the persons in it. */
  readonly groupId: string | undefined;
}

const mostRunning = 3;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Read and search, of everybody and everything of the type. */
const mayExport = (principal: Principal, type: ReadableType): boolean =>
  (['r', 's'] as const).every((letter) => {
    const reach = reachOf(principal, type, letter);
    return reach !== undefined && reach.modalities === undefined;
  });

/** For systems, by their scopes, and for administrators; never within a patient context. */
const authoriseExport = ({ records, grants, rights }: Principal): void => {
  const isSystem = grants === undefined ? rights.has('admin') : grants.every(({ level }) => level === 'system');
  if (records !== undefined || !isSystem) fail('forbidden');
};

/** A group is exported by who may read it. */
const authoriseGroup = (principal: Principal, { groupId }: ExportAsked): void => {
  if (groupId !== undefined && reachOf(principal, 'Group', 'r') === undefined) fail('forbidden');
};

const typesOf = (principal: Principal, { types, exportable }: ExportAsked): readonly ReadableType[] => {
  const wanted = types ?? exportable.filter((type) => mayExport(principal, type));
  if (wanted.length === 0 || wanted.some((type) => !mayExport(principal, type))) return fail('forbidden');
  return wanted.some((type) => !exportable.includes(type))
    ? fail('bad-request', 'One of the types cannot be exported.')
    : [...new Set(wanted)];
};

export const askExport = async (context: Context, principal: Principal, asked: ExportAsked): Promise<string> => {
  authoriseExport(principal);
  authoriseGroup(principal, asked);
  const types = typesOf(principal, asked);
  const { tenantId, subject } = principal;
  const now = context.clock();
  const id = newId();
  await context.db.tenant(tenantId, async (trx) => {
    if ((await countRunningExports(trx, subject)) >= mostRunning) fail('too-many');
    const { groupId } = asked;
    if (groupId !== undefined && !(uuid.test(groupId) && (await findGroup(trx, groupId)))) fail('not-found');
    await insertExport(trx, {
      tenant_id: tenantId,
      id,
      subject,
      authority: keepAuthority(principal),
      request: asked.request,
      types: [...types],
      since: asked.since ?? null,
      group_id: groupId ?? null,
      status: 'running',
      asked_at: now,
      next_at: now,
    });
    await recordAudit(trx, principal, { event: 'dataExport', action: 'R', detail: { export: id, types } });
  });
  return id;
};

/** Nobody sees another's; what was cancelled is gone. */
const ownIn = async (trx: Trx, principal: Principal, id: string): Promise<BulkExportRow> => {
  authoriseExport(principal);
  const row = uuid.test(id) ? await findExport(trx, id) : undefined;
  return row !== undefined && row.subject === principal.subject && row.status !== 'cancelled' ? row : fail('not-found');
};

export const readExport = (context: Context, principal: Principal, id: string) =>
  context.db.tenant(principal.tenantId, async (trx) => {
    const asked = await ownIn(trx, principal, id);
    return { asked, files: asked.status === 'done' ? await listExportFiles(trx, id) : [] };
  });

/** Ends it and removes what it made. */
export const endExport = (context: Context, principal: Principal, id: string): Promise<void> =>
  context.db.tenant(principal.tenantId, async (trx) => {
    await ownIn(trx, principal, id);
    await cancelExport(trx, id, context.clock());
    await recordAudit(trx, principal, { event: 'dataExport', action: 'D', detail: { export: id } });
  });

/** NDJSON. Who may not read the type any more is not given what was made when it might. */
export const readExportFile = (context: Context, principal: Principal, id: string, number: number): Promise<Buffer> =>
  context.db.tenant(principal.tenantId, async (trx) => {
    const asked = await ownIn(trx, principal, id);
    const file = asked.status === 'done' ? await findExportFile(trx, id, number) : undefined;
    if (file === undefined) return fail('not-found');
    if (!mayExport(principal, file.type as ReadableType)) return fail('forbidden');
    const detail = { export: id, file: number, type: file.type, resources: file.resources };
    await recordAudit(trx, principal, { event: 'dataExport', action: 'R', detail });
    return gunzipSync(file.body);
  });
