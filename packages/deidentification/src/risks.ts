/** Whether a person must look before an object leaves: what no table knows of (PS3.15 E.3.1). */
import { type Dataset, type Tag, tags, uids } from '@throughline/dicom';

export type Risk =
  | 'burned-in'
  | 'likely-burned-in'
  | 'document'
  | 'report'
  | 'overlay'
  | 'graphics'
  | 'no-header-can-tell';

const burning: ReadonlySet<string> = new Set([
  'US',
  'SC',
  'XA',
  'RF',
  'ES',
  'OT',
  'XC',
  'GM',
  'IVUS',
  'OCT',
  'ECG',
  'SM',
  'OP',
  'DOC',
]);

const isOverlay = (tag: Tag): boolean => tag >>> 24 === 0x60;

const nameOf = new Map<string, string>(Object.entries(uids).map(([name, uid]) => [uid, name]));

/** Every reason; none: what the profile does is all that is needed. */
export const risksOf = (dataset: Dataset): readonly Risk[] => {
  const kind = nameOf.get(dataset.string(tags.SOPClassUID) ?? '');
  const modality = dataset.string(tags.Modality) ?? '';
  const burned = dataset.string(tags.BurnedInAnnotation);
  const found: (Risk | false)[] = [
    kind === undefined && 'no-header-can-tell',
    burned === 'YES' && 'burned-in',
    burned !== 'YES' &&
      (burning.has(modality) || /SecondaryCapture|Photo|Video|Ultrasound/.test(kind ?? '')) &&
      'likely-burned-in',
    /^Encapsulated|STL|OBJ|MTL/.test(kind ?? '') && 'document',
    (/SR|KeyObject|Report|Notes|Log/.test(kind ?? '') || dataset.items(tags.ContentSequence).length > 0) && 'report',
    /PresentationState/.test(kind ?? '') && 'graphics',
    [...dataset.elements()].some(({ tag }) => isOverlay(tag)) && 'overlay',
  ];
  return found.filter((risk) => risk !== false);
};
