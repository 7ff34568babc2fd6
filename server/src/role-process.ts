/** A role in a process of its own, started the same way by the supervisor and by whatever measures it. */
import { type ChildProcess, type ForkOptions, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Role } from './config.ts';

/**
 * A receiver makes little garbage but buffers, and a young generation that fills slowly keeps them until the heap is collected
 * whole: with a small one an object costs a third less processor time (docs/benchmarks.md).
 */
const flags: Readonly<Partial<Record<Role, readonly string[]>>> = { dicom: ['--max-semi-space-size=4'] };

export const forkRole = (role: Role, { execArgv = process.execArgv, ...options }: ForkOptions): ChildProcess =>
  fork(join(import.meta.dirname, 'main.ts'), [role], { ...options, execArgv: [...execArgv, ...(flags[role] ?? [])] });
