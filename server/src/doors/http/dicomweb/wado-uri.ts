/** WADO-URI (PS3.18 9): one object, as itself or as a picture, named by the parameters of a query. */
import { Readable } from 'node:stream';
import { tags } from '@throughline/dicom';
import { negotiate } from '@throughline/dicomweb';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../errors.ts';
import type { Context } from '../../../features/context.ts';
import {
  defaultSyntax,
  digestOf,
  givenSyntax,
  keptHeader,
  listInstances,
  openInstance,
  openInstanceAs,
  type RenderOptions,
  renderFrame,
  renderMiddleFrame,
  renderPresentation,
  type ServedInstance,
} from '../../../features/retrieve/index.ts';
import { isUnchanged } from './conditional.ts';
import { pictureTypes, type Query } from './rendered-parameters.ts';
import { pictureOf, type WadoUri, wadoUriOf, wadoUriPath } from './wado-uri-parameters.ts';

export { wadoUriPath };

const dicom = 'application/dicom';

/** A picture is what is given of an image unless the client says otherwise; of anything else the object (9.1.2.2). */
const typeOf = (request: FastifyRequest, asked: WadoUri, instance: ServedInstance): string => {
  const image = instance.rows !== null;
  const offered = image ? [...pictureTypes, dicom] : [dicom];
  const accepts = asked.contentType ?? request.headers.accept;
  return negotiate(accepts, offered) ?? fail('not-acceptable', 'The object is not given in that media type.');
};

const sendObject = async (
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: WadoUri,
  instance: ServedInstance,
): Promise<FastifyReply> => {
  const syntax = givenSyntax(instance, [asked.transferSyntaxUid ?? defaultSyntax(instance)]);
  if (syntax === undefined) return fail('not-acceptable', 'The object cannot be given in that transfer syntax.');
  if (isUnchanged(request, reply, `"${digestOf([instance])}-${syntax}"`)) return reply.code(304).send();
  reply.header('content-type', `${dicom}; transfer-syntax=${syntax}`);
  const stored = syntax === instance.transfer_syntax_uid;
  const bytes = stored ? openInstance(context, instance) : openInstanceAs(context, instance, syntax);
  return reply.send(Readable.from(bytes, { objectMode: false }));
};

const draw = async (
  context: Context,
  request: FastifyRequest,
  asked: WadoUri,
  instance: ServedInstance,
  options: RenderOptions,
): Promise<Buffer> => {
  const { studyInstanceUid, sopInstanceUid, presentation, frame } = asked;
  if (presentation === undefined)
    return frame === undefined
      ? renderMiddleFrame(context, instance, options)
      : renderFrame(context, instance, frame, options);
  const [state] = await listInstances(context, request.principal, { studyInstanceUid, ...presentation });
  if (state === undefined) return fail('not-found');
  const wanted = { sopInstanceUid, ...(frame !== undefined && { frame }) };
  return renderPresentation(context, request.principal, state, options, wanted);
};

const sendPicture = async (
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: WadoUri,
  instance: ServedInstance,
  type: RenderOptions['type'],
): Promise<FastifyReply> => {
  if (asked.transferSyntaxUid !== undefined) fail('bad-request', 'transferSyntax is of objects, not of pictures.');
  const { dataset } = await keptHeader(context.objects, instance);
  const size = { rows: dataset.number(tags.Rows) ?? 0, columns: dataset.number(tags.Columns) ?? 0 };
  const options = { ...pictureOf(request.query as Query, size), type };
  return reply.type(type).send(await draw(context, request, asked, instance, options));
};

export const sendWadoUri = async (
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  const asked = wadoUriOf(request.query as Query);
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = asked;
  const selector = { studyInstanceUid, seriesInstanceUid, sopInstanceUid };
  const [instance] = await listInstances(context, request.principal, selector);
  if (instance === undefined) return fail('not-found');
  const type = typeOf(request, asked, instance);
  const picture = pictureTypes.find((each) => each === type);
  return picture === undefined
    ? sendObject(context, request, reply, asked, instance)
    : sendPicture(context, request, reply, asked, instance, picture);
};
