/** What a waveform is drawn on: a grid of millimetres for a dark room, in millimetres, with words. */
import { escaped } from '../render/annotation.ts';

export const colours = {
  ground: '#0a0c0f',
  fine: '#2e2023',
  strong: '#5a363c',
  trace: '#e9f1ec',
  calibration: '#e6c86a',
  mark: '#6cb2ee',
  text: '#ccd4dc',
  muted: '#93a0ac',
} as const;

const square = 5;
const mostCharacters = 200;

/** Lines of each millimetre, stronger ones of every fifth. */
export const gridPatterns = `<defs><pattern id="mm" width="1" height="1" patternUnits="userSpaceOnUse"><path d="M0 0H1M0 0V1" stroke="${colours.fine}" stroke-width=".12"/></pattern><pattern id="cm" width="${square}" height="${square}" patternUnits="userSpaceOnUse"><rect width="${square}" height="${square}" fill="url(#mm)"/><path d="M0 0H${square}M0 0V${square}" stroke="${colours.strong}" stroke-width=".2"/></pattern></defs>`;

export const grid = (x: number, y: number, width: number, height: number): string =>
  `<g transform="translate(${x} ${y})"><rect width="${width}" height="${height}" fill="url(#cm)"/></g>`;

interface Words {
  readonly size?: number;
  readonly colour?: string;
  readonly anchor?: 'start' | 'end' | 'middle';
}

export const words = (
  x: number,
  y: number,
  text: string,
  { size = 3, colour = colours.text, anchor = 'start' }: Words = {},
): string =>
  `<text x="${x.toFixed(2)}" y="${y.toFixed(2)}" font-size="${size}" fill="${colour}" text-anchor="${anchor}">${escaped(text.slice(0, mostCharacters))}</text>`;

export const line = (x1: number, y1: number, x2: number, y2: number, colour: string, width = 0.25): string =>
  `<path d="M${x1.toFixed(2)} ${y1.toFixed(2)}L${x2.toFixed(2)} ${y2.toFixed(2)}" stroke="${colour}" stroke-width="${width}"/>`;

/** Paths that `tracePaths` gives. */
export const traces = (paths: readonly string[]): string =>
  `<g transform="scale(.01)" fill="none" stroke="${colours.trace}" stroke-width="28" stroke-linejoin="round" stroke-linecap="round">${paths.map((path) => `<path d="${path}"/>`).join('')}</g>`;

/** A pulse of one millivolt for a fifth of a second, as machines draw it. */
export const calibrationMark = (x: number, y: number, speed: number, gain: number): string => {
  const wide = Math.min(5, speed / 5);
  return `<path d="M${x} ${y}h1v${-gain}h${wide}v${gain}h1" fill="none" stroke="${colours.calibration}" stroke-width=".3"/>`;
};
