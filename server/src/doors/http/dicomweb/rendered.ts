import { negotiate } from '@throughline/dicomweb';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../errors.ts';
import type { Context } from '../../../features/context.ts';
import {
  listInstances,
  type RenderInput,
  renderFrame,
  renderMiddleFrame,
  type ServedInstance,
} from '../../../features/retrieve/index.ts';
import { selectorOf } from './uid-params.ts';

const types = ['image/jpeg', 'image/png'] as const;
const thumbnailBox = { width: 128, height: 128 };
const largestSide = 16_384;

type Query = Readonly<Record<string, string | string[] | undefined>>;

const one = (query: Query, name: string): string | undefined => {
  const value = query[name];
  return Array.isArray(value) ? fail('bad-request', `${name} is given twice.`) : value;
};

const numbers = (text: string, name: string): readonly number[] => {
  const values = text.split(',').map((part) => (part.trim() === '' ? 0 : Number(part)));
  return values.every((value) => Number.isFinite(value) && Math.abs(value) < 1e9)
    ? values
    : fail('bad-request', `${name} holds something that is no number.`);
};

const shapes = { linear: 'LINEAR', 'linear-exact': 'LINEAR_EXACT', sigmoid: 'SIGMOID' } as const;

/** `window=centre,width,function` (PS3.18 8.3.5.1.4). */
const windowOf = (query: Query): RenderInput['window'] => {
  const text = one(query, 'window');
  if (text === undefined) return undefined;
  const [centre, width, shape = 'linear'] = text.split(',');
  const [c, w] = numbers(`${centre},${width}`, 'window');
  const named = shapes[shape.toLowerCase() as keyof typeof shapes];
  if (c === undefined || w === undefined || w < 1 || named === undefined)
    return fail('bad-request', 'window is centre,width,function.');
  return { centre: c, width: w, shape: named };
};

/** `viewport=width,height` (PS3.18 8.3.5.1.3): the picture fits into it. */
const boxOf = (query: Query): RenderInput['box'] => {
  const text = one(query, 'viewport');
  if (text === undefined) return undefined;
  const [width = 0, height = 0] = numbers(text, 'viewport');
  const good = [width, height].every((side) => Number.isInteger(side) && side >= 1 && side <= largestSide);
  return good ? { width, height, enlarge: true } : fail('bad-request', 'viewport is width,height in pixels.');
};

const qualityOf = (query: Query): number | undefined => {
  const text = one(query, 'quality');
  if (text === undefined) return undefined;
  const value = Number(text);
  return Number.isInteger(value) && value >= 1 && value <= 100 ? value : fail('bad-request', 'quality is 1 to 100.');
};

const typeOf = (request: FastifyRequest): (typeof types)[number] => {
  const wanted = one(request.query as Query, 'accept') ?? request.headers.accept;
  const type = negotiate(wanted, types);
  return types.find((each) => each === type) ?? fail('not-acceptable');
};

/** The object that stands for a study or series: the middle one of those that have pixels. */
const middle = (instances: readonly ServedInstance[]): ServedInstance => {
  const drawn = instances.filter((instance) => instance.rows !== null);
  return drawn[drawn.length >> 1] ?? fail('not-acceptable', 'There is nothing to draw.');
};

const send = async (
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  box: RenderInput['box'],
): Promise<FastifyReply> => {
  const query = request.query as Query;
  const type = typeOf(request);
  const [window, quality] = [windowOf(query), qualityOf(query)];
  const instance = middle(await listInstances(context, request.principal, selectorOf(request)));
  const options = { type, ...(box && { box }), ...(quality !== undefined && { quality }), ...(window && { window }) };
  const { frames } = request.params as { frames?: string };
  const frame = frames === undefined ? undefined : Number(frames);
  if (frame !== undefined && !(Number.isInteger(frame) && frame >= 1))
    fail('bad-request', 'A frame number is whole and counts from 1.');
  const picture =
    frame === undefined
      ? await renderMiddleFrame(context, instance, options)
      : await renderFrame(context, instance, { ...options, frame });
  return reply.type(type).header('cache-control', 'private, max-age=3600, immutable').send(picture);
};

export const sendRendered = (context: Context, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
  send(context, request, reply, boxOf(request.query as Query));

export const sendThumbnail = (context: Context, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
  send(context, request, reply, boxOf(request.query as Query) ?? thumbnailBox);
