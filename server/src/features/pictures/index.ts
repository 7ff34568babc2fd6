export {
  howShown,
  shownOfModalities,
  shownOfStudy,
  whatOfModalitiesIsNotDrawn,
  whatOfStudyIsNotDrawn,
} from './drawable.ts';
export { firstPictures } from './first-pictures.ts';
export { getManifest } from './get-manifest.ts';
