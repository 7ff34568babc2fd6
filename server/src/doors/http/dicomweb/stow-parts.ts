/** The parts of a store request: what an object calls itself before it is read, and metadata with the bulk data behind them. */
import { DatasetReader, type DicomJson, fieldLeniency, tags, transferSyntax, uids } from '@throughline/dicom';
import { type MediaType, type Part, parseMediaType } from '@throughline/dicomweb';
import { fail } from '../../../errors.ts';
import type { BulkValue, Identified, Spool } from '../../../features/store/index.ts';
import { defaultSyntaxes } from './frame-types.ts';
import { isMetadataType, readDatasets } from './request-body.ts';

const rememberedBytes = 4096;
const metaStart = 132;
const groupLengthBytes = 12;

/** SOP class and instance of the file meta information (PS3.10 7.1), when it is there and whole. */
const identityOf = async (beginning: Buffer): Promise<Identified> => {
  if (beginning.subarray(128, metaStart).toString('latin1') !== 'DICM') return {};
  if (beginning.length < metaStart + groupLengthBytes) return {};
  const end = metaStart + groupLengthBytes + beginning.readUInt32LE(metaStart + 8);
  if (end > beginning.length) return {};
  try {
    const reader = new DatasetReader(uids.ExplicitVRLittleEndian, { leniency: fieldLeniency });
    await reader.write(beginning.subarray(metaStart, end));
    const { dataset } = await reader.end();
    const sopClassUid = dataset.string(tags.MediaStorageSOPClassUID);
    const sopInstanceUid = dataset.string(tags.MediaStorageSOPInstanceUID);
    return { ...(sopClassUid && { sopClassUid }), ...(sopInstanceUid && { sopInstanceUid }) };
  } catch {
    return {};
  }
};

/** A body whose first bytes are kept, so that an object that is refused can be named (Failed SOP Sequence). */
export const rememberBeginning = (
  body: AsyncIterable<Uint8Array>,
): { readonly body: AsyncIterable<Uint8Array>; readonly identity: () => Promise<Identified> } => {
  const kept: Buffer[] = [];
  let length = 0;
  async function* remembered(): AsyncGenerator<Uint8Array> {
    for await (const chunk of body) {
      if (length < rememberedBytes) {
        kept.push(Buffer.from(chunk.subarray(0, rememberedBytes - length)));
        length += chunk.length;
      }
      yield chunk;
    }
  }
  return { body: remembered(), identity: () => identityOf(Buffer.concat(kept)) };
};

/** The transfer syntax that a media type means (PS3.18 Table 8.7.3-5); undefined when it says nothing. */
const syntaxOf = (media: MediaType | undefined): string | undefined => {
  const named = media?.parameters.get('transfer-syntax');
  if (named === undefined) return defaultSyntaxes[media?.type ?? ''];
  return transferSyntax(named) === undefined ? fail('unsupported-media-type') : named;
};

/** By which addresses a part may be meant: its Content-Location, or `cid:` and its Content-ID (RFC 2392). */
const addressesOf = ({ headers }: Part): readonly string[] => {
  const [location, id] = [headers.get('content-location'), headers.get('content-id')];
  return [...(location ? [location] : []), ...(id ? [`cid:${id.replace(/^<|>$/g, '')}`] : [])];
};

export interface Metadata {
  readonly datasets: readonly DicomJson[];
  /** the values of this request that an address means */
  find(uri: string): readonly BulkValue[];
}

/** Reads metadata and keeps what comes behind them. Refuses bulk data that nothing can refer to. */
export const readMetadata = async (parts: AsyncIterable<Part>, spool: Spool): Promise<Metadata> => {
  const datasets: DicomJson[] = [];
  const values = new Map<string, BulkValue[]>();
  for await (const part of parts) {
    const media = parseMediaType(part.headers.get('content-type') ?? 'application/octet-stream');
    if (isMetadataType(media?.type)) {
      datasets.push(...(await readDatasets(media?.type, part.body)));
      continue;
    }
    const addresses = addressesOf(part);
    if (addresses.length === 0) fail('bad-request', 'A part of bulk data has no Content-Location.');
    const value = { ...(await spool.keep(part.body)), transferSyntaxUid: syntaxOf(media) };
    for (const address of addresses) values.set(address, [...(values.get(address) ?? []), value]);
  }
  return { datasets, find: (uri) => values.get(uri) ?? [] };
};
