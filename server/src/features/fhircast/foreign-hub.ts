/** The hub of the EHR that launched a session: kept for its page, encrypted, as it comes with the EHR's token. */
import { z } from 'zod';
import { setForeignHub, type Trx } from '../../db/index.ts';
import { parseSealKey, SealError, seal, unseal } from '../../seal.ts';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { ownTopicIn } from './topics.ts';

const foreignHub = z.object({
  url: z.string(),
  topic: z.string(),
  token: z.string(),
  /** As the EHR is called here. */
  label: z.string(),
  scopes: z.array(z.string()),
});
export type ForeignHub = z.infer<typeof foreignHub>;

const boundTo = (topic: string): string => `fhircast:${topic}`;

/** For the session of a page; without a key to encrypt with it is not kept, and the page follows its own session only. */
export const keepForeignHub = async (
  { config, log }: Context,
  trx: Trx,
  principal: Principal,
  hub: ForeignHub,
): Promise<void> => {
  const keys = config.secretKeys.map(parseSealKey);
  if (keys.length === 0) {
    log.warn('the FHIRcast hub of an EHR is not followed: set THROUGHLINE_SECRET_KEY');
    return;
  }
  const { topic } = await ownTopicIn(trx, principal);
  await setForeignHub(trx, topic, seal(keys, boundTo(topic), JSON.stringify(hub)));
};

/** Undefined: the session has none, or it cannot be opened with the keys that are configured. */
export const foreignHubOf = async (
  { config, db, log }: Context,
  principal: Principal,
): Promise<ForeignHub | undefined> => {
  const row = await db.tenant(principal.tenantId, (trx) => ownTopicIn(trx, principal));
  if (row.foreign_hub === null) return undefined;
  try {
    const text = unseal(config.secretKeys.map(parseSealKey), boundTo(row.topic), Buffer.from(row.foreign_hub));
    return foreignHub.parse(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    log.warn({ err: error }, 'the FHIRcast hub of an EHR cannot be opened');
    return undefined;
  }
};
