/** What a picture is made from, taken from an object's header. Every size is checked before anything is allocated for it. */
import { type ByteRange, type Dataset, type Part10, type Tag, tags } from '@throughline/dicom';
import { pixelFormat } from '../pixels/format.ts';
import type { GreyScale, LookUpTable, Palette, RenderTask } from './render-task.ts';

type ReadBytes = (range: ByteRange) => Promise<Uint8Array>;

const mostEntries = 65_536;

/** Entries of a table: 16 bits each, or 8 where the descriptor says so (PS3.3 C.7.6.3.1.5, C.11.1.1). */
const lookUpTable = async (
  dataset: Dataset,
  descriptor: Tag,
  data: Tag,
  read: ReadBytes,
): Promise<LookUpTable | undefined> => {
  const [count = 0, first = 0, bits = 0] = dataset.numbers(descriptor);
  const element = dataset.get(data);
  if (element?.kind !== 'value' && element?.kind !== 'bulk') return undefined;
  const bytes = element.kind === 'value' ? element.bytes : await read(element);
  const entries = Math.min(count === 0 ? mostEntries : count, mostEntries);
  const values = new Uint16Array(entries);
  const narrow = bytes.length < entries * 2;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < entries; at += 1) {
    if (narrow) values[at] = bytes[at] ?? 0;
    else values[at] = view.getUint16(at * 2, dataset.littleEndian);
  }
  return {
    first: first > 0x7fff && dataset.number(tags.PixelRepresentation) === 1 ? first - 0x10000 : first,
    bits: narrow ? 8 : bits || 16,
    values,
  };
};

const paletteOf = async (dataset: Dataset, read: ReadBytes): Promise<Palette | undefined> => {
  const {
    RedPaletteColorLookupTableDescriptor: r,
    GreenPaletteColorLookupTableDescriptor: g,
    BluePaletteColorLookupTableDescriptor: b,
  } = tags;
  const red = await lookUpTable(dataset, r, tags.RedPaletteColorLookupTableData, read);
  const green = await lookUpTable(dataset, g, tags.GreenPaletteColorLookupTableData, read);
  const blue = await lookUpTable(dataset, b, tags.BluePaletteColorLookupTableData, read);
  return red && green && blue ? { red, green, blue } : undefined;
};

/** A functional group of a frame: its own, else the shared one (PS3.3 C.7.6.16). */
const functionalGroup = (dataset: Dataset, frame: number, sequence: Tag): Dataset | undefined =>
  dataset.items(tags.PerFrameFunctionalGroupsSequence)[frame - 1]?.items(sequence)[0] ??
  dataset.items(tags.SharedFunctionalGroupsSequence)[0]?.items(sequence)[0];

export interface WindowInput {
  readonly centre: number;
  readonly width: number;
  readonly shape: 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID';
}

const shapes = { LINEAR: 'LINEAR', LINEAR_EXACT: 'LINEAR_EXACT', SIGMOID: 'SIGMOID' } as const;

const windowOf = (dataset: Dataset, frame: number): WindowInput | undefined => {
  const from = functionalGroup(dataset, frame, tags.FrameVOILUTSequence) ?? dataset;
  const [centre, width] = [from.number(tags.WindowCenter), from.number(tags.WindowWidth)];
  if (centre === undefined || width === undefined || width <= 0) return undefined;
  const named = from.string(tags.VOILUTFunction) as keyof typeof shapes | undefined;
  return { centre, width, shape: (named && shapes[named]) ?? 'LINEAR' };
};

const greyOf = async (
  dataset: Dataset,
  frame: number,
  read: ReadBytes,
  asked: WindowInput | undefined,
): Promise<GreyScale> => {
  const rescale = functionalGroup(dataset, frame, tags.PixelValueTransformationSequence) ?? dataset;
  const modality = dataset.items(tags.ModalityLUTSequence)[0];
  const voi = dataset.items(tags.VOILUTSequence)[0];
  const window = asked ?? windowOf(dataset, frame);
  return {
    slope: rescale.number(tags.RescaleSlope) ?? 1,
    intercept: rescale.number(tags.RescaleIntercept) ?? 0,
    window,
    modalityLut: modality && (await lookUpTable(modality, tags.LUTDescriptor, tags.LUTData, read)),
    voiLut: window === undefined && voi ? await lookUpTable(voi, tags.LUTDescriptor, tags.LUTData, read) : undefined,
    inverse:
      dataset.string(tags.PresentationLUTShape) === 'INVERSE' &&
      dataset.string(tags.PhotometricInterpretation) !== 'MONOCHROME1',
    padding: dataset.number(tags.PixelPaddingValue),
  };
};

export const renderTask = async (
  header: Part10,
  frame: number,
  bytes: Uint8Array,
  read: ReadBytes,
  window: WindowInput | undefined,
): Promise<RenderTask> => ({
  frame: { ...pixelFormat(header), bytes },
  grey: await greyOf(header.dataset, frame, read, window),
  palette:
    header.dataset.string(tags.PhotometricInterpretation) === 'PALETTE COLOR'
      ? await paletteOf(header.dataset, read)
      : undefined,
});
