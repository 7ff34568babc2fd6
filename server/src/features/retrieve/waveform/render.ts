/** Pictures of waveform objects, as WADO-RS rendered resources give them. */
import sharp from 'sharp';
import type { ServedInstance } from '../../../db/index.ts';
import { Failure } from '../../../errors.ts';
import type { Context } from '../../context.ts';
import { partsOf } from '../frames.ts';
import { keptHeader, readHeader } from '../header.ts';
import { drawInWorker } from '../pixels/pool.ts';
import { type Annotation, annotationLines } from '../render/annotation.ts';
import { encodePicture, type PictureOptions } from '../render/picture.ts';
import { svgOf, type WaveformDrawing } from './draw.ts';
import { isWaveformClass, type WaveformLook } from './look.ts';
import { waveformTask } from './waveform-task.ts';

export interface WaveformOptions extends Omit<PictureOptions, 'annotation' | 'type'> {
  readonly type: PictureOptions['type'] | 'image/svg+xml';
  readonly annotations?: readonly Annotation[];
  readonly waveform?: WaveformLook;
}

export const isWaveform = ({ sop_class_uid: uid }: ServedInstance): boolean => isWaveformClass(uid);

/** Pixels of a millimetre where nobody says how large the picture is to be. */
const usualPixels = 4;
const mostPixels = 24_000_000;
/** Traces of random numbers take the longest. */
const mostSeconds = 20;

/** As fine as the box that it must fit into has room for. */
const pixelsOf = ({ width, height }: WaveformDrawing, box: WaveformOptions['box']): number => {
  const wanted = box ? Math.min(10, box.width / width, box.height / height) : usualPixels;
  return Math.min(Math.max(wanted, 0.4), Math.sqrt(mostPixels / (width * height)));
};

/** Outside of the event loop, as all that sharp does; what takes too long is ended after the strip that it is at. */
const pixelsIn = async (svg: string) => {
  const image = sharp(Buffer.from(svg), { limitInputPixels: mostPixels * 2, unlimited: true });
  try {
    return await image.timeout({ seconds: mostSeconds }).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  } catch (error) {
    throw new Failure('not-acceptable', 'This waveform cannot be drawn.', error);
  }
};

const rasterised = async (
  drawing: WaveformDrawing,
  options: Omit<WaveformOptions, 'type'> & Pick<PictureOptions, 'type'>,
) => {
  const { data, info } = await pixelsIn(svgOf(drawing, pixelsOf(drawing, options.box)));
  const { annotations, waveform, ...rest } = options;
  return encodePicture({ width: info.width, height: info.height, channels: 3, data }, rest);
};

export const renderWaveform = async (
  context: Context,
  instance: ServedInstance,
  options: WaveformOptions,
): Promise<Buffer> => {
  const header = await keptHeader(context.objects, instance);
  const { annotations = [] } = options;
  // Who it is of, as everybody is told now.
  const lines =
    annotations.length === 0 ? [] : annotationLines((await readHeader(context.objects, instance)).dataset, annotations);
  const read = partsOf(context, instance, header);
  const drawing = await drawInWorker(await waveformTask(header.dataset, read, options.waveform ?? {}, lines));
  const { type } = options;
  if (type === 'image/svg+xml') return Buffer.from(svgOf(drawing, usualPixels));
  const picture = await rasterised(drawing, { ...options, type });
  if (picture === undefined) throw new Failure('bad-request', 'The viewport lies outside the picture.');
  return picture;
};
