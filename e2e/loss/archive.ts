/** A hub with its ledger: what is sent to it, what is killed under it, and that it honours every line in the end. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ledger } from '../../server/test/loss/ledger.ts';
import { allowApplicationEntity, type Hub, type HubOptions, startHub } from '../harness/hub.ts';
import { expectLedgerHonoured } from './checker.ts';
import { SENDER, Sending, type Target } from './senders.ts';

export interface Archive {
  readonly hub: Hub;
  readonly target: Target;
  readonly ledger: Ledger;
  readonly sending: () => Sending;
  /** Associations and STOW-RS at once; settles when all of them have ended, however. */
  load(associations: number, sending: Sending, most?: number): Promise<void>;
  /** Every line so far, through every door. */
  check(): Promise<void>;
  close(): Promise<void>;
}

export const startArchive = async (options: HubOptions & { readonly databaseUrl?: string } = {}): Promise<Archive> => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-loss-'));
  const ledger = new Ledger(join(folder, 'acked'));
  const { databaseUrl } = options;
  const hub = await startHub({
    ...options,
    // It is started many times: what was compiled once is kept.
    env: {
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
      ...options.env,
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    },
  });
  await allowApplicationEntity(hub, SENDER, ['echo', 'store']);
  const sent = new Map<string, string>();
  const target: Target = {
    dicomPort: hub.dicomPort,
    aeTitle: hub.aeTitle,
    store: (body, contentType) =>
      hub.request('/dicom-web/studies', {
        method: 'POST',
        headers: { 'content-type': contentType, accept: 'application/dicom+json' },
        body: new Uint8Array(body),
      }),
  };
  return {
    hub,
    target,
    ledger,
    sending: () => new Sending(ledger, sent),
    load: async (associations, sending, most) => {
      const all = Array.from({ length: associations }, () => sending.byCStore(target, most));
      await Promise.allSettled([...all, sending.byStow(target, most)]);
    },
    check: () =>
      expectLedgerHonoured(hub, {
        lines: ledger.lines(),
        sent,
        ...(databaseUrl === undefined ? {} : { databaseUrl }),
      }),
    close: async () => {
      await hub.close();
      ledger.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
