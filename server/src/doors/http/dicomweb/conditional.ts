/** Validators and ranges (RFC 9110 13 and 14): what a client has already is not sent again, and a broken download goes on. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Failure } from '../../../errors.ts';

/** Kept by whoever was allowed to see it, and asked for again each time: what is served under a UID may be corrected. */
const cacheControl = 'private, no-cache';

const tagsOf = (header: string): readonly string[] => header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));

/** Sets the validator; true when the client has what it names, and 304 is the answer. */
export const isUnchanged = (request: FastifyRequest, reply: FastifyReply, etag: string): boolean => {
  reply.header('etag', etag).header('cache-control', cacheControl);
  const header = request.headers['if-none-match'];
  if (header === undefined) return false;
  return header.trim() === '*' || tagsOf(header).includes(etag);
};

export interface ServedRange {
  readonly offset: number;
  readonly length: number;
}

/** One range, as most clients ask; several at once are answered with the whole, as RFC 9110 14.2 allows. */
const pattern = /^bytes=(\d*)-(\d*)$/;

const satisfiable = (first: string, last: string, size: number): ServedRange | undefined => {
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length > 0 ? { offset: size - length, length } : undefined;
  }
  const from = Number(first);
  const to = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return from <= to ? { offset: from, length: to - from + 1 } : undefined;
};

/**
 * The part that was asked for, with its headers and status set; undefined: all of it. A range of something else than what
 * `If-Range` names is not a range.
 */
export const rangeOf = (
  request: FastifyRequest,
  reply: FastifyReply,
  { etag, size }: { readonly etag: string; readonly size: number },
): ServedRange | undefined => {
  reply.header('accept-ranges', 'bytes');
  const [, first, last] = pattern.exec(request.headers.range?.trim() ?? '') ?? [];
  const condition = request.headers['if-range'];
  const asked = first !== undefined && last !== undefined && first + last !== '';
  if (!asked || (condition !== undefined && condition !== etag)) {
    reply.header('content-length', size);
    return undefined;
  }
  const range = satisfiable(first, last, size);
  if (range === undefined) {
    reply.header('content-range', `bytes */${size}`);
    throw new Failure('range-not-satisfiable');
  }
  const { offset, length } = range;
  reply.code(206).header('content-range', `bytes ${offset}-${offset + length - 1}/${size}`);
  reply.header('content-length', length);
  return range;
};
