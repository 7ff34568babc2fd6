#!/usr/bin/env node
// Whatever Node started this, the product runs on the one that package.json pins, with enough threads for fsync.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const pinned = join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin', 'node');
if (!existsSync(pinned)) {
  process.stderr.write('throughline: the pinned Node.js is not installed; run "npm ci" in the checkout first.\n');
  process.exit(1);
}

const args = [join(here, '..', 'src', 'cli', 'index.ts'), ...process.argv.slice(2)];
// Compiled code is kept from start to start: each role is there a third sooner. Where it cannot be written, nothing is kept.
const compiled = join(here, '..', '..', 'node_modules', '.cache', 'throughline');
const env = { UV_THREADPOOL_SIZE: '16', NODE_COMPILE_CACHE: compiled, ...process.env };

if (typeof process.execve === 'function') process.execve(pinned, [pinned, ...args], env);

// An older Node cannot become another program: it starts it, passes signals on, and its end ends the program.
const child = spawn(pinned, args, { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
