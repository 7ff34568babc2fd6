/** Archives for benchmarks of the web services: stored to by C-STORE, asked by DICOMweb, each with processes and data of its own. */
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { readConfig } from '../../config.ts';
import { DEFAULT_TENANT_ID, type Service } from '../../db/index.ts';
import { registerEntity } from '../../features/application-entities/index.ts';
import { freePort } from '../../free-port.ts';
import { type OpenContext, openContext } from '../../main.ts';
import { forkRole } from '../../role-process.ts';
import { dicomwebPlugin, end, type OrthancPeer, prepareOrthanc } from './orthanc.ts';
import { HOST } from './receivers.ts';
import { type Receiver, SENDER } from './send.ts';

export interface Archive {
  readonly name: string;
  readonly receiver: Receiver;
  /** The DICOMweb root, and the headers that every request needs. */
  readonly root: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Ends the processes that hold anything in memory and starts them again. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface OurArchive extends Archive {
  readonly context: OpenContext;
  readonly receiverPid: number;
  /** Resident memory of the two roles in MiB: now, and at its highest since the last call. */
  memory(): Memory;
}

export interface Memory {
  readonly now: number;
  readonly highest: number;
}

/** As the kernel counts it (Linux). */
const memoryOf = (children: readonly ChildProcess[]): Memory => {
  const counted = children.map(({ pid }) => {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const mebibytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) / 1024;
    // 5 resets the high-water mark (proc(5)).
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
    return { now: mebibytes('VmRSS'), highest: mebibytes('VmHWM') };
  });
  const sum = (of: keyof Memory) => counted.reduce((total, one) => total + one[of], 0);
  return { now: sum('now'), highest: sum('highest') };
};

/** Tokens as a hospital's identity provider signs them: our side of the comparison knows who is asking. */
const signIn = async (folder: string) => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const [issuer, audience, kid] = ['https://login.hospital.example', 'throughline', 'bench'];
  const jwks = join(folder, 'jwks.json');
  writeFileSync(jwks, JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' }] }));
  const token = await new SignJWT({ scope: 'imaging.read imaging.write' })
    .setProtectedHeader({ alg: 'ES256', kid, typ: 'at+jwt' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject('bench')
    .setIssuedAt()
    .setExpirationTime('2h')
    .sign(privateKey);
  return { env: { THROUGHLINE_JWT_ISSUER: issuer, THROUGHLINE_JWT_AUDIENCE: audience, THROUGHLINE_JWKS: jwks }, token };
};

const loopDelay = join(import.meta.dirname, 'loop-delay.ts');

type OnLoopDelay = (ms: number) => void;

const startRole = async (
  role: 'dicom' | 'web',
  env: NodeJS.ProcessEnv,
  onLoopDelay?: OnLoopDelay,
): Promise<ChildProcess> => {
  const execArgv = onLoopDelay ? ['--import', loopDelay] : [];
  const child = forkRole(role, { env, execArgv, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`Our ${role} role ended before it was ready.`)));
    child.on('message', (message: { readonly ready?: unknown; readonly loopDelayMs?: number }) => {
      if (message.loopDelayMs !== undefined) onLoopDelay?.(message.loopDelayMs);
      if (message.ready !== undefined) resolve();
    });
  });
  return child;
};

const allowSender = async (context: OpenContext, services: readonly Service[], port?: number): Promise<void> => {
  const admin = {
    tenantId: DEFAULT_TENANT_ID,
    subject: 'bench',
    door: 'cli',
    rights: new Set(['admin'] as const),
  } as const;
  await registerEntity(context, admin, { aeTitle: SENDER, address: HOST, services, ...(port && { host: HOST, port }) });
};

export interface OurOptions {
  /** what the sender may do; to store, unless told otherwise */
  readonly services?: readonly Service[];
  /** where the sender takes what is moved to it */
  readonly senderPort?: number;
  readonly onLoopDelay?: OnLoopDelay;
}

/** The dicom and web roles as `throughline serve` runs them: tokens checked, every disclosure audited. */
export const startOurArchive = async (folder: string, options: OurOptions = {}): Promise<OurArchive> => {
  mkdirSync(folder, { recursive: true });
  const { env: jwt, token } = await signIn(folder);
  const [dicomPort, httpPort] = [await freePort(), await freePort()];
  const env = {
    ...process.env,
    ...jwt,
    THROUGHLINE_DATA: join(folder, 'data'),
    THROUGHLINE_DICOM_HOST: HOST,
    THROUGHLINE_DICOM_PORT: String(dicomPort),
    THROUGHLINE_HTTP_HOST: HOST,
    THROUGHLINE_HTTP_PORT: String(httpPort),
    THROUGHLINE_LOG_LEVEL: 'error',
    DATABASE_URL: '',
  };
  const context = await openContext(readConfig(env), 'bench');
  await allowSender(context, options.services ?? ['echo', 'store'], options.senderPort);
  const dicom = await startRole('dicom', env, options.onLoopDelay);
  let web = await startRole('web', env);
  return {
    name: 'ours',
    context,
    receiverPid: dicom.pid ?? 0,
    memory: () => memoryOf([dicom, web]),
    receiver: { host: HOST, port: dicomPort, aeTitle: context.config.dicom.aeTitle },
    root: `http://${HOST}:${httpPort}/dicom-web`,
    headers: { authorization: `Bearer ${token}` },
    restart: async () => {
      await end(web);
      web = await startRole('web', env);
    },
    close: async () => {
      await end(web);
      await end(dicom);
      await context.close();
    },
  };
};

/** With its own DICOMweb plugin: no authentication, no audit. */
export const startOrthancArchive = async (peer: OrthancPeer, folder: string): Promise<Archive> => {
  const [dicomPort, httpPort] = [await freePort(), await freePort()];
  const settings = {
    DicomAet: 'ORTHANC',
    DicomPort: dicomPort,
    HttpPort: httpPort,
    RemoteAccessAllowed: false,
    AuthenticationEnabled: false,
    DicomWeb: { Enable: true, Root: '/dicom-web/' },
  };
  const orthanc = await prepareOrthanc(peer, folder, settings, [dicomwebPlugin()]);
  const isUp = async (): Promise<boolean> =>
    (await fetch(`http://${HOST}:${httpPort}/system`).catch(() => undefined))?.ok === true;
  await orthanc.start(isUp);
  return {
    name: peer,
    receiver: { host: HOST, port: dicomPort, aeTitle: 'ORTHANC' },
    root: `http://${HOST}:${httpPort}/dicom-web`,
    headers: {},
    restart: async () => {
      await orthanc.stop();
      await orthanc.start(isUp);
    },
    close: () => orthanc.close(),
  };
};
