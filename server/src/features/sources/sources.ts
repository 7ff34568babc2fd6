/** The registry of sources: which systems are asked, where they are and how they are spoken to. */
import { type Source, type SourceInput, sourceInput } from '@throughline/contract';
import {
  findSourceByName,
  listSources as listRows,
  lockSourceByName,
  newId,
  putSource as putRow,
  removeSource as removeRow,
  type SourceRow,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { isConfidential, isLoopback } from '../../loopback.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type Credentials, noCredentials, sealCredentials } from './credentials.ts';

const LONGEST_NAME = 64;

/** Absent rather than null: how the API says that something is not set. */
const given = <K extends string, V>(key: K, value: V | null): { readonly [key in K]?: V } =>
  value === null ? {} : ({ [key]: value } as { readonly [key in K]?: V });

const dimseOf = ({ ae_title: aeTitle, host, port, tls }: SourceRow): Pick<Source, 'dimse'> =>
  aeTitle === null || host === null || port === null ? {} : { dimse: { aeTitle, host, port, ...(tls && { tls }) } };

const coversOf = (row: SourceRow): Pick<Source, 'covers'> => {
  const covers = {
    ...given('from', row.covers_from),
    ...given('to', row.covers_to),
    ...given('modalities', row.modalities),
  };
  return Object.keys(covers).length === 0 ? {} : { covers };
};

export const toSource = (row: SourceRow): Source => ({
  id: row.id,
  name: row.name,
  siteName: row.site_name,
  kind: row.kind,
  issuer: row.issuer,
  queryBy: row.query_by,
  retrieveBy: row.retrieve_by,
  timeoutMs: row.timeout_ms,
  concurrency: row.concurrency,
  urgentAnytime: row.urgent_anytime,
  trust: row.trust,
  dialect: row.dialect,
  enabled: row.enabled,
  ...given('codeSystem', row.code_system),
  ...given('timeZone', row.time_zone),
  ...given('bytesPerSecond', row.bytes_per_second),
  ...(row.allowed_hours && { allowedHours: row.allowed_hours.map((each) => ({ ...each, days: [...each.days] })) }),
  ...given('dicomwebUrl', row.dicomweb_url),
  ...given('fhirUrl', row.fhir_url),
  ...coversOf(row),
  ...dimseOf(row),
  ...(row.credentials_kind && {
    credentials: { kind: row.credentials_kind, ...given('user', row.credentials_user) },
  }),
});

const needs = (input: SourceInput): string | undefined => {
  const byWeb = input.queryBy === 'qido' || input.retrieveBy === 'wado';
  const byDimse = input.queryBy === 'c-find' || input.retrieveBy === 'c-get' || input.retrieveBy === 'c-move';
  if (input.queryBy === 'fhir' && input.fhirUrl === undefined) return 'Asking by FHIR needs the FHIR URL.';
  if (byWeb && input.dicomwebUrl === undefined) return 'QIDO-RS and WADO-RS need the DICOMweb URL.';
  if (byDimse && input.dimse === undefined) return 'C-FIND, C-GET and C-MOVE need AE title, host and port.';
  return undefined;
};

/** A base URL is what paths are added to: nothing behind the path, and no password that would end up in logs. */
const baseUrl = (text: string): string => {
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    fail('bad-request', 'The URL of a service must have no user, password, query or fragment.');
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

/** A secret goes over the wire encrypted, or not at all; on this machine there is no wire. */
const checkChannel = ({ dimse, dicomwebUrl, fhirUrl }: SourceInput, kind: Credentials['kind']): void => {
  for (const url of [dicomwebUrl, fhirUrl]) {
    if (url === undefined) continue;
    if (!isConfidential(new URL(url)))
      fail('bad-request', 'Credentials are sent by https only: give an https address.');
  }
  if (dimse !== undefined && kind === 'basic' && !dimse.tls && !isLoopback(dimse.host))
    fail('bad-request', 'Credentials are sent over TLS only: turn TLS on for the DICOM address.');
};

const addressOf = (row: {
  readonly host?: string | null;
  readonly port?: number | null;
  readonly dicomweb_url?: string | null;
  readonly fhir_url?: string | null;
}): string =>
  JSON.stringify([
    row.host ?? null,
    row.port ?? null,
    ...[row.dicomweb_url, row.fhir_url].map((url) => (url ? new URL(url).origin : null)),
  ]);

type Settings = ReturnType<typeof settingsOf>;

/** Credentials that are not given again stay, but only for the address that they were given for. */
const credentialsFor = (
  context: Context,
  principal: Principal,
  id: string,
  input: SourceInput,
  { known, settings }: { readonly known: SourceRow | undefined; readonly settings: Settings },
) => {
  const { credentials } = input;
  if (credentials === null) return noCredentials;
  if (credentials !== undefined) {
    checkChannel(input, credentials.kind);
    return sealCredentials(context, principal.tenantId, id, credentials);
  }
  if (known === undefined || known.credentials_kind === null) return noCredentials;
  if (addressOf(known) !== addressOf(settings))
    return fail('bad-request', 'The address has changed: give the credentials again, or null for none.');
  checkChannel(input, known.credentials_kind);
  return {
    credentials_kind: known.credentials_kind,
    credentials_user: known.credentials_user,
    credentials: known.credentials,
  };
};

const settingsOf = (source: SourceInput) => ({
  kind: source.kind,
  issuer: source.issuer,
  code_system: source.codeSystem ?? null,
  ae_title: source.dimse?.aeTitle ?? null,
  host: source.dimse?.host ?? null,
  port: source.dimse?.port ?? null,
  tls: source.dimse?.tls ?? false,
  dicomweb_url: source.dicomwebUrl === undefined ? null : baseUrl(source.dicomwebUrl),
  fhir_url: source.fhirUrl === undefined ? null : baseUrl(source.fhirUrl),
  query_by: source.queryBy,
  retrieve_by: source.retrieveBy,
  timeout_ms: source.timeoutMs,
  concurrency: source.concurrency,
  bytes_per_second: source.bytesPerSecond ?? null,
  allowed_hours: source.allowedHours === undefined ? null : JSON.stringify(source.allowedHours),
  urgent_anytime: source.urgentAnytime,
  time_zone: source.timeZone ?? null,
  covers_from: source.covers?.from ?? null,
  covers_to: source.covers?.to ?? null,
  modalities: source.covers?.modalities ?? null,
  trust: source.trust,
  dialect: JSON.stringify(source.dialect),
  enabled: source.enabled,
});

/** Adds the source of this name, or replaces its settings; `input` is checked here, whoever it comes from. */
export const putSource = async (
  context: Context,
  principal: Principal,
  name: string,
  input: unknown,
): Promise<Source> => {
  authorise(principal, 'admin');
  const source = checkSource(name, input);
  const settings = settingsOf(source);
  return context.db.tenant(principal.tenantId, async (trx) => {
    const known = await lockSourceByName(trx, principal.tenantId, name);
    const id = known?.id ?? newId();
    const secrets = credentialsFor(context, principal, id, source, { known, settings });
    await putRow(trx, principal.tenantId, id, source.siteName, { name, ...settings, ...secrets });
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
