/** Tries the connection to a source, step by step, and says what to do about the first step that fails. */
import type { SourceTest, TestStep } from '@throughline/contract';
import { findSourceByName } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { PeerError, passedAll, probePeer } from '../../peers/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { settingsOfSource } from './peer-of-source.ts';

const withoutKey: TestStep = {
  step: 'address',
  protocol: 'dicomweb',
  outcome: 'failed',
  tookMs: 0,
  text: 'the credentials cannot be opened with the configured keys',
  next: 'Configure the key that they were encrypted with in THROUGHLINE_SECRET_KEY, or give the credentials again.',
};

export const testSource = async (
  context: Context,
  principal: Principal,
  name: string,
  signal: AbortSignal,
): Promise<SourceTest> => {
  authorise(principal, 'admin');
  const source = await context.db.tenant(principal.tenantId, async (trx) => {
    const row = (await findSourceByName(trx, name)) ?? fail('not-found');
    await recordAudit(trx, principal, {
      event: 'applicationActivity',
      action: 'E',
      detail: { source: name, test: true },
    });
    return row;
  });
  try {
    const steps = await probePeer(settingsOfSource(context, source), context.config.dicom.aeTitle, signal);
    return { passed: passedAll(steps), steps: [...steps] };
  } catch (error) {
    if (!(error instanceof PeerError)) throw error;
    return { passed: false, steps: [withoutKey] };
  }
};
