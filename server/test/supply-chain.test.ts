/** A38, A40: what is installed is what was locked, a bill of materials names all of it, and nothing that serves goes through a shell. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'));

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const locked = Object.entries(read('package-lock.json').packages as Readonly<Record<string, Locked>>);
const foreign = locked.filter(([path, { link }]) => path.includes('node_modules/') && link !== true);
const ours = locked.filter(([path]) => !path.includes('node_modules/'));

/** What our own packages name, and in which version. */
const asking = ours.flatMap(([, { dependencies, devDependencies }]) =>
  Object.entries({ ...dependencies, ...devDependencies }),
);

it('every package is locked by its SHA-512; one that comes within another, by that one’s', () => {
  expect(foreign.length).toBeGreaterThan(100);
  const open = foreign.filter(([, { integrity, inBundle }]) => inBundle !== true && !integrity?.startsWith('sha512-'));
  expect(open.map(([path]) => path)).toEqual([]);
});

it('every version that we ask for is an exact one', () => {
  expect(asking.length).toBeGreaterThan(20);
  const exact = /^(npm:[\w@/.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$|^\*$/;
  expect(asking.filter(([name, version]) => !exact.test(version) && !name.startsWith('@throughline/'))).toEqual([]);
});

it('the bill of materials (`npm run sbom`) names all that we ask for in that version, and as many as are locked', () => {
  const [command = '', ...args] = String(read('package.json').scripts.sbom).split(' ');
  const bill = JSON.parse(execFileSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 }));
  expect([bill.bomFormat, bill.components.length]).toEqual(['CycloneDX', foreign.length]);
  const told = new Set((bill.components as readonly { purl: string }[]).map(({ purl }) => decodeURIComponent(purl)));
  const asked = asking.filter(([name]) => !name.startsWith('@throughline/'));
  const named = asked.map(([name, version]) => version.replace(/^npm:/, '').replace(/^\d/, `${name}@$&`));
  expect(named.filter((each) => !told.has(`pkg:npm/${each}`))).toEqual([]);
});

it('no process of the hub is started through a shell (A40)', () => {
  const starts = /(?<![.\w])(?:spawn|spawnSync|fork|execFile|execFileSync|exec|execSync)\(/g;
  const shipped = ['server/src', 'server/bin', 'packages'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|mjs)$/.test(name) && !/node_modules|\.test\.|testing/.test(name))
      .map((name) => join(folder, name)),
  );
  const starting = shipped
    .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }))
    .filter(({ text }) => text.includes('node:child_process'))
    .map(({ file, text }) => ({ file, shell: /\bshell\s*:/.test(text), ways: text.match(starts) ?? [] }));
  expect(starting.map(({ file }) => file)).toContain('server/src/db/cluster.ts');
  const through = starting.filter(({ shell, ways }) => shell || ways.some((way) => /^exec(Sync)?\(/.test(way)));
  expect(through.map(({ file }) => file)).toEqual([]);
});
