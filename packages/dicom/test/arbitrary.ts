/** Data sets of any shape, for the properties that the reader and the writer must have. */
import fc from 'fast-check';
import { Dataset, type Tag, tags, uids, type VR, vrInfo } from '../src/index.ts';

const allVrs: readonly VR[] =
  'AE AS AT CS DA DS DT FD FL IS LO LT OB OD OF OL OV OW PN SH SL SS ST SV TM UC UI UL UN UR US UT UV'.split(
    ' ',
  ) as VR[];

/** A private tag for each VR: the dictionary has no say in it (PS3.5 7.8). */
const privateTag = (at: number): Tag => 0x00111000 + at;

const value = (vr: VR): fc.Arbitrary<Uint8Array> => {
  const { kind, unit, padding } = vrInfo(vr);
  if (kind === 'text') {
    return fc
      .array(fc.integer({ min: 0x21, max: 0x7e }), { maxLength: 12 })
      .map((codes) => Uint8Array.from(codes.length % 2 === 0 ? codes : [...codes, padding]));
  }
  const step = Math.max(2, unit);
  return fc
    .array(fc.uint8Array({ minLength: step, maxLength: step }), { maxLength: 4 })
    .map((parts) => Uint8Array.from(Buffer.concat(parts)));
};

type Put = (dataset: Dataset) => void;

const values: fc.Arbitrary<Put> = fc
  .uniqueArray(fc.integer({ min: 0, max: allVrs.length - 1 }), { maxLength: 8 })
  .chain((chosen) =>
    fc.tuple(
      ...chosen.map((at) => {
        const vr = allVrs[at] as VR;
        return value(vr).map((bytes) => ({ tag: privateTag(at), vr, bytes }));
      }),
    ),
  )
  .map((elements) => (dataset) => {
    for (const { tag, vr, bytes } of elements) dataset.put({ kind: 'value', tag, vr, bytes });
  });

/** The order of bytes is that of the data set, so a round trip must keep it. */
export const littleOrBig = (syntax: string): boolean => syntax !== uids.ExplicitVRBigEndian;

const nested = (littleEndian: boolean, depth: number): fc.Arbitrary<Put> => {
  if (depth === 0) return values;
  const item = fc.tuple(nested(littleEndian, depth - 1), fc.boolean());
  return fc
    .tuple(values, fc.array(item, { maxLength: 3 }), fc.boolean(), fc.boolean())
    .map(([plain, items, undefinedLength, present]) => (dataset) => {
      plain(dataset);
      if (!present) return;
      const made = items.map(([fill, open]) => {
        const one = new Dataset({ littleEndian, parent: dataset });
        one.undefinedLength = open;
        fill(one);
        return one;
      });
      for (const tag of [tags.ReferencedStudySequence, 0x00111080]) {
        dataset.put({ kind: 'sequence', tag, vr: 'SQ', items: made, undefinedLength });
      }
    });
};

export const instance = (littleEndian = true): Dataset => {
  const dataset = new Dataset({ littleEndian });
  dataset.set(tags.SOPClassUID, uids.SecondaryCaptureImageStorage);
  dataset.set(tags.SOPInstanceUID, '1.2.826.0.1.3680043.10.1');
  dataset.set(tags.PatientName, 'Doe^Jane');
  dataset.set(0x00110010, 'THROUGHLINE TEST', 'LO');
  return dataset;
};

/** An object with every VR, sequences in sequences, of counted and of undefined length, and private elements. */
export const datasets = (littleEndian = true): fc.Arbitrary<Dataset> =>
  nested(littleEndian, 3).map((fill) => {
    const dataset = instance(littleEndian);
    fill(dataset);
    return dataset;
  });

/** Cuts into pieces at the given places. */
export const pieces = (bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] => {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, at) => bytes.slice(places[at], end));
};
