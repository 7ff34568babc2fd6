/** Receivers for benchmarks, each a process of its own with a data folder of its own, gone without trace afterwards. */
import type { ChildProcess } from 'node:child_process';
import { uids } from '@throughline/dicom';
import { connect } from '@throughline/dimse';
import { readConfig } from '../../config.ts';
import { DEFAULT_TENANT_ID } from '../../db/index.ts';
import { registerEntity } from '../../features/application-entities/index.ts';
import { freePort } from '../../free-port.ts';
import { openContext } from '../../main.ts';
import { forkRole } from '../../role-process.ts';
import { end, type OrthancPeer, prepareOrthanc } from './orthanc.ts';
import { type Receiver, SENDER } from './send.ts';

export interface RunningReceiver extends Receiver {
  close(): Promise<void>;
}

export const HOST = '127.0.0.1';

const readyAddress = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error('Our receiver ended before it was ready.')));
    child.on('message', (message: { readonly ready?: { readonly dicom?: string } }) => {
      if (message.ready?.dicom) resolve(message.ready.dicom);
    });
  });

/** The dicom role as `throughline serve` runs it, with fsync and COMMIT before every answer. */
export const startOurs = async (folder: string): Promise<RunningReceiver> => {
  const env = {
    ...process.env,
    THROUGHLINE_DATA: folder,
    THROUGHLINE_DICOM_HOST: HOST,
    THROUGHLINE_DICOM_PORT: '0',
    THROUGHLINE_LOG_LEVEL: 'error',
    DATABASE_URL: '',
  };
  const context = await openContext(readConfig(env), 'bench');
  const admin = {
    tenantId: DEFAULT_TENANT_ID,
    subject: 'bench',
    door: 'cli',
    rights: new Set(['admin'] as const),
  } as const;
  await registerEntity(context, admin, { aeTitle: SENDER, address: HOST, services: ['echo', 'store'] });
  const child = forkRole('dicom', { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const close = async (): Promise<void> => {
    await end(child);
    await context.close();
  };
  try {
    const [aeTitle = '', port] = (await readyAddress(child)).split(`@${HOST}:`);
    return { host: HOST, port: Number(port), aeTitle, close };
  } catch (error) {
    await close();
    throw error;
  }
};

const answersEcho = async (receiver: Receiver): Promise<boolean> => {
  try {
    const association = await connect({
      host: receiver.host,
      port: receiver.port,
      callingAeTitle: SENDER,
      calledAeTitle: receiver.aeTitle,
      contexts: [{ abstractSyntax: uids.Verification, transferSyntaxes: [uids.ImplicitVRLittleEndian] }],
    });
    await association.echo();
    await association.release();
    return true;
  } catch {
    return false;
  }
};

/** The HTTP server is off, as nobody asks it. */
export const startOrthanc = async (peer: OrthancPeer, folder: string): Promise<RunningReceiver> => {
  const receiver = { host: HOST, port: await freePort(), aeTitle: 'ORTHANC' };
  const settings = { DicomAet: receiver.aeTitle, DicomPort: receiver.port, HttpServerEnabled: false };
  const orthanc = await prepareOrthanc(peer, folder, settings, []);
  await orthanc.start(() => answersEcho(receiver));
  return { ...receiver, close: () => orthanc.close() };
};
