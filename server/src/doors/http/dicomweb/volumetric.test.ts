/** Pictures of planar MPR states, by WADO-RS (PS3.4 FF.2): of volumes whose values are known at every place, and of real ones. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Dataset, encapsulate, encodePart10, newUid, tags, uids } from '@throughline/dicom';
import { newBoundary, writeMultipart } from '@throughline/dicomweb';
import type { FastifyInstance } from 'fastify';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../../test/context.ts';
import { corpusFiles } from '../../../../test/corpus.ts';
import { ctDataset } from '../../../../test/objects.ts';
import { findStudy } from '../../../db/index.ts';
import { moveStudy, undoCorrection } from '../../../features/corrections/index.ts';
import { linkRecords } from '../../../features/patients/index.ts';
import { openFileObject } from '../../../features/retrieve/file-object.ts';
import { closeWorkers } from '../../../features/retrieve/index.ts';
import { buildApp } from '../app.ts';

let context: TestContext;
let app: FastifyInstance;
let root: string;
beforeAll(async () => {
  context = await createTestContext({ environment: { THROUGHLINE_DEMO: '1' } });
  app = await buildApp(context);
  root = `${await app.listen({ host: '127.0.0.1', port: 0 })}/dicom-web`;
});
afterAll(async () => {
  await app.close();
  await closeWorkers();
  await context.close();
});

const sendBytes = async (objects: readonly Uint8Array[]) => {
  const boundary = newBoundary();
  const parts = objects.map((body) => ({ contentType: 'application/dicom', body }));
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeMultipart(boundary, parts)) chunks.push(chunk);
  const type = `multipart/related; type="application/dicom"; boundary=${boundary}`;
  const sent = { method: 'POST', headers: { 'content-type': type }, body: Buffer.concat(chunks) };
  expect((await fetch(`${root}/studies`, sent)).status).toBe(200);
};
const send = (objects: readonly Dataset[]) =>
  sendBytes(objects.map((object) => encodePart10(object, uids.ExplicitVRLittleEndian)));

const addressOf = (object: Dataset): string =>
  `/studies/${object.string(tags.StudyInstanceUID)}/series/${object.string(tags.SeriesInstanceUID)}/instances/${object.string(tags.SOPInstanceUID)}`;
const get = (url: string, accept = 'image/png') => fetch(`${root}${url}`, { headers: { accept } });

/** The picture of an address: how large, and its channels at a place. */
const drawn = async (url: string) => {
  const answer = await get(url);
  expect(answer.status, url).toBe(200);
  const { data, info } = await sharp(Buffer.from(await answer.arrayBuffer()))
    .raw()
    .toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => [
    ...data.subarray((y * info.width + x) * info.channels).subarray(0, info.channels),
  ];
  return { ...info, data, at };
};

const shown = async (state: Dataset, query = '') => {
  await send([state]);
  return drawn(`${addressOf(state)}/rendered${query}`);
};

const ids = { study: newUid(), reference: newUid(), elsewhere: newUid() };
const [side, depth] = [32, 12];

/** Slices of 1 by 1 by 2 mm, the middle of the first voxel at the origin; what a voxel has is told by its place. */
const stack = (
  series: string,
  valueAt: (x: number, y: number, z: number) => number,
  { modality = 'CT', reference = ids.reference }: { readonly modality?: string; readonly reference?: string } = {},
): readonly Dataset[] =>
  Array.from({ length: depth }, (_, slice) =>
    ctDataset({ study: ids.study, series, instance: newUid(), modality, side })
      .set(tags.InstanceNumber, String(slice + 1))
      .set(tags.FrameOfReferenceUID, reference)
      .set(tags.ImagePositionPatient, ['0', '0', String(slice * 2)])
      .set(tags.ImageOrientationPatient, ['1', '0', '0', '0', '1', '0'])
      .set(tags.PixelSpacing, ['1', '1'])
      .set(tags.SliceThickness, '2')
      .set(tags.RescaleSlope, '1')
      .set(tags.RescaleIntercept, '-100')
      .set(
        tags.PixelData,
        new Uint8Array(
          Uint16Array.from(
            { length: side * side },
            (_, at) => valueAt(at % side, Math.floor(at / side), slice * 2) + 100,
          ).buffer,
        ),
        'OW',
      ),
  );

const [ct, pet, moved] = [newUid(), newUid(), newUid()];
const even = stack(ct, (x, y, z) => 4 * x + 2 * y + z);
/** Half of it is 128, nothing else. */
const half = stack(pet, (x) => (x < side / 2 ? 128 : 0), { modality: 'PT' });
/** The same in another frame of reference. */
const away = stack(moved, (x) => (x < side / 2 ? 128 : 0), { modality: 'PT', reference: ids.elsewhere });
beforeAll(() => send([...even, ...half, ...away]));

const named = (objects: readonly Dataset[]) =>
  objects.map((object) =>
    new Dataset()
      .set(tags.ReferencedSOPClassUID, object.string(tags.SOPClassUID) ?? '')
      .set(tags.ReferencedSOPInstanceUID, object.string(tags.SOPInstanceUID) ?? ''),
  );

const inSeries = (series: string, objects: readonly Dataset[]): Dataset =>
  new Dataset().set(tags.SeriesInstanceUID, series).set(tags.ReferencedInstanceSequence, named(objects));

const base = (sopClassUid: string, modality = 'PR'): Dataset =>
  new Dataset()
    .set(tags.SOPClassUID, sopClassUid)
    .set(tags.SOPInstanceUID, newUid())
    .set(tags.StudyInstanceUID, ids.study)
    .set(tags.SeriesInstanceUID, newUid())
    .set(tags.PatientID, 'P1')
    .set(tags.PatientName, 'DOE^JANE')
    .set(tags.Modality, modality)
    .set(tags.FrameOfReferenceUID, ids.reference);

const setOf = (images: readonly Dataset[], uid: string): Dataset =>
  new Dataset()
    .set(tags.VolumetricPresentationInputSetUID, uid)
    .set(tags.PresentationInputType, 'VOLUME')
    .set(tags.ReferencedImageSequence, named(images));

const inputOf = (number: number, uid: string): Dataset =>
  new Dataset()
    .set(tags.VolumetricPresentationInputNumber, number, 'US')
    .set(tags.VolumetricPresentationInputSetUID, uid)
    .set(tags.WindowCenter, '128')
    .set(tags.WindowWidth, '255')
    .set(tags.VOILUTFunction, 'LINEAR_EXACT')
    .set(tags.RenderingMethod, 'MAXIMUM_IP')
    .set(tags.Crop, 'NO');

/** The coronal plane through the middle of row 10. */
const coronal = (state: Dataset): Dataset =>
  state
    .set(tags.GlobalCrop, 'NO')
    .set(tags.MultiPlanarReconstructionStyle, 'PLANAR')
    .set(tags.MPRThicknessType, 'THIN')
    .set(tags.MPRTopLeftHandCorner, [-0.5, 10, 22.5], 'FD')
    .set(tags.MPRViewWidthDirection, [1, 0, 0], 'FD')
    .set(tags.MPRViewWidth, side, 'FD')
    .set(tags.MPRViewHeightDirection, [0, 0, -1], 'FD')
    .set(tags.MPRViewHeight, 23, 'FD');

const grey = (images: readonly Dataset[] = even): Dataset => {
  const uid = newUid();
  return coronal(base(uids.GrayscalePlanarMPRVolumetricPresentationStateStorage))
    .set(tags.PixelPresentation, 'MONOCHROME')
    .set(tags.PresentationLUTShape, 'IDENTITY')
    .set(tags.VolumetricPresentationInputSetSequence, [setOf(images, uid)])
    .set(tags.VolumetricPresentationStateInputSequence, [inputOf(1, uid)]);
};

const first = (state: Dataset, sequence: number): Dataset => state.items(sequence)[0] as Dataset;

const expected = (x: number, z: number, y = 10): number => 4 * x + 2 * y + z;

describe('one volume in grey', () => {
  it('is cut where the state says, with what lies between the slices', async () => {
    const { width, height, at } = await shown(grey());
    expect([width, height]).toEqual([side, 23]);
    for (const [x, row] of [
      [0, 0],
      [5, 1],
      [31, 22],
      [16, 11],
      [20, 8],
    ] as const)
      expect(Math.abs((at(x, row)[0] as number) - expected(x, 22 - row))).toBeLessThanOrEqual(1);
  });

  it('is turned around by the presentation, not where there is nothing', async () => {
    const state = grey()
      .set(tags.PresentationLUTShape, 'INVERSE')
      .set(tags.MPRTopLeftHandCorner, [-4.5, 10, 22.5], 'FD');
    const { at } = await shown(state);
    expect(Math.abs((at(9, 11)[0] as number) - (255 - expected(5, 11)))).toBeLessThanOrEqual(1);
    expect(at(1, 11)).toEqual([0, 0, 0]);
  });

  it('has another window where the request asks for it', async () => {
    const { at } = await shown(grey(), '?window=64,127,linear-exact');
    expect(Math.abs((at(5, 11)[0] as number) - 2 * expected(5, 11))).toBeLessThanOrEqual(2);
  });

  it.each<readonly [string, number]>([
    ['MAXIMUM_IP', 14],
    ['MINIMUM_IP', 6],
    ['AVERAGE_IP', 10],
  ])('is a slab by %s', async (method, y) => {
    const state = grey().set(tags.MPRThicknessType, 'SLAB').set(tags.MPRSlabThickness, 8, 'FD');
    first(state, tags.VolumetricPresentationStateInputSequence).set(tags.RenderingMethod, method);
    const { at } = await shown(state);
    expect(Math.abs((at(10, 11)[0] as number) - expected(10, 11, y))).toBeLessThanOrEqual(1);
  });

  it('is cropped by a box and by planes, each on its outer side', async () => {
    const state = grey().set(tags.GlobalCrop, 'YES').set(tags.GlobalCroppingSpecificationIndex, [1, 2], 'US');
    const plane = new Dataset().set(tags.Plane, [-2, 0, 0, 20], 'FD').set(tags.PlaneNormal, [1, 0, 0], 'FD');
    state.set(tags.VolumeCroppingSequence, [
      new Dataset()
        .set(tags.CroppingSpecificationNumber, 1, 'US')
        .set(tags.VolumeCroppingMethod, 'BOUNDING_BOX')
        .set(tags.BoundingBoxCrop, [40, 40, 15, 4, -5, 5], 'FD'),
      new Dataset()
        .set(tags.CroppingSpecificationNumber, 2, 'US')
        .set(tags.VolumeCroppingMethod, 'OBLIQUE_PLANES')
        .set(tags.ObliqueCroppingPlaneSequence, [plane]),
    ]);
    const { at } = await shown(state);
    const there = (x: number, z: number) => (at(x, 22 - z)[0] as number) > 0;
    expect([there(4, 10), there(10, 5), there(10, 15)]).toEqual([true, true, true]);
    expect([there(3, 10), there(11, 10), there(7, 4), there(7, 16)]).toEqual([false, false, false, false]);
  });

  it('is written on where what is written lies in the plane, or is not clipped', async () => {
    const line = (y: number, z: number, clipping: string) =>
      new Dataset()
        .set(tags.GraphicType, 'POLYLINE')
        .set(tags.GraphicData, [2, y, z, 29, y, z], 'FL')
        .set(tags.GraphicLayer, 'ONE')
        .set(tags.AnnotationClipping, clipping);
    const state = grey(half).set(tags.VolumetricAnnotationSequence, [
      line(10, 4, 'YES'),
      line(12, 10, 'YES'),
      line(12, 16, 'NO'),
    ]);
    const { at } = await shown(state);
    const written = (z: number) => (at(24, 22 - z)[0] as number) > 100;
    expect([written(4), written(10), written(16)]).toEqual([true, false, true]);
  });

  it('is an enhanced object as well as a series', async () => {
    const frames = even
      .map((slice) => slice.get(tags.PixelData))
      .map((element) => (element?.kind === 'value' ? element.bytes : new Uint8Array()));
    const group = (sequence: number, item: Dataset) => new Dataset().set(sequence, [item]);
    const shared = group(
      tags.PixelMeasuresSequence,
      new Dataset().set(tags.PixelSpacing, ['1', '1']).set(tags.SliceThickness, '2'),
    )
      .set(tags.PlaneOrientationSequence, [
        new Dataset().set(tags.ImageOrientationPatient, ['1', '0', '0', '0', '1', '0']),
      ])
      .set(tags.PixelValueTransformationSequence, [
        new Dataset().set(tags.RescaleSlope, '1').set(tags.RescaleIntercept, '-100'),
      ]);
    const perFrame = even.map((_, at) =>
      group(tags.PlanePositionSequence, new Dataset().set(tags.ImagePositionPatient, ['0', '0', String(at * 2)])),
    );
    const enhanced = ctDataset({ study: ids.study, series: newUid(), instance: newUid(), side })
      .set(tags.SOPClassUID, uids.EnhancedCTImageStorage)
      .set(tags.FrameOfReferenceUID, ids.reference)
      .set(tags.NumberOfFrames, String(depth))
      .set(tags.SharedFunctionalGroupsSequence, [shared])
      .set(tags.PerFrameFunctionalGroupsSequence, perFrame)
      .set(tags.PixelData, Buffer.concat(frames), 'OW');
    await send([enhanced]);
    const [one, many] = [await shown(grey([enhanced])), await shown(grey())];
    expect(one.data.equals(many.data)).toBe(true);
  });
});

/** A table of 256 entries of 16 bits. */
const table = (to: Dataset, descriptor: number, data: number, entry: (at: number) => number): Dataset =>
  to
    .set(descriptor, [256, 0, 16], 'US')
    .set(data, new Uint8Array(Uint16Array.from({ length: 256 }, (_, at) => entry(at) * 257).buffer), 'OW');

/** From two opacities of four bits to a weight of eight. */
const weights = (weight: (first: number, second: number) => number): Dataset =>
  new Dataset().set(tags.LUTDescriptor, [256, 0, 8], 'US').set(
    tags.LUTData,
    Uint8Array.from({ length: 256 }, (_, at) => Math.round(weight((at >> 4) / 15, (at & 15) / 15) * 255)),
    'OW',
  );

const component = (number: number): Dataset =>
  new Dataset()
    .set(tags.ComponentType, 'ONE_TO_RGBA')
    .set(tags.ComponentInputSequence, [new Dataset().set(tags.VolumetricPresentationInputIndex, number, 'US')])
    .set(tags.RGBLUTTransferFunction, 'EQUAL_RGB')
    .set(tags.AlphaLUTTransferFunction, 'NONE');

/** Red, and a fifth of it opaque where there is any (PS3.17 XXX.3.8). */
const hot = (number: number): Dataset => {
  const item = component(number).set(tags.RGBLUTTransferFunction, 'TABLE').set(tags.AlphaLUTTransferFunction, 'TABLE');
  table(item, tags.RedPaletteColorLookupTableDescriptor, tags.RedPaletteColorLookupTableData, (at) => at);
  table(item, tags.GreenPaletteColorLookupTableDescriptor, tags.GreenPaletteColorLookupTableData, () => 0);
  table(item, tags.BluePaletteColorLookupTableDescriptor, tags.BluePaletteColorLookupTableData, () => 0);
  return table(item, tags.AlphaPaletteColorLookupTableDescriptor, tags.AlphaPaletteColorLookupTableData, (at) =>
    at === 0 ? 0 : 51,
  );
};

const fused = (over: readonly Dataset[] = half): Dataset => {
  const [one, two] = [newUid(), newUid()];
  const over2 = new Dataset().set(tags.WeightingTransferFunctionSequence, [
    weights((_, second) => 1 - second),
    weights((_, second) => second),
  ]);
  return coronal(base(uids.CompositingPlanarMPRVolumetricPresentationStateStorage))
    .set(tags.PixelPresentation, 'TRUE_COLOR')
    .set(tags.VolumetricPresentationInputSetSequence, [setOf(even, one), setOf(over, two)])
    .set(tags.VolumetricPresentationStateInputSequence, [inputOf(1, one), inputOf(2, two)])
    .set(tags.PresentationStateClassificationComponentSequence, [component(1), hot(2)])
    .set(tags.PresentationStateCompositorComponentSequence, [over2]);
};

const near = (found: readonly number[], wanted: readonly number[]) =>
  expect(Math.max(...found.map((value, at) => Math.abs(value - (wanted[at] as number))))).toBeLessThanOrEqual(2);

/** What of a registration takes a frame of reference so many millimetres to the right. */
const movedRight = (reference: string, by: number): Dataset => {
  const matrix = [1, 0, 0, by, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1].map(String);
  return new Dataset()
    .set(tags.FrameOfReferenceUID, reference)
    .set(tags.MatrixRegistrationSequence, [
      new Dataset().set(tags.MatrixSequence, [
        new Dataset()
          .set(tags.FrameOfReferenceTransformationMatrixType, 'RIGID')
          .set(tags.FrameOfReferenceTransformationMatrix, matrix),
      ]),
    ]);
};

describe('several volumes in colours', () => {
  it('are laid over each other by the tables of the state', async () => {
    const { channels, at } = await shown(fused());
    expect(channels).toBe(3);
    const under = expected(5, 11);
    near(at(5, 11), [0.8 * under + 0.2 * 128, 0.8 * under, 0.8 * under]);
    const alone = expected(20, 11);
    near(at(20, 11), [alone, alone, alone]);
  });

  it('become one colour by a table of two values', async () => {
    const state = fused();
    const bits = (number: number) =>
      new Dataset()
        .set(tags.VolumetricPresentationInputIndex, number, 'US')
        .set(tags.BitsMappedToColorLookupTable, 4, 'US');
    const both = component(1)
      .set(tags.ComponentType, 'TWO_TO_RGBA')
      .set(tags.ComponentInputSequence, [bits(1), bits(2)])
      .set(tags.RGBLUTTransferFunction, 'TABLE');
    table(both, tags.RedPaletteColorLookupTableDescriptor, tags.RedPaletteColorLookupTableData, (at) => (at >> 4) * 16);
    table(
      both,
      tags.GreenPaletteColorLookupTableDescriptor,
      tags.GreenPaletteColorLookupTableData,
      (at) => (at & 15) * 16,
    );
    table(both, tags.BluePaletteColorLookupTableDescriptor, tags.BluePaletteColorLookupTableData, () => 7);
    state
      .set(tags.PresentationStateClassificationComponentSequence, [both])
      .set(tags.PresentationStateCompositorComponentSequence, []);
    const { at } = await shown(state);
    near(at(5, 11), [Math.floor(expected(5, 11) / 16) * 16, 128, 7]);
    near(at(20, 11), [Math.floor(expected(20, 11) / 16) * 16, 0, 7]);
  });

  it('are moved by the registration that the state names', async () => {
    // A place of the other frame of reference lies ten millimetres further to the right in that of the state.
    const registration = base(uids.SpatialRegistrationStorage, 'REG').set(tags.RegistrationSequence, [
      movedRight(ids.elsewhere, 10),
    ]);
    await send([registration]);
    const state = fused(away);
    state
      .items(tags.VolumetricPresentationInputSetSequence)[1]
      ?.set(tags.ReferencedSpatialRegistrationSequence, named([registration]));
    const { at } = await shown(state);
    const shade = (x: number) => expected(x, 11);
    near(at(5, 11), [shade(5), shade(5), shade(5)]);
    near(at(24, 11), [0.8 * shade(24) + 0.2 * 128, 0.8 * shade(24), 0.8 * shade(24)]);
    near(at(28, 11), [shade(28), shade(28), shade(28)]);
  });

  it('have no window in common', async () => {
    const state = fused();
    await send([state]);
    expect((await get(`${addressOf(state)}/rendered?window=40,400,linear`)).status).toBe(400);
  });
});

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
  beforeAll(() => send([...pictures, registration]));

  it.each<readonly [string, string, () => Dataset]>([
    ['pictures', 'P2', () => inOther(grey(pictures), pictures)],
    ['a registration', 'P3', () => inOther(asMoved(), [registration])],
  ])('are %s drawn only while it is of the same person', async (_name, patientId, make) => {
    const state = make();
    await send([state]);
    const answer = async () => {
      const got = await get(`${addressOf(state)}/rendered`);
      return got.status === 200 ? got.status : [got.status, await got.text()];
    };
    expect(await answer()).toBe(200);
    const somebody = { issuer: 'COUNTY', patientId, name: 'ROE^RICHARD', reason: 'test' };
    const { id } = await moveStudy(context, testPrincipal(), { studyInstanceUid: other, ...somebody });
    expect(await answer()).toEqual([406, expect.stringMatching(/another patient/)]);
    const own = await context.db.read(testPrincipal().tenantId, (trx) => findStudy(trx, ids.study));
    await linkRecords(context, testPrincipal(), {
      one: { recordId: own?.patient_record_id ?? '' },
      other: { issuer: 'COUNTY', id: patientId },
      reason: 'test',
    });
    expect(await answer()).toBe(200);
    await undoCorrection(context, testPrincipal(), id);
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
    await send([state]);
    const answer = await get(`${addressOf(state)}/rendered`);
    expect([answer.status, await answer.text()]).toEqual([406, expect.stringMatching(why)]);
  });

  it('a slice that nobody can decode; the next volume is drawn', async () => {
    const series = newUid();
    const slices = stack(series, () => 1);
    await send(slices.filter((_, at) => at !== 4));
    const broken = (slices[4] as Dataset).put(encapsulate([new Uint8Array(100).fill(0xff)]));
    await sendBytes([encodePart10(broken, uids.JPEG2000Lossless)]);
    const state = grey(slices);
    await send([state]);
    const answer = await get(`${addressOf(state)}/rendered`);
    expect([answer.status, await answer.text()]).toEqual([406, expect.stringMatching(/decoded/)]);
    expect((await shown(grey())).width).toBe(side);
  });
});

const real = corpusFiles().filter((path) => /^dcmqi__segmentations__ct-3slice__0\d\.dcm$/.test(basename(path)));

it.skipIf(real.length !== 3)('the plane of a slice of a real CT is the slice, bit for bit', async () => {
  const files = real.map((path) => readFileSync(path));
  await sendBytes(files);
  const slices = await Promise.all(files.map(async (bytes) => (await openFileObject(bytes)).header.dataset));
  const [, middle] = slices as [Dataset, Dataset, Dataset];
  const [rows, spacing] = [middle.number(tags.Rows) ?? 0, middle.numbers(tags.PixelSpacing)[0] ?? 0];
  const corner = middle
    .numbers(tags.ImagePositionPatient)
    .map((value, axis) => (axis < 2 ? value - spacing / 2 : value));
  const state = grey(slices)
    .set(tags.StudyInstanceUID, middle.string(tags.StudyInstanceUID) ?? '')
    .set(tags.FrameOfReferenceUID, middle.string(tags.FrameOfReferenceUID) ?? '')
    .set(tags.MPRTopLeftHandCorner, corner, 'FD')
    .set(tags.MPRViewHeightDirection, [0, 1, 0], 'FD')
    .set(tags.MPRViewWidth, rows * spacing, 'FD')
    .set(tags.MPRViewHeight, rows * spacing, 'FD');
  first(state, tags.VolumetricPresentationStateInputSequence)
    .set(tags.WindowCenter, '40')
    .set(tags.WindowWidth, '400')
    .set(tags.VOILUTFunction, 'LINEAR');
  const plane = await shown(state);
  const slice = await drawn(`${addressOf(middle)}/rendered?window=40,400,linear`);
  expect([plane.width, plane.height]).toEqual([rows, rows]);
  expect(new Set(plane.data).size).toBeGreaterThan(100);
  expect(plane.data.equals(slice.data)).toBe(true);
});
