/** What no route answers: a path that is not there, or a method that a resource does not have (RFC 9110 15.5.6). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import findMyWay, { type HTTPMethod } from 'find-my-way';
import { Failure } from '../../errors.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** The methods that a path has; none: there is no such path. */
    methodsOf: (path: string) => readonly string[];
  }
}

/** Sees every route that is registered after it. */
export const rememberMethods = (app: FastifyInstance): void => {
  const routes = findMyWay({ maxParamLength: app.initialConfig.routerOptions?.maxParamLength ?? 100 });
  const methods = new Set<HTTPMethod>();
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat() as HTTPMethod[]) {
      methods.add(one);
      if (routes.findRoute(one, url) === null) routes.on(one, url, () => undefined);
    }
  });
  app.decorate('methodsOf', (path) => [...methods].filter((method) => routes.find(method, path) !== null).toSorted());
};

/** The failure that this request is answered with; the methods that there are, are told. */
export const missing = (request: FastifyRequest, reply: FastifyReply): Failure => {
  const [path = ''] = request.url.split('?', 1);
  const methods = request.server.methodsOf(path);
  if (methods.length === 0) return new Failure('not-found');
  reply.header('allow', methods.join(', '));
  return new Failure('not-allowed');
};
