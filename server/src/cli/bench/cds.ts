/** Cards by CDS Hooks, over HTTP, for orders of somebody with two hundred studies at six hospitals. */
import { createReadStream, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { readConfig } from '../../config.ts';
import { DEFAULT_TENANT_ID, findStudy } from '../../db/index.ts';
import { type Principal, rights } from '../../features/access/index.ts';
import type { Context } from '../../features/context.ts';
import { registerClient } from '../../features/decisions/index.ts';
import { keepReportIn } from '../../features/reports/index.ts';
import { storeInstance } from '../../features/store/index.ts';
import { openContext } from '../../main.ts';
import { progress } from '../command.ts';
import { type Benchmark, median, quantile, rounded } from './benchmark.ts';
import { type BenchHub, benchHub } from './hub.ts';
import { hospitals, priorsInAll, writeCurrent, writeHistories } from './prior-sites.ts';

const ehr = 'https://ehr.bench';
const runs = { quick: 40, full: 300 } as const;

type Sign = (audience: string) => Promise<string>;

const storersAtOnce = 8;

/** Stores what each hospital has, by the way that every door takes. */
const storeAll = async (context: Context, principal: Principal, folder: string): Promise<void> => {
  const files = hospitals.flatMap((issuer) =>
    readdirSync(join(folder, issuer)).map((name) => ({ issuer, path: join(folder, issuer, name) })),
  );
  const next = files.values();
  const storer = async (): Promise<void> => {
    for (const { issuer, path } of next)
      await storeInstance(context, principal, { body: createReadStream(path), receivedFrom: 'BENCH', issuer });
  };
  await Promise.all(Array.from({ length: storersAtOnce }, storer));
};

/** The studies, a synthetic EHR, and the report of the study that answers the order, as a message would bring it. */
const prepare = async (hub: BenchHub, folder: string, studyInstanceUid: string): Promise<Sign> => {
  const { publicKey, privateKey } = await generateKeyPair('ES384');
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'bench', alg: 'ES384' }] });
  const context = await openContext(readConfig(hub.env), 'bench');
  const principal = { tenantId: DEFAULT_TENANT_ID, subject: 'bench', door: 'cli', rights: new Set(rights) } as const;
  const client = { issuer: ehr, name: 'Synthetic EHR', jwks, jwks_url: null, fhir_server: null, patient_issuer: null };
  await registerClient(context, principal, { ...client, enabled: true });
  await storeAll(context, principal, folder);
  await context.db.tenant(principal.tenantId, async (trx) => {
    const study = await findStudy(trx, studyInstanceUid);
    if (study === undefined) throw new Error('The study of today was not stored.');
    const report = {
      sourceName: 'bench',
      key: 'R1',
      patientRecordId: study.patient_record_id,
      studyInstanceUid,
      accessionNumber: undefined,
      title: 'CT chest',
      status: 'final',
      reportedAt: undefined,
      author: undefined,
      sections: [
        { heading: 'Findings', text: 'Synthetic findings. '.repeat(60) },
        { heading: 'Impression', text: 'Synthetic: no change.' },
      ],
      messageId: undefined,
    } as const;
    await keepReportIn(trx, principal, report, context.clock());
  });
  await context.close();
  return (audience) =>
    new SignJWT({ jti: crypto.randomUUID() })
      .setProtectedHeader({ alg: 'ES384', kid: 'bench' })
      .setIssuer(ehr)
      .setAudience(audience)
      .setExpirationTime('5m')
      .sign(privateKey);
};

const asked = (hook: string, exam: string) => ({
  hook,
  hookInstance: crypto.randomUUID(),
  context: {
    patientId: 'p1',
    draftOrders: {
      entry: [
        { resource: { resourceType: 'ServiceRequest', subject: { reference: 'Patient/p1' }, code: { text: exam } } },
      ],
    },
  },
  prefetch: {
    patient: { resourceType: 'Patient', id: 'p1', identifier: [{ system: hospitals[0], value: `${hospitals[0]}-1` }] },
  },
});

/** Milliseconds of each call, its token made before; all must give that many cards. */
const timed = async (hub: BenchHub, sign: Sign, hook: string, exam: string, cards: number, count: number) => {
  const url = `${hub.url}/cds-services/${hook}`;
  const took: number[] = [];
  for (let run = 0; run < count; run += 1) {
    const headers = { authorization: `Bearer ${await sign(url)}`, 'content-type': 'application/json' };
    const body = JSON.stringify(asked(hook, exam));
    const begun = performance.now();
    const answer = await fetch(url, { method: 'POST', headers, body });
    const told = (await answer.json()) as { readonly cards?: readonly unknown[] };
    took.push(performance.now() - begun);
    if (told.cards?.length !== cards)
      throw new Error(`${hook} for "${exam}" was answered ${answer.status}, ${told.cards?.length} cards.`);
  }
  return { p50: rounded(median(took)), p95: rounded(quantile(took, 0.95)) };
};

const daysAgo = (days: number): string =>
  new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');

export const benchmark: Benchmark = async ({ quick, silent }) => {
  const folder = await mkdtemp(join(tmpdir(), 'throughline-bench-cds-'));
  const hub = await benchHub(folder);
  try {
    if (!silent) progress(`Storing ${priorsInAll} studies of ${hospitals.length} hospitals …`);
    writeHistories(folder);
    const study = writeCurrent(join(folder, hospitals[0], 'current.dcm'), daysAgo(4));
    const sign = await prepare(hub, folder, study);
    await hub.start();
    const count = quick ? runs.quick : runs.full;
    const call = (hook: string, exam: string, cards: number, times: number = count) =>
      timed(hub, sign, hook, exam, cards, times);
    const first = await call('order-sign', 'CT CHEST WO', 1, 1);
    const answered = await call('order-sign', 'CT CHEST WO', 1);
    const silentOrder = await call('order-select', 'US THYROID', 0);
    const history = await call('patient-view', '', 1);
    const ours = {
      p50Ms: answered.p50,
      p95Ms: answered.p95,
      silentP95Ms: silentOrder.p95,
      patientViewP95Ms: history.p95,
      firstMs: first.p50,
      studies: priorsInAll + 1,
    };
    return { what: 'cds', ours, peer: null, ratio: null, unit: 'ms', runs: count };
  } finally {
    await hub.close();
    await rm(folder, { recursive: true, force: true });
  }
};
