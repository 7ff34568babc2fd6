import { type ChildProcess, spawn } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';
import { connect } from '../scu-transport.ts';
import { IMPLICIT, VERIFICATION_UID } from './raw-peer.ts';

interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

const DEADLINE_MS = 20_000;

/** Runs a DCMTK program to its end, in a folder of its own since some write into the current one. */
export function dcmtk(folder: string, program: string, ...args: readonly string[]): Promise<Outcome> {
  const child = start(folder, program, args);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (output += String(text)));
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(absent(program, error)));
    child.on('close', (code) => resolve({ code, output }));
  });
}

function start(folder: string, program: string, args: readonly string[]): ChildProcess {
  return spawn(program, args, { cwd: folder, timeout: DEADLINE_MS, stdio: ['ignore', 'pipe', 'pipe'] });
}

function absent(program: string, cause: Error): Error {
  return new Error(`${program} cannot be run: these tests need DCMTK 3.6.7 or later (apt-get install dcmtk)`, {
    cause,
  });
}

export interface DcmtkServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts a DCMTK server program and waits until it answers C-ECHO. `args` gets the port to listen on. */
export async function dcmtkServer(
  folder: string,
  program: string,
  aeTitle: string,
  args: (port: number) => readonly string[] | Promise<readonly string[]>,
): Promise<DcmtkServer> {
  const port = await freePort();
  const child = spawn(program, await args(port), { cwd: folder, stdio: 'ignore' });
  const gone = new Promise<never>((_resolve, reject) => {
    child.on('error', (error) => reject(absent(program, error)));
    child.on('close', (code) => reject(new Error(`${program} ended with ${code}`)));
  });
  gone.catch(() => undefined);
  await Promise.race([gone, answering(port, aeTitle)]);
  return {
    port,
    stop: async () => {
      child.kill();
      await gone.catch(() => undefined);
    },
  };
}

async function answering(port: number, calledAeTitle: string): Promise<void> {
  const contexts = [{ abstractSyntax: VERIFICATION_UID, transferSyntaxes: [IMPLICIT] }];
  const deadline = Date.now() + DEADLINE_MS;
  for (;;) {
    try {
      const association = await connect({ host: '127.0.0.1', port, callingAeTitle: 'HUB', calledAeTitle, contexts });
      await association.echo();
      return await association.release();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
