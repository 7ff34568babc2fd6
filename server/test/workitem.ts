/** A workitem as a scheduler would send one, in DICOM JSON. */
import type { DicomJson } from '@throughline/dicom';

const code = (value: string, scheme: string, meaning: string): DicomJson => ({
  '00080100': { vr: 'SH', Value: [value] },
  '00080102': { vr: 'SH', Value: [scheme] },
  '00080104': { vr: 'LO', Value: [meaning] },
});

export const newWorkitem = (more: DicomJson = {}): DicomJson => ({
  '00100010': { vr: 'PN', Value: [{ Alphabetic: 'SYNTHETIC^ÉLODIE' }] },
  '00100020': { vr: 'LO', Value: ['W-1'] },
  '00400400': { vr: 'LT' },
  '00404005': { vr: 'DT', Value: ['20260102101500'] },
  '00404018': { vr: 'SQ', Value: [code('121726', 'DCM', 'RT Treatment with Internal Verification')] },
  '00404021': { vr: 'SQ' },
  '00404025': { vr: 'SQ', Value: [code('CT-1', '99SITE', 'CT one'), code('CT-2', '99OTHER', 'CT two')] },
  '00404041': { vr: 'CS', Value: ['READY'] },
  '0040A370': {
    vr: 'SQ',
    Value: [{ '00080050': { vr: 'SH', Value: ['A-100'] }, '00401001': { vr: 'SH', Value: ['RP-7'] } }],
  },
  '00741000': { vr: 'CS', Value: ['SCHEDULED'] },
  '00741200': { vr: 'CS', Value: ['MEDIUM'] },
  '00741202': { vr: 'LO', Value: ['Reading'] },
  '00741204': { vr: 'LO', Value: ['Synthetic step'] },
  ...more,
});

/** What a performer says before it completes a step. */
export const performedUpdate: DicomJson = {
  '00741216': {
    vr: 'SQ',
    Value: [
      {
        '00404019': { vr: 'SQ', Value: [code('121726', 'DCM', 'RT Treatment with Internal Verification')] },
        '00404028': { vr: 'SQ', Value: [code('CT-1', '99SITE', 'CT one')] },
        '00404033': { vr: 'SQ' },
        '00404050': { vr: 'DT', Value: ['20260102101600'] },
        '00404051': { vr: 'DT', Value: ['20260102102600'] },
      },
    ],
  },
};

/** What a performer says before it cancels a step. */
export const canceledUpdate: DicomJson = {
  '00741002': { vr: 'SQ', Value: [{ '00404052': { vr: 'DT', Value: ['20260102102000'] } }] },
};
