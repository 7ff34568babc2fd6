/** Which decoder a transfer syntax needs (PS3.5 A.4). */
import { uids } from '@throughline/dicom';

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
