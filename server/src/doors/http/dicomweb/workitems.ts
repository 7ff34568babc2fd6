/** UPS-RS, the Worklist Service (PS3.18 11): every transaction but those of subscriptions and the event channel. */
import type { DicomJson } from '@throughline/dicom';
import { toNativeModel } from '@throughline/dicomweb';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../errors.ts';
import type { Context } from '../../../features/context.ts';
import {
  changeWorkitemState,
  createWorkitem,
  requestCancellation,
  retrieveWorkitem,
  searchForWorkitems,
  updateWorkitem,
} from '../../../features/workitems/index.ts';
import { baseUrl } from './base-url.ts';
import { json, jsonOrXml, xml } from './json-or-xml.ts';
import { sendMultipart } from './multipart.ts';
import { readOneDataset } from './request-body.ts';
import { workitemQuery } from './workitem-query.ts';
import { type WarnedRoute, warn, warned } from './workitem-warnings.ts';

const uidOf = (request: FastifyRequest): string => (request.params as { workitem: string }).workitem;

const first = (dataset: DicomJson, tag: string): string | undefined => {
  const [value] = dataset[tag]?.Value ?? [];
  return typeof value === 'string' ? value : undefined;
};

const queryOf = (request: FastifyRequest, name: string): string | undefined => {
  const value = (request.query as Readonly<Record<string, string | string[] | undefined>>)[name];
  return Array.isArray(value) ? fail('bad-request', `${name} is given twice.`) : value;
};

/** The Transaction UID is a parameter, and by older rules part of the data set (PS3.18 11.6.1.2). */
const transactionOf = (request: FastifyRequest, dataset: DicomJson): { readonly transactionUid?: string } => {
  const uid = queryOf(request, 'transaction-uid') ?? queryOf(request, 'transactionuid') ?? first(dataset, '00081195');
  return uid === undefined || uid === '' ? {} : { transactionUid: uid };
};

const required = async (request: FastifyRequest): Promise<DicomJson> =>
  (await readOneDataset(request)) ?? fail('bad-request', 'The request holds no data set.');

/**
 * `?UID` alone (PS3.18 11.4.1.2), or by a name that clients give it. What is no UID is refused where it is checked: another one
 * that we made up would not be found again.
 */
const namedUid = (request: FastifyRequest): { readonly sopInstanceUid?: string } => {
  const pieces = (request.url.split('?', 2)[1] ?? '').split('&');
  const bare = pieces.filter((piece) => piece !== '' && !piece.includes('='));
  const named = ['workitem', 'AffectedSOPInstanceUID'].map((name) => queryOf(request, name));
  const [uid, ...others] = new Set([...bare, ...named].filter((each) => each !== undefined));
  if (others.length > 0) fail('bad-request', 'The workitem is named twice.');
  return uid === undefined ? {} : { sopInstanceUid: uid };
};

const create: WarnedRoute = async (context, request, reply) => {
  const attributes = await required(request);
  const input = { attributes, ...namedUid(request) };
  const { sopInstanceUid, modified } = await createWorkitem(context, request.principal, input);
  const address = `${baseUrl(context, request)}/workitems/${sopInstanceUid}`;
  if (modified) warn(context, request, reply, 'The Workitem was created with modifications.');
  return reply.header('location', address).header('content-location', address).code(201).send();
};

const retrieve: WarnedRoute = async (context, request, reply) => {
  const form = jsonOrXml(request);
  const workitem = await retrieveWorkitem(context, request.principal, uidOf(request));
  reply.header('content-location', `${baseUrl(context, request)}/workitems/${uidOf(request)}`);
  return form === 'json' ? reply.type(json).send(JSON.stringify([workitem])) : sendXml(reply, [workitem]);
};

const xmlType = `${xml}; charset=utf-8`;

/** One document as itself, several as parts (PS3.18 8.7.3.2). */
const sendXml = async (reply: FastifyReply, datasets: readonly DicomJson[]): Promise<FastifyReply> => {
  const [only, ...more] = datasets;
  if (only !== undefined && more.length === 0 && reply.request.url.includes('/workitems/'))
    return reply.type(xmlType).send(toNativeModel(only));
  const parts = datasets.values().map((each) => ({ contentType: xmlType, body: Buffer.from(toNativeModel(each)) }));
  return sendMultipart(reply, xml, parts);
};

const update: WarnedRoute = async (context, request, reply) => {
  const attributes = await required(request);
  const transaction = transactionOf(request, attributes);
  const input = { sopInstanceUid: uidOf(request), attributes, ...transaction };
  await updateWorkitem(context, request.principal, input);
  reply.header('content-location', `${baseUrl(context, request)}/workitems/${uidOf(request)}`);
  return reply.code(200).send();
};

const alreadySo = {
  B304: 'The UPS is already in the requested state of CANCELED.',
  B306: 'The UPS is already in the requested state of COMPLETED.',
} as const;

const changeState: WarnedRoute = async (context, request, reply) => {
  const dataset = await required(request);
  const state = first(dataset, '00741000') ?? fail('missing-attribute', '(00741000) has no value.');
  const input = { sopInstanceUid: uidOf(request), state, ...transactionOf(request, dataset) };
  const warning = await changeWorkitemState(context, request.principal, input);
  if (warning !== undefined) warn(context, request, reply, alreadySo[warning]);
  reply.header('content-location', `${baseUrl(context, request)}/workitems/${uidOf(request)}`);
  return reply.code(200).send();
};

const cancelRequest: WarnedRoute = async (context, request, reply) => {
  const attributes = (await readOneDataset(request)) ?? {};
  const input = { sopInstanceUid: uidOf(request), attributes };
  const warning = await requestCancellation(context, request.principal, input);
  if (warning !== undefined) warn(context, request, reply, alreadySo[warning]);
  return reply.code(202).send();
};

/** In the words of PS3.18 8.3.4.2. */
const notBySound = 'The fuzzymatching parameter is not supported. Only literal matching has been performed.';

const search: WarnedRoute = async (context, request, reply) => {
  const form = jsonOrXml(request);
  const { fuzzy, ...query } = workitemQuery(request.url.split('?').slice(1).join('?'));
  const { results, next } = await searchForWorkitems(context, request.principal, query);
  if (fuzzy) warn(context, request, reply, notBySound);
  if (next !== undefined) {
    warn(context, request, reply, 'There are additional results that can be requested');
    reply.header('x-next-after', next);
  }
  if (results.length === 0) return reply.code(204).send();
  return form === 'json' ? reply.type(json).send(JSON.stringify(results)) : sendXml(reply, results);
};

export const workitemRoutes: readonly (readonly ['GET' | 'POST' | 'PUT', string, WarnedRoute])[] = [
  ['POST', '/workitems', create],
  ['GET', '/workitems', search],
  ['GET', '/workitems/:workitem', retrieve],
  ['POST', '/workitems/:workitem', update],
  ['PUT', '/workitems/:workitem/state', changeState],
  ['POST', '/workitems/:workitem/cancelrequest', cancelRequest],
];

export const registerWorkitems = (app: FastifyInstance, context: Context): void => {
  for (const [method, url, route] of workitemRoutes) app.route({ method, url, handler: warned(context, route) });
};
