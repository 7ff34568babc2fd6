/** A Document Recipient of IHE MHD for tests: Simplified Publish, read and update of what was published, over real HTTP. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Bundle, DocumentReference } from '@medplum/fhirtypes';
import { faultsOf } from '@throughline/fhir/testing';

export interface DocumentRecipient {
  readonly url: string;
  readonly held: ReadonlyMap<string, DocumentReference>;
  /** What was wrong with what came. */
  readonly faults: readonly string[];
  /** Answers the next requests so. */
  fail(status: number, times: number): void;
  close(): Promise<void>;
}

/** What ITI-105 asks for beyond FHIR, of metadata and of the document within. */
const wrongIn = (said: DocumentReference): readonly string[] => {
  const [content, ...more] = said.content;
  const { data, url, hash, size, contentType } = content?.attachment ?? {};
  const document = Buffer.from(data ?? '', 'base64');
  const inside = JSON.parse(document.toString('utf8')) as Bundle;
  const rules: readonly (readonly [string, boolean])[] = [
    ['masterIdentifier', said.masterIdentifier?.value !== undefined && said.id === undefined],
    ['it is the identifier of the document', said.masterIdentifier?.value === inside.identifier?.value],
    ['status', said.status === 'current' && said.docStatus === undefined],
    ['subject', said.subject?.identifier?.value !== undefined || said.subject?.reference !== undefined],
    ['one content with data, not elsewhere', more.length === 0 && data !== undefined && url === undefined],
    ['content type', contentType === 'application/fhir+json'],
    ['hash and size', hash === createHash('sha1').update(document).digest('base64') && size === document.length],
  ];
  return [...rules.filter(([, kept]) => !kept).map(([rule]) => rule), ...faultsOf(said), ...faultsOf(inside)];
};

const bodyOf = async (request: IncomingMessage): Promise<DocumentReference> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as DocumentReference;
};

export const startDocumentRecipient = async (): Promise<DocumentRecipient> => {
  const held = new Map<string, DocumentReference>();
  const faults: string[] = [];
  let failing = { status: 0, times: 0 };

  const create = async (request: IncomingMessage, location: (id: string) => void) => {
    const said = await bodyOf(request);
    const [, system, value] = /^identifier=([^|]+)\|(.+)$/.exec(String(request.headers['if-none-exist'])) ?? [];
    const known = [...held.values()].find(
      ({ masterIdentifier: one }) => one?.system === system && one?.value === value,
    );
    if (known !== undefined) return [200, known] as const;
    faults.push(...wrongIn(said));
    const kept = { ...said, id: `doc-${held.size + 1}`, meta: { ...said.meta, versionId: '1' } };
    held.set(kept.id, kept);
    location(kept.id);
    return [201, kept] as const;
  };

  const update = async (request: IncomingMessage, id: string) => {
    const before = held.get(id);
    if (request.headers['if-match'] !== `W/"${before?.meta?.versionId}"`) return [412, undefined] as const;
    const said = await bodyOf(request);
    faults.push(...faultsOf(said));
    const versionId = String(Number(before?.meta?.versionId) + 1);
    held.set(id, { ...said, meta: { ...said.meta, versionId } });
    return [200, held.get(id)] as const;
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const [, id] = /^\/fhir\/DocumentReference(?:\/([\w-]+))?$/.exec(request.url ?? '') ?? [];
    if (failing.times > 0) {
      failing = { ...failing, times: failing.times - 1 };
      return [failing.status, undefined] as const;
    }
    if (request.method === 'POST' && id === undefined)
      return create(request, (made) => response.setHeader('location', `/fhir/DocumentReference/${made}/_history/1`));
    if (id === undefined || !held.has(id)) return [404, undefined] as const;
    return request.method === 'PUT' ? update(request, id) : ([200, held.get(id)] as const);
  };

  const server = createServer((request, response) => {
    answer(request, response)
      .catch((error: unknown) => {
        faults.push(String(error));
        return [500, undefined] as const;
      })
      .then(([status, resource]) => {
        response.setHeader('etag', `W/"${resource?.meta?.versionId ?? '0'}"`);
        response.writeHead(status, { 'content-type': 'application/fhir+json' });
        response.end(resource === undefined ? '' : JSON.stringify(resource));
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`,
    held,
    faults,
    fail: (status, times) => {
      failing = { status, times };
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
