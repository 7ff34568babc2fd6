/** H46, H48, H50 to H61: what is sent to the web door by those who mean it no good, or by tools that are broken. */
import { newUid } from '@throughline/dicom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowApplicationEntity, type Hub, startHub } from '../harness/hub.ts';
import { baselineOf, expectUnharmed } from './oracle.ts';
import { json, metadataAt, parts, requestCases, stowTypeOf } from './web-cases.ts';
import { converse } from './wire.ts';

const seconds = 1000;

interface WireCase {
  readonly id: string;
  readonly title: string;
  /** after the request line and Host */
  readonly headers: readonly string[];
  readonly body?: string;
  readonly statuses: readonly number[];
  readonly line?: string;
}

/** H48: a message whose length or whose lines two readers could read differently is refused, and the connection ends. */
const wireCases: readonly WireCase[] = [
  {
    id: 'H48',
    title: 'Content-Length and Transfer-Encoding',
    headers: ['Content-Length: 4', 'Transfer-Encoding: chunked'],
    body: '0\r\n\r\nGET /health HTTP/1.1\r\nHost: x\r\n\r\n',
    statuses: [400],
  },
  {
    id: 'H48',
    title: 'two Content-Lengths',
    headers: ['Content-Length: 1', 'Content-Length: 2'],
    body: 'xy',
    statuses: [400],
  },
  {
    id: 'H48',
    title: 'a Content-Length that is none',
    headers: ['Content-Length: +5'],
    body: 'hello',
    statuses: [400],
  },
  { id: 'H48', title: 'a folded header', headers: ['X-Folded: a', ' b'], statuses: [400] },
  { id: 'H48', title: 'white space before a colon', headers: ['X-Space : a'], statuses: [400] },
  { id: 'H48', title: 'a line that ends in LF alone', headers: ['X-Lf: a\nX-More: b'], statuses: [400] },
  {
    id: 'H48',
    title: 'a chunk size that is none',
    headers: ['Transfer-Encoding: chunked'],
    body: 'zz\r\nx\r\n',
    statuses: [400],
  },
  {
    id: 'H48',
    title: 'two transfer encodings',
    headers: ['Transfer-Encoding: chunked, gzip'],
    body: '0\r\n\r\n',
    statuses: [400, 501],
  },
  { id: 'H48', title: 'headers of 1 MiB', headers: [`X-Long: ${'x'.repeat(2 ** 20)}`], statuses: [431] },
  { id: 'H48', title: 'no HTTP', headers: [], line: '\x16\x03\x01\x02\x00\x01\x00', statuses: [400] },
];

describe('the web door', () => {
  let hub: Hub;
  let token: string;

  beforeAll(async () => {
    hub = await startHub();
    token = await hub.issuer.token('imaging.read imaging.write', 'hostile');
    await allowApplicationEntity(hub, 'MODALITY', ['echo']);
  });
  afterAll(() => hub?.close());

  it.each(wireCases)('$id $title', async ({ headers, body = '', statuses, line }) => {
    const before = await baselineOf(hub);
    const head = [
      line ?? 'POST /dicom-web/studies HTTP/1.1',
      `Host: 127.0.0.1:${hub.httpPort}`,
      `Authorization: Bearer ${token}`,
      'Content-Type: application/dicom',
      ...headers,
    ];
    const conversation = await converse(hub.httpPort, {
      send: Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`, 'latin1'),
      closesWithinMs: 15 * seconds,
    });
    const answers = [...conversation.received.toString('latin1').matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, code]) =>
      Number(code),
    );
    // What is still being sent when the connection ends may take our answer with it.
    expect(answers.length).toBeLessThan(2);
    expect(answers.length === 1 || statuses.includes(431)).toBe(true);
    if (answers.length === 1) expect(statuses).toContain(answers[0]);
    await expectUnharmed(hub, before);
  });

  it.each(requestCases)('$id $title', async ({ method = 'GET', path, headers = {}, body, statuses, anonymous }) => {
    const before = await baselineOf(hub);
    const authorization: Record<string, string> = anonymous ? {} : { authorization: `Bearer ${token}` };
    const answer = await fetch(`${hub.baseUrl}${typeof path === 'string' ? path : path()}`, {
      method,
      headers: { ...authorization, ...headers },
      ...(body && { body: body() as BodyInit }),
      signal: AbortSignal.timeout(30 * seconds),
    });
    const text = await answer.text();
    expect(statuses).toContain(answer.status);
    expect(answer.headers.get('x-evil')).toBeNull();
    expect(text).not.toMatch(/root:x:|pg_|syntax error|at .*\.ts:\d/);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    await expectUnharmed(hub, before);
  });

  it('H47 headers that come a byte at a time end the connection', async () => {
    const before = await baselineOf(hub);
    const conversation = await converse(hub.httpPort, {
      send: Buffer.from('GET /health HTTP/1.1\r\nX-Slow: '),
      closesWithinMs: 60 * seconds,
    });
    expect(conversation.received.toString('latin1')).toMatch(/^(HTTP\/1\.1 408|$)/);
    await expectUnharmed(hub, before);
  });

  it('H50 an object of another study is not stored there', async () => {
    const [wanted, instance] = [newUid(), newUid()];
    const metadata = metadataAt('x').replace(
      /"00080018":\{"vr":"UI","Value":\["[\d.]+"\]\}/,
      `"00080018":{"vr":"UI","Value":["${instance}"]}`,
    );
    const answer = await hub.request(`/dicom-web/studies/${wanted}`, {
      method: 'POST',
      headers: { 'content-type': stowTypeOf(json) },
      body: parts([json, metadata], ['application/octet-stream', 'xx', 'x']),
    });
    expect(answer.status).toBe(409);
    const [failed] = (await answer.json())['00081198'].Value;
    expect([failed['00081155'].Value, failed['00081197'].Value]).toEqual([[instance], [0xa900]]);
    expect((await hub.request(`/dicom-web/instances?SOPInstanceUID=${instance}`)).status).toBe(204);
  });

  it('H61 addresses that we give are ours, whatever a header says', async () => {
    const headers = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.example',
    };
    for (const path of ['/dicom-web/studies?limit=1', '/dicom-web/']) {
      const answer = await hub.request(path, { headers, method: path.endsWith('/') ? 'OPTIONS' : 'GET' });
      expect(`${await answer.text()}${answer.headers.get('warning')}`).not.toContain('evil');
    }
    const conversation = await converse(hub.httpPort, {
      send: Buffer.from(
        `OPTIONS /dicom-web/ HTTP/1.1\r\nHost: evil.example\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`,
      ),
      closesWithinMs: 10 * seconds,
    });
    expect(conversation.received.toString('latin1')).toContain(`base="${hub.baseUrl}/dicom-web/"`);
    expect(conversation.received.toString('latin1')).not.toContain('evil');
  });

  it('H63 HTTP/2 is not spoken: its preface ends the connection', async () => {
    const before = await baselineOf(hub);
    // The preface (RFC 9113 3.4), SETTINGS, and streams that are opened and reset at once.
    const reset = Buffer.from('000001010500000001828600000403000000010000000000', 'hex');
    const conversation = await converse(hub.httpPort, {
      send: Buffer.concat([
        Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
        Buffer.from('000000040000000000', 'hex'),
        ...Array.from({ length: 10_000 }, () => reset),
      ]),
      closesWithinMs: 15 * seconds,
    });
    expect(conversation.received.toString('latin1')).toMatch(/^(HTTP\/1\.1 (400|505)|$)/);
    await expectUnharmed(hub, before);
  });

  it('H64 the page runs only its own scripts, whatever its address says; what is stored runs nothing', async () => {
    const page = await fetch(`${hub.baseUrl}/read/1.2.3?url=https://evil.example/config.json&configUrl=//evil.example`);
    const policy = page.headers.get('content-security-policy') ?? '';
    const directives = new Map(policy.split('; ').map((one) => [one.split(' ')[0], one]));
    expect(directives.get('default-src')).toBe("default-src 'none'");
    expect(directives.get('script-src')).not.toMatch(/'unsafe-inline'|'unsafe-eval'|\*|https?:/);
    expect(directives.get('connect-src')).toBe("connect-src 'self'");
    expect(await page.text()).not.toContain('evil.example');
    for (const path of ['/dicom-web/studies', '/api/worklist', '/fhir/Patient'])
      expect((await hub.request(path)).headers.get('content-security-policy'), path).toMatch(
        /default-src 'none'.*sandbox/,
      );
  });
});
