/** The foreign systems that the tests speak to: installed when they are missing, never skipped. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';

const debianPackages: readonly (readonly [string, string])[] = [
  ['/usr/bin/storescu', 'dcmtk'],
  ['/usr/sbin/Orthanc', 'orthanc'],
  ['/usr/share/orthanc/plugins/libOrthancDicomWeb.so', 'orthanc-dicomweb'],
  ['/usr/bin/chromium', 'chromium'],
  ['/usr/bin/dciodvfy', 'dicom3tools'],
  ['/usr/bin/openssl', 'openssl'],
  ['/usr/bin/mllp_send', 'python3-hl7'],
  ['/usr/bin/strace', 'strace'],
  ['/usr/bin/gdcmconv', 'libgdcm-tools'],
  ['/usr/bin/opj_decompress', 'libopenjp2-tools'],
];

const ohif = { name: '@ohif/app', version: '3.13.2', folder: '.cache/ohif' };

const run = (command: string, args: readonly string[], cwd?: string): void => {
  const result = spawnSync(command, args, {
    stdio: 'inherit',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    ...(cwd === undefined ? {} : { cwd }),
  });
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')} failed`);
};

const installDebianPackages = (): void => {
  const missing = debianPackages.filter(([file]) => !existsSync(file)).map(([, name]) => name);
  if (missing.length === 0) return;
  console.log(`Installing from Debian: ${missing.join(', ')}`);
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const aptGet = (...args: readonly string[]): void => {
    const [command = 'apt-get', ...rest] = [...sudo, 'apt-get', ...args];
    run(command, rest);
  };
  aptGet('update', '-q');
  aptGet('install', '-q', '-y', '--no-install-recommends', ...missing);
  const stillMissing = debianPackages.filter(([file]) => !existsSync(file));
  if (stillMissing.length > 0) throw new Error(`missing after installation: ${stillMissing.join(' ')}`);
};

/** OHIF's published build, unpacked without its dependencies: only its static files are served. */
const unpackOhif = (): void => {
  if (existsSync(`${ohif.folder}/dist/index.html`)) return;
  const temporary = `${ohif.folder}.tmp`;
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  run('npm', ['pack', `${ohif.name}@${ohif.version}`, '--pack-destination', '.', '--silent'], temporary);
  const archive = readdirSync(temporary).find((name) => name.endsWith('.tgz'));
  if (archive === undefined) throw new Error('npm pack left no archive');
  run('tar', ['-xzf', archive, '--strip-components=1', 'package/dist'], temporary);
  rmSync(`${temporary}/${archive}`);
  rmSync(ohif.folder, { recursive: true, force: true });
  renameSync(temporary, ohif.folder);
};

/** Makes every foreign peer available or throws with what is missing. */
export const installPeers = (): void => {
  installDebianPackages();
  unpackOhif();
};
