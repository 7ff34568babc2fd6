/** What our page draws, and what an object is when it does not. Kept as data: (prefix of SOP Class UID, what it is). */
const storage = '1.2.840.10008.5.1.4.1.1.';

const undrawnClasses: readonly (readonly [string, string])[] = [
  [`${storage}9.1.1`, '12-lead ECG'],
  [`${storage}9.1.2`, 'ECG'],
  [`${storage}9.1.3`, 'Ambulatory ECG'],
  [`${storage}9.2.1`, 'Haemodynamic waveform'],
  [`${storage}9.3.1`, 'Electrophysiology waveform'],
  [`${storage}9.4`, 'Audio'],
  [`${storage}9.`, 'Waveform'],
  [`${storage}104.1`, 'PDF document'],
  [`${storage}104.2`, 'CDA document'],
  [`${storage}104.`, '3D model'],
  [`${storage}88.67`, 'Radiation dose report'],
  [`${storage}88.68`, 'Radiopharmaceutical dose report'],
  [`${storage}88.59`, 'Key object selection'],
  [`${storage}88.65`, 'CAD result'],
  [`${storage}88.`, 'Structured report'],
  [`${storage}11.`, 'Presentation state'],
  [`${storage}66.4`, 'Segmentation'],
  [`${storage}66.`, 'Registration or raw data'],
  [`${storage}481.1`, 'RT image'],
  [`${storage}481.`, 'Radiotherapy object'],
];

// PS3.5 A.4.5 to A.4.8, A.4.10: MPEG2, MPEG-4 AVC/H.264, HEVC/H.265
const video = /^1\.2\.840\.10008\.1\.2\.4\.10[0-8](\.1)?$/;

/** Null when the page can draw the object, else what it is in words. */
export const whatIsNotDrawn = (sopClassUid: string, transferSyntaxUid: string | null): string | null => {
  if (transferSyntaxUid !== null && video.test(transferSyntaxUid)) return 'Video';
  const found = undrawnClasses.find(([prefix]) =>
    prefix.endsWith('.') ? sopClassUid.startsWith(prefix) : sopClassUid === prefix,
  );
  return found === undefined ? null : found[1];
};

/** For a study: null when anything in it can be drawn, else all that it is. */
export const whatOfStudyIsNotDrawn = (
  objects: readonly { readonly sopClassUid: string; readonly transferSyntaxUid: string | null }[],
): string | null => {
  const kinds = objects.map((object) => whatIsNotDrawn(object.sopClassUid, object.transferSyntaxUid));
  if (kinds.length === 0 || kinds.includes(null)) return null;
  return `${[...new Set(kinds)].join(', ')}: listed, not drawn here`;
};

const undrawnModalities: Readonly<Record<string, string>> = {
  ECG: 'ECG',
  HD: 'Haemodynamic waveform',
  EPS: 'Electrophysiology waveform',
  AU: 'Audio',
  SR: 'Structured report',
  DOC: 'Document',
  PR: 'Presentation state',
  KO: 'Key object selection',
  SEG: 'Segmentation',
  REG: 'Registration',
  RTSTRUCT: 'Radiotherapy object',
  RTPLAN: 'Radiotherapy object',
  RTDOSE: 'Radiotherapy object',
  M3D: '3D model',
};

/** For a study that is not here: judged by what its source says of its modalities. */
export const whatOfModalitiesIsNotDrawn = (modalities: readonly string[]): string | null => {
  const kinds = modalities.map((modality) => undrawnModalities[modality]);
  if (kinds.length === 0 || kinds.includes(undefined)) return null;
  return `${[...new Set(kinds)].join(', ')}: listed, not drawn here`;
};
