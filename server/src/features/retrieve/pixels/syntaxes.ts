/** Which decoder a transfer syntax needs (PS3.5 A.4). */
import { uids } from '@throughline/dicom';
import type { PixelFormat } from './frame.ts';

export type Compression = 'native' | 'deflate' | 'rle' | 'jpeg' | 'jpegLossless' | 'jpegLs' | 'jpeg2000' | 'htj2k';

const compressions: Readonly<Record<string, Compression>> = {
  [uids.ImplicitVRLittleEndian]: 'native',
  [uids.ExplicitVRLittleEndian]: 'native',
  [uids.ExplicitVRBigEndian]: 'native',
  [uids.DeflatedExplicitVRLittleEndian]: 'native',
  [uids.EncapsulatedUncompressedExplicitVRLittleEndian]: 'native',
  [uids.DeflatedImageFrameCompression]: 'deflate',
  [uids.RLELossless]: 'rle',
  [uids.JPEGBaseline8Bit]: 'jpeg',
  [uids.JPEGExtended12Bit]: 'jpeg',
  [uids.JPEGSpectralSelectionNonHierarchical68]: 'jpeg',
  [uids.JPEGFullProgressionNonHierarchical1012]: 'jpeg',
  [uids.JPEGLossless]: 'jpegLossless',
  [uids.JPEGLosslessSV1]: 'jpegLossless',
  [uids.JPEGLSLossless]: 'jpegLs',
  [uids.JPEGLSNearLossless]: 'jpegLs',
  [uids.JPEG2000Lossless]: 'jpeg2000',
  [uids.JPEG2000]: 'jpeg2000',
  [uids.JPEG2000MCLossless]: 'jpeg2000',
  [uids.JPEG2000MC]: 'jpeg2000',
  [uids.HTJ2KLossless]: 'htj2k',
  [uids.HTJ2KLosslessRPCL]: 'htj2k',
  [uids.HTJ2K]: 'htj2k',
};

export const compressionOf = (transferSyntaxUid: string): Compression | undefined => compressions[transferSyntaxUid];

/** Transfer syntaxes whose frames we can decode; JPEG XL and video are passed on as they are. */
export const canDecode = (transferSyntaxUid: string): boolean => transferSyntaxUid in compressions;

/** Compressed transfer syntaxes that we can make: each without loss. */
export const encodedSyntaxes: readonly string[] = [uids.JPEGLSLossless, uids.JPEG2000Lossless, uids.HTJ2KLossless];

/**
 * Whether such pixels can be compressed so: single bits, 32 bits and floating numbers cannot; JPEG 2000 cannot for colour
 * of more than 8 bits, whose transform needs a bit more than the codecs have, nor for signed values of a byte, which they clip.
 */
export const canEncode = (format: PixelFormat, transferSyntaxUid: string): boolean => {
  const { float, bitsAllocated, bitsStored, samples, signed } = format;
  if (!encodedSyntaxes.includes(transferSyntaxUid) || float || bitsStored < 2) return false;
  const isHard = (samples > 1 && bitsStored > 8) || (signed && bitsStored <= 8);
  if (isHard && transferSyntaxUid !== uids.JPEGLSLossless) return false;
  return bitsAllocated === 8 || bitsAllocated === 16;
};
