/** `npm test`: foreign peers, checks, the web build, unit and server tests, end-to-end tests. Last line: `N passed, N failed`. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { runChecks } from './checks.ts';
import { installPeers } from './peers.ts';

interface Count {
  readonly passed: number;
  /** A line of each failure, said again at the end: of a long run often only the end is kept. */
  readonly failures: readonly string[];
}

interface Assertion {
  readonly status: string;
  readonly fullName: string;
  readonly failureMessages: readonly string[] | null;
}

/** What vitest's JSON reporter writes. A file that could not be read or set up has a message and no assertions. */
interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly Assertion[];
  }[];
}

const resultFolder = '.cache/test-results';
// Each of some two hundred hubs and commands that are started compiles what the first compiled, or finds it there.
process.env.NODE_COMPILE_CACHE ??= resolve('.cache/compiled');

const node = (...args: readonly string[]): boolean =>
  spawnSync(process.execPath, args, { stdio: 'inherit' }).status === 0;

const failuresOf = (report: Report): readonly string[] =>
  report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((assertion) => assertion.status === 'failed');
    const file = relative('.', name);
    if (failed.length === 0) return status === 'failed' ? [`${file}: ${message}`] : [];
    return failed.map(({ fullName, failureMessages }) => `${file}: ${fullName}\n${(failureMessages ?? []).join('\n')}`);
  });

/** A run that ends without a result file, or fails outside any test, counts as one failure. */
const vitest = (title: string, config: string): Count => {
  console.log(`\n== ${title}`);
  const resultFile = `${resultFolder}/${title.replaceAll(' ', '-')}.json`;
  rmSync(resultFile, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultFile}`];
  const clean = node('node_modules/vitest/vitest.mjs', 'run', '--config', config, ...reporters);
  if (!existsSync(resultFile)) return { passed: 0, failures: [`${title}: ended without a result`] };
  const report = JSON.parse(readFileSync(resultFile, 'utf8')) as Report;
  const failures = failuresOf(report);
  const outside = clean || failures.length > 0 ? [] : [`${title}: an error outside any test, printed above`];
  return { passed: report.numPassedTests, failures: [...failures, ...outside] };
};

const one = (title: string, passed: boolean): Count =>
  passed ? { passed: 1, failures: [] } : { passed: 0, failures: [`${title}: printed above`] };

const buildWeb = (): Count => {
  console.log('\n== web build');
  return one('web build', spawnSync('npm', ['run', 'build'], { stdio: 'inherit' }).status === 0);
};

mkdirSync(resultFolder, { recursive: true });
installPeers();
const counts = [
  ...runChecks().map((check) => one(check.title, check.passed)),
  buildWeb(),
  vitest('unit and server tests', 'vitest.config.ts'),
  vitest('end-to-end tests', 'e2e/vitest.config.ts'),
];
const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failures = counts.flatMap((count) => count.failures);
process.exitCode = failures.length === 0 ? 0 : 1;
for (const failure of failures) console.log(`\nfailed: ${failure}`);
console.log(`\n${passed} passed, ${failures.length} failed`);
