/** What bodies come as. */
import type { FastifyRequest } from 'fastify';
import { fail } from '../../../errors.ts';

/** In UTF-8 (R4 json.html 2.6.2) and of R4 (versioning.html): what is in another set, or of another release, would be read wrongly. */
const isReadable = (type: string): boolean => {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(type)?.[1] ?? 'utf-8';
  const release = /;\s*fhirVersion\s*=\s*"?([^";\s]+)/i.exec(type)?.[1] ?? '4.0';
  return /^(utf-?8|us-ascii)$/i.test(charset) && /^4\.0(\.\d+)?$/.test(release);
};

/** A form is what a search is sent as (R4 http.html 3.1.0.1.1), and nothing else: other bodies of a search would be passed over. */
export const checkContent = ({ headers, body }: FastifyRequest, url: string): void => {
  const type = headers['content-type'] ?? '';
  const isForm = type.toLowerCase().startsWith('application/x-www-form-urlencoded');
  const isSearch = url.endsWith('/_search');
  const hasBody = body !== undefined && body !== null && body !== '';
  if (!isReadable(type) || (isSearch ? hasBody && !isForm : isForm)) fail('unsupported-media-type');
};
