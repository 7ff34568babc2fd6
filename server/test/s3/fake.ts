/**
 * An S3 service of our own to test against: it keeps the rules that stores rely on (If-None-Match, Content-MD5, SHA-256 of the
 * payload, clock skew, multipart uploads, ranges) and breaks as it is told to.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listObjects, listUploads, type Upload, xmlOf } from './listings.ts';

/** What goes wrong with one request; `done`: the service did as asked before it went wrong. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly code: string; readonly done?: boolean }
  | { readonly kind: 'silence'; readonly done?: boolean }
  | { readonly kind: 'reset'; readonly done?: boolean }
  /** of an answer with bytes, only so many come */
  | { readonly kind: 'cut'; readonly bytes: number }
  /** a bit of the body is flipped on its way in */
  | { readonly kind: 'noise' }
  /** a bit is flipped between arrival and disk, and the digests that are given are those of what is on disk */
  | { readonly kind: 'rot' };

export interface FakeRequest {
  readonly method: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

export interface StoredObject {
  readonly bytes: Buffer;
  readonly entityTag: string;
  readonly sha256?: string | undefined;
}

export interface FakeS3 {
  readonly endpoint: string;
  readonly objects: Map<string, StoredObject>;
  readonly uploads: Map<string, Upload>;
  /** every request that was understood, in order */
  readonly requests: FakeRequest[];
  /** keys of objects that somebody asked to delete */
  readonly deleted: string[];
  /** decides for each request */
  fault: (request: FakeRequest) => Fault | undefined;
  /** what listings show, when it is not what is there */
  staleKeys: readonly string[] | undefined;
  /** milliseconds that the clock of the service is ahead */
  clockAhead: number;
  /** entity tags are no digests and no checksum is told, as where the service encrypts with keys of its own */
  opaqueTags: boolean;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

const SKEW_MS = 15 * 60_000;
const md5 = (bytes: Uint8Array): Buffer => createHash('md5').update(bytes).digest();
const quote = (tag: string): Readonly<Record<string, string>> => ({ ETag: `"${tag}"` });
const refusal = (status: number, code: string): Answer => ({
  status,
  headers: { 'Content-Type': 'application/xml' },
  body: Buffer.from(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`),
});
const xml = (body: string): Answer => ({
  status: 200,
  headers: { 'Content-Type': 'application/xml' },
  body: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${body}`),
});

const flipped = (bytes: Buffer): Buffer => {
  const copy = Buffer.from(bytes);
  if (copy.length > 0) copy.writeUInt8(copy.readUInt8(copy.length >> 1) ^ 1, copy.length >> 1);
  return copy;
};

const timeOf = (stamp: string | undefined): number =>
  Date.parse((stamp ?? '').replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

class Service {
  readonly state: FakeS3;

  constructor(state: FakeS3) {
    this.state = state;
  }

  answer(request: FakeRequest, body: Buffer, rots: boolean): Answer {
    const { method, key, query, headers } = request;
    if (Math.abs(timeOf(headers['x-amz-date']?.toString()) - Date.now() - this.state.clockAhead) > SKEW_MS)
      return refusal(403, 'RequestTimeTooSkewed');
    const wrong = this.#wrongBytes(headers, body);
    if (wrong) return wrong;
    const bytes = rots ? flipped(body) : body;
    const uploadId = query.get('uploadId');
    if (key === '') return this.#bucket(method, query);
    if (method === 'POST' && query.has('uploads')) return this.#begin(key);
    if (uploadId !== null) return this.#multipart(request, uploadId, bytes);
    if (method === 'PUT' && headers['x-amz-copy-source'] !== undefined) return this.#copy(key, headers);
    if (method === 'PUT') return this.#put(key, headers, bytes);
    if (method === 'DELETE') return this.#delete(key);
    return this.#get(key, headers);
  }

  #wrongBytes(headers: FakeRequest['headers'], body: Buffer): Answer | undefined {
    const sha256 = createHash('sha256').update(body).digest();
    const claimed = headers['x-amz-content-sha256']?.toString() ?? '';
    if (/^[0-9a-f]{64}$/.test(claimed) && claimed !== sha256.toString('hex'))
      return refusal(400, 'XAmzContentSHA256Mismatch');
    const content = headers['content-md5']?.toString();
    if (content !== undefined && content !== md5(body).toString('base64')) return refusal(400, 'BadDigest');
    const checksum = headers['x-amz-checksum-sha256']?.toString();
    if (checksum !== undefined && checksum !== sha256.toString('base64')) return refusal(400, 'BadDigest');
    return undefined;
  }

  #bucket(method: string, query: URLSearchParams): Answer {
    if (method === 'HEAD') return { status: 200 };
    if (query.has('uploads')) return xml(listUploads(this.state.uploads, query));
    return xml(listObjects(this.state.staleKeys ?? [...this.state.objects.keys()], query));
  }

  #keep(key: string, bytes: Buffer, tag: string, sha256?: string): Answer {
    const entityTag = this.state.opaqueTags ? createHash('md5').update(`${key} sealed`).digest('hex') : tag;
    this.state.objects.set(key, { bytes, entityTag, sha256: this.state.opaqueTags ? undefined : sha256 });
    return { status: 200, headers: quote(entityTag) };
  }

  #put(key: string, headers: FakeRequest['headers'], bytes: Buffer): Answer {
    if (headers['if-none-match'] === '*' && this.state.objects.has(key)) return refusal(412, 'PreconditionFailed');
    const checksum = headers['x-amz-checksum-sha256'] && createHash('sha256').update(bytes).digest('base64');
    return this.#keep(key, bytes, md5(bytes).toString('hex'), checksum || undefined);
  }

  #copy(key: string, headers: FakeRequest['headers']): Answer {
    const source = decodeURIComponent(headers['x-amz-copy-source']?.toString() ?? '').replace(/^\/?[^/]+\//, '');
    const object = this.state.objects.get(source);
    if (!object) return refusal(404, 'NoSuchKey');
    this.state.objects.set(key, object);
    return xml(`<CopyObjectResult><ETag>"${object.entityTag}"</ETag></CopyObjectResult>`);
  }

  #delete(key: string): Answer {
    this.state.deleted.push(key);
    this.state.objects.delete(key);
    return { status: 204 };
  }

  #begin(key: string): Answer {
    const id = `upload-${this.state.requests.length}`;
    this.state.uploads.set(id, { key, begun: new Date(), parts: new Map() });
    return xml(`<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`);
  }

  #multipart({ method, key, query, headers }: FakeRequest, id: string, bytes: Buffer): Answer {
    const upload = this.state.uploads.get(id);
    if (!upload) return refusal(404, 'NoSuchUpload');
    if (method === 'PUT') {
      upload.parts.set(Number(query.get('partNumber')), bytes);
      return { status: 200, headers: quote(md5(bytes).toString('hex')) };
    }
    this.state.uploads.delete(id);
    if (method === 'DELETE') return { status: 204 };
    if (headers['if-none-match'] === '*' && this.state.objects.has(key)) return refusal(412, 'PreconditionFailed');
    const parts = [...upload.parts].sort(([one], [other]) => one - other).map(([, part]) => part);
    const tag = `${md5(Buffer.concat(parts.map(md5))).toString('hex')}-${parts.length}`;
    this.#keep(key, Buffer.concat(parts), tag);
    const kept = xmlOf(this.state.objects.get(key)?.entityTag ?? '');
    return xml(`<CompleteMultipartUploadResult><ETag>"${kept}"</ETag></CompleteMultipartUploadResult>`);
  }

  #get(key: string, headers: FakeRequest['headers']): Answer {
    const object = this.state.objects.get(key);
    if (!object) return refusal(404, 'NoSuchKey');
    const checksum: Record<string, string> =
      object.sha256 && headers['x-amz-checksum-mode'] ? { 'x-amz-checksum-sha256': object.sha256 } : {};
    const common = { ...quote(object.entityTag), ...checksum };
    const range = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '');
    if (!range) return { status: 200, headers: common, body: object.bytes };
    const [from, to] = [Number(range[1]), range[2] === '' ? object.bytes.length - 1 : Number(range[2])];
    if (from >= object.bytes.length) return refusal(416, 'InvalidRange');
    const body = object.bytes.subarray(from, to + 1);
    const contentRange = `bytes ${from}-${from + body.length - 1}/${object.bytes.length}`;
    return { status: 206, headers: { ...common, 'Content-Range': contentRange }, body };
  }
}

const bodyOf = async (message: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

const send = (response: ServerResponse, method: string, answer: Answer, cutAt = Number.POSITIVE_INFINITY): void => {
  const body = answer.body ?? Buffer.alloc(0);
  response.writeHead(answer.status, { ...answer.headers, 'Content-Length': body.length });
  if (method === 'HEAD') response.end();
  else if (body.length <= cutAt) response.end(body);
  else response.write(body.subarray(0, cutAt), () => response.destroy());
};

const respond = (service: Service, request: FakeRequest, body: Buffer, response: ServerResponse): void => {
  const fault = service.state.fault(request);
  const arrived = fault?.kind === 'noise' ? flipped(body) : body;
  const happens = fault === undefined || !('done' in fault || ['status', 'silence', 'reset'].includes(fault.kind));
  const done = fault !== undefined && 'done' in fault && fault.done === true;
  const answer = happens || done ? service.answer(request, arrived, fault?.kind === 'rot') : undefined;
  if (fault?.kind === 'silence') return;
  if (fault?.kind === 'reset') response.destroy();
  else if (fault?.kind === 'status') send(response, request.method, refusal(fault.status, fault.code));
  else if (answer) send(response, request.method, answer, fault?.kind === 'cut' ? fault.bytes : undefined);
};

/** Listens on a port of loopback; `bucket` is the only one that there is. */
export const startFakeS3 = async (bucket: string): Promise<FakeS3> => {
  const server = createServer((message, response) => {
    const url = new URL(message.url ?? '/', 'http://fake');
    const [, first = '', ...rest] = url.pathname.split('/').map(decodeURIComponent);
    response.setHeader('Date', new Date(Date.now() + state.clockAhead).toUTCString());
    void bodyOf(message)
      .then((body) => {
        const { method = '', headers } = message;
        if (first !== bucket) return send(response, method, refusal(404, 'NoSuchBucket'));
        const request = { method, key: rest.join('/'), query: url.searchParams, headers };
        state.requests.push(request);
        respond(service, request, body, response);
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const state: FakeS3 = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects: new Map(),
    uploads: new Map(),
    requests: [],
    deleted: [],
    fault: () => undefined,
    staleKeys: undefined,
    clockAhead: 0,
    opaqueTags: false,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const service = new Service(state);
  return state;
};
