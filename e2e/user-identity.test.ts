/** User identity negotiation with DCMTK at the other end (PS3.7 D.3.3.7, H12). */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowApplicationEntity, type Hub, startHub } from './harness/hub.ts';
import { writeStudy } from './harness/objects.ts';
import { run } from './harness/processes.ts';

const passcode = 'correct horse battery staple';
/** With the rest of the user information, all that its length field can say (PS3.8 9.3.2.3). */
const longest = 'p'.repeat(65_300);

describe('user identity', () => {
  let hub: Hub;
  let folder: string;
  const file = (name: string): string => join(folder, name);

  const send = (aeTitle: string, ...identity: readonly string[]) =>
    run('storescu', [
      ...identity,
      ...['-aet', aeTitle, '-aec', hub.aeTitle, '+sd', '127.0.0.1', String(hub.dicomPort), file('study')],
    ]);

  beforeAll(async () => {
    hub = await startHub({ env: { THROUGHLINE_LOG_LEVEL: 'trace' } });
    folder = await mkdtemp(join(tmpdir(), 'throughline-identity-'));
    await writeStudy(file('study'), { imagesPerSeries: 1 });
    await allowApplicationEntity(hub, 'OPEN', ['store']);
    const user = { name: 'ct-console', passcode };
    await allowApplicationEntity(hub, 'PASSCODE', ['store'], { userIdentity: { rule: 'passcode', ...user } });
    await allowApplicationEntity(hub, 'OPTIONAL', ['store'], { userIdentity: { rule: 'none', ...user } });
    await allowApplicationEntity(hub, 'TOKEN', ['store'], { userIdentity: { rule: 'token' } });
    await writeFile(file('good.jwt'), await hub.issuer.token('imaging.write', 'dr-identity'));
    await writeFile(file('reader.jwt'), await hub.issuer.token('imaging.read', 'dr-identity'));
    const [header, , signature] = (await hub.issuer.token('imaging.write')).split('.');
    const claims = Buffer.from(JSON.stringify({ sub: 'mallory', scope: 'imaging.write' })).toString('base64url');
    await writeFile(file('forged.jwt'), `${header}.${claims}.${signature}`);
    await writeFile(file('assertion.xml'), `<saml:Assertion>${'secret-assertion'.repeat(1000)}</saml:Assertion>`);
  });
  afterAll(async () => {
    await hub?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const good = ['-usr', 'ct-console', '-pwd', passcode];

  it.each([
    ['no identity where none is asked for', 'OPEN', () => []],
    ['a name alone where nothing is asked for', 'OPEN', () => ['-usr', 'anybody']],
    ['name and passcode', 'PASSCODE', () => good],
    ['name and passcode, with a response', 'PASSCODE', () => [...good, '-rsp']],
    ['name and passcode though none is asked for', 'OPTIONAL', () => [...good, '-rsp']],
    ['none where it may be left out', 'OPTIONAL', () => []],
    ['a token, with a response', 'TOKEN', () => ['--jwt', file('good.jwt'), '-rsp']],
    ['a token though none is asked for', 'OPEN', () => ['--jwt', file('good.jwt')]],
  ] as const)('is taken: %s', async (_, aeTitle, identity) => {
    const sent = await send(aeTitle, ...identity());
    expect(sent.code, sent.output).toBe(0);
  });

  it.each([
    ['nothing where a passcode is required', 'PASSCODE', () => []],
    ['a name alone where a passcode is required', 'PASSCODE', () => ['-usr', 'ct-console']],
    ['a wrong passcode', 'PASSCODE', () => ['-usr', 'ct-console', '-pwd', `${passcode}!`]],
    ['an empty passcode', 'PASSCODE', () => ['-usr', 'ct-console', '-epw']],
    ['another name', 'PASSCODE', () => ['-usr', 'ct-consol', '-pwd', passcode]],
    ['a wrong passcode though none is asked for', 'OPTIONAL', () => ['-usr', 'ct-console', '-pwd', 'guess']],
    ['a passcode where nobody has one', 'OPEN', () => good],
    ['a passcode of 64 KiB', 'PASSCODE', () => ['-usr', 'ct-console', '-pwd', longest]],
    ['a passcode where a token is required', 'TOKEN', () => good],
    ['a forged token', 'TOKEN', () => ['--jwt', file('forged.jwt')]],
    ['a forged token though none is asked for', 'OPEN', () => ['--jwt', file('forged.jwt')]],
    ['a SAML assertion', 'OPEN', () => ['--saml', file('assertion.xml')]],
    ['a Kerberos ticket', 'TOKEN', () => ['-kt', file('assertion.xml')]],
  ] as const)('H12 is rejected: %s', async (_, aeTitle, identity) => {
    const sent = await send(aeTitle, ...identity());
    expect(sent.code).not.toBe(0);
    expect(sent.output).toMatch(/Association Rejected/i);
  });

  it('gives no more than the token does', async () => {
    const sent = await send('TOKEN', '-v', '--jwt', file('reader.jwt'));
    expect(sent.output).toMatch(/Store Response \((?!Success)/);
    expect(sent.code).not.toBe(0);
  });

  it('tells no secret: not in the log, not through the API', async () => {
    const told = await (await hub.request('/api/application-entities')).text();
    expect(told).toContain('ct-console');
    for (const secret of [passcode, longest.slice(0, 1000), 'secret-assertion', 'scrypt$']) {
      expect(hub.process().output()).not.toContain(secret);
      expect(told).not.toContain(secret);
    }
    expect(hub.process().output()).toContain('association rejected');
  });
});
