/** Where a delivery goes and how: associations to an application entity, or STOW-RS at the DICOMweb service of its source. */
import { findApplicationEntity, findSource } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { listHeld, listHeldOnWeb, openSender, openStowSender, type Sender } from '../../peers/index.ts';
import { authorise, type PatientIdDomain, type Principal } from '../access/index.ts';
import { entityDomain, findDestination } from '../application-entities/index.ts';
import type { Context } from '../context.ts';
import { settingsOfSource } from '../sources/index.ts';

const patienceMs = 30_000;
/** For one object, whatever its size. */
const stowPatienceMs = 300_000;

export interface Receiver {
  /** What is sent there is told of patients as this domain knows them. */
  readonly domain: PatientIdDomain | undefined;
  /** The objects of a study that it says it has. */
  held(studyInstanceUid: string, signal: AbortSignal): Promise<ReadonlySet<string>>;
  open(contexts: Parameters<typeof openSender>[1], signal: AbortSignal): Promise<Sender>;
}

/** How the source that an entity belongs to is spoken to. Fails with `unknown-destination`. */
export const serviceOf = async (context: Context, principal: Principal, sourceId: string | null) => {
  const source =
    sourceId === null ? undefined : await context.db.tenant(principal.tenantId, (trx) => findSource(trx, sourceId));
  if (source === undefined || source.removed_at !== null) return fail('unknown-destination');
  return settingsOfSource(context, source);
};

const byStow = async (context: Context, principal: Principal, sourceId: string | null): Promise<Receiver> => {
  const { dicomwebUrl, credentials } = await serviceOf(context, principal, sourceId);
  if (dicomwebUrl === null) return fail('unknown-destination');
  const web = (timeoutMs: number) => ({
    baseUrl: dicomwebUrl,
    timeoutMs,
    ...(credentials && { credentials }),
  });
  return {
    domain: undefined,
    held: (study, signal) => listHeldOnWeb(web(patienceMs), study, signal),
    open: (_contexts, signal) => Promise.resolve(openStowSender(web(stowPatienceMs), signal)),
  };
};

const byStore = async (context: Context, principal: Principal, title: string): Promise<Receiver> => {
  const { aeTitle, domain, ...address } = await findDestination(context, principal, title);
  const own = { calledAeTitle: aeTitle, callingAeTitle: context.config.dicom.aeTitle, timeoutMs: patienceMs };
  const settings = { ...address, ...own };
  return {
    domain,
    held: (study, signal) => listHeld(settings, study, signal),
    open: (contexts, signal) => openSender(settings, contexts, signal),
  };
};

/** From the list only, whatever address a peer could make a name resolve to (H21). Fails with `unknown-destination`. */
export const findReceiver = async (context: Context, principal: Principal, aeTitle: string): Promise<Receiver> => {
  authorise(principal, 'read');
  const entity = await context.db.tenant(principal.tenantId, (trx) => findApplicationEntity(trx, aeTitle));
  // A service that takes documents takes no objects.
  if (entity?.deliver_by === 'mhd') return fail('unknown-destination');
  if (entity?.deliver_by !== 'stow') return byStore(context, principal, aeTitle);
  return { ...(await byStow(context, principal, entity.source_id)), ...entityDomain(entity) };
};
