/** Objects that are no pictures: reports, a letter or a report on paper, a film that nobody plays. */
import { Dataset, encapsulate, encodePart10, tags, uids } from '@throughline/dicom';
import type { ReportSpec } from '../stories/story.ts';

export interface DocumentIdentity {
  readonly header: Dataset;
  readonly sopInstanceUid: string;
}

export const copy = (header: Dataset): Dataset => {
  const dataset = new Dataset();
  for (const element of header.elements()) dataset.put(element);
  return dataset;
};

/** What every object of a study says of the patient and the study. */
export const withHeader = ({ header }: DocumentIdentity): Dataset => copy(header);

export const code = (value: string, scheme: string, meaning: string): Dataset[] => [
  new Dataset().set(tags.CodeValue, value).set(tags.CodingSchemeDesignator, scheme).set(tags.CodeMeaning, meaning),
];

const section = (heading: Dataset[], name: Dataset[], text: string): Dataset =>
  new Dataset()
    .set(tags.RelationshipType, 'CONTAINS')
    .set(tags.ValueType, 'CONTAINER')
    .set(tags.ConceptNameCodeSequence, heading)
    .set(tags.ContinuityOfContent, 'SEPARATE')
    .set(tags.ContentSequence, [
      new Dataset()
        .set(tags.RelationshipType, 'CONTAINS')
        .set(tags.ValueType, 'TEXT')
        .set(tags.ConceptNameCodeSequence, name)
        .set(tags.TextValue, text),
    ]);

/** A Basic Text SR by TID 2000, verified. */
export const reportObject = (
  identity: DocumentIdentity,
  report: ReportSpec,
  at: { date: string; time: string },
): Uint8Array => {
  const dataset = copy(identity.header)
    .set(tags.SOPClassUID, uids.BasicTextSRStorage)
    .set(tags.SOPInstanceUID, identity.sopInstanceUid)
    .set(tags.Modality, 'SR')
    .set(tags.SeriesDescription, 'Report')
    .set(tags.InstanceNumber, '1')
    .set(tags.ContentDate, at.date)
    .set(tags.ContentTime, at.time)
    .set(tags.CompletionFlag, 'COMPLETE')
    .set(tags.VerificationFlag, 'VERIFIED')
    .set(tags.ReferencedPerformedProcedureStepSequence, [])
    .set(tags.PerformedProcedureCodeSequence, [])
    .set(tags.VerifyingObserverSequence, [
      new Dataset()
        .set(tags.VerifyingOrganization, 'SYNTHETIC')
        .set(tags.VerificationDateTime, `${at.date}${at.time}`)
        .set(tags.VerifyingObserverName, 'READER^SYNTHETIC')
        .set(tags.VerifyingObserverIdentificationCodeSequence, []),
    ])
    .set(tags.ValueType, 'CONTAINER')
    .set(tags.ConceptNameCodeSequence, code('18748-4', 'LN', 'Diagnostic Imaging Report'))
    .set(tags.ContinuityOfContent, 'SEPARATE')
    .set(tags.ContentTemplateSequence, [
      new Dataset().set(tags.MappingResource, 'DCMR').set(tags.TemplateIdentifier, '2000'),
    ])
    .set(tags.ContentSequence, [
      section(code('121070', 'DCM', 'Findings'), code('121071', 'DCM', 'Finding'), report.findings),
      section(code('121076', 'DCM', 'Conclusions'), code('121077', 'DCM', 'Conclusion'), report.impression),
    ]);
  return encodePart10(dataset, uids.ExplicitVRLittleEndian);
};

/** Words of a page, from above. */
interface Page {
  readonly title: string;
  readonly concept: Dataset[];
  readonly lines: readonly string[];
}

const pages: Readonly<Record<string, Page>> = {
  letter: {
    title: 'Referral letter',
    concept: code('57133-1', 'LN', 'Referral note'),
    lines: ['Dear colleague,', '', 'thank you for seeing this patient with chest pain after an infarction.'],
  },
  catheter: {
    title: 'Cardiac catheter report',
    concept: code('18745-0', 'LN', 'Cardiac catheterization study'),
    lines: [
      'Catheter before completion of the Fontan circulation.',
      '',
      'Pressures (mmHg)                     Saturations (%)',
      'Superior vena cava     mean 10       Superior vena cava     68',
      'Left pulmonary artery  mean 11       Pulmonary artery       70',
      'Right pulmonary artery mean 11       Pulmonary vein         98',
      'Common atrium          mean 6        Common atrium          91',
      'Common ventricle       92/0-7        Aorta                  89',
      '',
      'Transpulmonary gradient 5 mmHg. Pulmonary resistance 1.6 Wood units m2.',
      'Both pulmonary arteries of good size; no collateral that needs closing.',
      '',
      'Conclusion: suitable for completion of the Fontan circulation.',
    ],
  },
};

const escapedPdf = (text: string): string => text.replaceAll(/[\\()]/g, '\\$&');

/** A page of text in the fonts that every reader has. */
const pdf = ({ title, lines }: Page): Uint8Array => {
  const shown = lines.map((text) => `(${escapedPdf(text)}) Tj T*`).join('\n');
  const stream = `0.2 0.35 0.55 rg 72 752 468 3 re f 0 g\nBT /F1 20 Tf 72 720 Td (${escapedPdf(title)}) Tj ET\nBT /F2 10 Tf 72 690 Td 15 TL\n${shown}\nET\nBT /F1 9 Tf 72 60 Td (SYNTHETIC: of no real person) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>',
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((body, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return at;
  });
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
};

/** @param kind what it tells, a letter when nobody says */
export const pdfObject = (
  identity: DocumentIdentity,
  at: { date: string; time: string },
  kind: 'letter' | 'catheter' = 'letter',
): Uint8Array => {
  const page = pages[kind] as Page;
  const bytes = pdf(page);
  const dataset = copy(identity.header)
    .set(tags.SOPClassUID, uids.EncapsulatedPDFStorage)
    .set(tags.SOPInstanceUID, identity.sopInstanceUid)
    .set(tags.Modality, 'DOC')
    .set(tags.ConversionType, 'SD')
    .set(tags.InstanceNumber, '1')
    .set(tags.ContentDate, at.date)
    .set(tags.ContentTime, at.time)
    .set(tags.BurnedInAnnotation, 'YES')
    .set(tags.DocumentTitle, page.title)
    .set(tags.ConceptNameCodeSequence, page.concept)
    .set(tags.MIMETypeOfEncapsulatedDocument, 'application/pdf')
    .set(tags.EncapsulatedDocument, bytes, 'OB')
    .set(tags.EncapsulatedDocumentLength, bytes.length);
  return encodePart10(dataset, uids.ExplicitVRLittleEndian);
};

/** A film whose stream holds no picture: enough for what must list it and not play it. */
export const videoObject = (identity: DocumentIdentity, at: { date: string; time: string }): Uint8Array => {
  const dataset = copy(identity.header)
    .set(tags.SOPClassUID, uids.VideoEndoscopicImageStorage)
    .set(tags.SOPInstanceUID, identity.sopInstanceUid)
    .set(tags.InstanceNumber, '1')
    .set(tags.ContentDate, at.date)
    .set(tags.ContentTime, at.time)
    .set(tags.ImageComments, 'SYNTHETIC')
    .set(tags.SamplesPerPixel, 3)
    .set(tags.PhotometricInterpretation, 'YBR_PARTIAL_420')
    .set(tags.PlanarConfiguration, 0)
    .set(tags.Rows, 480)
    .set(tags.Columns, 640)
    .set(tags.BitsAllocated, 8)
    .set(tags.BitsStored, 8)
    .set(tags.HighBit, 7)
    .set(tags.PixelRepresentation, 0)
    .set(tags.NumberOfFrames, '25')
    .set(tags.FrameTime, '40')
    .set(tags.FrameIncrementPointer, [tags.FrameTime])
    .put(encapsulate([Buffer.from('000000186674797069736f6d0000020069736f6d69736f32', 'hex')]));
  return encodePart10(dataset, uids.MPEG4HP41);
};
