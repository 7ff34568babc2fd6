/** Forms and queries as they come: the first value of each name, bounded; one that comes twice is no value (RFC 6749 3.1). */
import type { FastifyInstance, FastifyRequest } from 'fastify';

const mostBytes = 64 * 1024;

export const acceptForms = (app: FastifyInstance): void => {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: mostBytes },
    (_request, body, done) => done(null, body),
  );
};

export type Values = (name: string) => string | undefined;

const valuesOf = (text: string): Values => {
  const parameters = new URLSearchParams(text);
  return (name) => {
    const [value, another] = parameters.getAll(name);
    return another === undefined ? value : undefined;
  };
};

export const formOf = (request: FastifyRequest): Values =>
  valuesOf(typeof request.body === 'string' ? request.body : '');

export const queryOf = (request: FastifyRequest): Values => valuesOf(request.url.split('?').slice(1).join('?'));
