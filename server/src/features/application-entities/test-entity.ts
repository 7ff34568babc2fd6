/** Tries whether an application entity takes associations of ours, step by step, by C-ECHO. */
import type { SourceTest } from '@throughline/contract';
import { findApplicationEntity } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { passedAll, probeEcho } from '../../peers/index.ts';
import { readTlsFiles } from '../../tls-files.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';

const PATIENCE_MS = 10_000;

/** To the host and port that are listed; nothing is kept but that it was tried. */
export const testEntity = async (
  { db, config }: Context,
  principal: Principal,
  aeTitle: string,
  signal: AbortSignal,
): Promise<SourceTest> => {
  authorise(principal, 'admin');
  const { host, port, tls } = await db.tenant(principal.tenantId, async (trx) => {
    const entity = (await findApplicationEntity(trx, aeTitle)) ?? fail('not-found');
    if (entity.host === null)
      fail('bad-request', 'It has no host and port: nothing is sent to it, nothing can be tried.');
    await recordAudit(trx, principal, {
      event: 'applicationActivity',
      action: 'E',
      detail: { applicationEntity: aeTitle, test: true },
    });
    return entity;
  });
  const ownTls = tls ? (readTlsFiles(config) ?? 'none') : undefined;
  const steps = await probeEcho(
    { aeTitle, host, port, timeoutMs: PATIENCE_MS, ...(ownTls && { tls: ownTls }) },
    config.dicom.aeTitle,
    signal,
  );
  return { passed: passedAll(steps), steps: [...steps] };
};
