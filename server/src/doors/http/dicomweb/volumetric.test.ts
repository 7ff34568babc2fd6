/** Pictures of planar MPR states, by WADO-RS (PS3.4 FF.2): of volumes whose values are known at every place, and of real ones. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Dataset, newUid, tags, uids } from '@throughline/dicom';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { corpusFiles } from '../../../../test/corpus.ts';
import { addressOf, type DicomwebDoor, dicomwebDoor } from '../../../../test/dicomweb-door.ts';
import { ctDataset } from '../../../../test/objects.ts';
import {
  away,
  base,
  component,
  depth,
  even,
  expected,
  first,
  fused,
  grey,
  half,
  ids,
  movedRight,
  named,
  side,
  table,
} from '../../../../test/volumetric-states.ts';
import { openFileObject } from '../../../features/retrieve/file-object.ts';

let door: DicomwebDoor;
beforeAll(async () => {
  door = await dicomwebDoor();
  await door.send([...even, ...half, ...away]);
});
afterAll(() => door.close());

/** The picture of an address: how large, and its channels at a place. */
const drawn = async (url: string) => {
  const answer = await door.get(url);
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
  await door.send([state]);
  return drawn(`${addressOf(state)}/rendered${query}`);
};

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
    await door.send([enhanced]);
    const [one, many] = [await shown(grey([enhanced])), await shown(grey())];
    expect(one.data.equals(many.data)).toBe(true);
  });
});

const near = (found: readonly number[], wanted: readonly number[]) =>
  expect(Math.max(...found.map((value, at) => Math.abs(value - (wanted[at] as number))))).toBeLessThanOrEqual(2);

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
    await door.send([registration]);
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
    await door.send([state]);
    expect((await door.get(`${addressOf(state)}/rendered?window=40,400,linear`)).status).toBe(400);
  });
});

const real = corpusFiles().filter((path) => /^dcmqi__segmentations__ct-3slice__0\d\.dcm$/.test(basename(path)));

it.skipIf(real.length !== 3)('the plane of a slice of a real CT is the slice, bit for bit', async () => {
  const files = real.map((path) => readFileSync(path));
  await door.stow(files);
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
