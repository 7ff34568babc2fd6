/** FHIRcast over HTTP and WebSockets: from the request that opens a study to the last of its subscribers being told. */
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { readConfig } from '../../config.ts';
import { DEFAULT_TENANT_ID } from '../../db/index.ts';
import { rights } from '../../features/access/index.ts';
import { storeInstance } from '../../features/store/index.ts';
import { openContext } from '../../main.ts';
import { progress } from '../command.ts';
import { type Benchmark, median, quantile, rounded } from './benchmark.ts';
import { benchHub } from './hub.ts';
import { hospitals, writeCurrent } from './prior-sites.ts';

const [issuer, audience] = ['https://issuer.bench', 'throughline'];
const runs = { quick: 100, full: 500 } as const;
const subscribers = 5;

type Told = { readonly id?: string; readonly event?: unknown };

interface Subscriber {
  /** Milliseconds on our clock when it was told of the event. */
  told(id: string): Promise<number>;
  close(): void;
}

const json = async (answer: Response): Promise<Readonly<Record<string, string>>> => {
  if (!answer.ok) throw new Error(`The hub answered ${answer.status}.`);
  return (await answer.json()) as Readonly<Record<string, string>>;
};

const subscribe = async (
  hub: string,
  headers: Readonly<Record<string, string>>,
  topic: string,
): Promise<Subscriber> => {
  const form = new URLSearchParams({
    'hub.channel.type': 'websocket',
    'hub.mode': 'subscribe',
    'hub.topic': topic,
    'hub.events': 'ImagingStudy-open',
  });
  const { 'hub.channel.endpoint': endpoint = '' } = await json(
    await fetch(hub, { method: 'POST', headers, body: form }),
  );
  const socket = new WebSocket(endpoint);
  const arrived = new Map<string, (at: number) => void>();
  const confirmed = Promise.withResolvers<void>();
  socket.addEventListener('error', () => confirmed.reject(new Error('The hub closed a channel.')));
  socket.addEventListener('message', ({ data }) => {
    const { id = '', event } = JSON.parse(String(data)) as Told;
    if (event === undefined) return confirmed.resolve();
    const at = performance.now();
    socket.send(JSON.stringify({ id, status: '200' }));
    arrived.get(id)?.(at);
  });
  await confirmed.promise;
  return {
    told: (id) => new Promise((resolve) => arrived.set(id, resolve)),
    close: () => socket.close(),
  };
};

const opening = (topic: string, study: string) => ({
  timestamp: new Date().toISOString(),
  id: crypto.randomUUID(),
  event: {
    'hub.topic': topic,
    'hub.event': 'ImagingStudy-open',
    context: [
      {
        key: 'study',
        resource: {
          resourceType: 'ImagingStudy',
          id: 'study',
          status: 'available',
          identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${study}` }],
        },
      },
      {
        key: 'patient',
        resource: {
          resourceType: 'Patient',
          id: 'patient',
          identifier: [{ system: hospitals[0], value: `${hospitals[0]}-1` }],
        },
      },
    ],
  },
});

/** Settings by which the hub trusts a key of ours, and a token by it. */
const issuerIn = async (folder: string) => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwks = join(folder, 'jwks.json');
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'bench', alg: 'ES256' }];
  await writeFile(jwks, JSON.stringify({ keys }));
  const token = await new SignJWT({ scope: 'imaging.read fhircast/*.*' })
    .setProtectedHeader({ alg: 'ES256', kid: 'bench' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject('dr-bench')
    .setExpirationTime('1h')
    .sign(privateKey);
  const environment = {
    THROUGHLINE_DEMO: '',
    THROUGHLINE_JWT_ISSUER: issuer,
    THROUGHLINE_JWT_AUDIENCE: audience,
    THROUGHLINE_JWKS: jwks,
  };
  return { environment, headers: { authorization: `Bearer ${token}` } };
};

const storeCurrent = async (env: NodeJS.ProcessEnv, folder: string): Promise<string> => {
  const file = join(folder, 'current.dcm');
  const study = writeCurrent(file, new Date().toISOString().slice(0, 10).replaceAll('-', ''));
  const context = await openContext(readConfig(env), 'bench');
  const principal = { tenantId: DEFAULT_TENANT_ID, subject: 'bench', door: 'cli', rights: new Set(rights) } as const;
  const body = createReadStream(file);
  await storeInstance(context, principal, { body, receivedFrom: 'BENCH', issuer: hospitals[0] });
  await context.close();
  return study;
};

export const benchmark: Benchmark = async ({ quick, silent }) => {
  const folder = await mkdtemp(join(tmpdir(), 'throughline-bench-fhircast-'));
  const { environment, headers } = await issuerIn(folder);
  const hub = await benchHub(folder, environment);
  try {
    const study = await storeCurrent(hub.env, folder);
    await hub.start();
    const { 'hub.topic': topic = '' } = await json(await fetch(`${hub.url}/api/fhircast`, { headers }));
    const cast = `${hub.url}/fhircast`;
    const listening = await Promise.all(Array.from({ length: subscribers }, () => subscribe(cast, headers, topic)));
    const count = quick ? runs.quick : runs.full;
    if (!silent) progress(`Opening a study ${count} times …`);
    const [accepted, everybody]: [number[], number[]] = [[], []];
    for (let run = 0; run < count; run += 1) {
      const event = opening(topic, study);
      const told = Promise.all(listening.map((one) => one.told(event.id)));
      const body = JSON.stringify(event);
      const begun = performance.now();
      const answer = await fetch(cast, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body,
      });
      accepted.push(performance.now() - begun);
      if (answer.status !== 202) throw new Error(`The hub answered ${answer.status}.`);
      everybody.push(Math.max(...(await told)) - begun);
    }
    for (const one of listening) one.close();
    const ours = {
      p50Ms: rounded(median(everybody)),
      p95Ms: rounded(quantile(everybody, 0.95)),
      acceptedP50Ms: rounded(median(accepted)),
      acceptedP95Ms: rounded(quantile(accepted, 0.95)),
      subscribers,
    };
    return { what: 'fhircast', ours, peer: null, ratio: null, unit: 'ms', runs: count };
  } finally {
    await hub.close();
    await rm(folder, { recursive: true, force: true });
  }
};
