import { randomUUID } from 'node:crypto';
import { storageSopClasses, uidNames, uids } from './uids.generated.ts';

export { storageSopClasses, uids } from './uids.generated.ts';

/** How a data set is encoded (PS3.5 section 10 and annex A). */
export interface TransferSyntax {
  readonly uid: string;
  readonly name: string;
  readonly explicit: boolean;
  readonly littleEndian: boolean;
  /** Pixel Data are a sequence of fragments. */
  readonly encapsulated: boolean;
  /** The data set is a raw deflate stream (PS3.5 A.5). */
  readonly deflated: boolean;
  /** Compression that may lose pixel values. */
  readonly lossy: boolean;
}

const native: Readonly<Record<string, Partial<TransferSyntax>>> = {
  [uids.ImplicitVRLittleEndian]: { explicit: false },
  [uids.Papyrus3ImplicitVRLittleEndian]: { explicit: false },
  [uids.ExplicitVRLittleEndian]: {},
  [uids.ExplicitVRBigEndian]: { littleEndian: false },
  [uids.DeflatedExplicitVRLittleEndian]: { deflated: true },
  [uids.JPIPReferenced]: {},
  [uids.JPIPReferencedDeflate]: { deflated: true },
  [uids.JPIPHTJ2KReferenced]: {},
  [uids.JPIPHTJ2KReferencedDeflate]: { deflated: true },
};

const lossless: ReadonlySet<string> = new Set<string>([
  uids.EncapsulatedUncompressedExplicitVRLittleEndian,
  uids.JPEGLossless,
  uids.JPEGLosslessSV1,
  uids.JPEGLosslessNonHierarchical15,
  uids.JPEGLosslessHierarchical28,
  uids.JPEGLosslessHierarchical29,
  uids.JPEGLSLossless,
  uids.JPEG2000Lossless,
  uids.JPEG2000MCLossless,
  uids.JPEGXLLossless,
  uids.HTJ2KLossless,
  uids.HTJ2KLosslessRPCL,
  uids.RLELossless,
  uids.DeflatedImageFrameCompression,
]);

/** MIME, XML and real-time video are in the registry but are no encoding of a data set. */
const noDataSet = /^1\.2\.840\.10008\.1\.2\.(6|7)\./;

function describe(uid: string, name: string): TransferSyntax {
  const base = { uid, name, explicit: true, littleEndian: true, deflated: false };
  const form = native[uid];
  if (form) return { ...base, encapsulated: false, lossy: false, ...form };
  return { ...base, encapsulated: true, lossy: !lossless.has(uid) };
}

const isTransferSyntax = (uid: string): boolean =>
  (uid === uids.Papyrus3ImplicitVRLittleEndian ||
    uid === '1.2.840.10008.1.2' ||
    uid.startsWith('1.2.840.10008.1.2.')) &&
  !noDataSet.test(uid);

const known: ReadonlyMap<string, TransferSyntax> = new Map(
  [...uidNames].filter(([uid]) => isTransferSyntax(uid)).map(([uid, name]) => [uid, describe(uid, name)]),
);

/** The transfer syntax of that UID, or undefined if it is unknown or does not encode data sets. */
export const transferSyntax = (uid: string): TransferSyntax | undefined => known.get(uid);

/** Every transfer syntax of PS3.6 that encodes a data set. */
export const transferSyntaxes = (): readonly TransferSyntax[] => [...known.values()];

/** The name of PS3.6 table A-1. */
export const uidName = (uid: string): string | undefined => uidNames.get(uid);

const storage: ReadonlySet<string> = new Set(storageSopClasses);

/** Whether PS3.6 knows the UID as a storage SOP class. */
export const isStorageSopClass = (uid: string): boolean => storage.has(uid);

const uidPattern = /^[0-2](\.(0|[1-9][0-9]*))+$/;

/** PS3.5 9.1: up to 64 characters, components without leading zeros. */
export const isUid = (text: string): boolean => text.length <= 64 && uidPattern.test(text);

/** A new UID of the form 2.25.<UUID as a number> (PS3.5 B.2). */
export const newUid = (): string => `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`;
