import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { DimseEvent } from './handlers.ts';
import { createDimseServer, type DimseServer } from './scp-transport.ts';
import { connect } from './scu-transport.ts';
import { IMPLICIT, VERIFICATION_UID } from './testing/raw-peer.ts';
import type { ServerTls, TlsMaterial } from './tls.ts';

let folder: string;
let server: DimseServer;
let events: DimseEvent<null>[];
let fingerprints: (string | undefined)[];

const pem = (name: string): string => readFileSync(join(folder, name), 'utf8');
const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];

const makeAuthority = (name: string) =>
  openssl('req', '-x509', ...key, '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.pem`);

const makeCertificate = (name: string, authority: string) => {
  const extension = ['-addext', 'subjectAltName=IP:127.0.0.1'];
  openssl('req', ...key, '-subj', `/CN=${name}`, ...extension, '-keyout', `${name}.key`, '-out', `${name}.csr`);
  const signer = [
    '-CA',
    `${authority}.pem`,
    '-CAkey',
    `${authority}.key`,
    '-CAcreateserial',
    '-copy_extensions',
    'copy',
  ];
  openssl('x509', '-req', '-days', '2', '-in', `${name}.csr`, ...signer, '-out', `${name}.pem`);
};

const material = (name: string, authority = 'hospital'): TlsMaterial => ({
  cert: pem(`${name}.pem`),
  key: pem(`${name}.key`),
  ca: pem(`${authority}.pem`),
});
const optional = (name: string): ServerTls => ({ ...material(name), clients: 'optional' });

const echo = async (tls: Partial<TlsMaterial>): Promise<void> => {
  const contexts = [{ abstractSyntax: VERIFICATION_UID, transferSyntaxes: [IMPLICIT] }];
  const ends = { callingAeTitle: 'CT', calledAeTitle: 'HUB', host: '127.0.0.1', port: server.port };
  const association = await connect({ ...ends, contexts, tls: tls as TlsMaterial });
  await association.echo();
  await association.release();
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-tls-'));
  for (const name of ['hospital', 'stranger']) makeAuthority(name);
  for (const name of ['hub', 'ct']) makeCertificate(name, 'hospital');
  for (const name of ['foreign', 'renewed']) makeCertificate(name, 'stranger');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(async () => {
  [events, fingerprints] = [[], []];
  server = createDimseServer<null>({
    tls: optional('hub'),
    accept: ({ contexts, certificate }) => {
      fingerprints.push(certificate?.fingerprint);
      return { accept: true, contexts, principal: null };
    },
    handlers: { echo: () => ({ status: 0 }) },
    onEvent: (event) => events.push(event),
  });
  await server.listen(0, '127.0.0.1');
});
afterEach(() => server.close());

it('takes whoever gives no certificate, where it is optional, for nobody in particular', async () => {
  await echo({ ca: pem('hospital.pem') });
  expect(fingerprints).toEqual([undefined]);
});

it('tells by which certificate a peer proved itself', async () => {
  await echo(material('ct'));
  expect(fingerprints).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
});

it('refuses a bad certificate even where none is asked for', async () => {
  await expect(echo(material('foreign'))).rejects.toMatchObject({ name: 'DimseError' });
  expect(fingerprints).toEqual([]);
  expect(events.map((event) => event.type === 'connection-refused' && event.why)).toContain('tls');
});

it('asks only a server of a known authority', async () => {
  await expect(echo(material('ct', 'stranger'))).rejects.toMatchObject({ kind: 'unreachable' });
  expect(fingerprints).toEqual([]);
});

it('shows a renewed certificate from the next connection on', async () => {
  await echo(material('ct'));
  server.renew({ ...optional('hub'), ...material('renewed'), ca: pem('hospital.pem') });
  await expect(echo(material('ct'))).rejects.toMatchObject({ kind: 'unreachable' });
  await echo(material('ct', 'stranger'));
  expect(fingerprints).toHaveLength(2);
});
