/** Starts one child process for each role, starts it again when it ends, and ends all together. */
import type { ChildProcess } from 'node:child_process';
import type { Logger } from 'pino';
import type { Role } from './config.ts';
import { StartError } from './errors.ts';
import { forkRole } from './role-process.ts';

export interface SupervisorOptions {
  readonly roles: readonly Role[];
  readonly log: Logger;
  readonly environment: NodeJS.ProcessEnv;
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 30_000;
const STEADY_MS = 60_000;
const FIRST_STARTS = 4;
const CLOSE_WITHIN_MS = 20_000;

type Addresses = Partial<Record<Role, string>>;

/** What a role says to who started it: that it is ready, or why it does not start. */
export type RoleMessage = { readonly ready: Addresses } | { readonly failed: RoleFailure };

export interface RoleFailure {
  readonly sentence: string | undefined;
  /** Another start would fail in the same way. */
  readonly lasts: boolean;
}

const isRoleMessage = (message: unknown): message is RoleMessage =>
  typeof message === 'object' && message !== null && ('ready' in message || 'failed' in message);

class SupervisedRole {
  readonly #role: Role;
  readonly #options: SupervisorOptions;
  readonly #firstReady = Promise.withResolvers<Addresses>();
  #child: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #wasReady = false;
  #closing = false;
  #failures = 0;
  #startedAt = 0;
  #failure: RoleFailure | undefined;

  constructor(role: Role, options: SupervisorOptions) {
    this.#role = role;
    this.#options = options;
  }

  /** Settles when the role is ready for the first time; rejects when it will not start. */
  start(): Promise<Addresses> {
    this.#fork();
    return this.#firstReady.promise;
  }

  async close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#timer);
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const kill = setTimeout(() => child.kill('SIGKILL'), CLOSE_WITHIN_MS);
    await ended;
    clearTimeout(kill);
  }

  #fork(): void {
    this.#startedAt = Date.now();
    const child = forkRole(this.#role, {
      env: this.#options.environment,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child = child;
    child.on('message', (message) => this.#told(message));
    child.once('exit', (code, signal) => this.#ended(code, signal));
  }

  #told(message: unknown): void {
    if (!isRoleMessage(message)) return;
    if ('failed' in message) {
      this.#failure = message.failed;
      return;
    }
    this.#wasReady = true;
    this.#firstReady.resolve(message.ready);
  }

  #ended(code: number | null, signal: NodeJS.Signals | null): void {
    if (this.#closing) return;
    this.#failures = Date.now() - this.#startedAt > STEADY_MS ? 1 : this.#failures + 1;
    if (!this.#wasReady && (this.#failure?.lasts || this.#failures >= FIRST_STARTS)) {
      const why = this.#failure?.sentence ?? 'The log says why.';
      this.#firstReady.reject(new StartError(`The role ${this.#role} does not start. ${why}`));
      return;
    }
    const wait = Math.min(FIRST_WAIT_MS * 2 ** (this.#failures - 1), LONGEST_WAIT_MS);
    this.#options.log.error({ ended: this.#role, code, signal, againInMs: wait }, 'a role ended and is started again');
    this.#timer = setTimeout(() => this.#fork(), wait);
  }
}

export interface Supervised {
  /** Settles when all roles are ready; rejects when one will not start. */
  readonly ready: Promise<Addresses>;
  close(): Promise<void>;
}

export const supervise = (options: SupervisorOptions): Supervised => {
  const supervised = options.roles.map((role) => new SupervisedRole(role, options));
  const started = Promise.all(supervised.map((role) => role.start()));
  const ready = started.then((addresses): Addresses => Object.assign({}, ...addresses));
  const close = async (): Promise<void> => {
    await Promise.all(supervised.map((role) => role.close()));
  };
  return { ready, close };
};
