/** Who is sent HL7 v2 messages, and which: registered by hand, the key of our certificate sealed. */
import {
  findDestination,
  type Hl7DestinationRow,
  listDestinations as listRows,
  type OutgoingEvent,
  pauseDestination as pauseRow,
  putDestination as putRow,
  removeDestination as removeRow,
  type Trx,
  waitingByDestination,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { parseSealKey, seal, unseal } from '../../seal.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type OutgoingMapping, readOutgoingMapping } from './mapping.ts';
import { charsets, isCharset } from './writing.ts';

const outgoingEvents: readonly OutgoingEvent[] = [
  'report',
  'document',
  'order-status',
  'identifiers',
  'patient',
  'merge',
];

export interface DestinationTls {
  /** PEM of who signed the receiver's certificate; absent: those that the system trusts */
  readonly ca?: string | undefined;
  /** PEM of the certificate that we prove, with its key */
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
  /** the name in the receiver's certificate, when it is not `host` */
  readonly serverName?: string | undefined;
}

export interface DestinationInput {
  readonly host: string;
  readonly port: number;
  readonly tls?: DestinationTls | undefined;
  /** MSH-12: 2.3 to 2.8 */
  readonly version: string;
  /** MSH-18, HL7 table 0211 */
  readonly charset?: string | undefined;
  readonly sendingApplication: string;
  readonly sendingFacility?: string | undefined;
  readonly receivingApplication?: string | undefined;
  readonly receivingFacility?: string | undefined;
  readonly events: readonly string[];
  /** the assigning authority whose identifiers it knows */
  readonly issuer?: string | undefined;
  /** the source of messages (`admin hl7 source`) that is the same system */
  readonly sourceName?: string | undefined;
  readonly mapping?: unknown;
  readonly enabled?: boolean | undefined;
}

export interface ListedDestination extends Omit<DestinationInput, 'tls' | 'mapping'> {
  readonly name: string;
  readonly tls: Omit<DestinationTls, 'key'> | undefined;
  readonly mapping: OutgoingMapping;
  /** what it is to be told waits until it is no longer */
  readonly paused: boolean;
  /** messages that are not sent yet */
  readonly waiting: number;
  /** failures to reach it in a row, and when it is tried again */
  readonly failures: number;
  readonly nextAt: string;
}

type KeptTls = Omit<DestinationTls, 'key'>;

const boundTo = (tenantId: string, name: string): string => `hl7-destination:${tenantId}:${name}`;

const sealedKey = ({ config }: Context, tenantId: string, name: string, key: string | undefined): Buffer | null => {
  if (key === undefined) return null;
  const keys = config.secretKeys.map(parseSealKey);
  return keys.length === 0
    ? fail('bad-request', 'A private key is kept encrypted only, and no key is configured: set THROUGHLINE_SECRET_KEY.')
    : seal(keys, boundTo(tenantId, name), key);
};

/** What a connection to it proves and asks. @throws SealError when the key cannot be opened: then nothing is sent without it */
export const tlsOf = ({ config }: Context, row: Hl7DestinationRow): DestinationTls | undefined => {
  if (row.tls === null) return undefined;
  const key =
    row.client_key === null
      ? undefined
      : unseal(config.secretKeys.map(parseSealKey), boundTo(row.tenant_id, row.name), Buffer.from(row.client_key));
  return { ...(row.tls as KeptTls), key };
};

const checkedEvents = (events: readonly string[]): OutgoingEvent[] => {
  const known = outgoingEvents.filter((event) => events.includes(event));
  return known.length === 0 || events.some((event) => !known.some((one) => one === event))
    ? fail('bad-request', `Events are of ${outgoingEvents.join(', ')}.`)
    : known;
};

const check = (name: string, input: DestinationInput): void => {
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(name)) fail('bad-request', 'A name has letters, digits, _ . and -.');
  if (!/^[A-Za-z0-9.:-]{1,255}$/.test(input.host)) fail('bad-request', 'The host is a name or an address.');
  if (!Number.isInteger(input.port) || input.port < 1 || input.port > 65_535)
    fail('bad-request', 'The port is a number from 1 to 65535.');
  if (!/^2\.[3-8](\.\d)?$/.test(input.version)) fail('bad-request', 'The version is one of 2.3 to 2.8.');
  if (input.charset !== undefined && !isCharset(input.charset))
    fail('bad-request', `The character set is one of ${charsets.join(', ')}.`);
  if (input.sendingApplication === '') fail('bad-request', 'Name the sending application (MSH-3).');
  if (input.tls?.key !== undefined && input.tls.certificate === undefined)
    fail('bad-request', 'A certificate of ours goes with its key.');
};

/** The key goes in and never comes out: whoever changes something else leaves it out, and it stays with its certificate. */
const keptKey = async (trx: Trx, name: string, certificate: string | undefined): Promise<Buffer | null> => {
  if (certificate === undefined) return null;
  const before = await findDestination(trx, name);
  const isSame = (before?.tls as KeptTls | null | undefined)?.certificate === certificate;
  return (isSame ? before?.client_key : null) ?? fail('bad-request', 'A certificate of ours goes with its key.');
};

/** Adds the destination of this name, or replaces what is said of it; what waits for it is tried at once. */
export const putDestination = async (
  context: Context,
  principal: Principal,
  name: string,
  input: DestinationInput,
): Promise<void> => {
  authorise(principal, 'admin');
  check(name, input);
  const { tenantId } = principal;
  const { key, ...tls } = input.tls ?? {};
  const sealed = sealedKey(context, tenantId, name, key);
  const row = {
    tenant_id: tenantId,
    name,
    host: input.host,
    port: input.port,
    tls: input.tls === undefined ? null : JSON.stringify(tls),
    version: input.version,
    charset: input.charset ?? 'UNICODE UTF-8',
    sending_application: input.sendingApplication,
    sending_facility: input.sendingFacility ?? '',
    receiving_application: input.receivingApplication ?? '',
    receiving_facility: input.receivingFacility ?? '',
    events: checkedEvents(input.events),
    issuer: input.issuer ?? null,
    source_name: input.sourceName ?? null,
    mapping: JSON.stringify(readOutgoingMapping(input.mapping ?? {})),
    enabled: input.enabled ?? true,
  };
  await context.db.tenant(tenantId, async (trx) => {
    const client_key = sealed ?? (await keptKey(trx, name, tls.certificate));
    await putRow(trx, { ...row, client_key }, context.clock());
    await recordAudit(trx, principal, { event: 'applicationActivity', action: 'U', detail: { hl7Destination: name } });
  });
};

const listed = (row: Hl7DestinationRow, waiting: number): ListedDestination => ({
  name: row.name,
  host: row.host,
  port: row.port,
  tls: (row.tls as KeptTls | null) ?? undefined,
  version: row.version,
  charset: row.charset,
  sendingApplication: row.sending_application,
  sendingFacility: row.sending_facility,
  receivingApplication: row.receiving_application,
  receivingFacility: row.receiving_facility,
  events: row.events,
  ...(row.issuer !== null && { issuer: row.issuer }),
  ...(row.source_name !== null && { sourceName: row.source_name }),
  mapping: readOutgoingMapping(row.mapping),
  enabled: row.enabled,
  paused: row.paused,
  waiting,
  failures: row.failures,
  nextAt: row.next_at.toISOString(),
});

export const listDestinations = async ({ db }: Context, principal: Principal): Promise<ListedDestination[]> => {
  authorise(principal, 'admin');
  return db.tenant(principal.tenantId, async (trx) => {
    const waiting = await waitingByDestination(trx);
    return (await listRows(trx)).map((row) => listed(row, waiting.get(row.name) ?? 0));
  });
};

/** Sends nothing more to it until it is told to go on: what it is to be told waits, and goes out then in its order. */
export const pauseDestination = async (
  { db, clock }: Context,
  principal: Principal,
  name: string,
  paused: boolean,
): Promise<void> => {
  authorise(principal, 'admin');
  await db.tenant(principal.tenantId, async (trx) => {
    if (!(await pauseRow(trx, name, paused, clock()))) fail('not-found');
    const detail = { hl7Destination: name, paused };
    await recordAudit(trx, principal, { event: 'applicationActivity', action: 'U', detail });
  });
};

/** Nothing more is sent to it. */
export const removeDestination = async ({ db }: Context, principal: Principal, name: string): Promise<void> => {
  authorise(principal, 'admin');
  await db.tenant(principal.tenantId, async (trx) => {
    if ((await findDestination(trx, name)) === undefined || !(await removeRow(trx, name))) fail('not-found');
    await recordAudit(trx, principal, { event: 'applicationActivity', action: 'D', detail: { hl7Destination: name } });
  });
};
