/** The check command: format and lint, types, layering, unused code. Runs all of them and fails if any failed. */
import { runChecks } from './test/checks.ts';

const failed = runChecks().filter((check) => !check.passed);
console.log(
  failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.map((check) => check.title).join(', ')}.`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
