import sharp from 'sharp';
import type { RenderedPixels } from './render-task.ts';

export interface PictureOptions {
  readonly type: 'image/png' | 'image/jpeg';
  /** 1 to 100, for JPEG. */
  readonly quality?: number;
  /** Fits into this box; never larger than the pixels there are unless `enlarge`. */
  readonly box?: { readonly width: number; readonly height: number; readonly enlarge?: boolean };
}

/** An encoded picture of rendered pixels. */
export const encodePicture = async (pixels: RenderedPixels, options: PictureOptions): Promise<Buffer> => {
  const { width, height, channels, data } = pixels;
  let image = sharp(data, { raw: { width, height, channels }, limitInputPixels: 300_000_000 });
  if (options.box) {
    const { width: boxWidth, height: boxHeight, enlarge = false } = options.box;
    image = image.resize(boxWidth, boxHeight, { fit: 'inside', withoutEnlargement: !enlarge });
  }
  if (channels === 1) image = image.toColourspace('b-w');
  return options.type === 'image/png'
    ? image.png({ compressionLevel: 4 }).toBuffer()
    : image.jpeg({ quality: options.quality ?? 90 }).toBuffer();
};
