/** H46, H48, H50 to H61: what is sent to the web door by those who mean it no good, or by tools that are broken. */
import { gzipSync } from 'node:zlib';
import { newUid } from '@throughline/dicom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowApplicationEntity, type Hub, startHub } from '../harness/hub.ts';
import { baselineOf, expectUnharmed } from './oracle.ts';
import { boundary } from './stow.ts';
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

interface RequestCase {
  readonly id: string;
  readonly title: string;
  readonly method?: string;
  readonly path: string | (() => string);
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: () => string | Uint8Array;
  readonly statuses: readonly number[];
  readonly anonymous?: boolean;
}

const stowTypeOf = (type: string): string => `multipart/related; type="${type}"; boundary=${boundary}`;
const parts = (...all: readonly (readonly [type: string, body: string, location?: string])[]): string =>
  `${all
    .map(([type, body, location]) => {
      const where = location === undefined ? '' : `Content-Location: ${location}\r\n`;
      return `--${boundary}\r\nContent-Type: ${type}\r\n${where}\r\n${body}\r\n`;
    })
    .join('')}--${boundary}--\r\n`;

const json = 'application/dicom+json';
const xml = 'application/dicom+xml';

const post = (
  id: string,
  title: string,
  contentType: string,
  body: () => string | Uint8Array,
  statuses: readonly number[],
  more = {},
): RequestCase => ({
  id,
  title,
  method: 'POST',
  path: '/dicom-web/studies',
  headers: { 'content-type': contentType, ...more },
  body,
  statuses,
});

const bomb = () => new Uint8Array(gzipSync(Buffer.alloc(64 * 2 ** 20)));

const encodings = ['gzip', 'br', 'zstd', 'deflate', 'gzip, gzip', 'x-gzip'].flatMap((encoding): RequestCase[] => [
  post('H46', `a body in ${encoding} to STOW-RS`, 'application/dicom', bomb, [415], { 'content-encoding': encoding }),
  {
    ...post('H46', `a body in ${encoding} to our own API`, 'application/json', bomb, [413, 415], {
      'content-encoding': encoding,
    }),
    path: '/api/launch',
  },
]);

const sopCt = '1.2.840.10008.5.1.4.1.1.2';
const metadataAt = (address: string): string =>
  JSON.stringify([
    {
      '00080016': { vr: 'UI', Value: [sopCt] },
      '00080018': { vr: 'UI', Value: [newUid()] },
      '0020000D': { vr: 'UI', Value: [newUid()] },
      '0020000E': { vr: 'UI', Value: [newUid()] },
      '7FE00010': { vr: 'OW', BulkDataURI: address },
    },
  ]);

const addresses = [
  'file:///etc/passwd',
  'http://169.254.169.254/latest/meta-data/',
  'http://2130706433/',
  'http://0x7f.1/',
  'http://[::ffff:7f00:1]/',
  '//host/x',
  'gopher://127.0.0.1:5432/',
].map((address) =>
  post('H51', `bulk data at ${address}`, stowTypeOf(json), () => parts([json, metadataAt(address)]), [409]),
);

const uid = '1.2.3';
const wado = `/dicom-web/wado?requestType=WADO&studyUID=${uid}&seriesUID=${uid}&objectUID=`;
const uris = [
  ['a traversal for an object', `${wado}..%2f..%2fetc%2fpasswd`],
  ['a line end', `${wado}1%0d%0aX-Evil:%201`],
  ['an object twice', `${wado}1.2&objectUID=1.3`],
  ['a NUL', `${wado}1%00`],
  ['a UID of 10,000 digits', `${wado}${'1'.repeat(10_000)}`],
  ['another request type', '/dicom-web/wado?requestType=..%2f'],
  ['a transfer syntax that is a path', `${wado}1.2&contentType=application/dicom&transferSyntax=..%2f`],
].map(([title, path]): RequestCase => ({ id: 'H52', title: title ?? '', path: path ?? '', statuses: [400] }));

const searches: readonly RequestCase[] = [
  ...[
    '*',
    '%',
    '_',
    '\\',
    '?'.repeat(200),
    '*'.repeat(200),
    "' OR 1=1 --",
    '"; DROP TABLE studies; --',
    "\\'; SELECT pg_sleep(9)",
  ].map(
    (value): RequestCase => ({
      id: 'H53',
      title: `a name of ${value.slice(0, 30)}`,
      path: `/dicom-web/studies?PatientName=${encodeURIComponent(value)}&limit=5`,
      statuses: [200, 204, 400],
    }),
  ),
  {
    id: 'H53',
    title: '10,000 parameters',
    path: () => `/dicom-web/studies?${'PatientID=1&'.repeat(10_000)}`,
    statuses: [400, 413, 414, 431],
  },
  {
    id: 'H53',
    title: '250 parameters',
    path: () => `/dicom-web/studies?${'PatientID=1&'.repeat(250)}`,
    statuses: [400],
  },
  {
    id: 'H53',
    title: 'everything of everybody',
    path: '/dicom-web/instances?includefield=all&limit=1000000000',
    statuses: [200, 204],
  },
  { id: 'H53', title: 'a negative offset', path: '/dicom-web/studies?offset=-1', statuses: [400] },
  { id: 'H53', title: 'a limit that is no number', path: '/dicom-web/studies?limit=1e9', statuses: [400] },
  {
    id: 'H53',
    title: 'a workitem label of signs',
    path: '/dicom-web/workitems?WorklistLabel=%25_%5C*&limit=5',
    statuses: [200, 204],
  },
  ...[
    'PatientID',
    'AccessionNumber',
    'StudyInstanceUID',
    'StudyDate',
    'ModalitiesInStudy',
    'StudyDescription',
    '00081030',
  ].map(
    (key): RequestCase => ({
      id: 'H54',
      title: `SQL in ${key}`,
      path: `/dicom-web/studies?${key}=${encodeURIComponent("1' OR '1'='1'; SELECT pg_sleep(30) --")}`,
      statuses: [204, 400],
    }),
  ),
  {
    id: 'H54',
    title: 'SQL in a sequence of a workitem',
    path: `/dicom-web/workitems?00404025.00080100=${encodeURIComponent("') OR true --")}`,
    statuses: [204],
  },
  {
    id: 'H54',
    title: 'SQL for an attribute',
    path: `/dicom-web/studies?${encodeURIComponent('x" = 1; --')}=1`,
    statuses: [400],
  },
  {
    id: 'H54',
    title: 'a list of 100,000 UIDs',
    path: () =>
      `/dicom-web/studies?StudyInstanceUID=${Array.from({ length: 100_000 }, (_, at) => `1.${at}`).join(',')}`,
    statuses: [400, 413, 414, 431],
  },
];

const deep = () => '['.repeat(2_000_000);
const bodies: readonly RequestCase[] = [
  post('H55', '2 million arrays as metadata', json, deep, [400]),
  { ...post('H55', '2 million arrays as a workitem', json, deep, [400]), path: '/dicom-web/workitems' },
  { ...post('H55', '2 million arrays to our own API', 'application/json', deep, [400]), path: '/api/launch' },
  {
    ...post('H57', 'a prototype to our own API', 'application/json', () => '{"__proto__":{"admin":true}}', [400]),
    path: '/api/launch',
  },
  post('H57', 'a prototype as metadata', json, () => '[{"__proto__":{"vr":"PN"}}]', [400]),
  post('H57', 'a constructor as metadata', json, () => '[{"constructor":{"prototype":{"vr":"PN"}}}]', [400]),
];

const model = (inner: string, before = ''): string => `${before}<NativeDicomModel>${inner}</NativeDicomModel>`;
const laughs = `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(1000)}">${Array.from({ length: 9 }, (_, at) => `<!ENTITY a${at} "${`&a${at ? at - 1 : ''};`.repeat(10)}">`).join('')}]>`;
const documents = (
  [
    ['billion laughs', () => model('&a8;', laughs)],
    ['an external entity', () => model('&x;', '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>')],
    ['an external document type', () => model('', '<!DOCTYPE x SYSTEM "http://169.254.169.254/x.dtd">')],
    ['XInclude', () => model('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>')],
    ['UTF-16', () => new Uint8Array(Buffer.from(`\ufeff${model('')}`, 'utf16le'))],
    ['UTF-7', () => model('', '<?xml version="1.0" encoding="UTF-7"?>')],
  ] as const
).flatMap(([title, body]): RequestCase[] => [
  post('H56', `${title} as metadata`, xml, body, [400]),
  { ...post('H56', `${title} as a workitem`, xml, body, [400]), path: '/dicom-web/workitems' },
]);

const larger: readonly RequestCase[] = [
  post(
    'H56',
    'a million attributes',
    xml,
    () => model(`<DicomAttribute ${Array.from({ length: 1_000_000 / 4 }, (_, at) => `a${at}=""`).join(' ')}/>`),
    [400, 413],
  ),
  post(
    'H56',
    'a million elements',
    xml,
    () => model('<DicomAttribute tag="00100010" vr="PN"/>'.repeat(300_000)),
    [400, 413],
  ),
];

const study = '/dicom-web/studies/1.2.3';
const abuse: readonly RequestCase[] = [
  {
    id: 'H58',
    title: '1,000 ranges',
    path: study,
    headers: { range: `bytes=${'0-1,'.repeat(999)}0-1` },
    statuses: [404],
  },
  {
    id: 'H58',
    title: '500 accepted types',
    path: '/dicom-web/studies?limit=1',
    headers: { accept: 'text/x,'.repeat(500) },
    statuses: [406],
  },
  ...[
    'viewport=1e308,1e308',
    'viewport=NaN,1',
    'viewport=-5,5',
    'window=1e308,1e308',
    'window=a,b',
    'quality=0',
    'quality=1e9',
    'quality=NaN',
  ].map(
    (query): RequestCase => ({
      id: 'H59',
      title: query,
      path: `${study}/rendered?${query}`,
      headers: { accept: 'image/png' },
      statuses: [400],
    }),
  ),
];

/** H60: what another site's page could make a browser send. A cookie alone does not change anything. */
const foreign = (
  title: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  statuses: readonly number[],
): RequestCase => ({
  id: 'H60',
  title,
  method: 'POST',
  path,
  headers: { cookie: 'throughline_session=a.b.c', 'content-type': 'application/dicom', ...headers },
  body: () => 'x',
  statuses,
  anonymous: true,
});

const origins: readonly RequestCase[] = [
  foreign('a store of a page of nowhere', '/dicom-web/studies', { origin: 'null' }, [401, 403]),
  foreign(
    'a store of a page that looks like ours',
    '/dicom-web/studies',
    { origin: 'http://127.0.0.1.evil.example' },
    [401, 403],
  ),
  foreign('a store without an origin', '/dicom-web/studies', {}, [401, 403]),
  foreign(
    'a form to sign in',
    '/api/session',
    { origin: 'http://evil.example', 'content-type': 'application/json' },
    [400, 403],
  ),
];

const all: readonly RequestCase[] = [
  ...encodings,
  ...addresses,
  ...uris,
  ...searches,
  ...bodies,
  ...documents,
  ...larger,
  ...abuse,
  ...origins,
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

  it.each(all)('$id $title', async ({ method = 'GET', path, headers = {}, body, statuses, anonymous }) => {
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
