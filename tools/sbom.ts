/** The bill of materials: every package that is locked, as CycloneDX 1.6 on standard output. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Locked {
  /** of an alias, what it stands for */
  readonly name?: string;
  readonly version?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
}

const root = join(import.meta.dirname, '..');
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, Locked>>;
};
const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

const purlOf = (name: string, version: string): string => `pkg:npm/${name.replace(/^@/, '%40')}@${version}`;

/** SHA-512 as npm writes it is base64, as CycloneDX writes it hexadecimal. */
const hashesOf = (integrity: string | undefined) => {
  const [, digest] = /^sha512-(\S+)/.exec(integrity ?? '') ?? [];
  return digest === undefined ? [] : [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }];
};

const components = Object.entries(packages)
  .filter(([path, { link }]) => path.includes('node_modules/') && link !== true)
  .map(([path, { name: own = nameOf(path), version = '', integrity, license, dev }]) => ({
    type: 'library',
    'bom-ref': path,
    name: own,
    version,
    purl: purlOf(own, version),
    scope: dev === true ? 'excluded' : 'required',
    hashes: hashesOf(integrity),
    ...(license !== undefined && { licenses: [{ license: { name: license } }] }),
  }));

const { name, version } = packages[''] ?? {};
const metadata = { component: { type: 'application', name, version } };
process.stdout.write(
  `${JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, metadata, components }, null, 1)}\n`,
);
