/** Files for TLS that are not what they should be are told at the start, each with the setting that names it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ExpiringCertificate } from './expiring-certificate.ts';
import { endOfCertificate, readListenerFiles } from './tls-files.ts';

let folder: string;
const file = (name: string): string => join(folder, name);
const make = (name: string): void => {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const out = ['-keyout', file(`${name}.key`), '-out', file(`${name}.pem`)];
  execFileSync('openssl', ['req', '-x509', ...key, '-days', '20', '-subj', `/CN=${name}`, ...out], { stdio: 'ignore' });
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-tls-files-'));
  for (const name of ['hub', 'other']) make(name);
  writeFileSync(file('text.pem'), 'no certificate\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (cert: string, key: string, ca?: string) =>
  readListenerFiles('THROUGHLINE_DICOM_TLS', {
    certFile: file(cert),
    keyFile: file(key),
    caFile: ca === undefined ? undefined : file(ca),
  });

it('are taken when they belong together', () => {
  expect(read('hub.pem', 'hub.key', 'other.pem').cert).toContain('BEGIN CERTIFICATE');
});

it.each<readonly [string, readonly [string, string, string?], RegExp]>([
  [
    'a file that is not there',
    ['no.pem', 'hub.key'],
    /^THROUGHLINE_DICOM_TLS_CERT: .*no\.pem cannot be read: there is no/,
  ],
  [
    'what is no certificate',
    ['text.pem', 'hub.key'],
    /^THROUGHLINE_DICOM_TLS_CERT: .*text\.pem is no certificate in PEM/,
  ],
  ['what is no key', ['hub.pem', 'text.pem'], /^THROUGHLINE_DICOM_TLS_KEY: .*text\.pem is no private key in PEM/],
  [
    'the key of another',
    ['hub.pem', 'other.key'],
    /^THROUGHLINE_DICOM_TLS_KEY: .*other\.key is not the key of the cert/,
  ],
  [
    'authorities that are none',
    ['hub.pem', 'hub.key', 'text.pem'],
    /^THROUGHLINE_DICOM_TLS_CA: .*holds no certificate/,
  ],
])('refuse %s', (_name, files, sentence) => {
  expect(() => read(...files)).toThrow(sentence);
});

it('a certificate that runs out is told once a day, louder when it has run out, and no more when it is renewed', () => {
  const told: [string, unknown][] = [];
  const log = {
    warn: (fields: object) => void told.push(['warn', fields]),
    error: (fields: object) => void told.push(['error', fields]),
  };
  const { cert } = read('hub.pem', 'hub.key');
  const until = endOfCertificate(cert).getTime();
  const certificate = new ExpiringCertificate(log as never, 'hub.pem');
  const look = (days: number): number => {
    certificate.look(cert, new Date(until - days * 86_400_000));
    return told.length;
  };
  expect(look(31)).toBe(0);
  expect(look(12.5)).toBe(1);
  expect(look(12)).toBe(1);
  expect(look(11)).toBe(2);
  expect(look(-1)).toBe(3);
  expect(told.map(([level]) => level)).toEqual(['warn', 'warn', 'error']);
  expect(told[0]?.[1]).toMatchObject({ file: 'hub.pem', days: 12 });
});
