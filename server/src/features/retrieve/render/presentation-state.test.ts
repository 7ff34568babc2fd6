/** Presentation states as DCMTK presents them. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Dataset, encodePart10, newUid, tags, uids } from '@throughline/dicom';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ctDataset } from '../../../../test/objects.ts';
import { openFileObject } from '../file-object.ts';
import { closeWorkers } from '../pixels/pool.ts';
import { renderParts } from '../rendered.ts';
import { presentedImage } from './presentation-state.ts';

const run = promisify(execFile);
const [columns, rows] = [48, 32];

const study = newUid();
const series = newUid();
const instance = newUid();
const image = (photometric = 'MONOCHROME2'): Dataset =>
  ctDataset({ study, series, instance })
    .set(tags.PhotometricInterpretation, photometric)
    .set(tags.Rows, rows)
    .set(tags.Columns, columns)
    .set(tags.WindowCenter, '10')
    .set(tags.WindowWidth, '20')
    .set(tags.PixelData, new Uint8Array(Uint16Array.from({ length: rows * columns }, (_, at) => at * 2).buffer), 'OW');

const reference = (): Dataset =>
  new Dataset().set(tags.ReferencedSOPClassUID, uids.CTImageStorage).set(tags.ReferencedSOPInstanceUID, instance);

const windowed = (centre: number, width: number): Dataset =>
  new Dataset().set(tags.WindowCenter, String(centre)).set(tags.WindowWidth, String(width));

const area = (left = 1, top = 1, right = columns, bottom = rows): Dataset =>
  new Dataset()
    .set(tags.DisplayedAreaTopLeftHandCorner, [left, top], 'SL')
    .set(tags.DisplayedAreaBottomRightHandCorner, [right, bottom], 'SL')
    .set(tags.PresentationSizeMode, 'SCALE TO FIT')
    .set(tags.PresentationPixelSpacing, ['1', '1']);

const state = (): Dataset =>
  new Dataset()
    .set(tags.SOPClassUID, uids.GrayscaleSoftcopyPresentationStateStorage)
    .set(tags.SOPInstanceUID, newUid())
    .set(tags.StudyDate, '20260101')
    .set(tags.StudyTime, '')
    .set(tags.AccessionNumber, '')
    .set(tags.ReferringPhysicianName, '')
    .set(tags.PatientName, 'DOE^JANE')
    .set(tags.PatientID, 'P1')
    .set(tags.PatientBirthDate, '')
    .set(tags.PatientSex, '')
    .set(tags.StudyID, '')
    .set(tags.Modality, 'PR')
    .set(tags.Manufacturer, '')
    .set(tags.StudyInstanceUID, study)
    .set(tags.SeriesInstanceUID, newUid())
    .set(tags.SeriesNumber, '1')
    .set(tags.InstanceNumber, '1')
    .set(tags.ContentLabel, 'STATE')
    .set(tags.ContentDescription, '')
    .set(tags.ContentCreatorName, '')
    .set(tags.PresentationCreationDate, '20260101')
    .set(tags.PresentationCreationTime, '120000')
    .set(tags.PresentationLUTShape, 'IDENTITY')
    .set(tags.DisplayedAreaSelectionSequence, [area()])
    .set(tags.SoftcopyVOILUTSequence, [windowed(1500, 3000)])
    .set(tags.ReferencedSeriesSequence, [
      new Dataset().set(tags.SeriesInstanceUID, series).set(tags.ReferencedImageSequence, [reference()]),
    ]);

const rectangle = (to: Dataset): Dataset =>
  to
    .set(tags.ShutterShape, 'RECTANGULAR')
    .set(tags.ShutterLeftVerticalEdge, '5')
    .set(tags.ShutterRightVerticalEdge, '40')
    .set(tags.ShutterUpperHorizontalEdge, '4')
    .set(tags.ShutterLowerHorizontalEdge, '28');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-state-'));
});
afterAll(async () => {
  await closeWorkers();
  await rm(folder, { recursive: true, force: true });
});

const drawnAs = async (shown: Dataset, presentation: Dataset): Promise<Sharp> => {
  const [object, states] = await Promise.all(
    [shown, presentation].map((dataset) => openFileObject(encodePart10(dataset, uids.ExplicitVRLittleEndian))),
  );
  const named = states && presentedImage(states.header.dataset);
  if (!object || !states || !named) throw new Error('the state names no image');
  const frames = await object.frames();
  const how = { state: states.header.dataset, image: named, read: states.read, readFrame: frames.read };
  const bytes = await frames.read(named.frame);
  const picture = await renderParts(object.header, named.frame, bytes, object.read, { type: 'image/png' }, how);
  return sharp(picture);
};

const ours = async (shown: Dataset, presentation: Dataset) =>
  (await drawnAs(shown, presentation)).greyscale().raw().toBuffer({ resolveWithObject: true });

const theirs = async (shown: Dataset, presentation: Dataset): Promise<Uint8Array> => {
  const paths = ['image.dcm', 'state.dcm', 'out.pgm'].map((name) => join(folder, name)) as [string, string, string];
  await writeFile(paths[0], encodePart10(shown, uids.ExplicitVRLittleEndian));
  await writeFile(paths[1], encodePart10(presentation, uids.ExplicitVRLittleEndian));
  await run('dcmp2pgm', ['-p', paths[1], paths[0], paths[2]]);
  const picture = await readFile(paths[2]);
  const header = /^P5\s+(?:#[^\n]*\n)*\d+\s+\d+\s+\d+\s/.exec(picture.subarray(0, 300).toString('latin1'));
  return picture.subarray(header?.[0].length);
};

describe('presented as DCMTK presents', () => {
  it.each<readonly [string, (to: Dataset) => Dataset, string]>([
    ['a window in place of the image’s', (to) => to, 'MONOCHROME2'],
    [
      'a rescale of its own',
      (to) => to.set(tags.RescaleSlope, '2').set(tags.RescaleIntercept, '-500').set(tags.RescaleType, 'US'),
      'MONOCHROME2',
    ],
    ['polarity', (to) => to.set(tags.PresentationLUTShape, 'INVERSE'), 'MONOCHROME2'],
    ['polarity of its own for MONOCHROME1', (to) => to, 'MONOCHROME1'],
    ['a quarter turn', (to) => to.set(tags.ImageRotation, 90).set(tags.ImageHorizontalFlip, 'N'), 'MONOCHROME2'],
    ['turned over', (to) => to.set(tags.ImageRotation, 0).set(tags.ImageHorizontalFlip, 'Y'), 'MONOCHROME2'],
    [
      'turned and turned over',
      (to) => to.set(tags.ImageRotation, 270).set(tags.ImageHorizontalFlip, 'Y'),
      'MONOCHROME2',
    ],
  ])('%s', async (_name, change, photometric) => {
    const [shown, presentation] = [image(photometric), change(state())];
    const [picture, peer] = [await ours(shown, presentation), await theirs(shown, presentation)];
    expect(picture.data.length).toBe(peer.length);
    const most = picture.data.reduce((so, value, at) => Math.max(so, Math.abs(value - (peer[at] as number))), 0);
    expect(most).toBeLessThanOrEqual(1);
  });
});

const at = async (presentation: Dataset, x: number, y: number): Promise<number> => {
  const { data, info } = await ours(image(), presentation);
  return data[y * info.width + x] as number;
};

it('shows the displayed area alone', async () => {
  const { info } = await ours(image(), state().set(tags.DisplayedAreaSelectionSequence, [area(11, 6, 30, 25)]));
  expect([info.width, info.height]).toEqual([20, 20]);
});

// dcmp2pgm leaves shutters and graphics to the screen.
it.each<readonly [string, (to: Dataset) => Dataset]>([
  ['rectangular', rectangle],
  [
    'circular',
    (to) =>
      to
        .set(tags.ShutterShape, 'CIRCULAR')
        .set(tags.CenterOfCircularShutter, ['16', '24'])
        .set(tags.RadiusOfCircularShutter, '10'),
  ],
  [
    'polygonal',
    (to) =>
      to
        .set(tags.ShutterShape, 'POLYGONAL')
        .set(tags.VerticesOfThePolygonalShutter, ['2', '24', '30', '44', '30', '4']),
  ],
])('a %s shutter', async (_name, close) => {
  const closed = close(state().set(tags.ShutterPresentationValue, 0xffff));
  expect(await at(closed, 0, 0)).toBe(255);
  expect(await at(closed, 47, 31)).toBe(255);
  expect(await at(closed, 24, 20)).toBe(await at(state(), 24, 20));
});

it('draws graphics and text', async () => {
  const line = new Dataset()
    .set(tags.GraphicAnnotationUnits, 'PIXEL')
    .set(tags.GraphicDimensions, 2)
    .set(tags.NumberOfGraphicPoints, 2)
    .set(tags.GraphicData, [1, 10, 48, 10])
    .set(tags.GraphicType, 'POLYLINE')
    .set(tags.GraphicFilled, 'N');
  const layer = new Dataset().set(tags.GraphicLayer, 'L').set(tags.GraphicObjectSequence, [line]);
  const drawn = state().set(tags.GraphicAnnotationSequence, [layer]);
  expect(await at(drawn, 20, 9)).toBe(255);
  expect(await at(drawn, 20, 20)).toBe(await at(state(), 20, 20));
});

const inColour = async (shown: Dataset, presentation: Dataset) => {
  const picture = (await drawnAs(shown, presentation)).removeAlpha().toColourspace('srgb').raw();
  const { data, info } = await picture.toBuffer({ resolveWithObject: true });
  return (x: number, y: number): readonly number[] => [...data.subarray((y * info.width + x) * 3).subarray(0, 3)];
};

const word = (value: number): number => value * 257;
const table = (entry: (at: number) => number): Uint8Array =>
  new Uint8Array(Uint16Array.from({ length: 256 }, (_, at) => word(entry(at))).buffer);

it('gives greys the colours of a pseudo-colour state', async () => {
  const [red, green, blue] = [(at: number) => at, (at: number) => 255 - at, () => 7];
  const coloured = state().set(tags.SOPClassUID, uids.PseudoColorSoftcopyPresentationStateStorage);
  coloured.delete(tags.PresentationLUTShape);
  const channels = [
    [tags.RedPaletteColorLookupTableDescriptor, tags.RedPaletteColorLookupTableData, red],
    [tags.GreenPaletteColorLookupTableDescriptor, tags.GreenPaletteColorLookupTableData, green],
    [tags.BluePaletteColorLookupTableDescriptor, tags.BluePaletteColorLookupTableData, blue],
  ] as const;
  await expect(inColour(image(), coloured)).rejects.toMatchObject({ code: 'not-acceptable' });
  for (const [descriptor, data, entry] of channels)
    coloured.set(descriptor, [256, 0, 16], 'US').set(data, table(entry), 'OW');
  const colourAt = await inColour(image(), coloured);
  for (const [x, y] of [
    [0, 0],
    [20, 9],
    [47, 31],
  ] as const) {
    // The window 1500, 3000 over the stored value (PS3.3 C.11.2.1.2).
    const grey = Math.round(Math.min(1, Math.max(0, (2 * (y * columns + x) - 1499.5) / 2999 + 0.5)) * 255);
    expect(colourAt(x, y)).toEqual([red(grey), green(grey), blue()]);
  }
});

it('turns colours over, closes them in and leaves them what they are in a colour state', async () => {
  const pixels = Uint8Array.from({ length: rows * columns * 3 }, (_, at) => (at * 5) & 0xff);
  const shown = image('RGB')
    .set(tags.SamplesPerPixel, 3)
    .set(tags.PlanarConfiguration, 0)
    .set(tags.BitsAllocated, 8)
    .set(tags.BitsStored, 8)
    .set(tags.HighBit, 7)
    .set(tags.PixelData, pixels, 'OW');
  const coloured = rectangle(state().set(tags.SOPClassUID, uids.ColorSoftcopyPresentationStateStorage));
  const turned = coloured.set(tags.ImageRotation, 0).set(tags.ImageHorizontalFlip, 'Y');
  const colourAt = await inColour(shown, turned);
  const [x, y] = [20, 10];
  const from = (y * columns + (columns - 1 - x)) * 3;
  expect(colourAt(x, y)).toEqual([...pixels.subarray(from, from + 3)]);
  expect(colourAt(0, 0)).toEqual([0, 0, 0]);
});

/** Three frames: 100 and 200 everywhere, and what goes from 0 on by 2. */
const cine = (): Dataset => {
  const size = rows * columns;
  const values = Uint16Array.from({ length: size * 3 }, (_, at) =>
    at < size ? 100 : at < 2 * size ? 200 : (at - 2 * size) * 2,
  );
  return image().set(tags.NumberOfFrames, '3').set(tags.PixelData, new Uint8Array(values.buffer), 'OW');
};

const masked = (item: Dataset): Dataset => {
  const third = reference().set(tags.ReferencedFrameNumber, '3');
  return state()
    .set(tags.SOPClassUID, uids.XAXRFGrayscaleSoftcopyPresentationStateStorage)
    .set(tags.SoftcopyVOILUTSequence, [windowed(0, 2000)])
    .set(tags.MaskSubtractionSequence, [item])
    .set(tags.ReferencedSeriesSequence, [
      new Dataset().set(tags.SeriesInstanceUID, series).set(tags.ReferencedImageSequence, [third]),
    ]);
};
const averaged = (): Dataset =>
  new Dataset().set(tags.MaskOperation, 'AVG_SUB').set(tags.MaskFrameNumbers, [1, 2], 'US');
const shadeOfValue = (value: number): number =>
  Math.min(255, Math.max(0, Math.floor(((value + 0.5) / 1999 + 0.5) * 255)));

it.each<readonly [string, (item: Dataset) => Dataset, (at: number) => number]>([
  ['the average of its masks', averaged, (place) => place * 2 - 150],
  [
    'the frame before by an offset',
    () => new Dataset().set(tags.MaskOperation, 'TID').set(tags.TIDOffset, 2, 'SS'),
    (place) => place * 2 - 100,
  ],
  // The third frame is one behind the first of the range: one before that is the first, 2 - 0 - 1.
  [
    'the frame that is as far before its range as it is behind its beginning',
    () =>
      new Dataset()
        .set(tags.MaskOperation, 'REV_TID')
        .set(tags.TIDOffset, 0, 'SS')
        .set(tags.ApplicableFrameRange, [2, 3], 'US'),
    (place) => place * 2 - 100,
  ],
  [
    'nothing from frames that the mask is not of',
    (item) => item.set(tags.ApplicableFrameRange, [1, 2], 'US'),
    (place) => place * 2,
  ],
  ['nothing where it says so', (item) => item.set(tags.MaskOperation, 'NONE'), (place) => place * 2],
])('an XA/XRF state subtracts %s', async (_name, change, value) => {
  const { data } = await ours(cine(), masked(change(averaged())));
  for (const place of [0, 60, 500, rows * columns - 1])
    expect(Math.abs((data[place] as number) - shadeOfValue(value(place)))).toBeLessThanOrEqual(1);
});

it('subtracts less of a mask that is to stay visible, and none when it is to be seen natively', async () => {
  const half = new Dataset().set(tags.MaskVisibilityPercentage, 50, 'US');
  const visible = await ours(cine(), masked(averaged()).set(tags.MultiFramePresentationSequence, [half]));
  expect(Math.abs((visible.data[500] as number) - shadeOfValue(1000 - 75))).toBeLessThanOrEqual(1);
  const native = await ours(cine(), masked(averaged()).set(tags.RecommendedViewingMode, 'NAT'));
  expect(Math.abs((native.data[500] as number) - shadeOfValue(1000))).toBeLessThanOrEqual(1);
});

it('enhances edges as much as the state prefers for the image, and nothing where there are none', async () => {
  // A step in the middle of each row.
  const values = Uint16Array.from({ length: rows * columns }, (_, at) => (at % columns < columns / 2 ? 400 : 600));
  const step = image().set(tags.PixelData, new Uint8Array(values.buffer), 'OW');
  const filter = (percent: number) => [new Dataset().set(tags.DisplayFilterPercentage, percent, 'FL')];
  const shades = async (percent: number) => {
    const plain = state()
      .set(tags.SOPClassUID, uids.XAXRFGrayscaleSoftcopyPresentationStateStorage)
      .set(tags.SoftcopyVOILUTSequence, [windowed(0, 2000)]);
    const { data } = await ours(step, plain.set(tags.MultiFramePresentationSequence, filter(percent)));
    return [0, columns / 2 - 1, columns / 2, columns - 1].map((at) => data[at + columns]);
  };
  const expected = (overshoot: number) => [400, 400 - overshoot, 600 + overshoot, 600].map(shadeOfValue);
  expect(await shades(0)).toEqual(expected(0));
  // A third of the nine neighbours is on the other side: the average is off by 200 / 3.
  expect(await shades(50)).toEqual(expected(200 / 3));
  expect(await shades(100)).toEqual(expected((200 / 3) * 2));
});

it('moves a mask by parts of a pixel', async () => {
  const item = new Dataset().set(tags.MaskOperation, 'AVG_SUB').set(tags.MaskFrameNumbers, [3], 'US');
  const shifted = masked(item.set(tags.MaskSubPixelShift, [0, 0.5], 'FL')).set(tags.SoftcopyVOILUTSequence, [
    windowed(0, 8),
  ]);
  // Values differ by 2 from one column to the next: half a column is 1.
  const { data } = await ours(cine(), shifted);
  expect(Math.abs((data[500] as number) - Math.floor((1.5 / 7 + 0.5) * 255))).toBeLessThanOrEqual(1);
});

it('draws no mask that it does not know, rather than none', async () => {
  const unknown = masked(new Dataset().set(tags.MaskOperation, 'REV_TIME'));
  await expect(ours(cine(), unknown)).rejects.toMatchObject({ code: 'not-acceptable' });
  const nowhere = masked(new Dataset().set(tags.MaskOperation, 'REV_TID'));
  await expect(ours(cine(), nowhere)).rejects.toMatchObject({ code: 'not-acceptable' });
});

it('takes the table of X-ray intensities in place of the modality transformation', async () => {
  const values = new Uint8Array(Uint16Array.from({ length: 4096 }, (_, at) => 4095 - at).buffer);
  const item = new Dataset()
    .set(tags.LUTDescriptor, [4096, 0, 16], 'US')
    .set(tags.LUTData, values, 'OW')
    .set(tags.LUTFunction, 'TO_LOG');
  const { data } = await ours(cine(), masked(averaged()).set(tags.PixelIntensityRelationshipLUTSequence, [item]));
  expect(Math.abs((data[500] as number) - shadeOfValue(4095 - 1000 - (4095 - 150)))).toBeLessThanOrEqual(1);
});

it('takes the modality transformation of the frame from a variable one', async () => {
  const own = (frame: number, slope: string): Dataset =>
    new Dataset()
      .set(tags.ReferencedImageSequence, [reference().set(tags.ReferencedFrameNumber, String(frame))])
      .set(tags.RescaleSlope, slope)
      .set(tags.RescaleIntercept, '0');
  const variable = masked(new Dataset().set(tags.MaskOperation, 'NONE'))
    .set(tags.SOPClassUID, uids.VariableModalityLUTSoftcopyPresentationStateStorage)
    .set(tags.VariableModalityLUTSequence, [own(1, '7'), own(3, '0.5')]);
  const { data } = await ours(cine(), variable);
  expect(Math.abs((data[500] as number) - shadeOfValue(500))).toBeLessThanOrEqual(1);
});
