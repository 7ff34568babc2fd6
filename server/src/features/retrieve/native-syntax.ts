/** Uncompressed data sets in another uncompressed transfer syntax, for peers that agree to no other (PS3.5 10.1). */
import { Dataset, type Element, encodeDataset, uids } from '@throughline/dicom';
import type { ServedInstance } from '../../db/index.ts';
import type { Context } from '../context.ts';
import { bytesOf, readHeader } from './header.ts';
import { openDataset } from './instances.ts';

const plain: readonly string[] = [uids.ExplicitVRLittleEndian, uids.ImplicitVRLittleEndian, uids.ExplicitVRBigEndian];

// Encoding holds the object and its copy in memory.
const LARGEST = 256 * 2 ** 20;

/** The transfer syntaxes that an object can also be sent in, as it is worth: little endian with VRs first. */
export const alternativeSyntaxes = (instance: ServedInstance): readonly string[] =>
  plain.includes(instance.transfer_syntax_uid) && instance.byte_length <= LARGEST
    ? plain.filter((uid) => uid !== instance.transfer_syntax_uid)
    : [];

type ReadBytes = ReturnType<typeof bytesOf>;

const inMemory = async (element: Element, read: ReadBytes): Promise<Element> => {
  if (element.kind === 'bulk') return { kind: 'value', tag: element.tag, vr: element.vr, bytes: await read(element) };
  if (element.kind !== 'sequence') return element;
  const items: Dataset[] = [];
  for (const item of element.items) items.push(await copyOf(item, read));
  return { ...element, items };
};

const copyOf = async (dataset: Dataset, read: ReadBytes): Promise<Dataset> => {
  const copy = new Dataset({ littleEndian: dataset.littleEndian });
  for (const element of dataset.elements()) copy.put(await inMemory(element, read));
  return copy;
};

/** The data set in its own transfer syntax or one of its alternatives. */
export async function* openDatasetAs(
  context: Context,
  instance: ServedInstance,
  transferSyntaxUid: string,
): AsyncGenerator<Uint8Array> {
  if (transferSyntaxUid === instance.transfer_syntax_uid) {
    yield* openDataset(context, instance);
    return;
  }
  const { dataset } = await readHeader(context.objects, instance);
  yield encodeDataset(await copyOf(dataset, bytesOf(context.objects, instance)), transferSyntaxUid);
}
