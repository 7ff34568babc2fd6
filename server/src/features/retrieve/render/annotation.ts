/** What is written into a picture when it is asked for (PS3.18 8.3.5.1.2): who it is of, and how it was made. */
import { type Dataset, displayName, tags } from '@throughline/dicom';

export type Annotation = 'patient' | 'technique';

const patientLines = (dataset: Dataset): readonly (string | undefined)[] => {
  const name = dataset.string(tags.PatientName);
  const about = [tags.PatientBirthDate, tags.PatientSex].map((tag) => dataset.string(tag));
  return [name && displayName(name), dataset.string(tags.PatientID), about.filter(Boolean).join(' ')];
};

const units: readonly (readonly [tag: number, label: string, unit: string])[] = [
  [tags.KVP, '', 'kV'],
  [tags.XRayTubeCurrent, '', 'mA'],
  [tags.SliceThickness, '', 'mm'],
  [tags.RepetitionTime, 'TR', 'ms'],
  [tags.EchoTime, 'TE', 'ms'],
];

const techniqueLines = (dataset: Dataset): readonly (string | undefined)[] => {
  const date =
    dataset.string(tags.AcquisitionDate) ?? dataset.string(tags.ContentDate) ?? dataset.string(tags.StudyDate);
  const values = units.flatMap(([tag, label, unit]) => {
    const value = dataset.string(tag);
    return value === undefined ? [] : [`${label} ${value} ${unit}`.trim()];
  });
  const [modality, number] = [dataset.string(tags.Modality), dataset.string(tags.InstanceNumber)];
  return [
    [modality, dataset.string(tags.SeriesDescription)].filter(Boolean).join(' '),
    [date, number && `Im ${number}`].filter(Boolean).join(' '),
    values.join(' '),
  ];
};

export const annotationLines = (dataset: Dataset, wanted: readonly Annotation[]): readonly string[] =>
  wanted
    .flatMap((kind) => (kind === 'patient' ? patientLines(dataset) : techniqueLines(dataset)))
    .filter((line) => line !== undefined && line !== '') as string[];

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML takes no control characters, whatever an object holds. */
export const escaped = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, ' ').replace(/[&<>"]/g, (character) => entities[character] ?? '');

const mostCharacters = 200;

/** White letters with a dark edge, so that they can be read on any picture. */
export const annotationSvg = (width: number, height: number, lines: readonly string[]): string => {
  const size = Math.max(8, Math.round(Math.min(width, height) / 28));
  const texts = lines.map(
    (line, index) =>
      `<text x="${size / 2}" y="${Math.round(size * 1.25 * (index + 1))}">${escaped(line.slice(0, mostCharacters))}</text>`,
  );
  const style = `font-family="DejaVu Sans, sans-serif" font-size="${size}" fill="#fff" stroke="#000" stroke-width="${size / 6}" paint-order="stroke"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><g ${style}>${texts.join('')}</g></svg>`;
};
