import { Dataset, tags } from '@throughline/dicom';

/** A coded concept: value, coding scheme designator, meaning (PS3.3 8.8). */
export type Code = readonly [value: string, scheme: string, meaning: string];

/** The codes that our measurement documents use, with where each is defined. */
export const codes = {
  // PS3.16 TID 1500
  imagingMeasurementReport: ['126000', 'DCM', 'Imaging Measurement Report'],
  languageOfContent: ['121049', 'DCM', 'Language of Content Item and Descendants'],
  englishUnitedStates: ['en-US', 'RFC5646', 'English (United States)'],
  observerType: ['121005', 'DCM', 'Observer Type'],
  person: ['121006', 'DCM', 'Person'],
  personObserverName: ['121008', 'DCM', 'Person Observer Name'],
  procedureReported: ['121058', 'DCM', 'Procedure reported'],
  imagingProcedure: ['363679005', 'SCT', 'Imaging procedure'],
  imageLibrary: ['111028', 'DCM', 'Image Library'],
  imagingMeasurements: ['126010', 'DCM', 'Imaging Measurements'],
  // PS3.16 TID 1501
  measurementGroup: ['125007', 'DCM', 'Measurement Group'],
  trackingIdentifier: ['112039', 'DCM', 'Tracking Identifier'],
  trackingUid: ['112040', 'DCM', 'Tracking Unique Identifier'],
  // PS3.16 TID 320, TID 1400
  path: ['121055', 'DCM', 'Path'],
  length: ['410668003', 'SCT', 'Length'],
  angle: ['1483009', 'SCT', 'Angle'],
  // PS3.16 CID 7550
  cobbAngle: ['285285000', 'SCT', 'Cobb angle'],
  comment: ['121106', 'DCM', 'Comment'],
  // PS3.16 CID 82
  millimeter: ['mm', 'UCUM', 'mm'],
  degree: ['deg', 'UCUM', 'deg'],
} as const satisfies Record<string, Code>;

/** A code as the single item of a code sequence. */
export const codeItem = ([value, scheme, meaning]: Code): Dataset[] => [
  new Dataset().set(tags.CodeValue, value).set(tags.CodingSchemeDesignator, scheme).set(tags.CodeMeaning, meaning),
];
