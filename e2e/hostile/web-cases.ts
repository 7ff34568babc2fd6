/** H46, H51 to H60: requests to the web door that are each answered with a refusal or with nothing. */
import { gzipSync } from 'node:zlib';
import { newUid } from '@throughline/dicom';
import { boundary } from './stow.ts';

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

export const stowTypeOf = (type: string): string => `multipart/related; type="${type}"; boundary=${boundary}`;
export const parts = (...all: readonly (readonly [type: string, body: string, location?: string])[]): string =>
  `${all
    .map(([type, body, location]) => {
      const where = location === undefined ? '' : `Content-Location: ${location}\r\n`;
      return `--${boundary}\r\nContent-Type: ${type}\r\n${where}\r\n${body}\r\n`;
    })
    .join('')}--${boundary}--\r\n`;

export const json = 'application/dicom+json';
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
export const metadataAt = (address: string): string =>
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

export const requestCases: readonly RequestCase[] = [
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
