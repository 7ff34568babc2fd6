import type { FastifyRequest } from 'fastify';
import { fail } from '../../../errors.ts';
import type { Selector } from '../../../features/retrieve/index.ts';

interface Params {
  readonly study?: string;
  readonly series?: string;
  readonly instance?: string;
}

const uid = (text: string | undefined): string =>
  text !== undefined && text.length <= 64 && /^\d+(\.\d+)*$/.test(text)
    ? text
    : fail('bad-request', 'A UID of the address is none.');

/** The study, series and instance that an address names. */
export const selectorOf = (request: FastifyRequest): Selector => {
  const { study, series, instance } = request.params as Params;
  return {
    studyInstanceUid: uid(study),
    ...(series !== undefined && { seriesInstanceUid: uid(series) }),
    ...(instance !== undefined && { sopInstanceUid: uid(instance) }),
  };
};
