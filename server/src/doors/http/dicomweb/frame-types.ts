/** Media types of pixel data and the transfer syntaxes that they mean. */
import { uids } from '@throughline/dicom';

/** Media types of compressed frames (PS3.18 table 8.7.3-4). */
export const compressedTypes: Readonly<Record<string, string>> = {
  [uids.JPEGBaseline8Bit]: 'image/jpeg',
  [uids.JPEGExtended12Bit]: 'image/jpeg',
  [uids.JPEGSpectralSelectionNonHierarchical68]: 'image/jpeg',
  [uids.JPEGFullProgressionNonHierarchical1012]: 'image/jpeg',
  [uids.JPEGLossless]: 'image/jpeg',
  [uids.JPEGLosslessSV1]: 'image/jpeg',
  [uids.RLELossless]: 'image/dicom-rle',
  [uids.JPEGLSLossless]: 'image/jls',
  [uids.JPEGLSNearLossless]: 'image/jls',
  [uids.JPEG2000Lossless]: 'image/jp2',
  [uids.JPEG2000]: 'image/jp2',
  [uids.HTJ2KLossless]: 'image/jphc',
  [uids.HTJ2KLosslessRPCL]: 'image/jphc',
  [uids.HTJ2K]: 'image/jphc',
  [uids.JPEGXLLossless]: 'image/jxl',
  [uids.JPEGXLJPEGRecompression]: 'image/jxl',
  [uids.JPEGXL]: 'image/jxl',
};

/** What a media type is when no transfer syntax is named with it (PS3.18 table 8.7.3-5). */
export const defaultSyntaxes: Readonly<Record<string, string>> = {
  'image/jpeg': uids.JPEGLosslessSV1,
  'image/dicom-rle': uids.RLELossless,
  'image/jls': uids.JPEGLSLossless,
  'image/jp2': uids.JPEG2000Lossless,
  'image/jphc': uids.HTJ2KLossless,
  'image/jxl': uids.JPEGXLLossless,
};
