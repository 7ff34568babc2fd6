/** What a film is by its transfer syntax and its first bytes (PS3.5 8.2.5 to 8.2.8): the container decides who can play it. */
import { uids } from '@throughline/dicom';

const mpeg2: ReadonlySet<string> = new Set([uids.MPEG2MPML, uids.MPEG2MPMLF, uids.MPEG2MPHL, uids.MPEG2MPHLF]);
const hevc: ReadonlySet<string> = new Set([uids.HEVCMP51, uids.HEVCM10P51]);
const avc: ReadonlySet<string> = new Set([
  uids.MPEG4HP41,
  uids.MPEG4HP41F,
  uids.MPEG4HP41BD,
  uids.MPEG4HP41BDF,
  uids.MPEG4HP422D,
  uids.MPEG4HP422DF,
  uids.MPEG4HP423D,
  uids.MPEG4HP423DF,
  uids.MPEG4HP42STEREO,
  uids.MPEG4HP42STEREOF,
]);

export const isVideoSyntax = (uid: string): boolean => mpeg2.has(uid) || hevc.has(uid) || avc.has(uid);

/** ISO/IEC 14496-12: the first box of a file names its kind. */
const isMp4 = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(4, 8)).toString('latin1') === 'ftyp';

const packet = 188;
const synchronisation = 0x47;

/** ISO/IEC 13818-1: packets of 188 bytes, each of which begins with the same one. */
const isTransportStream = (bytes: Uint8Array): boolean =>
  bytes.length > packet * 2 && [0, 1, 2].every((at) => bytes[at * packet] === synchronisation);

const containers = { mp4: 'video/mp4', transportStream: 'video/mp2t' } as const;

/** The media type without a container around it. */
const elementaryType = (transferSyntaxUid: string): string => {
  if (mpeg2.has(transferSyntaxUid)) return 'video/mpeg';
  return hevc.has(transferSyntaxUid) ? 'video/H265' : 'video/H264';
};

/** The media types that a film may be of. */
export const videoTypes = (transferSyntaxUid: string): readonly string[] => [
  ...Object.values(containers),
  elementaryType(transferSyntaxUid),
];

/** The media type of a film. */
export const videoType = (transferSyntaxUid: string, bytes: Uint8Array): string => {
  if (isMp4(bytes)) return containers.mp4;
  return isTransportStream(bytes) ? containers.transportStream : elementaryType(transferSyntaxUid);
};
