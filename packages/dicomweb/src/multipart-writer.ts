import { randomUUID } from 'node:crypto';

export interface PartToWrite {
  readonly contentType: string;
  readonly location?: string;
  readonly body: AsyncIterable<Uint8Array> | Uint8Array;
}

/** A boundary that no body holds by chance. */
export const newBoundary = (): string => `part-${randomUUID()}`;

type Head = Pick<PartToWrite, 'contentType' | 'location'>;

const head = (boundary: string, part: Head, first: boolean): Buffer => {
  const location = part.location === undefined ? '' : `Content-Location: ${part.location}\r\n`;
  return Buffer.from(
    `${first ? '' : '\r\n'}--${boundary}\r\nContent-Type: ${part.contentType}\r\n${location}\r\n`,
    'latin1',
  );
};

const tail = (boundary: string, first: boolean): Buffer =>
  Buffer.from(`${first ? '' : '\r\n'}--${boundary}--\r\n`, 'latin1');

/** The bytes of a body whose parts are as long as told. */
export const multipartLength = (boundary: string, parts: readonly (Head & { readonly length: number })[]): number =>
  parts.reduce((sum, part, at) => sum + head(boundary, part, at === 0).length + part.length, 0) +
  tail(boundary, parts.length === 0).length;

/** The head follows once there is something of the body: who has the head knows that the body could be begun. */
async function* withHead(head: Uint8Array, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let begun = false;
  for await (const chunk of body) {
    if (!begun) yield head;
    begun = true;
    yield chunk;
  }
  if (!begun) yield head;
}

/** A multipart/related body (RFC 2387), streamed. Its first chunk comes when the first part could be begun. */
export async function* writeMultipart(
  boundary: string,
  parts: AsyncIterable<PartToWrite> | Iterable<PartToWrite>,
): AsyncGenerator<Uint8Array> {
  let first = true;
  for await (const part of parts) {
    const above = head(boundary, part, first);
    if (part.body instanceof Uint8Array) {
      yield above;
      yield part.body;
    } else yield* withHead(above, part.body);
    first = false;
  }
  yield tail(boundary, first);
}
