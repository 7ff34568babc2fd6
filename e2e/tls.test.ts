/** DICOM over TLS with DCMTK and OpenSSL at the other end (PS3.15 B.9, H24). */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../server/src/free-port.ts';
import { allowApplicationEntity, type Hub, startHub } from './harness/hub.ts';
import { type MadeStudy, writeStudy } from './harness/objects.ts';
import { type Running, run, start } from './harness/processes.ts';

const loopback = '127.0.0.1';
const authority = (name: string): readonly string[] => [
  '-subj',
  `/CN=${name}`,
  '-addext',
  'basicConstraints=critical,CA:TRUE',
];

describe('DICOM over TLS', () => {
  let folder: string;
  let hub: Hub;
  let tlsPort: number;
  let study: MadeStudy;
  let receiver: Running;

  const file = (name: string): string => join(folder, name);
  const openssl = async (...args: readonly string[]): Promise<string> => {
    const { code, output } = await run('openssl', [...args]);
    expect(code, output).toBe(0);
    return output;
  };
  const key = ['-newkey', 'rsa:2048', '-nodes', '-sha256'];
  const makeAuthority = (name: string) =>
    openssl(
      'req',
      '-x509',
      ...key,
      '-days',
      '2',
      '-keyout',
      file(`${name}.key`),
      '-out',
      file(`${name}.pem`),
      ...authority(name),
    );
  const makeCertificate = async (name: string, issuer: string, ...more: readonly string[]) => {
    const request = ['-keyout', file(`${name}.key`), '-out', file(`${name}.csr`), '-subj', `/CN=${name}`];
    const purposes = name === 'server' ? 'serverAuth' : 'clientAuth,serverAuth';
    const extensions = [`subjectAltName=IP:${loopback}`, `extendedKeyUsage=${purposes}`];
    await openssl('req', ...key, ...request, ...extensions.flatMap((extension) => ['-addext', extension]));
    const signer = [
      '-CA',
      file(`${issuer}.pem`),
      '-CAkey',
      file(`${issuer}.key`),
      '-CAcreateserial',
      '-copy_extensions',
      'copy',
    ];
    await openssl('x509', '-req', '-in', file(`${name}.csr`), ...signer, '-out', file(`${name}.pem`), ...more);
  };
  const fingerprintOf = async (name: string): Promise<string> =>
    /=([0-9A-F:]+)/.exec(await openssl('x509', '-in', file(`${name}.pem`), '-noout', '-fingerprint', '-sha256'))?.[1] ??
    '';
  const withCertificate = (name: string): readonly string[] => [
    '+tls',
    file(`${name}.key`),
    file(`${name}.pem`),
    '+cf',
    file('hospital.pem'),
  ];
  const call = (
    tool: string,
    aeTitle: string,
    security: readonly string[],
    port = tlsPort,
    ...more: readonly string[]
  ) => run(tool, [...security, '-aet', aeTitle, '-aec', hub.aeTitle, loopback, String(port), ...more]);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'throughline-tls-'));
    await makeAuthority('hospital');
    await makeAuthority('stranger');
    await makeCertificate('hub', 'hospital', '-days', '2');
    await makeCertificate('ct1', 'hospital', '-days', '2');
    await makeCertificate('ct2', 'hospital', '-days', '2');
    await makeCertificate('server', 'hospital', '-days', '2');
    await makeCertificate('late', 'hospital', '-days', '-1');
    await makeCertificate('foreign', 'stranger', '-days', '2');
    tlsPort = await freePort();
    hub = await startHub({
      env: {
        THROUGHLINE_DICOM_TLS_PORT: String(tlsPort),
        THROUGHLINE_DICOM_TLS_CERT: file('hub.pem'),
        THROUGHLINE_DICOM_TLS_KEY: file('hub.key'),
        THROUGHLINE_DICOM_TLS_CA: file('hospital.pem'),
      },
    });
    const services = ['echo', 'store', 'find', 'get', 'move'];
    await allowApplicationEntity(hub, 'CT1', services, { certificate: await fingerprintOf('ct1') });
    await allowApplicationEntity(hub, 'ANY', services);
    const port = await freePort();
    await run('mkdir', ['-p', file('received')]);
    const listening = ['+tls', file('ct2.key'), file('ct2.pem'), '+cf', file('hospital.pem'), '-rc'];
    receiver = start('storescp', [...listening, '-aet', 'RECEIVER', '-od', file('received'), String(port)]);
    await allowApplicationEntity(hub, 'RECEIVER', ['store'], { destination: { host: loopback, port, tls: true } });
    study = await writeStudy(file('study'), { imagesPerSeries: 3 });
  });
  afterAll(async () => {
    await receiver?.stop();
    await hub?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('stores, with a certificate of the hospital', async () => {
    const sent = await call('storescu', 'CT1', withCertificate('ct1'), tlsPort, '+sd', file('study'));
    expect(sent.code, sent.output).toBe(0);
    const found = await hub.request(`/dicom-web/studies/${study.studyInstanceUid}/instances`);
    expect(await found.json()).toHaveLength(study.files.length);
  });

  it('moves to a destination that listens over TLS only', async () => {
    const keys = ['-k', 'QueryRetrieveLevel=STUDY', '-k', `StudyInstanceUID=${study.studyInstanceUid}`];
    const moved = await call('movescu', 'ANY', [], hub.dicomPort, '-S', '-aem', 'RECEIVER', ...keys);
    expect(moved.code, moved.output).toBe(0);
    expect(await readdir(file('received'))).toHaveLength(study.files.length);
  });

  it.each([
    ['no certificate', 'ANY', () => ['+tla', '+cf', file('hospital.pem')]],
    ['a certificate of another authority', 'ANY', () => withCertificate('foreign')],
    ['a certificate that has expired', 'ANY', () => withCertificate('late')],
    ['the certificate of another title', 'CT1', () => withCertificate('ct2')],
    ['the certificate of a title by another title', 'ANY', () => withCertificate('ct1')],
    ['a certificate for servers only', 'ANY', () => withCertificate('server')],
    ['no TLS on the port for TLS', 'ANY', () => []],
  ] as const)('H24 %s is refused', async (_, aeTitle, security) => {
    const { code } = await call('echoscu', aeTitle, security());
    expect(code).not.toBe(0);
    const good = await call('echoscu', 'ANY', withCertificate('ct2'));
    expect(good.code, good.output).toBe(0);
  });

  it('H24 a title that has a certificate is not to be had without TLS', async () => {
    expect((await call('echoscu', 'CT1', [], hub.dicomPort)).code).not.toBe(0);
    expect((await call('echoscu', 'ANY', [], hub.dicomPort)).code).toBe(0);
  });

  it('H02 TLS on the plain port is closed', async () => {
    expect((await call('echoscu', 'ANY', withCertificate('ct1'), hub.dicomPort)).code).not.toBe(0);
    expect((await call('echoscu', 'ANY', [], hub.dicomPort)).code).toBe(0);
  });

  it.each([
    ['TLS 1.1', ['-tls1_1']],
    ['a cipher without forward secrecy', ['-tls1_2', '-cipher', 'AES256-GCM-SHA384']],
    ['CBC', ['-tls1_2', '-cipher', 'ECDHE-RSA-AES256-SHA384']],
  ])('H24 %s is not spoken', async (_, options) => {
    const client = ['-cert', file('ct1.pem'), '-key', file('ct1.key'), '-CAfile', file('hospital.pem')];
    const quiet = ['-brief', '-no_ign_eof'];
    const shaken = await run('timeout', [
      '5',
      'openssl',
      's_client',
      '-connect',
      `${loopback}:${tlsPort}`,
      ...client,
      ...quiet,
      ...options,
    ]);
    expect(shaken.output).not.toMatch(/CONNECTION ESTABLISHED/);
    const spoken = await run('sh', [
      '-c',
      `timeout 5 openssl s_client -connect ${loopback}:${tlsPort} ${client.join(' ')} -brief </dev/null 2>&1`,
    ]);
    expect(spoken.output).toMatch(/CONNECTION ESTABLISHED/);
    expect(spoken.output).toMatch(/TLSv1\.3/);
  });

  it('the key is in no log', async () => {
    const secret = (await readFile(file('hub.key'), 'utf8')).split('\n')[1] ?? 'absent';
    expect(hub.process().output()).not.toContain(secret);
  });
});
