/** Waveforms as pictures (SVG): the one place in which they are drawn, for our page and for any other client. */
import {
  type Dataset,
  DicomError,
  type ReadBytes,
  readSamples,
  tags,
  type WaveformAnnotation,
  type WaveformGroup,
  waveformAnnotations,
  waveformGroups,
} from '@throughline/dicom';
import { Failure, fail } from '../../../errors.ts';
import { spanOf, usualSpeed, type WaveformLook } from './look.ts';
import { measurementLines, withLeads } from './measurements.ts';
import { colours, gridPatterns, words } from './paper.ts';
import { drawSheet, type SheetInput, scaleText } from './sheet.ts';

/** `width` and `height` in millimetres of paper. */
export interface WaveformDrawing {
  readonly width: number;
  readonly height: number;
  /** The picture with so many pixels a millimetre. */
  readonly svg: (pixels: number) => string;
}

const mostGroups = 8;
/** Of all groups and channels of one picture. */
const mostSamples = 4_000_000;
const lineHeight = 4.6;

const secondsOf = ({ samples, frequency }: WaveformGroup): number => samples / frequency;

const shortText = (value: number): string => String(Number(value.toFixed(2)));

/** Seconds from the beginning of the acquisition, which the offset of a group counts from (PS3.3 C.10.8, C.10.9). */
const endOf = (group: WaveformGroup): number => group.offset + secondsOf(group);

/** What is over before the stretch that is asked for has nothing to show there; of what is over altogether, the last is shown. */
const groupsFrom = (groups: readonly WaveformGroup[], asked: number): readonly WaveformGroup[] => {
  const lasting = groups.filter((group) => asked === 0 || endOf(group) > asked);
  return lasting.length > 0 ? lasting : groups.toSorted((a, b) => endOf(b) - endOf(a)).slice(0, 1);
};

/** The stretch of a group that is drawn: what was asked for, moved so that it lies within the group, and no more than its share. */
const stretchOf = (group: WaveformGroup, asked: number, { span, share }: { span: number; share: number }) => {
  const most = share / group.channels.length / group.frequency;
  const seconds = Math.min(span, most, secondsOf(group));
  return { from: Math.max(0, Math.min(asked - group.offset, secondsOf(group) - seconds)), seconds };
};

interface Wanted {
  readonly number: number;
  readonly annotations: readonly WaveformAnnotation[];
  readonly look: WaveformLook;
  /** Samples of all channels that may be read of this group. */
  readonly share: number;
}

const inputOf = async (
  dataset: Dataset,
  group: WaveformGroup,
  { share, ...wanted }: Wanted,
  read: ReadBytes,
): Promise<SheetInput> => {
  const { look } = wanted;
  const sopClassUid = dataset.string(tags.SOPClassUID) ?? '';
  const speed = look.speed ?? usualSpeed(sopClassUid);
  const span = spanOf(sopClassUid, speed);
  const { from, seconds } = stretchOf(group, look.from ?? 0, { span, share });
  const values = await readSamples(group, Math.round(from * group.frequency), seconds * group.frequency, read);
  // Paper is as long as what is drawn, and never a sliver.
  return { ...wanted, group, sopClassUid, speed, from, span: Math.max(2, seconds), values };
};

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

const dateTime = (dataset: Dataset): string => {
  const text =
    dataset.string(tags.AcquisitionDateTime) ??
    `${dataset.string(tags.ContentDate) ?? ''}${dataset.string(tags.ContentTime) ?? ''}`;
  const [, year, month, day, hour, minute] = /^(\d{4})(\d\d)(\d\d)(\d\d)?(\d\d)?/.exec(text) ?? [];
  return [year && [year, month, day].join('-'), hour && minute && `${hour}:${minute}`].filter(Boolean).join(' ');
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
  const height = y;
  const svg = (pixels: number): string =>
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width.toFixed(2)} ${height.toFixed(2)}" width="${Math.round(width * pixels)}" height="${Math.round(height * pixels)}" font-family="DejaVu Sans, Segoe UI, sans-serif">${gridPatterns}<rect width="100%" height="100%" fill="${colours.ground}"/>${parts.join('')}</svg>`;
  return { width, height, svg };
};

/**
 * All groups of a waveform object, one below another. `lines` are written above.
 *
 * @throws Failure not-acceptable, and why, if it cannot be drawn
 */
export const drawWaveform = async (
  dataset: Dataset,
  read: ReadBytes,
  look: WaveformLook,
  lines: readonly string[] = [],
): Promise<WaveformDrawing> => {
  try {
    const groups = waveformGroups(dataset);
    const annotations = waveformAnnotations(dataset, groups).map(withLeads(groups));
    const drawn: SheetInput[] = [];
    const wanted = groupsFrom(groups, look.from ?? 0);
    const share = mostSamples / Math.min(mostGroups, wanted.length);
    for (const group of wanted.slice(0, mostGroups)) {
      const number = groups.indexOf(group) + 1;
      drawn.push(await inputOf(dataset, group, { number, annotations, look, share }, read));
    }
    const about = [dateTime(dataset), ...measurementLines(annotations)].filter((text) => text !== '');
    const lacking = wanted.length - mostGroups;
    const note = lacking > 0 ? [`${lacking} further groups of channels are not drawn.`] : [];
    return composed(drawn, [...lines, ...about, ...note]);
  } catch (error) {
    if (error instanceof DicomError) throw new Failure('not-acceptable', 'This waveform cannot be drawn.', error);
    return error instanceof RangeError
      ? fail('not-acceptable', 'This waveform cannot be drawn.')
      : Promise.reject(error);
  }
};
