/** What a Spatial Registration says of where one frame of reference lies in another (PS3.3 C.20.2). */
import { type Dataset, tags, uids } from '@throughline/dicom';
import { fail } from '../../../errors.ts';
import { identity, inverse, product, type Transform, transformOf } from './transform.ts';

export interface Registered {
  /** Frame of Reference UID */
  readonly reference: string | undefined;
  /** The objects that lie in it, by UID; absent: the frame of reference itself. */
  readonly images?: ReadonlySet<string>;
}

/** Which registration an object names (PS3.3 C.17.2.1, 10.8). */
export interface RegistrationReference {
  readonly sopInstanceUid: string;
  /** Absent: where the object says that what it names is. */
  readonly studyInstanceUid: string | undefined;
}

/** @throws Failure not-acceptable when it names one, and nobody could say which */
export const registrationNamed = (by: Dataset): RegistrationReference | undefined => {
  const [item] = by.items(tags.ReferencedSpatialRegistrationSequence);
  if (item === undefined) return undefined;
  const [series] = item.items(tags.ReferencedSeriesSequence);
  const [object = item] = series?.items(tags.ReferencedSOPSequence) ?? [];
  const sopInstanceUid = object.string(tags.ReferencedSOPInstanceUID);
  return sopInstanceUid === undefined
    ? fail('not-acceptable', 'This presentation state does not say by which registration it moves a set.')
    : { sopInstanceUid, studyInstanceUid: item.string(tags.StudyInstanceUID) };
};

const notDrawn = (why: string): never =>
  fail('not-acceptable', `The registration of this presentation state ${why}: nothing is drawn by it.`);

const namesImages = (item: Dataset, images: ReadonlySet<string> | undefined): boolean =>
  item
    .items(tags.ReferencedImageSequence)
    .some((image) => images?.has(image.string(tags.ReferencedSOPInstanceUID) ?? '') === true);

const matricesOf = (item: Dataset): Transform => {
  const [registration] = item.items(tags.MatrixRegistrationSequence);
  const matrices = (registration?.items(tags.MatrixSequence) ?? []).map(
    (matrix) =>
      transformOf(matrix.numbers(tags.FrameOfReferenceTransformationMatrix)) ??
      notDrawn('has a matrix that is no transformation of coordinates'),
  );
  return matrices.length > 0 ? matrices.reduce(product) : notDrawn('has no matrix');
};

/** Into the frame of reference that the registration establishes; pictures of that one may be moved within it, it itself is not. */
export const toRegistered = (registration: Dataset, { reference, images }: Registered): Transform => {
  if (registration.string(tags.SOPClassUID) !== uids.SpatialRegistrationStorage) return notDrawn('is none of matrices');
  const isEstablished = reference !== undefined && reference === registration.string(tags.FrameOfReferenceUID);
  if (isEstablished && images === undefined) return identity;
  const items = registration.items(tags.RegistrationSequence);
  const item =
    items.find((one) => namesImages(one, images)) ??
    items.find((one) => reference !== undefined && one.string(tags.FrameOfReferenceUID) === reference);
  if (item) return matricesOf(item);
  return isEstablished ? identity : notDrawn('says nothing of the pictures');
};

/** @throws Failure not-acceptable, and why, when it does not say so, or when it is not undone again */
export const registeredFrom = (registration: Dataset, from: Registered, to: Registered): Transform => {
  const back =
    inverse(toRegistered(registration, to)) ?? notDrawn('has a matrix that is no transformation of coordinates');
  return product(back, toRegistered(registration, from));
};
