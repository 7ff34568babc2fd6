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
  isWaveform,
  keptHeader,
  listInstances,
  openInstance,
  openInstanceAs,
  openStream,
  type RenderOptions,
  renderFrame,
  renderMiddleFrame,
  renderPresentation,
  renderWaveform,
  type ServedInstance,
  streamTypes,
  type WaveformOptions,
} from '../../../features/retrieve/index.ts';
import { untilLeft } from '../until-left.ts';
import { isUnchanged } from './conditional.ts';
import { one, pictureTypes, type Query, waveformTypes } from './rendered-parameters.ts';
import { sendStream } from './rendered-streams.ts';
import {
  pictureOf,
  refuseParametersOfObject,
  refusePictureParameters,
  type WadoUri,
  wadoUriOf,
  wadoUriPath,
} from './wado-uri-parameters.ts';

export { wadoUriPath };

const dicom = 'application/dicom';

/** What is given of an image is a picture, of a film the film, unless the client says otherwise; of anything else the object (9.1.2.2). */
const offered = (instance: ServedInstance, streamed: readonly string[]): readonly string[] => {
  if (streamed.length > 0) return instance.rows === null ? [dicom, ...streamed] : [...streamed, dicom];
  if (isWaveform(instance)) return [dicom, ...waveformTypes];
  return instance.rows === null ? [dicom] : [...pictureTypes, dicom];
};

const takenOf = (request: FastifyRequest, { contentType }: WadoUri): string | undefined =>
  contentType ?? request.headers.accept;

const sendObject = async (
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: WadoUri,
  instance: ServedInstance,
): Promise<FastifyReply> => {
  refuseParametersOfObject(request.query as Query, asked.transferSyntaxUid);
  const syntax = givenSyntax(instance, [asked.transferSyntaxUid ?? defaultSyntax(instance)]);
  if (syntax === undefined) return fail('not-acceptable', 'The object cannot be given in that transfer syntax.');
  if (isUnchanged(request, reply, `"${digestOf([instance])}-${syntax}"`)) return reply.code(304).send();
  reply.header('content-type', `${dicom}; transfer-syntax=${syntax}`);
  const stored = syntax === instance.transfer_syntax_uid;
  const bytes = stored ? openInstance(context, instance) : openInstanceAs(context, instance, syntax, untilLeft(reply));
  return reply.send(Readable.from(bytes, { objectMode: false }));
};

const drawImage = async (
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
  type: WaveformOptions['type'],
): Promise<FastifyReply> => {
  const query = request.query as Query;
  if (isWaveform(instance)) {
    if (asked.frame !== undefined || asked.presentation !== undefined || one(query, 'region') !== undefined)
      fail('not-acceptable', 'A waveform is drawn whole: it has no frames, no region and no presentation state.');
    const options = pictureOf(query, { rows: 0, columns: 0 });
    return reply.type(type).send(await renderWaveform(context, instance, { ...options, type }));
  }
  if (type === 'image/svg+xml') return fail('not-acceptable');
  const { dataset } = await keptHeader(context.objects, instance);
  const size = { rows: dataset.number(tags.Rows) ?? 0, columns: dataset.number(tags.Columns) ?? 0 };
  const options = pictureOf(query, size);
  return reply.type(type).send(await drawImage(context, request, asked, instance, { ...options, type }));
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
  const taken = takenOf(request, asked);
  const object = () => sendObject(context, request, reply, asked, instance);
  // Who wants the object is given it unopened, whatever its document or film is.
  if (negotiate(taken, offered(instance, streamTypes(instance))) === dicom) return object();
  const stream = await openStream(context, instance);
  const types = offered(instance, stream?.types ?? []);
  const type = negotiate(taken, types) ?? fail('not-acceptable', `This object is given as ${types.join(' or ')}.`);
  if (type === dicom) return object();
  if (asked.transferSyntaxUid !== undefined) fail('bad-request', 'transferSyntax is of objects, not of what is drawn.');
  if (stream === undefined) {
    const picture = waveformTypes.find((each) => each === type) ?? fail('not-acceptable');
    return sendPicture(context, request, reply, asked, instance, picture);
  }
  if (asked.frame !== undefined) fail('not-acceptable', 'This object is given whole: it has no frames to draw.');
  refusePictureParameters(request.query as Query);
  return sendStream(request, reply, instance, stream, type);
};
