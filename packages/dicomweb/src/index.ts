export { type Accepted, covers, negotiate, parseAccept } from './accept.ts';
export { type ClientOptions, DicomwebClient, type RetrievedPart, type SearchQuery } from './client.ts';
export { DicomwebError, type DicomwebErrorKind } from './errors.ts';
export { type MediaType, parseMediaType } from './media-type.ts';
export {
  boundaryOf,
  defaultMultipartLimits,
  type MultipartLimits,
  type Part,
  readMultipart,
} from './multipart-reader.ts';
export { multipartLength, newBoundary, type PartToWrite, writeMultipart } from './multipart-writer.ts';
export { toNativeModel } from './native-model.ts';
export { parseQuery } from './qido.ts';
