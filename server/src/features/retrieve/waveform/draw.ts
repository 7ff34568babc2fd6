/** Waveforms as pictures (SVG): the one place in which they are drawn, for our page and for any other client. Runs in a worker. */
import { samplesIn } from '@throughline/dicom';
import { colours, gridPatterns, words } from './paper.ts';
import { drawSheet, type SheetInput, scaleText } from './sheet.ts';
import { endOf, secondsOf, type WaveformTask } from './waveform-task.ts';

/** `width` and `height` in millimetres of paper. */
export interface WaveformDrawing {
  readonly width: number;
  readonly height: number;
  /** Elements of SVG, in millimetres. */
  readonly elements: string;
}

const lineHeight = 4.6;

const shortText = (value: number): string => String(Number(value.toFixed(2)));

const fromTo = (from: number, to: number): string => `${shortText(from)} – ${shortText(to)} s`;

/** Which part of the recording is drawn, in its time. */
const headingOf = ({ group, from, span, values }: SheetInput): string => {
  const { offset, label, originality } = group;
  const drawn = (values[0]?.length ?? 0) / group.frequency;
  const all = offset === 0 ? `${shortText(secondsOf(group))} s` : fromTo(offset, endOf(group));
  const isPart = drawn < secondsOf(group) - 0.01;
  const part = fromTo(offset + from, offset + from + Math.min(drawn, span));
  return [label, originality === 'DERIVED' ? 'derived' : '', isPart ? `${part} of ${all}` : all]
    .filter(Boolean)
    .join(' · ');
};

const composed = (sheets: readonly SheetInput[], lines: readonly string[]): WaveformDrawing => {
  const parts: string[] = [];
  let [y, width] = [2, 120];
  const write = (text: string, colour: string, size = 3.2): void => {
    y += lineHeight;
    parts.push(words(3, y - 1.2, text, { colour, size }));
  };
  for (const text of lines) write(text, colours.text);
  for (const input of sheets) {
    write(`${headingOf(input)} · ${scaleText(input)}`, colours.muted);
    const sheet = drawSheet(input);
    parts.push(`<g transform="translate(0 ${y.toFixed(2)})">${sheet.svg}</g>`);
    y += sheet.height + 2;
    width = Math.max(width, sheet.width);
  }
  return { width, height: y, elements: parts.join('') };
};

/** Each group below the one before. */
export const drawWaveform = ({ sheets, lines }: WaveformTask): WaveformDrawing =>
  composed(
    sheets.map(({ bytes, ...sheet }) => ({ ...sheet, values: samplesIn(sheet.group, bytes) })),
    lines,
  );

/** The picture with so many pixels a millimetre. */
export const svgOf = ({ width, height, elements }: WaveformDrawing, pixels: number): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width.toFixed(2)} ${height.toFixed(2)}" width="${Math.round(width * pixels)}" height="${Math.round(height * pixels)}" font-family="DejaVu Sans, Segoe UI, sans-serif">${gridPatterns}<rect width="100%" height="100%" fill="${colours.ground}"/>${elements}</svg>`;
