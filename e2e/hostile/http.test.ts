/** H45 and H49: HTTP bodies that never come and multipart that is none. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowApplicationEntity, type Hub, startHub } from '../harness/hub.ts';
import { baselineOf, expectUnharmed } from './oracle.ts';
import { boundary, stowType } from './stow.ts';
import { converse } from './wire.ts';

interface HttpCase {
  readonly id: string;
  readonly title: string;
  readonly contentType?: string;
  readonly body: string | (() => string);
  /** When it differs from the length of the body. */
  readonly contentLength?: number;
  readonly chunked?: boolean;
  readonly statuses: readonly number[];
  readonly closesWithinMs?: number;
}

const part = (headers: string, content = 'x'): string => `--${boundary}\r\n${headers}\r\n\r\n${content}\r\n`;
const dicomPart = part('Content-Type: application/dicom');
const last = `--${boundary}--\r\n`;
const seconds = 1000;

const cases: readonly HttpCase[] = [
  {
    id: 'H45',
    title: 'Content-Length of 4 GB to the JSON API',
    contentType: 'application/json',
    body: '{',
    contentLength: 2 ** 32,
    statuses: [413],
  },
  {
    id: 'H45',
    title: 'Content-Length of 4 GB to STOW-RS and no body',
    body: '',
    contentLength: 2 ** 32 + 1,
    statuses: [400, 408, 413],
    closesWithinMs: 60 * seconds,
  },
  {
    id: 'H45',
    title: 'chunks that stop coming',
    body: '1\r\nx\r\n',
    chunked: true,
    statuses: [400, 408, 413],
    closesWithinMs: 60 * seconds,
  },
  {
    id: 'H49',
    title: 'no boundary',
    contentType: 'multipart/related; type="application/dicom"',
    body: dicomPart + last,
    statuses: [400, 415],
  },
  {
    id: 'H49',
    title: 'a boundary of 257 characters',
    contentType: `multipart/related; type="application/dicom"; boundary=${'b'.repeat(257)}`,
    body: dicomPart + last,
    statuses: [400],
  },
  { id: 'H49', title: 'no final boundary', body: dicomPart, statuses: [400, 409] },
  {
    id: 'H49',
    title: 'a part header that begins with a space',
    body: part(' Content-Type: application/dicom') + last,
    statuses: [400, 409, 415],
  },
  {
    id: 'H49',
    title: 'a part header of 1 MiB',
    body: () => part(`X-Long: ${'x'.repeat(2 ** 20)}`) + last,
    statuses: [400, 413],
  },
  { id: 'H49', title: '100,000 parts', body: () => dicomPart.repeat(100_000) + last, statuses: [400, 413] },
  {
    id: 'H49',
    title: 'multipart within multipart',
    body: part(`Content-Type: multipart/related; boundary=${boundary}`, dicomPart) + last,
    statuses: [400, 409, 415],
  },
  {
    id: 'H49',
    title: 'a part of the wrong type',
    body: part('Content-Type: text/html') + last,
    statuses: [400, 409, 415],
  },
  { id: 'H49', title: 'no parts at all', body: last, statuses: [400] },
  { id: 'H49', title: 'an empty body', body: '', statuses: [400] },
];

const requestBytes = (hub: Hub, token: string, spec: HttpCase): Buffer => {
  const body = typeof spec.body === 'string' ? spec.body : spec.body();
  const path = spec.contentType === 'application/json' ? '/api/launch' : '/dicom-web/studies';
  const framing = spec.chunked
    ? 'Transfer-Encoding: chunked'
    : `Content-Length: ${spec.contentLength ?? Buffer.byteLength(body)}`;
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${hub.httpPort}`,
    `Authorization: Bearer ${token}`,
    `Content-Type: ${spec.contentType ?? stowType}`,
    'Connection: close',
    framing,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`, 'latin1');
};

describe('HTTP bodies', () => {
  let hub: Hub;
  let token: string;

  beforeAll(async () => {
    hub = await startHub();
    token = await hub.issuer.token('imaging.read imaging.write', 'hostile');
    await allowApplicationEntity(hub, 'MODALITY', ['echo']);
  });
  afterAll(() => hub?.close());

  it.each(cases)('$id $title', async (spec) => {
    const before = await baselineOf(hub);
    const conversation = await converse(hub.httpPort, {
      send: requestBytes(hub, token, spec),
      closesWithinMs: spec.closesWithinMs ?? 10 * seconds,
    });
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(conversation.received.toString('latin1'))?.[1]);
    expect(spec.statuses).toContain(status);
    await expectUnharmed(hub, before);
  });
});
