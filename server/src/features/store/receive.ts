/** Begin and write: the bytes go to a blob while they are hashed and read to their end. */
import { createHash } from 'node:crypto';
import { DicomError, fieldLeniency, type Part10, Part10Reader, type Tag, tags, uids } from '@throughline/dicom';
import { Failure, fail } from '../../errors.ts';
import type { BlobWriter, StoredBlob } from '../../storage/index.ts';
import type { Identity } from './attributes.ts';

/**
 * Part 10 bytes. Chunks are kept without copying: whoever gives them does not change them afterwards. `forEach`, where
 * there is one, is used instead of iteration.
 */
export interface ByteSource extends AsyncIterable<Uint8Array> {
  forEach?(sink: (chunk: Uint8Array) => void | Promise<void>): Promise<void>;
}

/** What the object was announced as; anything else in it is a mismatch (A900). */
export interface Expectation {
  readonly sopClassUid?: string;
  readonly sopInstanceUid?: string;
  readonly studyInstanceUid?: string;
  readonly seriesInstanceUid?: string;
  /** The patient must be one of these; an object without Patient ID is none of them. */
  readonly patientIds?: readonly string[];
}

/** An object that arrived whole, is well-formed and is what was announced; its bytes still wait for `commit`. */
export interface Received {
  readonly part10: Part10;
  readonly identity: Identity;
  readonly sha256: Buffer;
  commit(group: string): Promise<StoredBlob>;
  discard(): Promise<void>;
}

const sizeLimits = new Set(['limit']);

const refusal = (error: unknown): unknown => {
  if (!(error instanceof DicomError)) return error;
  return new Failure(sizeLimits.has(error.code) ? 'payload-too-large' : 'cannot-understand', error.message, error);
};

/** A UID that the same words always give, of the form of PS3.5 B.2. */
const derivedUid = (...words: readonly string[]): string => {
  const digest = createHash('sha256').update(words.join('\n')).digest('hex').slice(0, 32);
  return `2.25.${BigInt(`0x${digest}`)}`;
};

const isUidText = (value: string | undefined): value is string => value !== undefined && /^[0-9.]{1,64}$/.test(value);

/** UIDs as they are met: digits and dots, no longer than 64 (PS3.5 9.1); leading zeros of components are let pass. */
const required = (name: string, ...values: readonly (string | undefined)[]): string => {
  const value = values.find((one) => one !== undefined);
  return isUidText(value) ? value : fail('cannot-understand', `${name} is absent or not a UID.`);
};

/**
 * Old systems leave out what is type 1 today, or fill in words. An object without a Study or Series Instance UID is placed
 * in a study or series of its own making in the index; its bytes stay as they are.
 */
const identityOf = ({ meta, dataset, transferSyntaxUid }: Part10): Identity => {
  const text = (tag: Tag) => dataset.string(tag);
  const sopInstanceUid = required(
    'SOP Instance UID',
    text(tags.SOPInstanceUID),
    meta.string(tags.MediaStorageSOPInstanceUID),
  );
  const sopClassUid = required('SOP Class UID', text(tags.SOPClassUID), meta.string(tags.MediaStorageSOPClassUID));
  const [study, series] = [text(tags.StudyInstanceUID), text(tags.SeriesInstanceUID)];
  const studyInstanceUid = isUidText(study) ? study : derivedUid('study', study ?? sopInstanceUid);
  return {
    sopInstanceUid,
    sopClassUid,
    studyInstanceUid,
    seriesInstanceUid: isUidText(series) ? series : derivedUid('series', studyInstanceUid, series ?? sopClassUid),
    transferSyntaxUid: required('Transfer Syntax UID', transferSyntaxUid),
  };
};

/** A directory of a file set names objects and is none (PS3.10 8). */
const checkStorable = ({ sopClassUid }: Identity): void => {
  if (sopClassUid === uids.MediaStorageDirectoryStorage) fail('sop-mismatch', 'A DICOMDIR is not an object to store.');
};

const checkExpectation = ({ dataset }: Part10, identity: Identity, expected: Expectation | undefined): void => {
  if (!expected) return;
  for (const name of ['sopInstanceUid', 'sopClassUid', 'studyInstanceUid', 'seriesInstanceUid'] as const)
    if (expected[name] !== undefined && expected[name] !== identity[name]) fail('sop-mismatch');
  if (expected.patientIds && !expected.patientIds.includes(dataset.string(tags.PatientID) ?? '')) fail('sop-mismatch');
};

const pump = async (body: ByteSource, sink: (chunk: Uint8Array) => void | Promise<void>): Promise<void> => {
  if (body.forEach) return body.forEach(sink);
  for await (const chunk of body) {
    const wait = sink(chunk);
    if (wait) await wait;
  }
};

const both = (one: void | Promise<void>, other: void | Promise<void>): void | Promise<void> =>
  one && other ? Promise.all([one, other]).then(() => undefined) : (one ?? other);

/** Reads an object to its end; nothing is left of one that is refused. */
export const receiveObject = async (
  writer: BlobWriter,
  body: ByteSource,
  expected: Expectation | undefined,
): Promise<Received> => {
  const hash = createHash('sha256');
  const reader = new Part10Reader({ keep: 'header', leniency: fieldLeniency });
  const discard = () => writer.discard().catch(() => undefined);
  try {
    await pump(body, (chunk) => {
      hash.update(chunk);
      return both(reader.write(chunk), writer.write(chunk));
    });
    const part10 = await reader.end();
    const identity = identityOf(part10);
    checkStorable(identity);
    checkExpectation(part10, identity, expected);
    return { part10, identity, sha256: hash.digest(), commit: (group) => writer.commit(group), discard };
  } catch (error) {
    await discard();
    throw refusal(error);
  }
};
