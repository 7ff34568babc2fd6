/** What an IOD requires beside what is drawn; empty where the drawing knows no value (type 2, PS3.5 7.4.3). */
import { Dataset, tags } from '@throughline/dicom';

const code = (value: string, meaning: string): Dataset =>
  new Dataset().set(tags.CodeValue, value).set(tags.CodingSchemeDesignator, 'SCT').set(tags.CodeMeaning, meaning);

const setVolume = (dataset: Dataset): void => {
  dataset.set(tags.PatientPosition, 'HFS');
};

/** PS3.3 A.6 and C.8.5.12 and on: digital film for presentation. */
const setDigitalFilm = (dataset: Dataset, view: string): void => {
  dataset
    .set(tags.PresentationIntentType, 'FOR PRESENTATION')
    .set(tags.PixelIntensityRelationship, 'LOG')
    .set(tags.PixelIntensityRelationshipSign, -1)
    .set(tags.RescaleIntercept, '0')
    .set(tags.RescaleSlope, '1')
    .set(tags.RescaleType, 'US')
    .set(
      tags.PresentationLUTShape,
      dataset.string(tags.PhotometricInterpretation) === 'MONOCHROME1' ? 'INVERSE' : 'IDENTITY',
    )
    .set(tags.LossyImageCompression, '00')
    .set(tags.BurnedInAnnotation, 'NO')
    .set(tags.PatientOrientation, /^L/.test(view) ? ['P', 'F'] : ['L', 'F'])
    .set(tags.DetectorType, '')
    .set(tags.PositionerType, '')
    .set(tags.AcquisitionContextSequence, [])
    .set(tags.AnatomicRegionSequence, []);
};

/** As mammograms hang: the chest walls back to back, the outer (CC) or upper (MLO) half of the breast at the top. */
const orientationOfBreast = (side: string | undefined, view: string): readonly string[] => {
  const [rows, inward] = side === 'R' ? ['P', 'L'] : ['A', 'R'];
  return [rows, view === 'MLO' ? `F${inward}` : inward];
};

const setMammogram = (dataset: Dataset, view: string): void => {
  const [value, meaning] = view === 'MLO' ? ['399368009', 'medio-lateral oblique'] : ['399162004', 'cranio-caudal'];
  dataset
    .set(tags.OrganExposed, 'BREAST')
    .set(tags.PositionerType, 'NONE')
    .set(tags.PatientOrientation, orientationOfBreast(dataset.string(tags.ImageLaterality), view))
    .set(tags.AnatomicRegionSequence, [code('76752008', 'Breast')])
    .set(tags.ViewCodeSequence, [code(value ?? '', meaning ?? '').set(tags.ViewModifierCodeSequence, [])]);
};

/** To be called before what is drawn is set, which is the more exact. */
export const setIodAttributes = (dataset: Dataset, modality: string, view = ''): void => {
  dataset.set(tags.PatientOrientation, '');
  if (dataset.has(tags.FrameOfReferenceUID)) dataset.set(tags.PositionReferenceIndicator, '');
  if (modality === 'CT' || modality === 'MR' || modality === 'PT') setVolume(dataset);
  if (modality === 'CT') dataset.set(tags.KVP, '').set(tags.AcquisitionNumber, '');
  if (modality === 'DX' || modality === 'MG') setDigitalFilm(dataset, view);
  if (modality === 'MG') setMammogram(dataset, view);
};
