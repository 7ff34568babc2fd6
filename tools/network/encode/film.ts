/** Drawn pictures as a film: half as large, in the colours of video. */
import type { Picture } from '../phantoms/picture.ts';
import type { YuvFrame } from './h264.ts';
import { mp4Film } from './mp4.ts';

type Values = ArrayLike<number>;

/** The mean of four pixels that lie together, of one of the samples. */
const meanAt = (frame: Values, { columns, samples }: Picture, x: number, y: number, sample: number): number => {
  const at = (dx: number, dy: number): number => frame[((y * 2 + dy) * columns + x * 2 + dx) * samples + sample] ?? 0;
  return (at(0, 0) + at(1, 0) + at(0, 1) + at(1, 1)) / 4;
};

/** ITU-R BT.601, from 16 to 235 and 240. */
const yuvFrame = (picture: Picture, frame: Values): YuvFrame => {
  const [width, height] = [picture.columns / 2, picture.rows / 2];
  const luma = new Uint8Array(width * height);
  const [blue, red] = [new Uint8Array(luma.length / 4), new Uint8Array(luma.length / 4)];
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const sample = (at: number): number => meanAt(frame, picture, x, y, picture.samples === 3 ? at : 0) / 255;
      const [r, g, b] = [sample(0), sample(1), sample(2)];
      luma[y * width + x] = Math.round(16 + 65.5 * r + 128.6 * g + 25 * b);
      if (x % 2 === 1 || y % 2 === 1) continue;
      const at = (y / 2) * (width / 2) + x / 2;
      blue[at] = Math.round(128 - 37.8 * r - 74.2 * g + 112 * b);
      red[at] = Math.round(128 + 112 * r - 93.8 * g - 18.2 * b);
    }
  return { luma, blue, red };
};

export interface Film {
  readonly bytes: Uint8Array;
  readonly rows: number;
  readonly columns: number;
}

/** Of pictures of 8 bits whose sides are multiples of 32. */
export const filmOf = (picture: Picture): Film => {
  const size = { width: picture.columns / 2, height: picture.rows / 2 };
  const frames = picture.frames.map((frame) => yuvFrame(picture, frame));
  return {
    bytes: mp4Film(frames, size, picture.frameTimeMs ?? 40),
    rows: size.height,
    columns: size.width,
  };
};
