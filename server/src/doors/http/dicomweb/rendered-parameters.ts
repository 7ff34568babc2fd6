/** The query parameters of rendered resources (PS3.18 8.3.5.1). */
import type { FastifyRequest } from 'fastify';
import { fail } from '../../../errors.ts';
import type { RenderOptions, WaveformLook, WaveformOptions } from '../../../features/retrieve/index.ts';

export const pictureTypes = ['image/jpeg', 'image/png'] as const;
/** Lines are drawn as lines where the client takes that; JPEG blurs them. */
export const waveformTypes = ['image/png', 'image/svg+xml', 'image/jpeg'] as const;
export const largestSide = 16_384;

export type Query = Readonly<Record<string, string | string[] | undefined>>;

export const one = (query: Query, name: string): string | undefined => {
  const value = query[name];
  return Array.isArray(value) ? fail('bad-request', `${name} is given twice.`) : value;
};

export const numberOf = (text: string | undefined, name: string): number => {
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) && Math.abs(value) < 1e9
    ? value
    : fail('bad-request', `${name} holds something that is no number.`);
};

const shapes = { linear: 'LINEAR', 'linear-exact': 'LINEAR_EXACT', sigmoid: 'SIGMOID' } as const;

/** `window=centre,width,function` (8.3.5.1.4). */
const windowOf = (query: Query): RenderOptions['window'] => {
  const text = one(query, 'window');
  if (text === undefined) return undefined;
  const [centre, width, shape = 'linear', ...more] = text.split(',');
  const named = shapes[shape.toLowerCase() as keyof typeof shapes];
  const input = { centre: numberOf(centre, 'window'), width: numberOf(width, 'window') };
  if (named === undefined || more.length > 0 || input.width <= 0 || (named === 'LINEAR' && input.width < 1))
    return fail('bad-request', 'window is centre,width,function.');
  return { ...input, shape: named };
};

/** `viewport=vw,vh,sx,sy,sw,sh` (8.3.5.1.3): a part of the picture fits into it, turned over where sw or sh is negative. */
const viewportOf = (query: Query): Pick<RenderOptions, 'box' | 'region'> => {
  const text = one(query, 'viewport');
  if (text === undefined) return {};
  const [vw, vh, ...source] = text.split(',');
  const [width, height] = [numberOf(vw, 'viewport'), numberOf(vh, 'viewport')];
  const good = [width, height].every((side) => Number.isInteger(side) && side >= 1 && side <= largestSide);
  if (!good || source.length > 4) return fail('bad-request', 'viewport is vw,vh,sx,sy,sw,sh in pixels.');
  const box = { width, height, enlarge: true };
  if (source.every((part) => part.trim() === '')) return { box };
  // Each may be left out: sx and sy are then 0, sw and sh all there is.
  const [left = 0, top = 0, sw = largestSide * 4, sh = largestSide * 4] = source.map((part) =>
    part.trim() === '' ? undefined : numberOf(part, 'viewport'),
  );
  if (sw === 0 || sh === 0) return fail('bad-request', 'viewport has a part without pixels.');
  return { box, region: { left, top, width: sw, height: sh } };
};

const qualityOf = (query: Query): number | undefined => {
  const text = one(query, 'quality');
  if (text === undefined) return undefined;
  const value = numberOf(text, 'quality');
  return Number.isInteger(value) && value >= 1 && value <= 100 ? value : fail('bad-request', 'quality is 1 to 100.');
};

const annotations = ['patient', 'technique'] as const;

const annotationsOf = (query: Query): RenderOptions['annotations'] => {
  const names = one(query, 'annotation')?.split(',') ?? [];
  const found = annotations.filter((kind) => names.includes(kind));
  return found.length === new Set(names).size
    ? found
    : fail('bad-request', 'annotation is patient, technique or both.');
};

/** Those that we have: the pictures are in sRGB, and become Display P3 when that is asked for (8.3.5.1.5). */
const profiles = { yes: 'srgb', srgb: 'srgb', displayp3: 'p3' } as const;

const profileOf = (query: Query): Pick<RenderOptions, 'colourProfile'> => {
  const name = one(query, 'iccprofile');
  if (name === undefined || name === 'no') return {};
  const colourProfile = profiles[name as keyof typeof profiles];
  return colourProfile ? { colourProfile } : fail('bad-request', 'iccprofile is no, yes, srgb or displayp3.');
};

/** What the client takes: by the query where it says so, as a browser cannot choose its header (8.3.3.1). */
export const acceptOf = (request: FastifyRequest): string | undefined =>
  one(request.query as Query, 'accept') ?? request.headers.accept;

const within = (query: Query, name: string, least: number, most: number): number | undefined => {
  const text = one(query, name);
  if (text === undefined) return undefined;
  const value = numberOf(text, name);
  return value >= least && value <= most ? value : fail('bad-request', `${name} is from ${least} to ${most}.`);
};

/** Our own, of waveforms: `speed` in mm/s, `gain` in mm/mV, `from` in seconds, `layout=rows`. */
const lookOf = (query: Query): WaveformLook => {
  const [speed, gain] = [within(query, 'speed', 5, 200), within(query, 'gain', 1, 80)];
  const from = within(query, 'from', 0, 1e8);
  const layout = one(query, 'layout');
  if (layout !== undefined && layout !== 'rows') fail('bad-request', 'layout is rows.');
  return {
    ...(speed !== undefined && { speed }),
    ...(gain !== undefined && { gain }),
    ...(from !== undefined && { from }),
    ...(layout === 'rows' && { layout }),
  };
};

export type PictureParameters = Omit<RenderOptions & WaveformOptions, 'type'>;

/** All but the media type, which depends on what is to be drawn. */
export const parametersOf = (request: FastifyRequest): PictureParameters => {
  const query = request.query as Query;
  const [window, quality, asked] = [windowOf(query), qualityOf(query), annotationsOf(query)];
  return {
    waveform: lookOf(query),
    ...viewportOf(query),
    ...profileOf(query),
    ...(window && { window }),
    ...(quality !== undefined && { quality }),
    ...(asked && { annotations: asked }),
  };
};
