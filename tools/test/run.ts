/** `npm test`: foreign peers, checks, the web build, unit and server tests, end-to-end tests. Last line: `N passed, N failed`. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { runChecks } from './checks.ts';
import { installPeers } from './peers.ts';

interface Count {
  readonly passed: number;
  readonly failed: number;
}

const resultFolder = '.cache/test-results';
// Each of some two hundred hubs and commands that are started compiles what the first compiled, or finds it there.
process.env.NODE_COMPILE_CACHE ??= resolve('.cache/compiled');

const node = (...args: readonly string[]): boolean =>
  spawnSync(process.execPath, args, { stdio: 'inherit' }).status === 0;

/** A run that ends without a result file, or fails outside any test, counts as one failure. */
const vitest = (title: string, config: string): Count => {
  console.log(`\n== ${title}`);
  const resultFile = `${resultFolder}/${title.replaceAll(' ', '-')}.json`;
  rmSync(resultFile, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultFile}`];
  const clean = node('node_modules/vitest/vitest.mjs', 'run', '--config', config, ...reporters);
  if (!existsSync(resultFile)) return { passed: 0, failed: 1 };
  const result = JSON.parse(readFileSync(resultFile, 'utf8')) as { numPassedTests: number; numFailedTests: number };
  const failed = clean ? result.numFailedTests : Math.max(1, result.numFailedTests);
  return { passed: result.numPassedTests, failed };
};

const one = (passed: boolean): Count => (passed ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

const buildWeb = (): Count => {
  console.log('\n== web build');
  return one(spawnSync('npm', ['run', 'build'], { stdio: 'inherit' }).status === 0);
};

mkdirSync(resultFolder, { recursive: true });
installPeers();
const counts = [
  ...runChecks().map((check) => one(check.passed)),
  buildWeb(),
  vitest('unit and server tests', 'vitest.config.ts'),
  vitest('end-to-end tests', 'e2e/vitest.config.ts'),
];
const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failed = counts.reduce((sum, count) => sum + count.failed, 0);
process.exitCode = failed === 0 ? 0 : 1;
console.log(`\n${passed} passed, ${failed} failed`);
