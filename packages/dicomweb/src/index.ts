export { type Accepted, covers, negotiate, parseAccept } from './accept.ts';
export {
  defaultJsonLimits,
  type JsonLimits,
  parseJson,
  readBounded,
  readDicomJson,
} from './bounded-json.ts';
export { textOfCda } from './cda-text.ts';
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
export { defaultXmlLimits, readNativeModel, type XmlLimits } from './native-model-reader.ts';
export { parseQuery, valuesOf } from './qido.ts';
export { parseSearch, type SearchKey, type SearchParameters } from './search-parameters.ts';
