/** How samples are written (PS3.3 C.10.9.1.5, PS3.5 8.3): integers of 8, 16 or 32 bits, with a sign or without. */
import type { Dataset } from '../dataset.ts';
import { tags } from '../dictionary.ts';
import { DicomError } from '../errors.ts';

type Read = (view: DataView, at: number, little: boolean) => number;

/** Plain data, which threads may hand each other. */
export interface SampleForm {
  /** Waveform Sample Interpretation */
  readonly kind: string;
  readonly bytes: 1 | 2 | 4;
  readonly littleEndian: boolean;
  /** Stands where nothing was measured. */
  readonly padding: number | undefined;
}

/** Waveform Sample Interpretation; the logarithmic ones (MB, AB) are of sound. */
const interpretations: Readonly<Record<string, { readonly bytes: 1 | 2 | 4; readonly read: Read }>> = {
  SB: { bytes: 1, read: (view, at) => view.getInt8(at) },
  UB: { bytes: 1, read: (view, at) => view.getUint8(at) },
  SS: { bytes: 2, read: (view, at, little) => view.getInt16(at, little) },
  US: { bytes: 2, read: (view, at, little) => view.getUint16(at, little) },
  SL: { bytes: 4, read: (view, at, little) => view.getInt32(at, little) },
  UL: { bytes: 4, read: (view, at, little) => view.getUint32(at, little) },
};

export const sampleForm = (item: Dataset): SampleForm => {
  const kind = item.string(tags.WaveformSampleInterpretation) ?? '';
  const known = interpretations[kind];
  const data = item.get(tags.WaveformData);
  // What came without a VR is little endian (PS3.5 6.2.2).
  const littleEndian = item.littleEndian || data?.vr === 'UN';
  const words = data?.vr === 'OW' && !littleEndian;
  // Single bytes in turned words would have to be turned back: nobody has been seen to write them.
  if (known === undefined || (known.bytes === 1 && words))
    throw new DicomError('unsupported', 'Samples of this kind are not read', {
      path: [tags.WaveformSequence, tags.WaveformSampleInterpretation],
    });
  if (item.number(tags.WaveformBitsAllocated) !== known.bytes * 8)
    throw new DicomError('bad-value', 'The samples have another size than their kind', {
      path: [tags.WaveformSequence, tags.WaveformBitsAllocated],
    });
  const padding = item.get(tags.WaveformPaddingValue);
  const padded = padding?.kind === 'value' && padding.bytes.length >= known.bytes ? padding.bytes : undefined;
  return {
    kind,
    bytes: known.bytes,
    littleEndian,
    padding: padded && known.read(new DataView(padded.buffer, padded.byteOffset), 0, littleEndian),
  };
};

/** Reads one sample. */
export const sampleReader = ({ kind, littleEndian }: SampleForm): ((view: DataView, at: number) => number) => {
  const known = interpretations[kind];
  if (known === undefined) throw new DicomError('unsupported', 'Samples of this kind are not read');
  return (view, at) => known.read(view, at, littleEndian);
};
