/** Pictures: of an instance or frame one, of a series or study all, and one thumbnail of each (PS3.18 10.4.1.1.3, 10.4.1.1.5). */
import { negotiate, type PartToWrite, parseAccept } from '@throughline/dicomweb';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../errors.ts';
import type { Context } from '../../../features/context.ts';
import {
  digestOf,
  isPresentationState,
  isVideoSyntax,
  isWaveform,
  listInstances,
  openFrames,
  openStream,
  type RenderOptions,
  renderFrame,
  renderMiddleFrame,
  renderPresentation,
  renderWaveform,
  type ServedInstance,
  type WaveformOptions,
} from '../../../features/retrieve/index.ts';
import { isUnchanged } from './conditional.ts';
import { sendMultipart } from './multipart.ts';
import { acceptOf, parametersOf, pictureTypes, waveformTypes } from './rendered-parameters.ts';
import { sendStream } from './rendered-streams.ts';
import { selectorOf } from './uid-params.ts';

const thumbnailBox = { width: 128, height: 128 };
const mostFrames = 10_000;

/** Pictures; where there are none, what is drawn as one. */
const drawable = (instances: readonly ServedInstance[]): readonly ServedInstance[] => {
  const isFilm = ({ transfer_syntax_uid: syntax }: ServedInstance): boolean => isVideoSyntax(syntax);
  const images = instances.filter((instance) => instance.rows !== null && !isFilm(instance));
  const drawn = images.length > 0 ? images : instances.filter(isWaveform);
  if (drawn.length > 0) return drawn;
  return instances.some(isFilm)
    ? fail('not-acceptable', 'No picture is made of a film: it is given whole as a rendered instance.')
    : fail('not-acceptable', 'There is nothing to draw.');
};

/** Frame numbers of the address, from 1; undefined when it names none. */
const framesOf = (request: FastifyRequest): readonly number[] | undefined => {
  const { frames } = request.params as { frames?: string };
  if (frames === undefined) return undefined;
  const numbers = frames.split(',').map(Number);
  return numbers.length <= mostFrames && numbers.every((number) => Number.isInteger(number) && number >= 1)
    ? numbers
    : fail('bad-request', 'A frame number is whole and counts from 1.');
};

/** What is not there is refused before the first picture leaves, and before anything is said of its validator. */
const checkFrames = async (context: Context, request: FastifyRequest, instances: readonly ServedInstance[]) => {
  const named = framesOf(request);
  if (named === undefined) return;
  for (const instance of drawable(instances)) {
    const { count } = await openFrames(context, instance);
    if (named.some((number) => number > count)) fail('not-found', 'There is no such frame.');
  }
};

interface Wanted {
  readonly instance: ServedInstance;
  /** the middle one when it is not named */
  readonly frame: number | undefined;
}

/** How it is drawn: a picture of lines is SVG only where all that is drawn is a waveform. */
type Options = Omit<RenderOptions, 'type'> & WaveformOptions;

const imageType = ({ type }: Options): RenderOptions['type'] =>
  type === 'image/svg+xml' ? fail('not-acceptable') : type;

const draw = (context: Context, { instance, frame }: Wanted, options: Options): Promise<Buffer> => {
  if (isWaveform(instance)) return renderWaveform(context, instance, options);
  const { waveform, ...rest } = { ...options, type: imageType(options) };
  return frame === undefined ? renderMiddleFrame(context, instance, rest) : renderFrame(context, instance, frame, rest);
};

const optionsOf = (request: FastifyRequest, instances: readonly ServedInstance[]): Options => {
  const offered = instances.every(isWaveform) ? waveformTypes : pictureTypes;
  const accepted = negotiate(acceptOf(request), offered);
  const type = offered.find((each) => each === accepted) ?? fail('not-acceptable');
  return { ...parametersOf(request), type };
};

async function* later(picture: () => Promise<Buffer>): AsyncGenerator<Uint8Array> {
  yield await picture();
}

/** Raised when the same pixels are drawn otherwise: what a client keeps is then drawn anew. */
const drawing = 1;

/** Of this address and these options: which objects, and in which form. */
const pictureTag = (wanted: readonly Wanted[], { type }: Options, form: 'picture' | 'pictures'): string =>
  `"${form}${drawing}-${type.replace('/', '-')}-${wanted.length}-${digestOf(wanted.map(({ instance }) => instance))}"`;

/** A client that takes nothing but parts is given one picture as a part, too. */
const wantsParts = (request: FastifyRequest): boolean =>
  parseAccept(request.headers.accept).every(({ multipart }) => multipart);

/** One picture as itself, several as multipart/related: the first is drawn before anything is sent. */
const sendPictures = async (
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  wanted: readonly Wanted[],
  options: Options,
): Promise<FastifyReply> => {
  const [first, ...others] = wanted;
  if (first === undefined) return fail('not-found');
  const single = others.length === 0 && !wantsParts(request);
  if (isUnchanged(request, reply, pictureTag(wanted, options, single ? 'picture' : 'pictures')))
    return reply.code(304).send();
  const picture = await draw(context, first, options);
  if (single) return reply.type(options.type).send(picture);
  const part = (body: PartToWrite['body']): PartToWrite => ({ contentType: options.type, body });
  const rest = others.values().map((each) => part(later(() => draw(context, each, options))));
  return sendMultipart(reply, options.type, [part(picture), ...rest]);
};

const numbersTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

/** Every frame of what the address names; a part of them would look like all. */
const allFrames = (request: FastifyRequest, instances: readonly ServedInstance[]): readonly Wanted[] => {
  const named = framesOf(request);
  const drawn = drawable(instances);
  const countOf = (instance: ServedInstance): number => named?.length ?? instance.number_of_frames ?? 1;
  if (drawn.reduce((sum, instance) => sum + countOf(instance), 0) > mostFrames)
    fail(
      'payload-too-large',
      `No more than ${mostFrames} pictures are given at once: ask for series, objects or frames.`,
    );
  return drawn.flatMap((instance) => (named ?? numbersTo(countOf(instance))).map((frame) => ({ instance, frame })));
};

/** A client that takes single pictures alone is given the one that stands for the rest. */
const wantsOne = (request: FastifyRequest): boolean =>
  !parseAccept(request.headers.accept).some(({ multipart }) => multipart);

const middle = (instances: readonly ServedInstance[]): Wanted => {
  const drawn = drawable(instances);
  return { instance: drawn[drawn.length >> 1] as ServedInstance, frame: undefined };
};

/** The one object that is asked for, when it says how others are to be seen. */
const presentationOf = ([first, ...others]: readonly ServedInstance[]): ServedInstance | undefined =>
  first !== undefined && others.length === 0 && isPresentationState(first) ? first : undefined;

/** Made of several objects: it has no validator of its own. */
const sendPresentation = async (
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  state: ServedInstance,
  { waveform, ...rest }: Options,
): Promise<FastifyReply> => {
  const options = { ...rest, type: imageType({ ...rest }) };
  const picture = await renderPresentation(context, request.principal, state, options);
  reply.header('cache-control', 'private, no-store');
  return wantsParts(request)
    ? sendMultipart(reply, options.type, [{ contentType: options.type, body: picture }])
    : reply.type(options.type).send(picture);
};

export const sendRendered = async (
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  parametersOf(request);
  const instances = await listInstances(context, request.principal, selectorOf(request));
  const [only, ...others] = instances;
  const stream = only && others.length === 0 ? await openStream(context, only) : undefined;
  if (stream && framesOf(request))
    return fail('not-acceptable', 'This object is given whole: it has no frames to draw.');
  if (only && stream) return sendStream(request, reply, only, stream, acceptOf(request));
  const options = optionsOf(request, instances);
  const state = presentationOf(instances);
  if (state) return sendPresentation(context, request, reply, state, options);
  await checkFrames(context, request, instances);
  const single = wantsOne(request) && (framesOf(request)?.length ?? 0) < 2;
  if (!single) return sendPictures(context, request, reply, allFrames(request, instances), options);
  const [frame] = framesOf(request) ?? [];
  return sendPictures(context, request, reply, [{ ...middle(instances), frame }], options);
};

export const sendThumbnail = async (
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  parametersOf(request);
  const instances = await listInstances(context, request.principal, selectorOf(request));
  const sized = { box: thumbnailBox, ...optionsOf(request, instances) };
  const state = presentationOf(instances);
  if (state) return sendPresentation(context, request, reply, state, sized);
  await checkFrames(context, request, instances);
  const [frame] = framesOf(request) ?? [];
  return sendPictures(context, request, reply, [{ ...middle(instances), frame }], sized);
};
