/** The hub as an authorisation server: SMART App Launch 2.2, Backend Services, OpenID Connect. */
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../features/context.ts';
import type { Authenticator } from '../auth.ts';
import { registerAuthorize } from './authorize.ts';
import { acceptForms } from './forms.ts';
import { registerToken } from './token.ts';

export const registerOauth = (app: FastifyInstance, context: Context, authenticator: Authenticator): void => {
  acceptForms(app);
  registerAuthorize(app, context, authenticator);
  registerToken(app, context);
};
