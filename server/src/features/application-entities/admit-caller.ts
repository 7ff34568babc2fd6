/** Which application entities may call us, from where, and what they must prove (A03, H10, H12, H24). */
import { isIP } from 'node:net';
import { plainAddress } from '../../addresses.ts';
import {
  type ApplicationEntity,
  DEFAULT_TENANT_ID,
  findApplicationEntity,
  findCaller,
  isBound,
  type Service,
  type Trx,
} from '../../db/index.ts';
import { Failure } from '../../errors.ts';
import { isPasscode, type Principal, type Right, type TokenVerifier } from '../access/index.ts';
import type { Context } from '../context.ts';

export interface AdmittedCaller {
  readonly principal: Principal;
  readonly services: ReadonlySet<Service>;
  /** given to identifiers that this caller sends without an issuer */
  readonly issuer: string;
  readonly sourceId: string | undefined;
  /** the user's identity was offered and is proved */
  readonly proved: boolean;
}

/** Who is said to use the caller (PS3.7 D.3.3.7): a secret until it is proved. */
export type OfferedIdentity =
  | { readonly by: 'name' }
  | { readonly by: 'passcode'; readonly name: string; readonly passcode: Uint8Array }
  | { readonly by: 'token'; readonly token: string }
  | { readonly by: 'unsupported' };

export interface Call {
  readonly aeTitle: string;
  readonly remoteAddress: string;
  /** fingerprint of the certificate that was proved */
  readonly certificate: string | undefined;
  readonly identity: OfferedIdentity | undefined;
}

/** What a service needs of its caller; the door looks at the service itself too. */
const rightFor: Readonly<Record<Service, readonly Right[]>> = {
  echo: [],
  store: ['store'],
  find: ['read'],
  get: ['read'],
  move: ['read'],
  commit: ['store'],
  worklist: ['read'],
  performed: ['store'],
};

const rightsOf = (granted: readonly Service[]): ReadonlySet<Right> =>
  new Set(granted.flatMap((service) => rightFor[service]));

/**
 * A title that is bound to a certificate is nobody else's, and not to be had without TLS; and whose certificate it is calls by
 * that title only (H24, A01).
 */
const wrongCertificate = async (
  trx: Trx,
  entity: ApplicationEntity,
  certificate: string | undefined,
): Promise<string | undefined> => {
  if (entity.certificate !== null && certificate === undefined)
    return 'it is listed with a certificate and has to call over TLS';
  if (entity.certificate !== null)
    return entity.certificate === certificate ? undefined : 'it proved another certificate than it is listed with';
  return certificate !== undefined && (await isBound(trx, certificate))
    ? 'its certificate is listed for another title'
    : undefined;
};

const listedCaller = async (
  trx: Trx,
  aeTitle: string,
  address: string,
  certificate: string | undefined,
): Promise<ApplicationEntity | string> => {
  const found = await findCaller(trx, aeTitle, address);
  if (found) return (await wrongCertificate(trx, found, certificate)) ?? found;
  return (await findApplicationEntity(trx, aeTitle)) ? 'it is listed with another address' : 'its title is not listed';
};

interface User {
  readonly name: string;
  readonly rights?: ReadonlySet<Right>;
}

const userOfToken = async (tokens: TokenVerifier, token: string): Promise<User | undefined> => {
  try {
    const { subject, rights, grants, patient } = await tokens.verify(token);
    // An association is a department's: a token of one patient, or of some resources, opens none.
    if (grants !== undefined || patient !== undefined) return undefined;
    return { name: subject, rights };
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
};

const userOfPasscode = async (
  entity: ApplicationEntity,
  { name, passcode }: Extract<OfferedIdentity, { by: 'passcode' }>,
): Promise<User | undefined> => {
  if (entity.user_name === null || entity.passcode_hash === null) return undefined;
  // Derived whatever the name is, so that the time taken does not tell which names there are.
  const proved = await isPasscode(passcode, entity.passcode_hash);
  return proved && name === entity.user_name ? { name } : undefined;
};

/** What is offered must be good even where nothing is asked for; a name alone proves nothing and asks for nothing. */
const proveUser = async (
  tokens: TokenVerifier,
  entity: ApplicationEntity,
  offered: OfferedIdentity | undefined,
): Promise<User | 'nobody' | undefined> => {
  const rule = entity.user_identity;
  if (offered === undefined || offered.by === 'name') return rule === 'none' ? 'nobody' : undefined;
  if (offered.by === 'unsupported' || (rule !== 'none' && rule !== offered.by)) return undefined;
  return offered.by === 'token' ? userOfToken(tokens, offered.token) : userOfPasscode(entity, offered);
};

/** What an entity without an issuer sends is filed under its title, which is no issuer that anybody knows a patient by. */
export const domainOf = ({
  issuer,
  one_issuer: only,
}: Pick<ApplicationEntity, 'issuer' | 'one_issuer'>): Pick<Principal, 'domain'> =>
  issuer === null ? {} : { domain: { issuer, only } };

/** Why is for the log of whoever runs the hub; it says which entry of the list to look at, and nothing that is secret. */
export interface Refused {
  readonly refused: 'unknown' | 'unproved';
  readonly why: string;
}

/**
 * The caller of an association: `unknown` unless it is listed with this address, `unproved` when its user is not who must be.
 * The tenant is that of the called title, which the door has matched with its own; never anything the peer sent (H11).
 */
export const admitCaller = async (
  { db }: Context,
  tokens: TokenVerifier,
  call: Call,
): Promise<AdmittedCaller | Refused> => {
  const tenantId = DEFAULT_TENANT_ID;
  const address = plainAddress(call.remoteAddress);
  if (isIP(address) === 0) return { refused: 'unknown', why: 'its address is none' };
  const entity = await db.tenant(tenantId, (trx) => listedCaller(trx, call.aeTitle, address, call.certificate));
  if (typeof entity === 'string') return { refused: 'unknown', why: entity };
  const user = await proveUser(tokens, entity, call.identity);
  if (user === undefined) return { refused: 'unproved', why: 'its user is not proved as it is listed' };
  const named = user !== 'nobody' ? user : undefined;
  const rights = rightsOf(entity.services);
  return {
    principal: {
      tenantId,
      subject: named ? `${call.aeTitle}/${named.name}` : call.aeTitle,
      door: 'dimse',
      address,
      rights: named?.rights ? rights.intersection(named.rights) : rights,
      ...domainOf(entity),
    },
    services: new Set(entity.services),
    issuer: entity.issuer ?? call.aeTitle,
    sourceId: entity.source_id ?? undefined,
    proved: named !== undefined,
  };
};
