/** HL7 v2 out, to a plain receiver that refuses, delays, closes and never answers. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { outgoingSite, principal } from '../../../test/outgoing-site.ts';
import { findDestination, takeOutgoing } from '../../db/index.ts';
import { listDestinations, pauseDestination, resendOutgoing } from './index.ts';

const site = outgoingSite();

it('nothing is sent to a receiver that is paused, and nothing is lost by it', async () => {
  await site.begin(() => 'AA', { events: ['report'] });
  await pauseDestination(site.context, principal, 'ehr', true);
  await site.report('PP', 'KP', 'Normal');
  await site.turn();
  expect(site.receiver.got).toHaveLength(0);
  expect((await listDestinations(site.context, principal))[0]).toMatchObject({ paused: true, waiting: 1 });
  await pauseDestination(site.context, principal, 'ehr', false);
  await site.turn();
  expect(site.receiver.got).toHaveLength(1);
});

it('is sent again as it is, under the same MSH-10, until somebody answers to it', async () => {
  const answers = ['closes', 'silent', 'other', 'AR 207', 'AE', 'AA'] as const;
  await site.begin((_message, at) => answers[at - 1] ?? 'AA', {
    events: ['report'],
    mapping: { answerSeconds: 0.3 },
  });
  await site.report('P3', 'K3', 'Normal');
  for (let times = 0; times < answers.length; times += 1) {
    await site.turn();
    site.later(600);
  }
  expect(site.receiver.got).toHaveLength(answers.length);
  expect(new Set(site.receiver.got.map((bytes) => bytes.toString('hex'))).size).toBe(1);
  expect((await site.outgoing())[0]).toMatchObject({ state: 'sent', attempts: 6, answerCode: 'AA' });
});

it('killed between commit and send, and in the middle of an exchange: it is sent when the lease is over, the same bytes', async () => {
  await site.begin((_message, at) => (at === 1 ? 'silent' : 'AA'), { events: ['report'] });
  await site.report('P4', 'K4', 'Normal');
  await site.announceAll();
  // Taken by somebody who dies before a byte has left.
  await site.context.db.tenant(principal.tenantId, (trx) => takeOutgoing(trx, 'ehr', site.now));
  const dying = new AbortController();
  const dead = site.turn(dying.signal);
  await site.receiver.has(1);
  dying.abort();
  await dead;
  site.later(120);
  await site.turn();
  expect(site.receiver.got).toHaveLength(2);
  expect(site.receiver.got[0]?.equals(site.receiver.got[1] as Buffer)).toBe(true);
});

it('an unreachable receiver holds up nothing but itself, and is on the desk', async () => {
  await site.begin(() => 'AA', { events: ['report'] });
  await site.receiver.close();
  await site.report('P5', 'K5', 'Normal');
  for (let times = 0; times < 3; times += 1) {
    await site.turn();
    site.later(600);
  }
  expect((await site.outgoing())[0]).toMatchObject({ state: 'waiting', attempts: 3 });
  expect(await site.kindsOnDesk()).toEqual(['failing-destination']);
  site.later(80 * 3600);
  await site.turn();
  const [given] = await site.outgoing();
  expect(given).toMatchObject({ state: 'failed', cause: 'The receiver gave no answer for too long.' });
  expect(await site.kindsOnDesk()).toEqual(['unsent-message']);
  await site.receive(() => 'AA');
  await site.put({ events: ['report'] });
  await resendOutgoing(site.context, principal, given?.id ?? '');
  await site.turn();
  expect(site.received(0).header.text(10)).toBe(given?.controlId);
  expect(await site.kindsOnDesk()).toEqual([]);
});

it('a message that is refused holds up its own patient until it is a dead letter, and nobody else', async () => {
  let isStrict = true;
  const refuse = (message: string) => {
    if (!isStrict) return 'AA';
    if (message.includes('|KA1 CT|')) return 'AE';
    return message.includes('|KC1 CT|') ? 'AR 200' : 'AA';
  };
  await site.begin(refuse, { events: ['report'] });
  await site.report('PA', 'KA1', 'first');
  await site.report('PA', 'KA2', 'second');
  await site.report('PB', 'KB1', 'other');
  await site.report('PC', 'KC1', 'not processed there');
  await site.turn();
  const keys = () => site.receiver.got.map((_bytes, at) => site.received(at).one('OBR')?.text(3).split(' ')[0]);
  expect(keys()).toEqual(['KA1', 'KB1', 'KC1']);
  for (let times = 0; times < 3; times += 1) {
    site.later(600);
    await site.turn();
  }
  expect(keys()).toEqual(['KA1', 'KB1', 'KC1', 'KA1', 'KA1', 'KA2']);
  const dead = (await site.outgoing()).filter(({ state }) => state === 'refused');
  expect(dead.map(({ answerCode, condition }) => [answerCode, condition])).toEqual([
    ['AR', '200'],
    ['AE', null],
  ]);
  expect(await site.kindsOnDesk()).toEqual(['unsent-message', 'unsent-message']);
  // What was said later about the same is not undone by sending the earlier again.
  isStrict = false;
  await site.report('PC', 'KC1', 'and again', 'C');
  await site.turn();
  const [overtaken, free] = dead;
  await expect(resendOutgoing(site.context, principal, overtaken?.id ?? '')).rejects.toMatchObject({
    code: 'conflict',
  });
  await resendOutgoing(site.context, principal, free?.id ?? '');
  await site.turn();
  expect(keys().slice(-2)).toEqual(['KC1', 'KA1']);
});

/** Certificates that sign themselves, with their keys, as PEM. */
const certificates = (
  ...names: readonly string[]
): Readonly<Record<string, { readonly cert: string; readonly key: string }>> => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-mllp-'));
  const made = names.map((name) => {
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
    const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'];
    const files = ['-keyout', `${name}.key`, '-out', `${name}.pem`];
    execFileSync('openssl', ['req', '-x509', ...kind, ...subject, ...files], { cwd: folder, stdio: 'ignore' });
    const read = (ending: string): string => readFileSync(join(folder, `${name}.${ending}`), 'utf8');
    return [name, { cert: read('pem'), key: read('key') }] as const;
  });
  rmSync(folder, { recursive: true, force: true });
  return Object.fromEntries(made);
};

it('over TLS: proves its certificate, with a key that is kept sealed, and tells nothing to one that is not the receiver', async () => {
  const { ehr, stranger, hub } = certificates('ehr', 'stranger', 'hub');
  await site.begin(() => 'AA', { events: ['report'] });
  await site.receive(() => 'AA', { ...ehr, ca: hub?.cert, requestCert: true, rejectUnauthorized: true });
  const events = ['report'];
  const proved = { certificate: hub?.cert, key: hub?.key };
  await site.put({ events, tls: { ...proved, ca: stranger?.cert } });
  const kept = await site.context.db.tenant(principal.tenantId, (trx) => findDestination(trx, 'ehr'));
  expect(JSON.stringify(kept?.tls) + String(kept?.client_key)).not.toContain('PRIVATE KEY');
  await site.report('PT', 'KT', 'Normal');
  await site.turn();
  expect(site.receiver.got).toHaveLength(0);
  await site.put({ events, tls: { ca: ehr?.cert } });
  site.later(600);
  await site.turn();
  expect(site.receiver.got).toHaveLength(0);
  await site.put({ events, tls: { ...proved, ca: ehr?.cert } });
  // What else is changed leaves the key where it is; another certificate wants its own.
  const { certificate } = proved;
  await site.put({ events, tls: { certificate, ca: ehr?.cert } });
  const other = { certificate: stranger?.cert, ca: ehr?.cert };
  await expect(site.put({ events, tls: other })).rejects.toThrow('goes with its key');
  site.later(600);
  await site.turn();
  expect(site.receiver.got).toHaveLength(1);
  expect((await site.outgoing())[0]).toMatchObject({ state: 'sent' });
});
