/** Encoded pictures of rendered pixels: a part of them, turned over, scaled, written on (PS3.18 8.3.5.1). */
import sharp from 'sharp';
import { annotationSvg } from './annotation.ts';
import type { RenderedPixels } from './render-task.ts';

/** A part of the picture in its own pixels; a negative width or height turns it over. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface PictureOptions {
  readonly type: 'image/png' | 'image/jpeg';
  /** 1 to 100, for JPEG. */
  readonly quality?: number;
  /** Fits into this box; never larger than the pixels there are unless `enlarge`. */
  readonly box?: { readonly width: number; readonly height: number; readonly enlarge?: boolean };
  readonly region?: Region;
  /** SVG that is drawn over the whole picture before a part is taken. */
  readonly graphics?: string;
  /** Degrees clockwise, then turned over to the side (PS3.3 C.10.6). */
  readonly rotation?: number;
  readonly flip?: boolean;
  /** Lines that are written into the picture. */
  readonly annotation?: readonly string[];
  /** The picture says which colours its numbers are. */
  readonly colourProfile?: 'srgb' | 'p3';
}

const mostPixels = 300_000_000;

/** One channel stays one, whatever is done to it. */
const rawPixels = ({ width, height, channels, data }: RenderedPixels) =>
  sharp(data, { raw: { width, height, channels }, limitInputPixels: mostPixels }).toColourspace(
    channels === 1 ? 'b-w' : 'srgb',
  );

/** The region that lies within the picture; undefined when none does. */
const within = ({ left, top, width, height }: Region, pixels: RenderedPixels): Region | undefined => {
  const [l, t] = [Math.max(0, Math.floor(left)), Math.max(0, Math.floor(top))];
  const right = Math.min(pixels.width, Math.ceil(left + Math.abs(width)));
  const bottom = Math.min(pixels.height, Math.ceil(top + Math.abs(height)));
  return right > l && bottom > t ? { left: l, top: t, width: right - l, height: bottom - t } : undefined;
};

const cropped = async (pixels: RenderedPixels, region: Region | undefined): Promise<RenderedPixels | undefined> => {
  if (region === undefined) return pixels;
  const part = within(region, pixels);
  if (part === undefined) return undefined;
  let image = rawPixels(pixels).extract(part);
  if (region.width < 0) image = image.flop();
  if (region.height < 0) image = image.flip();
  const data = await image.raw().toBuffer();
  return { ...pixels, width: part.width, height: part.height, data };
};

const scaled = async (pixels: RenderedPixels, box: PictureOptions['box']): Promise<RenderedPixels> => {
  if (box === undefined) return pixels;
  const { width, height, enlarge = false } = box;
  const image = rawPixels(pixels).resize(width, height, { fit: 'inside', withoutEnlargement: !enlarge });
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  return { ...pixels, width: info.width, height: info.height, data };
};

const written = async (pixels: RenderedPixels, svg: string | undefined): Promise<RenderedPixels> => {
  if (svg === undefined) return pixels;
  const image = rawPixels(pixels).composite([{ input: Buffer.from(svg), left: 0, top: 0 }]);
  return { ...pixels, data: await image.removeAlpha().raw().toBuffer() };
};

const turned = async (
  pixels: RenderedPixels,
  { rotation = 0, flip = false }: PictureOptions,
): Promise<RenderedPixels> => {
  if (rotation === 0 && !flip) return pixels;
  const rotated = await rawPixels(pixels).rotate(rotation).raw().toBuffer({ resolveWithObject: true });
  const { width, height } = rotated.info;
  const upright = { ...pixels, width, height, data: rotated.data };
  return flip ? { ...upright, data: await rawPixels(upright).flop().raw().toBuffer() } : upright;
};

/** Undefined when the region lies outside the picture. */
export const encodePicture = async (pixels: RenderedPixels, options: PictureOptions): Promise<Buffer | undefined> => {
  const part = await cropped(await written(pixels, options.graphics), options.region);
  if (part === undefined) return undefined;
  const { annotation = [], colourProfile } = options;
  const sized = await scaled(await turned(part, options), options.box);
  let image = rawPixels(sized);
  if (annotation.length > 0) {
    const svg = Buffer.from(annotationSvg(sized.width, sized.height, annotation));
    image = image.composite([{ input: svg, left: 0, top: 0 }]).removeAlpha();
  }
  if (colourProfile && sized.channels === 3) image = image.withIccProfile(colourProfile);
  return options.type === 'image/png'
    ? image.png({ compressionLevel: 4 }).toBuffer()
    : image.jpeg({ quality: options.quality ?? 90 }).toBuffer();
};
