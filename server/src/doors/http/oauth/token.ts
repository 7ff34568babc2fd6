/** The token endpoint (RFC 6749 3.2) and revocation (RFC 7009). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  exchangeCode,
  grantToSystem,
  OauthError,
  proveClient,
  refreshTokens,
  refuse,
  revokeToken,
} from '../../../features/authorization/index.ts';
import type { Context } from '../../../features/context.ts';
import { formOf, type Values } from './forms.ts';
import { whereOf } from './where.ts';

const open = { config: { open: true } } as const;

const needed = (value: Values, name: string): string =>
  value(name) ?? refuse('invalid_request', `${name} is needed, once.`);

const askingOf = async (context: Context, request: FastifyRequest, value: Values) => {
  const { tenantId, issuer } = whereOf(context, request);
  const client = await proveClient(context, tenantId, {
    clientId: value('client_id'),
    assertion: value('client_assertion'),
    assertionType: value('client_assertion_type'),
    audiences: [`${issuer}/oauth/token`, issuer],
  });
  return { context, client, address: request.ip, issuer };
};

const answer = async (context: Context, request: FastifyRequest) => {
  const value = formOf(request);
  const asking = await askingOf(context, request, value);
  switch (value('grant_type')) {
    case 'authorization_code':
      return exchangeCode(asking, {
        code: needed(value, 'code'),
        redirectUri: needed(value, 'redirect_uri'),
        verifier: needed(value, 'code_verifier'),
      });
    case 'refresh_token':
      return refreshTokens(asking, { refreshToken: needed(value, 'refresh_token'), scope: value('scope') });
    case 'client_credentials':
      return grantToSystem(asking, needed(value, 'scope'));
    default:
      return refuse('unsupported_grant_type', 'This type of grant is not given here.');
  }
};

const told = (reply: FastifyReply, error: unknown): FastifyReply => {
  if (!(error instanceof OauthError)) throw error;
  return reply.code(error.status).send({ error: error.code, error_description: error.message });
};

export const registerToken = (app: FastifyInstance, context: Context): void => {
  app.post('/token', open, async (request, reply) => {
    reply.header('pragma', 'no-cache');
    try {
      return await answer(context, request);
    } catch (error) {
      return told(reply, error);
    }
  });
  app.post('/revoke', open, async (request, reply) => {
    const value = formOf(request);
    try {
      await revokeToken(await askingOf(context, request, value), needed(value, 'token'));
      return reply.code(200).send();
    } catch (error) {
      return told(reply, error);
    }
  });
};
