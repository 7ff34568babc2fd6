import type { DicomJson } from '@throughline/dicom';
import { DicomwebError } from './errors.ts';

export interface JsonLimits {
  readonly bytes: number;
  /** arrays and objects within one another */
  readonly depth: number;
}

/** 64 sequences within one another have an object, an array and an element each (reliability: 10 MiB, see PS3.18 F). */
export const defaultJsonLimits: JsonLimits = { bytes: 10 * 2 ** 20, depth: 200 };

const quote = 0x22;
const backslash = 0x5c;

/** Whether a text nests deeper than that, told without parsing it: what JSON.parse accepts may break who walks it. */
export const isDeeperThan = (text: Uint8Array, most: number): boolean => {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const byte = text[at];
    if (quoted) {
      if (byte === backslash) at += 1;
      else if (byte === quote) quoted = false;
    } else if (byte === quote) quoted = true;
    else if (byte === 0x5b || byte === 0x7b) {
      depth += 1;
      if (depth > most) return true;
    } else if (byte === 0x5d || byte === 0x7d) depth -= 1;
  }
  return false;
};

/** Keys that would change what every object inherits from; no tag and no name of ours is one. */
const poison = /"(?:__proto__|constructor|prototype)"\s*:/;

/**
 * Parses JSON that came from outside: no deeper than the limit, in UTF-8, without keys that mean something to the language.
 *
 * @throws DicomwebError bad-request
 */
export const parseJson = (bytes: Uint8Array, limits: JsonLimits = defaultJsonLimits): unknown => {
  if (isDeeperThan(bytes, limits.depth)) throw new DicomwebError('bad-request', 'The JSON is nested too deeply');
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (poison.test(text.replaceAll(/\\u([0-9a-fA-F]{4})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))))
      throw new DicomwebError('bad-request', 'The JSON has a key that is not allowed');
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof DicomwebError) throw error;
    throw new DicomwebError('bad-request', 'The body is not JSON in UTF-8', { cause: error });
  }
};

/** Reads a bounded body whole. @throws DicomwebError too-large */
export const readBounded = async (source: AsyncIterable<Uint8Array>, most: number): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source) {
    length += chunk.length;
    if (length > most) throw new DicomwebError('too-large', 'The body is larger than the limit');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const isElement = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  (!('Value' in value) || Array.isArray(value.Value)) &&
  (!('BulkDataURI' in value) || typeof value.BulkDataURI === 'string') &&
  (!('InlineBinary' in value) || typeof value.InlineBinary === 'string');

const isDataset = (value: unknown): value is DicomJson =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.entries(value).every(([key, element]) => /^[0-9A-Fa-f]{8}$/.test(key) && isElement(element));

/**
 * The data sets of a DICOM JSON body (PS3.18 F.2): an array of them, or one alone as is met.
 *
 * @throws DicomwebError bad-request, too-large
 */
export const readDicomJson = async (
  source: AsyncIterable<Uint8Array>,
  limits: JsonLimits = defaultJsonLimits,
): Promise<readonly DicomJson[]> => {
  const parsed = parseJson(await readBounded(source, limits.bytes), limits);
  const all: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  if (!all.every(isDataset)) throw new DicomwebError('bad-request', 'The body is not DICOM JSON');
  return all;
};
