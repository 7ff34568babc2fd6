import { DicomError } from '../errors.ts';
import type { ReadBytes } from '../frames.ts';
import type { WaveformGroup, WaveformGroupForm } from './group.ts';
import { sampleReader } from './sample-form.ts';

const mostBytes = 64 * 2 ** 20;

const bytesOf = ({ data }: WaveformGroup, offset: number, length: number, read: ReadBytes): Promise<Uint8Array> =>
  data.kind === 'value'
    ? Promise.resolve(data.bytes.subarray(offset, offset + length))
    : read({ offset: data.offset + offset, length });

/**
 * Some samples of every channel as they are written: from the sample `first`, counted from 0, at most `count`; fewer where the recording
 * ends.
 *
 * @throws DicomError limit if that were more than 64 MiB of samples
 */
export const readSampleBytes = async (
  group: WaveformGroup,
  first: number,
  count: number,
  read: ReadBytes,
): Promise<Uint8Array> => {
  const { channels, form } = group;
  const from = Math.min(Math.max(0, Math.floor(first)), group.samples);
  const many = Math.min(Math.max(0, Math.ceil(count)), group.samples - from);
  const instant = channels.length * form.bytes;
  if (many * instant > mostBytes) throw new DicomError('limit', 'That is too much of a waveform at once');
  const bytes = many === 0 ? new Uint8Array() : await bytesOf(group, from * instant, many * instant, read);
  if (bytes.length < many * instant) throw new DicomError('truncated', 'A waveform ends before its end');
  return bytes;
};

/**
 * Samples of every channel in its units. A sample is worth sensitivity times correction factor, and the baseline (PS3.3 C.10.9.1.4); NaN
 * where nothing was measured.
 */
export const samplesIn = ({ channels, form }: WaveformGroupForm, bytes: Uint8Array): readonly Float64Array[] => {
  const instant = channels.length * form.bytes;
  const many = Math.floor(bytes.length / instant);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = sampleReader(form);
  return channels.map(({ scale, baseline }, channel) =>
    new Float64Array(many).map((_, at) => {
      const sample = read(view, at * instant + channel * form.bytes);
      return sample === form.padding ? Number.NaN : sample * scale + baseline;
    }),
  );
};
