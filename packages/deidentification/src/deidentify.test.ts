/** PS3.15 Annex E: every line of its table at every depth, dates and UIDs that stay consistent, what is private, what is left over (A33 to A36). */
import { Dataset, keywordOf, makeTag, parseTag, type Tag, tags, uids, type VR, vrOf } from '@throughline/dicom';
import { describe, expect, it } from 'vitest';
import { deidentify, identifiersIn, leftIn, type Retention, retentions, risksOf } from './index.ts';
import { tableE11 } from './table-e1-1.ts';

const replacements = {
  patientId: 'SUBJECT-1',
  patientName: 'SUBJECT-1',
  days: -100,
  uid: (original: string) => `2.25.${original.length}${original.replaceAll('.', '')}`,
};
const treated = (dataset: Dataset, kept: readonly Retention[] = []) =>
  deidentify(dataset, { kept: new Set(kept), replacements });

/** Something that a place of this representation may hold, and that nothing of ours is. */
const original = (vr: VR): string | number | Uint8Array => {
  const texts: Readonly<Record<string, string>> = {
    ...{ DA: '20240131', DT: '20240131120000', TM: '235959', AS: '044Y', IS: '7', DS: '7.5', UI: '1.2.840.99.7' },
    ...{ CS: 'ORIGINAL', AE: 'ORIGINAL', UR: 'http://original.example.org' },
  };
  if (['US', 'SS', 'UL', 'SL', 'FL', 'FD'].includes(vr)) return 7;
  if (['OB', 'OW', 'OF', 'OD', 'OL', 'OV', 'UN'].includes(vr)) return Uint8Array.of(7, 7, 7, 7, 7, 7, 7, 7);
  return texts[vr] ?? 'Original^Value';
};

/** Around a data set, sequences that the profile leaves: as deep as is wanted. */
const around = (inner: Dataset, depth: number): Dataset =>
  depth === 0 ? inner : around(new Dataset().set(tags.SharedFunctionalGroupsSequence, [inner]), depth - 1);
const inside = (outer: Dataset, depth: number): Dataset =>
  depth === 0 ? outer : inside(outer.items(tags.SharedFunctionalGroupsSequence)[0] as Dataset, depth - 1);

/** Lines of the table as they are written: tag, action, who keeps it. */
const lines = tableE11
  .trim()
  .split('\n')
  .flatMap((line) => {
    const [group = '', ...rest] = line.split(' ');
    return rest.map((one) => {
      const [element = '', said = ''] = one.split(':');
      const [action = '', keepers = ''] = said.split('+');
      return [`${group}${element}`, action, keepers] as const;
    });
  });
const concrete = (tag: string): Tag =>
  parseTag(tag.replaceAll('X', '0')) ?? Number.parseInt(tag.replaceAll('X', '0'), 16);
/** File meta is made anew and command groups are no part of a data set. */
const ofDatasets = lines.filter(([tag]) => !/^000[024]/.test(tag));

const byLetter = new Map(Object.entries(retentions).map(([name, { letter }]) => [letter as string, name as Retention]));

describe('the table', () => {
  it('is whole', () => {
    expect(lines).toHaveLength(620);
    expect(new Set(lines.map(([tag]) => tag)).size).toBe(620);
    for (const [tag, action, keepers] of lines) {
      expect(['X', 'Z', 'D', 'U', 'X/Z', 'X/D', 'X/Z/D', 'Z/D', 'X/Z/U']).toContain(action);
      expect(
        [...keepers].every((letter) => byLetter.has(letter)),
        tag,
      ).toBe(true);
    }
  });

  it.each([0, 1, 3])('is followed at depth %i, whatever is kept', (depth) => {
    for (const [listed, action, keepers] of ofDatasets) {
      const tag = concrete(listed);
      const vr = vrOf(tag);
      const isSequence = vr === 'SQ';
      // An item of which a name, a word and a UID would tell.
      const item = new Dataset().set(tags.PatientID, 'ORIGINAL').set(tags.ReferencedSOPInstanceUID, '1.2.840.99.7');
      const make = () => around(new Dataset().set(tag, isSequence ? [item] : (original(vr) as string), vr), depth);
      for (const kept of [undefined, ...byLetter.values()]) {
        const { letter } = kept === undefined ? { letter: '' } : retentions[kept];
        const result = inside(treated(make(), kept === undefined ? [] : [kept]), depth);
        const name = `${listed} ${keywordOf(tag)} ${action} keeping ${kept}`;
        const values = result.strings(tag);
        // Times as numbers or offsets are not moved.
        const isTimely = letter !== 'm' || ['DA', 'DT', 'TM', 'SQ'].includes(vr);
        const isKept = kept !== undefined && keepers.includes(letter) && isTimely;
        if (isSequence) {
          const [left] = result.items(tag);
          if (left) expect(left.string(tags.PatientID), name).toBe('SUBJECT-1');
          if (left && kept !== 'uids')
            expect(left.string(tags.ReferencedSOPInstanceUID), name).not.toBe('1.2.840.99.7');
          if (isKept || action.includes('U')) expect(left, name).toBeDefined();
          else if (action === 'X') expect(result.has(tag), name).toBe(false);
        } else if (tag === tags.PatientID || tag === tags.PatientName) expect(values, name).toEqual(['SUBJECT-1']);
        else if (isKept && letter === 'm' && vr === 'DA') expect(values, name).toEqual(['20231023']);
        else if (isKept && letter === 'm' && vr === 'DT') expect(values, name).toEqual(['20231023120000']);
        else if (isKept) expect(result.get(tag), name).toEqual(inside(make(), depth).get(tag));
        else if (action === 'U') expect(values, name).toEqual([replacements.uid('1.2.840.99.7')]);
        else if (action === 'X') expect(result.has(tag), name).toBe(false);
        else if (action.includes('D')) {
          expect(result.has(tag), name).toBe(true);
          expect(result.get(tag), name).not.toEqual(inside(make(), depth).get(tag));
          if (values.length > 0) expect(values[0], name).not.toBe('');
        } else expect(result.get(tag), name).toMatchObject({ bytes: new Uint8Array() });
      }
    }
  });
});

describe('a data set', () => {
  it('says what was done with it, in codes, and what of its times', () => {
    const plain = treated(new Dataset().set(tags.PatientID, '4711'));
    const codes = (from: Dataset) =>
      from.items(tags.DeidentificationMethodCodeSequence).map((one) => one.string(tags.CodeValue));
    expect([plain.string(tags.PatientIdentityRemoved), codes(plain)]).toEqual(['YES', ['113100']]);
    expect(plain.string(tags.LongitudinalTemporalInformationModified)).toBe('REMOVED');
    const moved = treated(new Dataset(), ['modified-dates', 'patient-characteristics']);
    expect(codes(moved)).toEqual(['113100', '113107', '113108']);
    expect(moved.string(tags.LongitudinalTemporalInformationModified)).toBe('MODIFIED');
    expect(treated(new Dataset(), ['full-dates']).string(tags.LongitudinalTemporalInformationModified)).toBe(
      'UNMODIFIED',
    );
  });

  it('keeps the distances of its dates, and no date that is none', () => {
    const dated = (date: string, moment: string) =>
      treated(
        new Dataset().set(tags.StudyDate, date).set(tags.AcquisitionDateTime, moment).set(tags.StudyTime, '1015'),
        ['modified-dates'],
      );
    const one = dated('20240301', '20240229235959.5+0100');
    expect([one.string(tags.StudyDate), one.string(tags.AcquisitionDateTime), one.string(tags.StudyTime)]).toEqual([
      '20231122',
      '20231121235959.5+0100',
      '1015',
    ]);
    const wrong = dated('20230229', '2024');
    expect([wrong.string(tags.StudyDate), wrong.string(tags.AcquisitionDateTime)]).toEqual([undefined, undefined]);
  });

  it('knows a date and a UID that were written without their representation', () => {
    const from = new Dataset()
      .put({ kind: 'value', tag: tags.StudyDate, vr: 'UN', bytes: Buffer.from('20240301') })
      .put({ kind: 'value', tag: tags.StudyInstanceUID, vr: 'UN', bytes: Buffer.from('1.2.3\0') });
    const to = treated(from, ['modified-dates']);
    expect([to.string(tags.StudyDate), to.string(tags.StudyInstanceUID)]).toEqual([
      '20231122',
      replacements.uid('1.2.3'),
    ]);
  });

  it('has one new UID for one that it had, wherever it stands, and its classes stay', () => {
    const reference = new Dataset()
      .set(tags.ReferencedSOPClassUID, uids.CTImageStorage)
      .set(tags.ReferencedSOPInstanceUID, '1.2.3');
    const from = new Dataset()
      .set(tags.SOPClassUID, uids.CTImageStorage)
      .set(tags.SOPInstanceUID, '1.2.3')
      .set(tags.SourceImageSequence, [reference]);
    const to = treated(from);
    const [left] = to.items(tags.SourceImageSequence);
    expect(to.string(tags.SOPInstanceUID)).toBe(replacements.uid('1.2.3'));
    expect(left?.string(tags.ReferencedSOPInstanceUID)).toBe(to.string(tags.SOPInstanceUID));
    expect([to.string(tags.SOPClassUID), left?.string(tags.ReferencedSOPClassUID)]).toEqual([
      uids.CTImageStorage,
      uids.CTImageStorage,
    ]);
    expect(from.string(tags.SOPInstanceUID)).toBe('1.2.3');
  });

  it('loses what is private, but for what is known to be safe, and what nobody knows', () => {
    const [creator, safe, unsafe] = [makeTag(0x0019, 0x0010), makeTag(0x0019, 0x100c), makeTag(0x0019, 0x100d)];
    const unknown = makeTag(0x0018, 0xfff0);
    const make = () =>
      new Dataset()
        .set(creator, 'SIEMENS MR HEADER', 'LO')
        .set(safe, '1000', 'IS')
        .set(unsafe, 'MIDDLETON', 'LO')
        .set(unknown, 'MIDDLETON', 'LO')
        .set(tags.PatientID, '1');
    expect([...treated(make()).elements()].some(({ tag }) => tag >>> 16 === 0x0019 || tag === unknown)).toBe(false);
    const some = deidentify(make(), {
      kept: new Set(),
      replacements,
      isSafe: ({ group, creator: by, element }) => group === 0x0019 && by === 'SIEMENS MR HEADER' && element === 0x0c,
    });
    expect([some.string(creator), some.string(safe), some.has(unsafe)]).toEqual(['SIEMENS MR HEADER', '1000', false]);
    const codes = some.items(tags.DeidentificationMethodCodeSequence).map((one) => one.string(tags.CodeValue));
    expect(codes).toContain('113111');
    const none = deidentify(make(), { kept: new Set(), replacements, isSafe: () => false });
    expect(none.has(creator)).toBe(false);
  });
});

describe('what no table knows of', () => {
  it.each([
    [{ kind: uids.CTImageStorage, modality: 'CT' }, []],
    [{ kind: uids.UltrasoundImageStorage, modality: 'US' }, ['likely-burned-in']],
    [{ kind: uids.SecondaryCaptureImageStorage, modality: 'CT' }, ['likely-burned-in']],
    [{ kind: uids.XRayAngiographicImageStorage, modality: 'XA', burned: 'YES' }, ['burned-in']],
    [{ kind: uids.EncapsulatedPDFStorage, modality: 'DOC' }, ['likely-burned-in', 'document']],
    [{ kind: uids.BasicTextSRStorage, modality: 'SR' }, ['report']],
    [{ kind: uids.GrayscaleSoftcopyPresentationStateStorage, modality: 'PR' }, ['graphics']],
    [{ kind: '1.2.3.4', modality: 'CT' }, ['no-header-can-tell']],
  ])('%o is to be looked at because of %o', ({ kind, modality, ...more }, risks) => {
    const { burned } = more as { readonly burned?: string };
    const dataset = new Dataset().set(tags.SOPClassUID, kind).set(tags.Modality, modality);
    expect(risksOf(burned === undefined ? dataset : dataset.set(tags.BurnedInAnnotation, burned))).toEqual(risks);
  });
  it('an overlay is one', () => {
    const dataset = new Dataset().set(tags.SOPClassUID, uids.CTImageStorage).set(tags.Modality, 'CT');
    expect(risksOf(dataset.set(makeTag(0x6002, 0x0010), 512, 'US'))).toEqual(['overlay']);
  });
});

describe('what is left over', () => {
  it('is found wherever somebody wrote it, and named by its place only', () => {
    const from = new Dataset()
      .set(tags.PatientName, 'Müller-Middleton^Ana')
      .set(tags.PatientID, 'HOSP-0042')
      .set(tags.SOPInstanceUID, '1.2.840.99.7')
      .set(tags.ScanOptions, 'HOSP-0042')
      .set(tags.ViewCodeSequence, [new Dataset().set(tags.CodeMeaning, 'as MULLER has it')]);
    const identifiers = identifiersIn(from, false);
    const to = treated(from);
    expect(leftIn(to, identifiers)).toBe('(0018,0022)');
    to.delete(tags.ScanOptions);
    expect(leftIn(to, identifiers)).toBe('(0054,0220) (0008,0104)');
    to.delete(tags.ViewCodeSequence);
    expect(leftIn(to, identifiers)).toBeUndefined();
    // A name of three letters is in every second word.
    expect(identifiers.has('ana')).toBe(false);
    expect(leftIn(treated(from, ['uids']), identifiersIn(from, true))).not.toBe('(0008,0018)');
  });
});
