/** The registry of application entities: who may call us, from where, for what; and where C-MOVE may send to (A03, H21). */
import { applicationEntityServices } from '@throughline/contract';
import { isNetwork } from '../../addresses.ts';
import {
  type ApplicationEntity,
  type DeliverBy,
  findApplicationEntity,
  listApplicationEntities,
  lockApplicationEntity,
  putApplicationEntity,
  removeApplicationEntity,
  type Service,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { readTlsFiles, type TlsFiles } from '../../tls-files.ts';
import { authorise, type PatientIdDomain, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { domainOf } from './admit-caller.ts';
import { hashOf, type SaidOfUser, userAfter } from './user-of-entity.ts';

export const services: readonly Service[] = applicationEntityServices;

interface Destination {
  readonly aeTitle: string;
  readonly host: string;
  readonly port: number;
  readonly tls?: TlsFiles;
  /** What is sent there is told of patients as this domain knows them. */
  readonly domain?: PatientIdDomain;
}

/** Where an entity takes associations. It comes from the list only, whatever address a peer could make a name resolve to (H21). */
export const findDestination = async (
  { db, config }: Context,
  principal: Principal,
  aeTitle: string,
): Promise<Destination> => {
  authorise(principal, 'read');
  const entity = await db.tenant(principal.tenantId, (trx) => findApplicationEntity(trx, aeTitle));
  if (!entity?.host || !entity.port) return fail('unknown-destination');
  const tls = entity.tls ? (readTlsFiles(config) ?? fail('unknown-destination')) : undefined;
  return { aeTitle, host: entity.host, port: entity.port, ...(tls && { tls }), ...domainOf(entity) };
};

export interface EntityInput {
  readonly aeTitle: string;
  /** an address or a network in CIDR form */
  readonly address: string;
  readonly services: readonly Service[];
  readonly host?: string;
  readonly port?: number;
  readonly tls?: boolean;
  /** SHA-256 of the certificate that it must prove, hexadecimal, with or without colons */
  readonly certificate?: string;
  readonly issuer?: string;
  /** it wants the records of its issuer only */
  readonly oneIssuer?: boolean;
  readonly sourceId?: string;
  /** `stow`: what is delivered to it goes to the DICOMweb service of its source; `mhd`: manifests only, to its FHIR service */
  readonly deliverBy?: DeliverBy | undefined;
  readonly userIdentity?: SaidOfUser;
}

const plainFingerprint = (text: string): string => text.replaceAll(':', '').toLowerCase();

const checkEntity = (input: EntityInput): void => {
  if (!/^[\x21-\x5B\x5D-\x7E][\x20-\x5B\x5D-\x7E]{0,15}$/.test(input.aeTitle) || input.aeTitle.endsWith(' '))
    fail('bad-request', 'An AE title has 1 to 16 characters without backslash (PS3.5 6.2).');
  if (!isNetwork(input.address))
    fail('bad-request', 'The address must be an IP address or a network such as 10.1.0.0/16.');
  if (input.services.length === 0) fail('bad-request', `Name at least one service of ${services.join(', ')}.`);
  if ((input.host === undefined) !== (input.port === undefined))
    fail('bad-request', 'A move destination needs both host and port.');
  if (input.certificate !== undefined && !/^[0-9a-f]{64}$/.test(plainFingerprint(input.certificate)))
    fail('bad-request', 'The certificate is named by its SHA-256 fingerprint: 64 hexadecimal digits.');
  if (input.oneIssuer && input.issuer === undefined) fail('bad-request', 'Who wants one issuer only has an issuer.');
  if (input.deliverBy !== undefined && input.deliverBy !== 'c-store' && input.sourceId === undefined)
    fail('bad-request', 'Who takes deliveries by STOW-RS or MHD names the source whose service that is.');
};

/** Hashes stay where they are. */
export type ListedEntity = Omit<ApplicationEntity, 'passcode_hash'>;

const listed = ({ passcode_hash: _, ...row }: ApplicationEntity): ListedEntity => row;

/** Adds the entity, or replaces what is known of it; of its user stays what is not said. */
export const registerEntity = async (
  { db }: Context,
  principal: Principal,
  input: EntityInput,
): Promise<ListedEntity> => {
  authorise(principal, 'admin');
  checkEntity(input);
  const { aeTitle, userIdentity } = input;
  const newHash = await hashOf(userIdentity);
  return db.tenant(principal.tenantId, async (trx) => {
    const known = await lockApplicationEntity(trx, principal.tenantId, aeTitle);
    const row = await putApplicationEntity(trx, {
      tenant_id: principal.tenantId,
      ae_title: aeTitle,
      address: input.address,
      services: [...new Set(input.services)],
      host: input.host ?? null,
      port: input.port ?? null,
      tls: input.tls ?? false,
      certificate: input.certificate === undefined ? null : plainFingerprint(input.certificate),
      issuer: input.issuer ?? null,
      one_issuer: input.oneIssuer ?? false,
      source_id: input.sourceId ?? null,
      deliver_by: input.deliverBy ?? 'c-store',
      ...userAfter(known, userIdentity, newHash),
    });
    await recordAudit(trx, principal, {
      event: 'applicationActivity',
      action: 'U',
      detail: { applicationEntity: aeTitle, services: [...input.services] },
    });
    return listed(row);
  });
};

export const listEntities = async ({ db }: Context, principal: Principal): Promise<readonly ListedEntity[]> => {
  authorise(principal, 'admin');
  const rows = await db.tenant(principal.tenantId, listApplicationEntities);
  return rows.map(listed);
};

export const removeEntity = async ({ db }: Context, principal: Principal, aeTitle: string): Promise<void> => {
  authorise(principal, 'admin');
  await db.tenant(principal.tenantId, async (trx) => {
    if (!(await removeApplicationEntity(trx, aeTitle))) fail('not-found');
    await recordAudit(trx, principal, {
      event: 'applicationActivity',
      action: 'D',
      detail: { applicationEntity: aeTitle },
    });
  });
};
