/** The HTTP door: who is asking, what may be asked, how answers and errors look. */
import swagger from '@fastify/swagger';
import websocket from '@fastify/websocket';
import fastify, { type FastifyInstance } from 'fastify';
import { DEFAULT_TENANT_ID } from '../../features/access/index.ts';
import type { Context } from '../../features/context.ts';
import { registerApi } from './api/index.ts';
import { authenticate, createAuthenticator } from './auth.ts';
import { boundBodies } from './bodies.ts';
import { registerCds } from './cds/index.ts';
import { registerDicomweb } from './dicomweb/index.ts';
import { handleErrors } from './error-handler.ts';
import { registerFhir } from './fhir/index.ts';
import { registerFhircast } from './fhircast/index.ts';
import { registerLaunchLinks } from './launch-links.ts';
import { rememberMethods } from './missing.ts';
import { allowApplications, registerConfiguration, registerOauth } from './oauth/index.ts';
import { registerOperations } from './operations.ts';
import { registerPage } from './page.ts';
import { secure } from './security-headers.ts';
import { registerSession } from './session.ts';
import { registerSignIn } from './sign-in.ts';
import { endWhenStalled } from './slow-readers.ts';

const jsonBytes = 10 * 2 ** 20;
/** What comes by socket is small: answers to events. */
const socketBytes = 16 * 2 ** 10;
const headersTimeoutMs = 10_000;
const requestTimeoutMs = 30 * 60_000;
const idleTimeoutMs = 30_000;

/** Routes and times only: a path or a query may name a patient's study. */
const logRequests = (app: FastifyInstance, context: Context): void => {
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions, id } = request;
    const answer = { requestId: id, method, route: routeOptions.url ?? 'none', status: reply.statusCode };
    context.log.debug({ ...answer, milliseconds: Math.round(reply.elapsedTime) }, 'answered');
  });
};

/** `prepare` sees the application before its routes. */
export const buildApp = async (
  context: Context,
  prepare: (app: FastifyInstance) => void = () => undefined,
): Promise<FastifyInstance> => {
  const app = fastify({
    logger: false,
    bodyLimit: jsonBytes,
    requestTimeout: requestTimeoutMs,
    connectionTimeout: 0,
    keepAliveTimeout: idleTimeoutMs,
    routerOptions: { maxParamLength: 200 },
    http: { headersTimeout: headersTimeoutMs },
  });
  prepare(app);
  // Before all that refuses: only then are the sockets of what is refused closed.
  await app.register(websocket, { options: { maxPayload: socketBytes } });
  app.decorateRequest('principal', null as never);
  const authenticator = await createAuthenticator(context, DEFAULT_TENANT_ID);
  app.addHook('onRequest', async (_request, reply) => endWhenStalled(reply.raw));
  rememberMethods(app);
  handleErrors(app, context);
  secure(app);
  boundBodies(app);
  logRequests(app, context);
  allowApplications(app, context);
  authenticate(app, context, DEFAULT_TENANT_ID, authenticator);
  await app.register(swagger, { openapi: { info: { title: 'Throughline', version: '1' } } });
  registerOperations(app, context);
  await registerPage(app);
  registerConfiguration(app, context);
  await app.register(async (scope) => registerOauth(scope, context, authenticator), { prefix: '/oauth' });
  registerSignIn(app, context);
  registerLaunchLinks(app, context);
  await app.register(async (scope) => registerDicomweb(scope, context), { prefix: '/dicom-web' });
  await app.register(async (scope) => registerCds(scope, context), { prefix: '/cds-services' });
  await app.register(async (scope) => registerFhir(scope, context), { prefix: '/fhir' });
  await app.register(async (scope) => registerFhircast(scope, context), { prefix: '/fhircast' });
  await app.register(
    async (scope) => {
      registerSession(scope, context, authenticator);
      registerApi(scope, context);
      scope.get('/openapi.json', async () => app.swagger());
    },
    { prefix: '/api' },
  );
  return app;
};
