/** A data set in the character set of whoever reads it (PS3.3 C.12.1.1.2, PS3.4 C.4.1.1.3.2). */
import { describe, expect, it } from 'vitest';
import { Dataset, decodeText, encodeDataset, tags, toCharacterSet, uids } from './index.ts';

const spoken = (name: string): Dataset => {
  const dataset = new Dataset().set(tags.SpecificCharacterSet, 'ISO_IR 192').set(tags.PatientName, name);
  return dataset.set(tags.ScheduledProcedureStepSequence, [
    new Dataset({ parent: dataset }).set(tags.ScheduledPerformingPhysicianName, name),
  ]);
};

const bytesOf = (dataset: Dataset): string => {
  const element = dataset.get(tags.PatientName);
  return element?.kind === 'value' ? Buffer.from(element.bytes).toString('latin1').trimEnd() : '';
};

describe('a data set is written for somebody', () => {
  it.each([
    ['who speaks what it holds', 'Müller^Jörg', ['ISO_IR 100'], ['ISO_IR 100'], 'M\xfcller^J\xf6rg'],
    ['who speaks ISO 2022', '=洪', ['', 'ISO 2022 IR 149'], ['', 'ISO 2022 IR 149'], '=\x1b$)C\xfb\xf3'],
    ['who cannot write it: in Unicode', '洪', ['ISO_IR 100'], ['ISO_IR 192'], '\xe6\xb4\xaa'],
    ['who says nothing of it: in Unicode', 'Müller', [], ['ISO_IR 192'], 'M\xc3\xbcller'],
    ['who needs no set: without one', 'Adams^John', [], [], 'Adams^John'],
    ['who says that nothing is expanded: without one', 'Adams^John', [''], [], 'Adams^John'],
    ['who has one and needs none: in theirs', 'Adams^John', ['ISO_IR 144'], ['ISO_IR 144'], 'Adams^John'],
    ['who names what there is not: in Unicode', 'Müller', ['ISO_IR 999'], ['ISO_IR 192'], 'M\xc3\xbcller'],
  ])('%s', (_, name, terms, declared, bytes) => {
    const dataset = spoken(name);
    toCharacterSet(dataset, terms);
    expect(dataset.strings(tags.SpecificCharacterSet)).toEqual(declared);
    expect(bytesOf(dataset)).toBe(bytes);
    const [item] = dataset.items(tags.ScheduledProcedureStepSequence);
    expect(item?.string(tags.ScheduledPerformingPhysicianName)).toBe(name);
    expect(item?.has(tags.SpecificCharacterSet)).toBe(false);
    const written = Buffer.from(encodeDataset(dataset, uids.ExplicitVRLittleEndian));
    expect(written.toString('latin1').split(bytes)).toHaveLength(3);
    expect(decodeText(Buffer.from(bytes, 'latin1'), declared, 'PN')).toBe(name);
  });
});
