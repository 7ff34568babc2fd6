/** Planar MPR states that are not drawn, by WADO-RS: what is of another person, and what cannot be drawn as the state has it. */
import { Dataset, encapsulate, encodePart10, newUid, tags, uids } from '@throughline/dicom';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testPrincipal } from '../../../../test/context.ts';
import { addressOf, type DicomwebDoor, dicomwebDoor } from '../../../../test/dicomweb-door.ts';
import { ctDataset } from '../../../../test/objects.ts';
import {
  away,
  base,
  even,
  first,
  fused,
  grey,
  half,
  ids,
  inSeries,
  moved,
  movedRight,
  named,
  side,
  stack,
} from '../../../../test/volumetric-states.ts';
import { findStudy } from '../../../db/index.ts';
import { moveStudy, undoCorrection } from '../../../features/corrections/index.ts';
import { linkRecords } from '../../../features/patients/index.ts';

let door: DicomwebDoor;
beforeAll(async () => {
  door = await dicomwebDoor();
  await door.send([...even, ...half, ...away]);
});
afterAll(() => door.close());

describe('of another study', () => {
  const other = newUid();
  /** The same object, in that study. */
  const there = (object: Dataset): Dataset =>
    object.set(tags.StudyInstanceUID, other).set(tags.SeriesInstanceUID, other).set(tags.SOPInstanceUID, newUid());
  const pictures = stack(newUid(), (x, y, z) => 4 * x + 2 * y + z).map(there);
  const registration = there(base(uids.SpatialRegistrationStorage, 'REG')).set(tags.RegistrationSequence, [
    movedRight(ids.elsewhere, 10),
  ]);
  const asMoved = (): Dataset => {
    const state = grey(away);
    first(state, tags.VolumetricPresentationInputSetSequence).set(
      tags.ReferencedSpatialRegistrationSequence,
      named([registration]),
    );
    return state;
  };
  const inOther = (state: Dataset, objects: readonly Dataset[]): Dataset =>
    state
      .set(tags.ReferencedSeriesSequence, [inSeries(moved, away)])
      .set(tags.StudiesContainingOtherReferencedInstancesSequence, [
        new Dataset().set(tags.StudyInstanceUID, other).set(tags.ReferencedSeriesSequence, [inSeries(other, objects)]),
      ]);
  beforeAll(() => door.send([...pictures, registration]));

  it.each<readonly [string, string, () => Dataset]>([
    ['pictures', 'P2', () => inOther(grey(pictures), pictures)],
    ['a registration', 'P3', () => inOther(asMoved(), [registration])],
  ])('are %s drawn only while it is of the same person', async (_name, patientId, make) => {
    const state = make();
    await door.send([state]);
    const answer = async () => {
      const got = await door.get(`${addressOf(state)}/rendered`);
      return got.status === 200 ? got.status : [got.status, await got.text()];
    };
    expect(await answer()).toBe(200);
    const somebody = { issuer: 'COUNTY', patientId, name: 'ROE^RICHARD', reason: 'test' };
    const { id } = await moveStudy(door.context, testPrincipal(), { studyInstanceUid: other, ...somebody });
    expect(await answer()).toEqual([406, expect.stringMatching(/another patient/)]);
    const own = await door.context.db.read(testPrincipal().tenantId, (trx) => findStudy(trx, ids.study));
    await linkRecords(door.context, testPrincipal(), {
      one: { recordId: own?.patient_record_id ?? '' },
      other: { issuer: 'COUNTY', id: patientId },
      reason: 'test',
    });
    expect(await answer()).toBe(200);
    await undoCorrection(door.context, testPrincipal(), id);
    expect(await answer()).toBe(200);
  });
});

describe('what cannot be drawn as the state has it is refused, and why', () => {
  it.each<readonly [string, () => Dataset | Promise<Dataset>, RegExp]>([
    ['a picture that is not here', () => grey([...even, ctDataset({ study: ids.study })]), /not here/],
    ['a slice that is missing', () => grey(even.filter((_, at) => at !== 5)), /missing/],
    ['another frame of reference without a registration', () => grey(away), /frame of reference/],
    [
      'a registration that is not here',
      () => {
        const state = grey(away);
        first(state, tags.VolumetricPresentationInputSetSequence).set(
          tags.ReferencedSpatialRegistrationSequence,
          named(away.slice(0, 1)),
        );
        first(
          first(state, tags.VolumetricPresentationInputSetSequence),
          tags.ReferencedSpatialRegistrationSequence,
        ).set(tags.ReferencedSOPInstanceUID, newUid());
        return state;
      },
      /registration/,
    ],
    [
      'a registration that is none',
      () => {
        const state = grey(away);
        first(state, tags.VolumetricPresentationInputSetSequence).set(
          tags.ReferencedSpatialRegistrationSequence,
          named(away.slice(0, 1)),
        );
        return state;
      },
      /registration/,
    ],
    [
      'a segmentation that crops',
      () =>
        grey()
          .set(tags.GlobalCrop, 'YES')
          .set(tags.GlobalCroppingSpecificationIndex, [1], 'US')
          .set(tags.VolumeCroppingSequence, [
            new Dataset().set(tags.CroppingSpecificationNumber, 1, 'US').set(tags.VolumeCroppingMethod, 'INCLUDE_SEG'),
          ]),
      /segmentation/,
    ],
    [
      'a slab without a method',
      () => {
        const state = grey().set(tags.MPRThicknessType, 'SLAB').set(tags.MPRSlabThickness, 5, 'FD');
        first(state, tags.VolumetricPresentationStateInputSequence).delete(tags.RenderingMethod);
        return state;
      },
      /slab/,
    ],
    ['no compositor', () => fused().set(tags.PresentationStateCompositorComponentSequence, []), /laid over/],
    [
      'weights that are none',
      () => {
        const state = fused();
        first(
          first(state, tags.PresentationStateCompositorComponentSequence),
          tags.WeightingTransferFunctionSequence,
        ).set(tags.LUTDescriptor, [128, 0, 8], 'US');
        return state;
      },
      /weights/,
    ],
    [
      'a body',
      () => grey().set(tags.VolumetricAnnotationSequence, [new Dataset().set(tags.GraphicType, 'ELLIPSOID')]),
      /body/,
    ],
    ['a rendered volume', () => base(uids.VolumeRenderingVolumetricPresentationStateStorage), /volume/],
    ['nothing', () => base(uids.GrayscalePlanarMPRVolumetricPresentationStateStorage), /no inputs/],
  ])('%s', async (_name, make, why) => {
    const state = await make();
    await door.send([state]);
    const answer = await door.get(`${addressOf(state)}/rendered`);
    expect([answer.status, await answer.text()]).toEqual([406, expect.stringMatching(why)]);
  });

  it('a slice that nobody can decode; the next volume is drawn', async () => {
    const series = newUid();
    const slices = stack(series, () => 1);
    await door.send(slices.filter((_, at) => at !== 4));
    const broken = (slices[4] as Dataset).put(encapsulate([new Uint8Array(100).fill(0xff)]));
    await door.stow([encodePart10(broken, uids.JPEG2000Lossless)]);
    const state = grey(slices);
    await door.send([state]);
    const answer = await door.get(`${addressOf(state)}/rendered`);
    expect([answer.status, await answer.text()]).toEqual([406, expect.stringMatching(/decoded/)]);
    const next = grey();
    await door.send([next]);
    const drawn = await door.get(`${addressOf(next)}/rendered`);
    expect((await sharp(Buffer.from(await drawn.arrayBuffer())).metadata()).width).toBe(side);
  });
});
