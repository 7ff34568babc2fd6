/** The Warning header fields of the Worklist Service (PS3.18 11.x.3.2): what was done otherwise, and why something was not done. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ErrorCode, Failure } from '../../../errors.ts';
import type { Context } from '../../../features/context.ts';
import { baseUrl } from './base-url.ts';

export type WarnedRoute = (context: Context, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

const inconsistent = 'The submitted request is inconsistent with the state of the UPS Instance.';

const refusals: Partial<Readonly<Record<ErrorCode, string>>> = {
  'workitem-ended': inconsistent,
  'workitem-in-progress': inconsistent,
  'workitem-not-in-progress': inconsistent,
  'workitem-not-final': inconsistent,
  'workitem-only-created-scheduled': inconsistent,
  'workitem-not-locked-by-you': 'The Transaction UID is incorrect.',
  'workitem-completed': 'The UPS is already COMPLETED.',
  'workitem-performer-unreachable': 'The performer cannot be contacted.',
};

const missing = 'The Transaction UID is missing.';

const namesTransaction = (request: FastifyRequest): boolean => request.url.includes('transaction');

/** `299 <service>: text`, as PS3.18 writes it, in the form of RFC 7234 5.5. */
export const warn = (context: Context, request: FastifyRequest, reply: FastifyReply, text: string): void => {
  const before = reply.getHeader('warning');
  const warning = `299 ${baseUrl(context, request)} "${text}"`;
  reply.header('warning', before === undefined ? warning : `${before}, ${warning}`);
};

const refusalOf = (request: FastifyRequest, { code }: Failure): string | undefined => {
  if (request.method !== 'POST') return refusals[code];
  if (code === 'workitem-ended') return 'The submitted request is inconsistent with the current state of the Workitem.';
  return code === 'workitem-not-locked-by-you' && !namesTransaction(request) ? missing : refusals[code];
};

/** A route whose refusals say so in the header too. */
export const warned =
  (context: Context, route: WarnedRoute) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    try {
      return await route(context, request, reply);
    } catch (error) {
      const text = error instanceof Failure ? refusalOf(request, error) : undefined;
      if (text !== undefined) warn(context, request, reply, text);
      throw error;
    }
  };
