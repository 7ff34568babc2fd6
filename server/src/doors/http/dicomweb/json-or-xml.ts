/** The two forms of metadata and search results (PS3.18 8.7.3.2). */
import { negotiate } from '@throughline/dicomweb';
import type { FastifyRequest } from 'fastify';
import { fail } from '../../../errors.ts';

export const json = 'application/dicom+json';
export const xml = 'application/dicom+xml';

/** JSON unless XML is what the client would rather have. */
export const jsonOrXml = (request: FastifyRequest): 'json' | 'xml' => {
  const { accept: wanted } = request.query as { readonly accept?: string | readonly string[] };
  const accept = typeof wanted === 'string' ? wanted : request.headers.accept;
  const type = negotiate(accept, [json, 'application/json', xml]);
  if (type === undefined) fail('not-acceptable', `This is given as ${json} or ${xml}.`);
  return type === xml ? 'xml' : 'json';
};
