/** Who may send HL7 v2 messages: by what it calls itself, where it calls from and what it proves; everybody else is turned away. */
import { isIP } from 'node:net';
import type { Header } from '@throughline/hl7';
import { isNetwork, plainAddress } from '../../addresses.ts';
import {
  DEFAULT_TENANT_ID,
  findHl7Source,
  type Hl7SourceRow,
  hl7SourcesAt,
  listHl7Sources,
  putHl7Source,
  removeHl7Source,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal, type Right } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type Mapping, readMapping, readNewMapping } from './mapping.ts';

export interface MessageSource {
  readonly name: string;
  readonly issuer: string;
  readonly mapping: Mapping;
  readonly principal: Principal;
}

export interface Caller {
  readonly address: string;
  /** fingerprint of the certificate that was proved */
  readonly certificate: string | undefined;
}

/** A feed files patients and orders and says who is whom; it reads nothing. */
const feedRights: ReadonlySet<Right> = new Set(['store', 'identity']);

const toSource = (row: Hl7SourceRow, caller: Caller): MessageSource => ({
  name: row.name,
  issuer: row.issuer,
  mapping: readMapping(row.mapping),
  principal: {
    tenantId: row.tenant_id,
    subject: row.name,
    door: 'mllp',
    address: plainAddress(caller.address),
    rights: feedRights,
  },
});

const isProved = (row: Hl7SourceRow, caller: Caller): boolean =>
  row.certificate === null || row.certificate === caller.certificate;

const sourcesOf = async ({ db }: Context, caller: Caller): Promise<readonly Hl7SourceRow[]> => {
  const address = plainAddress(caller.address);
  if (isIP(address) === 0) return [];
  const rows = await db.tenant(DEFAULT_TENANT_ID, (trx) => hl7SourcesAt(trx, address));
  return rows.filter((row) => isProved(row, caller));
};

/** Whether anything that is listed may call from there. */
export const mayConnect = async (context: Context, caller: Caller): Promise<boolean> =>
  (await sourcesOf(context, caller)).length > 0;

const KNOWN_MS = 2_000;

/** The senders of one connection; what is listed is looked up again after two seconds. */
export class CallerSources {
  readonly #context: Context;
  readonly #caller: Caller;
  #rows: readonly Hl7SourceRow[] = [];
  #until = 0;

  constructor(context: Context, caller: Caller) {
    this.#context = context;
    this.#caller = caller;
  }

  /** One that names the facility comes before one that does not. */
  async find(header: Pick<Header, 'sendingApplication' | 'sendingFacility'>): Promise<MessageSource | undefined> {
    const now = this.#context.clock().getTime();
    if (now >= this.#until) {
      this.#rows = await sourcesOf(this.#context, this.#caller);
      this.#until = now + KNOWN_MS;
    }
    const named = this.#rows.filter((row) => row.sending_application === header.sendingApplication);
    const row =
      named.find((one) => one.sending_facility === header.sendingFacility) ??
      named.find((one) => one.sending_facility === null);
    return row && toSource(row, this.#caller);
  }
}

export interface Hl7SourceInput {
  readonly sendingApplication: string;
  readonly sendingFacility?: string | undefined;
  /** an address or a network in CIDR form */
  readonly address: string;
  readonly certificate?: string | undefined;
  readonly issuer: string;
  readonly mapping?: unknown;
  readonly enabled?: boolean | undefined;
}

export interface ListedHl7Source extends Omit<Hl7SourceInput, 'mapping'> {
  readonly name: string;
  readonly mapping: Mapping;
}

const fingerprint = (text: string | undefined): string | null => {
  if (text === undefined) return null;
  const plain = text.replaceAll(':', '').toLowerCase();
  return /^[0-9a-f]{64}$/.test(plain)
    ? plain
    : fail('bad-request', 'The certificate is named by its SHA-256 fingerprint: 64 hexadecimal digits.');
};

/** Adds the sender of this name, or replaces what is said of it. */
export const putMessageSource = async (
  { db }: Context,
  principal: Principal,
  name: string,
  input: Hl7SourceInput,
): Promise<void> => {
  authorise(principal, 'admin');
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(name)) fail('bad-request', 'A name has letters, digits, _ . and -.');
  if (!isNetwork(input.address))
    fail('bad-request', 'The address must be an IP address or a network such as 10.1.0.0/16.');
  const { sendingApplication, sendingFacility, issuer } = input;
  if (sendingApplication === '' || issuer === '') fail('bad-request', 'Name the sending application and the issuer.');
  const mapping = readNewMapping(input.mapping ?? {});
  await db.tenant(principal.tenantId, async (trx) => {
    await putHl7Source(trx, {
      tenant_id: principal.tenantId,
      name,
      sending_application: sendingApplication,
      sending_facility: sendingFacility ?? null,
      address: input.address,
      certificate: fingerprint(input.certificate),
      issuer,
      mapping: JSON.stringify(mapping),
      enabled: input.enabled ?? true,
    });
    await recordAudit(trx, principal, { event: 'applicationActivity', action: 'U', detail: { hl7Source: name } });
  });
};

const listed = (row: Hl7SourceRow): ListedHl7Source => ({
  name: row.name,
  sendingApplication: row.sending_application,
  ...(row.sending_facility !== null && { sendingFacility: row.sending_facility }),
  address: row.address,
  ...(row.certificate !== null && { certificate: row.certificate }),
  issuer: row.issuer,
  mapping: readMapping(row.mapping),
  enabled: row.enabled,
});

export const listMessageSources = async ({ db }: Context, principal: Principal): Promise<ListedHl7Source[]> => {
  authorise(principal, 'admin');
  return (await db.tenant(principal.tenantId, listHl7Sources)).map(listed);
};

export const findMessageSource = async (
  { db }: Context,
  principal: Principal,
  name: string,
): Promise<ListedHl7Source> => {
  authorise(principal, 'admin');
  const row = await db.tenant(principal.tenantId, (trx) => findHl7Source(trx, name));
  return row === undefined ? fail('not-found', 'There is no such source of messages.') : listed(row);
};

/** What it sent stays. */
export const removeMessageSource = async ({ db }: Context, principal: Principal, name: string): Promise<void> => {
  authorise(principal, 'admin');
  await db.tenant(principal.tenantId, async (trx) => {
    if (!(await removeHl7Source(trx, name))) fail('not-found');
    await recordAudit(trx, principal, { event: 'applicationActivity', action: 'D', detail: { hl7Source: name } });
  });
};

/** The sender of a message that was kept, for when it is processed again. */
export const sourceOfMessage = (row: Hl7SourceRow): MessageSource =>
  toSource(row, { address: '', certificate: undefined });
