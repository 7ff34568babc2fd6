/** Who may sign in, and which applications may ask: for those who run the hub. */
import {
  hubUser,
  hubUserInput,
  oauthClient,
  oauthClientInput,
  signInProvider,
  signInProviderInput,
} from '@throughline/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { listClientsOf, listUsers, putClient, putUser } from '../../../features/authorization/index.ts';
import type { Context } from '../../../features/context.ts';
import { listSignInProviders, putSignInProvider } from '../../../features/sign-in/index.ts';
import { apiRoute } from './route.ts';

const named = z.object({ id: z.string().max(200) });

const registerClients = (app: FastifyInstance, context: Context): void => {
  apiRoute(app, {
    method: 'GET',
    url: '/oauth-clients',
    summary: 'Applications that may ask for tokens',
    answer: oauthClient.array(),
    handle: async ({ principal }) =>
      (await listClientsOf(context, principal)).map((row) => ({
        clientId: row.client_id,
        name: row.name,
        redirectUris: row.redirect_uris,
        launchUrl: row.launch_url,
        jwks: row.jwks as z.infer<typeof oauthClient>['jwks'],
        scopes: row.scopes,
        enabled: row.enabled,
      })),
  });
  apiRoute(app, {
    method: 'PUT',
    url: '/oauth-clients/:id',
    summary: 'Registers an application, or replaces what is registered of it',
    params: named,
    body: oauthClientInput,
    handle: ({ principal, params, body }) => putClient(context, principal, { ...body, clientId: params.id }),
  });
};

const registerUsers = (app: FastifyInstance, context: Context): void => {
  apiRoute(app, {
    method: 'GET',
    url: '/users',
    summary: 'People who sign in here by name and passcode',
    answer: hubUser.array(),
    handle: async ({ principal }) =>
      (await listUsers(context, principal)).map((row) => ({
        username: row.username,
        name: row.name,
        scopes: row.scopes,
        fhirUser: row.fhir_user,
        enabled: row.enabled,
      })),
  });
  apiRoute(app, {
    method: 'PUT',
    url: '/users/:id',
    summary: 'Registers a user, or replaces the user; whatever was granted to the user ends',
    params: named,
    body: hubUserInput,
    handle: ({ principal, params, body }) => putUser(context, principal, { ...body, username: params.id }),
  });
};

const registerProviders = (app: FastifyInstance, context: Context): void => {
  apiRoute(app, {
    method: 'GET',
    url: '/sign-in-providers',
    summary: 'OpenID providers, and EHRs that launch the reading page',
    answer: signInProvider.array(),
    handle: async ({ principal }) =>
      (await listSignInProviders(context, principal)).map((row) => ({
        name: row.name,
        kind: row.kind,
        label: row.label,
        issuer: row.issuer,
        clientId: row.client_id,
        authentication: row.authentication,
        scope: row.scope,
        grants: row.grants,
        requiredClaim:
          row.required_claim === null ? null : { name: row.required_claim, value: row.required_value ?? '' },
        patientIssuer: row.patient_issuer,
        enabled: row.enabled,
      })),
  });
  apiRoute(app, {
    method: 'PUT',
    url: '/sign-in-providers/:id',
    summary: 'Registers a provider, or replaces it',
    params: named,
    body: signInProviderInput,
    handle: ({ principal, params, body }) => putSignInProvider(context, principal, { ...body, name: params.id }),
  });
};

export const registerAuthorizationRoutes = (app: FastifyInstance, context: Context): void => {
  registerClients(app, context);
  registerUsers(app, context);
  registerProviders(app, context);
};
