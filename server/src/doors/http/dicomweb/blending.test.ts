/** Pictures of blending presentation states, by WADO-RS: which sets they are made of, and who is told of them. */
import { Dataset, newUid, tags, uids } from '@throughline/dicom';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  advanced,
  ct,
  moved,
  named,
  over,
  part,
  pet,
  sets,
  shadeOfValue,
  side,
  slice,
  softcopy,
  stateOf,
  under,
} from '../../../../test/blended-sets.ts';
import { testPrincipal } from '../../../../test/context.ts';
import { addressOf, type DicomwebDoor, dicomwebDoor } from '../../../../test/dicomweb-door.ts';
import { moveStudy, undoCorrection } from '../../../features/corrections/index.ts';

let door: DicomwebDoor;
beforeAll(async () => {
  door = await dicomwebDoor();
});
afterAll(() => door.close());

/** What the audit trail says of who was given what of a study. */
const accessesOf = (study: string): Promise<readonly { readonly outcome: string; readonly refused: unknown }[]> =>
  door.context.db.read(testPrincipal().tenantId, async (trx) => {
    const rows = await trx
      .selectFrom('audit_events')
      .select(['outcome', 'detail'])
      .where('study_instance_uid', '=', study)
      .where('event_code', '=', '110103')
      .orderBy('at')
      .execute();
    return rows.map(({ outcome, detail }) => ({ outcome, refused: (detail as { refused?: unknown }).refused }));
  });

describe('blending', () => {
  const drawn = async (state: Dataset, url = `${addressOf(state)}/rendered`) => {
    await door.send([state]);
    const answer = await door.get(url);
    expect(answer.status).toBe(200);
    const picture = sharp(Buffer.from(await answer.arrayBuffer()))
      .removeAlpha()
      .toColourspace('srgb')
      .raw();
    const { data, info } = await picture.toBuffer({ resolveWithObject: true });
    return (x: number, y: number) => [...data.subarray((y * info.width + x) * 3).subarray(0, 3)];
  };
  const near = (found: readonly number[], wanted: readonly number[]) =>
    expect(Math.max(...found.map((value, at) => Math.abs(value - (wanted[at] as number))))).toBeLessThanOrEqual(2);

  beforeAll(() => door.send([...under, ...over]));

  it('lays the superimposed set in its colours over the underlying one, slice by slice, where there is any', async () => {
    const at = await drawn(softcopy(part('SUPERIMPOSED', pet, over)));
    const grey = shadeOfValue(100);
    near(at(30, 10), [0.75 * grey + 0.25 * shadeOfValue(50), 0.75 * grey, 0.75 * grey]);
    // Below what the PET covers.
    near(at(30, 60), [grey, grey, grey]);
  });

  it('has no sets of another patient, also when their study was moved to one', async () => {
    const study = newUid();
    const elsewhere = over.map((_, at) =>
      slice(newUid(), 'PT', side / 2, 0.5 + 2 * at, 50)
        .set(tags.SeriesInstanceUID, study)
        .set(tags.StudyInstanceUID, study),
    );
    await door.send(elsewhere);
    const state = softcopy(part('SUPERIMPOSED', study, elsewhere).set(tags.StudyInstanceUID, study));
    await drawn(state);
    const somebody = { issuer: 'COUNTY', patientId: 'P2', name: 'ROE^RICHARD', reason: 'test' };
    const { id } = await moveStudy(door.context, testPrincipal(), { studyInstanceUid: study, ...somebody });
    const answer = await door.get(`${addressOf(state)}/rendered`);
    expect([answer.status, await answer.text()]).toEqual([406, expect.stringMatching(/another patient/)]);
    // Of the other patient nothing was told, and that is what is written down.
    expect(await accessesOf(study)).toEqual([
      { outcome: 'success', refused: undefined },
      { outcome: 'minor', refused: 'another-patient' },
    ]);
    await undoCorrection(door.context, testPrincipal(), id);
    await drawn(state);
  });

  it('refuses sets of more pictures than are looked through, rather than leave some out', async () => {
    const series = newUid();
    const long = slice(series, 'PT', side / 2, 0.5, 50).set(tags.NumberOfFrames, '4001');
    await door.send([long]);
    const state = softcopy(part('SUPERIMPOSED', series, []));
    await door.send([state]);
    const answer = await door.get(`${addressOf(state)}/rendered`);
    expect([answer.status, await answer.text()]).toEqual([406, expect.stringMatching(/more than 4000 pictures/)]);
  });

  it.each([
    ['the size of one', '4001'],
    ['a registration that is not here', '1'],
  ])('tells of no set when it refuses them for %s', async (_name, frames) => {
    const [study, series] = [newUid(), newUid()];
    const long = slice(series, 'PT', side / 2, 0.5, 50)
      .set(tags.StudyInstanceUID, study)
      .set(tags.NumberOfFrames, frames);
    const other = newUid();
    const base = slice(newUid(), 'CT', side, 0, 100).set(tags.StudyInstanceUID, other);
    await door.send([long, base]);
    const state = softcopy(part('SUPERIMPOSED', series, []).set(tags.StudyInstanceUID, study));
    const underlying = part('UNDERLYING', base.string(tags.SeriesInstanceUID) ?? '', [base]);
    const [, superimposed] = state.items(tags.BlendingSequence);
    const lacking = new Dataset()
      .set(tags.StudyInstanceUID, sets.study)
      .set(tags.ReferencedSeriesSequence, [
        new Dataset()
          .set(tags.SeriesInstanceUID, newUid())
          .set(tags.ReferencedSOPSequence, [new Dataset().set(tags.ReferencedSOPInstanceUID, newUid())]),
      ]);
    if (frames === '1') superimposed?.set(tags.ReferencedSpatialRegistrationSequence, [lacking]);
    state.set(tags.BlendingSequence, [underlying.set(tags.StudyInstanceUID, other), superimposed as Dataset]);
    await door.send([state]);
    const answer = await door.get(`${addressOf(state)}/rendered`);
    expect([answer.status, await answer.text()]).toEqual([406, expect.stringMatching(/4000 pictures|is not here/)]);
    expect(await accessesOf(study)).toEqual([]);
    expect(await accessesOf(other)).toEqual([]);
  });

  it.each<readonly [string, (image: Dataset) => unknown, RegExp]>([
    ['in another frame of reference', (image) => image.set(tags.FrameOfReferenceUID, newUid()), /frames of reference/],
    [
      'across the first',
      (image) => image.set(tags.ImageOrientationPatient, ['1', '0', '0', '0', '0', '-1']),
      /not parallel/,
    ],
    ['nowhere', (image) => image.delete(tags.ImagePositionPatient), /say where they lie/],
    ['far above', (image) => image.set(tags.ImagePositionPatient, ['0.5', '0.5', '900']), /no pictures in one plane/],
  ])('says why a set is not blended that lies %s', async (_name, place, why) => {
    const series = newUid();
    const image = slice(series, 'PT', side, 0.5, 50);
    place(image);
    const state = softcopy(part('SUPERIMPOSED', series, [image]));
    await door.send([image, state]);
    const answer = await door.get(`${addressOf(state)}/rendered`);
    expect([answer.status, await answer.text()]).toEqual([406, expect.stringMatching(why)]);
  });

  it('shows the picture that WADO-URI asks it for', async () => {
    const state = softcopy(part('SUPERIMPOSED', pet, over));
    const last = under[2] as Dataset;
    const url = `/wado?requestType=WADO&studyUID=${sets.study}&seriesUID=${ct}&objectUID=${last.string(tags.SOPInstanceUID)}&contentType=image/png&presentationUID=${state.string(tags.SOPInstanceUID)}&presentationSeriesUID=${state.string(tags.SeriesInstanceUID)}`;
    const at = await drawn(state, url);
    expect(
      Math.abs((at(30, 10)[0] as number) - (0.75 * shadeOfValue(100) + 0.25 * shadeOfValue(150))),
    ).toBeLessThanOrEqual(2);
  });

  it.each<readonly [string, () => Dataset, number, number]>([
    [
      'in front',
      () => new Dataset().set(tags.BlendingMode, 'FOREGROUND').set(tags.RelativeOpacity, 0.6, 'FL'),
      0.6,
      0.4,
    ],
    ['equally', () => new Dataset().set(tags.BlendingMode, 'EQUAL'), 0.5, 0.5],
  ])('blends as an advanced state says: %s', async (_name, display, front, back) => {
    const at = await drawn(advanced(display()));
    const grey = shadeOfValue(100);
    near(at(30, 10), [front * shadeOfValue(50) + back * grey, back * grey, back * grey]);
  });

  it('moves a set to the other by the registration that the state names', async () => {
    const elsewhere = newUid();
    const there = over.map((object, at) =>
      slice(newUid(), 'PT', side / 2, at, 0)
        .set(tags.SeriesInstanceUID, moved)
        .set(tags.FrameOfReferenceUID, elsewhere)
        .set(tags.Rows, side / 4)
        .set(tags.ImagePositionPatient, ['1', '101', String(0.5 + 2 * at)])
        .set(tags.PixelData, (object.get(tags.PixelData) as { bytes: Uint8Array }).bytes, 'OW'),
    );
    const matrix = ['1', '0', '0', '0', '0', '1', '0', '-100', '0', '0', '1', '0', '0', '0', '0', '1'];
    const registration = stateOf(uids.SpatialRegistrationStorage)
      .set(tags.Modality, 'REG')
      .set(tags.FrameOfReferenceUID, sets.reference)
      .set(tags.RegistrationSequence, [
        new Dataset()
          .set(tags.ReferencedImageSequence, named(there))
          .set(tags.MatrixRegistrationSequence, [
            new Dataset().set(tags.MatrixSequence, [
              new Dataset()
                .set(tags.FrameOfReferenceTransformationMatrixType, 'RIGID')
                .set(tags.FrameOfReferenceTransformationMatrix, matrix),
            ]),
          ]),
      ]);
    await door.send([...there, registration]);
    const hierarchical = new Dataset()
      .set(tags.StudyInstanceUID, sets.study)
      .set(tags.ReferencedSeriesSequence, [
        new Dataset()
          .set(tags.SeriesInstanceUID, registration.string(tags.SeriesInstanceUID) ?? '')
          .set(tags.ReferencedSOPSequence, named([registration])),
      ]);
    const state = softcopy(part('SUPERIMPOSED', moved, there)).set(tags.ReferencedSpatialRegistrationSequence, [
      hierarchical,
    ]);
    const at = await drawn(state);
    const grey = shadeOfValue(100);
    near(at(30, 10), [0.75 * grey + 0.25 * shadeOfValue(50), 0.75 * grey, 0.75 * grey]);
    near(at(30, 60), [grey, grey, grey]);
  });

  it('blends in several steps, each with what was made before', async () => {
    const inputs = (...numbers: readonly number[]) =>
      numbers.map((number) => new Dataset().set(tags.BlendingInputNumber, number, 'US'));
    const state = advanced(new Dataset().set(tags.BlendingMode, 'EQUAL')).set(tags.BlendingDisplaySequence, [
      new Dataset()
        .set(tags.BlendingMode, 'FOREGROUND')
        .set(tags.RelativeOpacity, 0.6, 'FL')
        .set(tags.BlendingDisplayInputSequence, inputs(3, 2)),
      new Dataset()
        .set(tags.BlendingMode, 'EQUAL')
        .set(tags.BlendingInputNumber, 3, 'US')
        .set(tags.BlendingDisplayInputSequence, inputs(1, 2)),
    ]);
    const at = await drawn(state);
    const grey = shadeOfValue(100);
    near(at(30, 10), [0.3 * shadeOfValue(50) + 0.7 * grey, 0.7 * grey, 0.7 * grey]);
    near(at(30, 60), [grey, grey, grey]);
  });

  it.each<readonly [string, () => Dataset]>([
    [
      'without a relative opacity',
      () => {
        const state = softcopy(part('SUPERIMPOSED', pet, over));
        state.delete(tags.RelativeOpacity);
        return state;
      },
    ],
    [
      'with a registration that is none',
      () => softcopy(part('SUPERIMPOSED', pet, over).set(tags.ReferencedSpatialRegistrationSequence, named(under))),
    ],
    ['of sets that lie elsewhere', () => softcopy(part('SUPERIMPOSED', pet, []))],
    [
      'whose steps have two ends',
      () => {
        const state = advanced(new Dataset().set(tags.BlendingMode, 'EQUAL'));
        const [display] = state.items(tags.BlendingDisplaySequence);
        return state.set(tags.BlendingDisplaySequence, [display as Dataset, display as Dataset]);
      },
    ],
    [
      'with a step that needs itself',
      () => {
        const state = advanced(new Dataset().set(tags.BlendingMode, 'EQUAL'));
        const [display] = state.items(tags.BlendingDisplaySequence);
        const three = () => [new Dataset().set(tags.BlendingInputNumber, 3, 'US')];
        display?.set(tags.BlendingDisplayInputSequence, three());
        const itself = new Dataset()
          .set(tags.BlendingMode, 'EQUAL')
          .set(tags.BlendingInputNumber, 3, 'US')
          .set(tags.BlendingDisplayInputSequence, three());
        return state.set(tags.BlendingDisplaySequence, [display as Dataset, itself]);
      },
    ],
    ['with a threshold', () => softcopy(part('SUPERIMPOSED', pet, over).set(tags.ThresholdSequence, [new Dataset()]))],
    ['of a volume', () => stateOf(uids.GrayscalePlanarMPRVolumetricPresentationStateStorage)],
  ])('gives no picture of a state %s, and says why', async (name, make) => {
    const state = make();
    if (name.includes('elsewhere')) {
      const far = slice(pet, 'PT', side, 900, 1);
      await door.send([far]);
      const [, item] = state.items(tags.BlendingSequence);
      item?.items(tags.ReferencedSeriesSequence)[0]?.set(tags.ReferencedImageSequence, named([far]));
    }
    await door.send([state]);
    for (const what of ['rendered', 'thumbnail']) {
      const answer = await door.get(`${addressOf(state)}/${what}`);
      expect(answer.status).toBe(406);
      expect(await answer.text()).toMatch(/presentation state/);
    }
  });
});
