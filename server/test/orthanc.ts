/** Orthanc as a foreign source: a real archive with DIMSE and DICOMweb, in a folder and on ports of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../src/free-port.ts';

export interface Orthanc {
  readonly aeTitle: string;
  readonly dicomPort: number;
  readonly dicomwebUrl: string;
  /** Part 10 bytes by its REST interface. */
  add(bytes: Uint8Array): Promise<void>;
  /** Lets it send to this application entity. */
  allow(aeTitle: string, port: number): Promise<void>;
  removeStudy(studyInstanceUid: string): Promise<void>;
  /** Storage commitment by a modality that it knows, until the report has come. */
  askCommitment(aeTitle: string, references: readonly (readonly [string, string])[]): Promise<CommitmentOutcome>;
  /** As a client of another archive's DICOMweb: what it has of a study goes there, or comes from there. */
  sendByWeb(root: string, studyInstanceUid: string): Promise<void>;
  fetchByWeb(root: string, studyInstanceUid: string): Promise<void>;
  /** How many objects it has of a study. */
  count(studyInstanceUid: string): Promise<number>;
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface CommitmentOutcome {
  readonly status: string;
  readonly success: readonly string[];
  readonly failures: readonly string[];
}

const DEADLINE_MS = 60_000;

const configOf = (folder: string, aeTitle: string, httpPort: number, dicomPort: number) => ({
  Name: aeTitle,
  StorageDirectory: join(folder, 'storage'),
  IndexDirectory: join(folder, 'index'),
  HttpPort: httpPort,
  DicomPort: dicomPort,
  DicomAet: aeTitle,
  DicomCheckCalledAet: true,
  DicomAlwaysAllowEcho: true,
  DicomAlwaysAllowFind: true,
  DicomAlwaysAllowGet: true,
  DicomAlwaysAllowMove: true,
  DicomAlwaysAllowStore: true,
  RemoteAccessAllowed: false,
  AuthenticationEnabled: false,
  OverwriteInstances: false,
  Plugins: ['/usr/share/orthanc/plugins/libOrthancDicomWeb.so'],
  DicomWeb: { Enable: true, Root: '/dicom-web/' },
});

const answers = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/system`)).ok;
  } catch {
    return false;
  }
};

interface CommitmentJson {
  readonly Status: string;
  readonly Success?: readonly { readonly SOPInstanceUID: string }[];
  readonly Failures?: readonly { readonly SOPInstanceUID: string }[];
}

const untilReported = async (url: string): Promise<CommitmentOutcome> => {
  for (const deadline = Date.now() + DEADLINE_MS; Date.now() < deadline; await delay(100)) {
    const { Status, Success = [], Failures = [] } = (await (await fetch(url)).json()) as CommitmentJson;
    const uids = (list: typeof Success) => list.map((each) => each.SOPInstanceUID);
    if (Status !== 'Pending') return { status: Status, success: uids(Success), failures: uids(Failures) };
  }
  throw new Error('no commitment report came');
};

export const startOrthanc = async (aeTitle: string): Promise<Orthanc> => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-orthanc-'));
  const [httpPort, dicomPort] = [await freePort(), await freePort()];
  const config = join(folder, 'orthanc.json');
  writeFileSync(config, JSON.stringify(configOf(folder, aeTitle, httpPort, dicomPort)));
  const url = `http://127.0.0.1:${httpPort}`;
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child = spawn('/usr/sbin/Orthanc', [config], { stdio: 'ignore' });
    for (const deadline = Date.now() + DEADLINE_MS; !(await answers(url)); ) {
      if (Date.now() > deadline || child.exitCode !== null) throw new Error('Orthanc did not start');
      await delay(50);
    }
  };
  const stop = async (): Promise<void> => {
    const ending = child;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = new Promise((resolve) => ending.once('exit', resolve));
    ending.kill('SIGKILL');
    await ended;
  };
  const rest = async (method: string, path: string, body: Uint8Array | string | undefined): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, {
      method,
      body: body instanceof Uint8Array ? Buffer.from(body) : body,
    });
    if (!response.ok) throw new Error(`Orthanc answered ${response.status}`);
    return response.json().catch(() => undefined);
  };
  const peer = async (root: string): Promise<string> => {
    await rest('PUT', '/dicom-web/servers/peer', JSON.stringify({ Url: `${root}/` }));
    return '/dicom-web/servers/peer';
  };
  const lookup = async (uid: string): Promise<string | undefined> => {
    const found = (await rest('POST', '/tools/lookup', uid)) as readonly { readonly ID: string }[];
    return found[0]?.ID;
  };
  await start();
  return {
    aeTitle,
    dicomPort,
    dicomwebUrl: `${url}/dicom-web`,
    add: async (bytes) => void (await rest('POST', '/instances', bytes)),
    allow: async (title, port) =>
      void (await rest('PUT', `/modalities/${title}`, JSON.stringify({ AET: title, Host: '127.0.0.1', Port: port }))),
    askCommitment: async (title, references) => {
      const asked = { DicomInstances: references.map(([sopClass, instance]) => [sopClass, instance]) };
      const { Path } = (await rest('POST', `/modalities/${title}/storage-commitment`, JSON.stringify(asked))) as {
        Path: string;
      };
      return untilReported(`${url}${Path}`);
    },
    sendByWeb: async (root, uid) => {
      const asked = { Resources: [await lookup(uid)], Synchronous: true };
      await rest('POST', `${await peer(root)}/stow`, JSON.stringify(asked));
    },
    fetchByWeb: async (root, uid) => {
      const asked = { Resources: [{ Study: uid }], Synchronous: true };
      await rest('POST', `${await peer(root)}/retrieve`, JSON.stringify(asked));
    },
    count: async (uid) => {
      const id = await lookup(uid);
      const held = id === undefined ? [] : await rest('GET', `/studies/${id}/instances`, undefined);
      return Array.isArray(held) ? held.length : 0;
    },
    removeStudy: async (uid) => {
      const found = await rest('POST', '/tools/lookup', uid);
      const [study] = Array.isArray(found) ? found : [];
      if (study) await fetch(`${url}${study.Path}`, { method: 'DELETE' });
    },
    start,
    stop,
    close: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
