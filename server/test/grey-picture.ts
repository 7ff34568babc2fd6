import { Dataset, newUid, tags, uids } from '@throughline/dicom';
import type { PixelFormat } from '../src/features/retrieve/pixels/frame.ts';

type Said = Pick<PixelFormat, 'rows' | 'columns' | 'bitsAllocated' | 'bitsStored' | 'highBit' | 'signed'>;

/** A secondary capture of one sample a pixel that says this of its pixels, and has none yet. */
export const greyPicture = (said: Said, sopClassUid: string = uids.SecondaryCaptureImageStorage): Dataset =>
  new Dataset()
    .set(tags.SOPClassUID, sopClassUid)
    .set(tags.SOPInstanceUID, newUid())
    .set(tags.StudyInstanceUID, newUid())
    .set(tags.SeriesInstanceUID, newUid())
    .set(tags.SamplesPerPixel, 1)
    .set(tags.PhotometricInterpretation, 'MONOCHROME2')
    .set(tags.Rows, said.rows)
    .set(tags.Columns, said.columns)
    .set(tags.BitsAllocated, said.bitsAllocated)
    .set(tags.BitsStored, said.bitsStored)
    .set(tags.HighBit, said.highBit)
    .set(tags.PixelRepresentation, said.signed ? 1 : 0);
