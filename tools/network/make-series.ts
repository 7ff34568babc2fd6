/** Makes the objects of one series and writes them; runs in a worker thread. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Dataset, DatasetReader, uids } from '@throughline/dicom';
import { type Grain, grainFrom } from './drawing/noise.ts';
import { drawLook } from './looks.ts';
import { pdfObject, reportObject, videoObject } from './objects/document-objects.ts';
import { ecgObject } from './objects/ecg-object.ts';
import { ctDoseObject, measuredObject } from './objects/measured-objects.ts';
import { pictureObject } from './objects/picture-object.ts';
import type { SeriesPlan } from './plan.ts';
import { randomFrom } from './random.ts';

/** A plan as it crosses to a worker: the header as bytes. */
export type SentPlan = Omit<SeriesPlan, 'header'> & { readonly header: Uint8Array };

let grain: Grain | undefined;

const readHeader = (bytes: Uint8Array): Dataset => {
  const reader = new DatasetReader(uids.ExplicitVRLittleEndian);
  reader.write(bytes);
  const read = reader.end();
  if (read instanceof Promise) throw new Error('A header is not deflated');
  return read.dataset;
};

const makeDocument = (plan: SentPlan, header: Dataset, uid: string): Uint8Array => {
  const identity = { header, sopInstanceUid: uid };
  if (plan.report) return reportObject(identity, plan.report, plan);
  if (plan.measured) return measuredObject(identity, plan.measured, plan, plan.bodySeed);
  if (plan.ctDose) return ctDoseObject(identity, plan.ctDose, plan);
  if (plan.series.document === 'ecg') return ecgObject(identity, plan, plan.shotSeed);
  if (plan.series.document === 'video') return videoObject(identity, plan);
  return pdfObject(identity, plan, plan.series.document === 'catheter-report' ? 'catheter' : 'letter');
};

const makePicture = async (plan: SentPlan, header: Dataset, index: number): Promise<Uint8Array> => {
  const { look, encoding = 'explicit' } = plan.series;
  const object = plan.objects[index];
  if (look === undefined || object === undefined) throw new Error('A series of pictures has a look');
  grain ??= grainFrom(randomFrom('grain'));
  const ink = { body: randomFrom(...plan.bodySeed), shot: randomFrom(...plan.shotSeed, index), grain };
  const picture = drawLook(look, index, ink);
  const { modality } = plan;
  return pictureObject(picture, {
    header,
    modality,
    sopInstanceUid: object.uid,
    instanceNumber: object.number,
    encoding,
  });
};

/** Returns how many bytes were written. */
export const makeSeries = async (plan: SentPlan): Promise<number> => {
  const header = readHeader(plan.header);
  let bytes = 0;
  for (const [index, { uid }] of plan.objects.entries()) {
    const object = plan.series.look ? await makePicture(plan, header, index) : makeDocument(plan, header, uid);
    writeFileSync(join(plan.folder, `${uid}.dcm`), object);
    bytes += object.length;
  }
  return bytes;
};
