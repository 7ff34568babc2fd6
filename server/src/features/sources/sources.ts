/** The registry of sources: which systems are asked, where they are and how they are spoken to. */
import { type Source, type SourceInput, sourceInput } from '@throughline/contract';
import {
  findSourceByName,
  listSources as listRows,
  putSource as putRow,
  removeSource as removeRow,
  type SourceRow,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';

const LONGEST_NAME = 64;

const toSource = (row: SourceRow): Source => ({
  id: row.id,
  name: row.name,
  siteName: row.site_name,
  issuer: row.issuer,
  queryBy: row.query_by,
  retrieveBy: row.retrieve_by,
  timeoutMs: row.timeout_ms,
  concurrency: row.concurrency,
  enabled: row.enabled,
  ...(row.dicomweb_url === null ? {} : { dicomwebUrl: row.dicomweb_url }),
  ...(row.ae_title === null || row.host === null || row.port === null
    ? {}
    : {
        dimse: {
          aeTitle: row.ae_title,
          host: row.host,
          port: row.port,
          ...(row.tls && { tls: true }),
        },
      }),
});

const needs = (input: SourceInput): string | undefined => {
  const byWeb = input.queryBy === 'qido' || input.retrieveBy === 'wado';
  const byDimse = input.queryBy === 'c-find' || input.retrieveBy !== 'wado';
  if (byWeb && input.dicomwebUrl === undefined) return 'QIDO-RS and WADO-RS need the DICOMweb URL.';
  if (byDimse && input.dimse === undefined) return 'C-FIND, C-GET and C-MOVE need AE title, host and port.';
  return undefined;
};

/** A base URL is what paths are added to: nothing behind the path, and no password that would end up in logs. */
const baseUrl = (text: string): string => {
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    fail('bad-request', 'The DICOMweb URL must have no user, password, query or fragment.');
  return url.href.replace(/\/+$/, '');
};

const checkSource = (name: string, input: unknown): SourceInput => {
  if (name.trim() !== name || name === '' || name.length > LONGEST_NAME)
    fail('bad-request', `A source has a name of 1 to ${LONGEST_NAME} characters.`);
  const parsed = sourceInput.safeParse(input);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    return fail('bad-request', faults.join('; '));
  }
  const missing = needs(parsed.data);
  return missing === undefined ? parsed.data : fail('bad-request', missing);
};

/** Adds the source of this name, or replaces its settings; `input` is checked here, whoever it comes from. */
export const putSource = async (
  { db }: Context,
  principal: Principal,
  name: string,
  input: unknown,
): Promise<Source> => {
  authorise(principal, 'admin');
  const source = checkSource(name, input);
  return db.tenant(principal.tenantId, async (trx) => {
    await putRow(trx, principal.tenantId, source.siteName, {
      name,
      issuer: source.issuer,
      ae_title: source.dimse?.aeTitle ?? null,
      host: source.dimse?.host ?? null,
      port: source.dimse?.port ?? null,
      tls: source.dimse?.tls ?? false,
      dicomweb_url: source.dicomwebUrl === undefined ? null : baseUrl(source.dicomwebUrl),
      query_by: source.queryBy,
      retrieve_by: source.retrieveBy,
      timeout_ms: source.timeoutMs,
      concurrency: source.concurrency,
      enabled: source.enabled,
    });
    await recordAudit(trx, principal, { event: 'applicationActivity', action: 'U', detail: { source: name } });
    const row = (await findSourceByName(trx, name)) ?? fail('processing-failure');
    return toSource(row);
  });
};

export const listSources = async ({ db }: Context, principal: Principal): Promise<Source[]> => {
  authorise(principal, 'admin');
  return db.tenant(principal.tenantId, async (trx) => (await listRows(trx)).map(toSource));
};

/** It is asked no more; what it once told stays, with its name. */
export const removeSource = async ({ db, clock }: Context, principal: Principal, name: string): Promise<void> => {
  authorise(principal, 'admin');
  await db.tenant(principal.tenantId, async (trx) => {
    if (!(await removeRow(trx, name, clock()))) fail('not-found');
    await recordAudit(trx, principal, { event: 'applicationActivity', action: 'D', detail: { source: name } });
  });
};
