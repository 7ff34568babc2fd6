import { spawnSync } from 'node:child_process';

export interface CheckResult {
  readonly title: string;
  readonly passed: boolean;
}

// dependency-cruiser still needs the API of TypeScript 6; the types are checked by the native compiler.
const steps: readonly (readonly [string, string, readonly string[]])[] = [
  ['format and lint', '@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']],
  ['types', 'typescript-native/bin/tsc', ['-p', 'tsconfig.json']],
  [
    'layering',
    'dependency-cruiser/bin/dependency-cruiser.mjs',
    ['--config', '.dependency-cruiser.cjs', 'packages', 'server/src', 'web/src', 'tools', 'e2e'],
  ],
  ['unused code', 'knip/bin/knip.js', ['--no-progress']],
];

/** Runs every check with its output on the terminal. */
export const runChecks = (): readonly CheckResult[] =>
  steps.map(([title, script, args]) => {
    console.log(`\n== ${title}`);
    const run = spawnSync(process.execPath, [`node_modules/${script}`, ...args], { stdio: 'inherit' });
    return { title, passed: run.status === 0 };
  });
