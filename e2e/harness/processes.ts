import { type ChildProcess, spawn } from 'node:child_process';

/** A command that a test runs, with all that it printed. */
export interface Running {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Resolves with the match when the output shows it; rejects with the output when the process ends or time is up first. */
  waitFor(pattern: RegExp, timeoutMs?: number): Promise<RegExpExecArray>;
  /** Ends it, with SIGTERM unless told otherwise, and waits until it is gone. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** In a process group of its own, so that it can be killed with all its children. */
  readonly detached?: boolean;
}

const longestOutput = 2_000_000;

/** Starts a command of our own or of a foreign peer. Ours run by the Node that runs the tests. */
export const start = (command: string, args: readonly string[], options: RunOptions = {}): Running => {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
    detached: options.detached ?? false,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  let output = '';
  const waiting = new Set<() => void>();
  const grow = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-longestOutput);
    for (const look of waiting) look();
  };
  child.stdout.on('data', grow);
  child.stderr.on('data', grow);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', (error) => {
      output += `\n${error.message}`;
      resolve();
    });
  });

  const waitFor = (pattern: RegExp, timeoutMs = 120_000): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const finish = (error: string | undefined, match?: RegExpExecArray): void => {
        clearTimeout(timer);
        waiting.delete(look);
        if (match) resolve(match);
        else reject(new Error(`${command} ${args.join(' ')}: ${error}\n${output}`));
      };
      const look = (): void => {
        const match = pattern.exec(output);
        if (match) finish(undefined, match);
      };
      const timer = setTimeout(() => finish(`no ${pattern} within ${timeoutMs} ms`), timeoutMs);
      waiting.add(look);
      void ended.then(() => finish(`ended before ${pattern}`));
      look();
    });

  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
  };

  return { child, output: () => output, waitFor, stop };
};

/** Runs a command to its end: its output and exit code. */
export const run = async (
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<{ readonly code: number | null; readonly output: string }> => {
  const running = start(command, args, options);
  await new Promise<void>((resolve) => {
    running.child.once('close', () => resolve());
    running.child.once('error', () => resolve());
  });
  return { code: running.child.exitCode, output: running.output() };
};

const shim = new URL('../../server/bin/throughline.mjs', import.meta.url).pathname;

export const startThroughline = (args: readonly string[], options: RunOptions = {}): Running =>
  start(process.execPath, [shim, ...args], options);

export const runThroughline = (args: readonly string[], options: RunOptions = {}) =>
  run(process.execPath, [shim, ...args], options);
