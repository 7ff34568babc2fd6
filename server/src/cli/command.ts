/** What a command of the CLI is. It prints results on standard output, progress on standard error. */
export interface Command {
  readonly name: string;
  /** one line for the list of commands */
  readonly summary: string;
  /** what `--help` prints: usage, what it does, an example */
  readonly help: string;
  /** 0: done; anything else: the process ends with it */
  run(args: readonly string[]): Promise<number>;
}

/** The command was not called as its help says: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What was asked for cannot be done, and the message says why: exit code 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** What the system says of a file or folder. */
export const isOfSystem = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error;

export const print = (value: unknown): void => console.log(typeof value === 'string' ? value : JSON.stringify(value));

export const progress = (message: string): void => {
  process.stderr.write(`${message}\n`);
};
