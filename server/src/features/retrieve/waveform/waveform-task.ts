/** What of a waveform object is drawn, as plain data: its samples are read here, and drawn in a worker. */
import {
  type Dataset,
  DicomError,
  type ReadBytes,
  readSampleBytes,
  tags,
  type WaveformAnnotation,
  type WaveformGroup,
  type WaveformGroupForm,
  waveformAnnotations,
  waveformGroups,
} from '@throughline/dicom';
import { Failure } from '../../../errors.ts';
import { spanOf, usualSpeed, type WaveformLook } from './look.ts';
import { measurementLines, withLeads } from './measurements.ts';
import type { SheetInput } from './sheet.ts';

/** A group as it is drawn, with its samples as they are written. */
export interface SheetTask extends Omit<SheetInput, 'values'> {
  readonly bytes: Uint8Array;
}

/** Sheets one below another, and the lines above them. */
export interface WaveformTask {
  readonly sheets: readonly SheetTask[];
  readonly lines: readonly string[];
}

const mostGroups = 8;
/** Of all groups and channels of one picture. */
const mostSamples = 4_000_000;
/** Seconds that a group lasts. */
export const secondsOf = ({ samples, frequency }: WaveformGroupForm): number => samples / frequency;

/** Seconds from the beginning of the acquisition, which the offset of a group counts from (PS3.3 C.10.8, C.10.9). */
export const endOf = (group: WaveformGroupForm): number => group.offset + secondsOf(group);

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

const sheetTask = async (
  dataset: Dataset,
  group: WaveformGroup,
  { share, ...wanted }: Wanted,
  read: ReadBytes,
): Promise<SheetTask> => {
  const { look } = wanted;
  const sopClassUid = dataset.string(tags.SOPClassUID) ?? '';
  const speed = look.speed ?? usualSpeed(sopClassUid);
  const span = spanOf(sopClassUid, speed);
  const { from, seconds } = stretchOf(group, look.from ?? 0, { span, share });
  const bytes = await readSampleBytes(group, Math.round(from * group.frequency), seconds * group.frequency, read);
  const { data, ...form } = group;
  // Paper is as long as what is drawn, and never a sliver. A copy of the bytes, as all memory behind a view goes along to the worker.
  return {
    ...wanted,
    group: form,
    sopClassUid,
    speed,
    from,
    span: Math.max(2, seconds),
    bytes: Uint8Array.from(bytes),
  };
};

const dateTime = (dataset: Dataset): string => {
  const text =
    dataset.string(tags.AcquisitionDateTime) ??
    `${dataset.string(tags.ContentDate) ?? ''}${dataset.string(tags.ContentTime) ?? ''}`;
  const [, year, month, day, hour, minute] = /^(\d{4})(\d\d)(\d\d)(\d\d)?(\d\d)?/.exec(text) ?? [];
  return [year && [year, month, day].join('-'), hour && minute && `${hour}:${minute}`].filter(Boolean).join(' ');
};

/**
 * All groups of a waveform object, one below another. `lines` are written above.
 *
 * @throws Failure not-acceptable, and why, if it cannot be drawn
 */
export const waveformTask = async (
  dataset: Dataset,
  read: ReadBytes,
  look: WaveformLook,
  lines: readonly string[] = [],
): Promise<WaveformTask> => {
  try {
    const groups = waveformGroups(dataset);
    const annotations = waveformAnnotations(dataset, groups).map(withLeads(groups));
    const drawn: SheetTask[] = [];
    const wanted = groupsFrom(groups, look.from ?? 0);
    const share = mostSamples / Math.min(mostGroups, wanted.length);
    for (const group of wanted.slice(0, mostGroups)) {
      const number = groups.indexOf(group) + 1;
      drawn.push(await sheetTask(dataset, group, { number, annotations, look, share }, read));
    }
    const about = [dateTime(dataset), ...measurementLines(annotations)].filter((text) => text !== '');
    const lacking = wanted.length - mostGroups;
    const note = lacking > 0 ? [`${lacking} further groups of channels are not drawn.`] : [];
    return { sheets: drawn, lines: [...lines, ...about, ...note] };
  } catch (error) {
    if (error instanceof DicomError || error instanceof RangeError)
      throw new Failure('not-acceptable', 'This waveform cannot be drawn.', error);
    throw error;
  }
};
