/** Objects that are no pictures: reports, an ECG, a scanned letter, a film. */
import { Dataset, encapsulate, encodePart10, tags, uids } from '@throughline/dicom';
import type { ReportSpec } from '../stories/story.ts';

export interface DocumentIdentity {
  readonly header: Dataset;
  readonly sopInstanceUid: string;
}

const copy = (header: Dataset): Dataset => {
  const dataset = new Dataset();
  for (const element of header.elements()) dataset.put(element);
  return dataset;
};

/** What every object of a study says of the patient and the study. */
export const withHeader = ({ header }: DocumentIdentity): Dataset => copy(header);

const code = (value: string, scheme: string, meaning: string): Dataset[] => [
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

const samplesPerSecond = 500;
const seconds = 10;

/** One beat as a sum of hills: P, Q, R, S, T; each lead sees them in its own proportion. */
const beat = (t: number, lead: number): number => {
  const waves: readonly (readonly [number, number, number])[] = [
    [0.16, 0.025, 110],
    [0.29, 0.008, -90 - 20 * (lead % 3)],
    [0.31, 0.011, 900 - 130 * (lead % 6)],
    [0.335, 0.01, -180 - 40 * (lead % 4)],
    [0.52, 0.045, 240 - 30 * (lead % 5)],
  ];
  return waves.reduce((sum, [at, width, height]) => sum + height * Math.exp(-(((t - at) / width) ** 2)), 0);
};

const leads = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];

const waveform = (): Uint8Array => {
  const samples = new Int16Array(samplesPerSecond * seconds * leads.length);
  for (let at = 0; at < samplesPerSecond * seconds; at += 1) {
    const t = (at / samplesPerSecond) % 0.82;
    for (let lead = 0; lead < leads.length; lead += 1)
      samples[at * leads.length + lead] = beat(t, lead) * (lead === 3 ? -1 : 1);
  }
  return new Uint8Array(samples.buffer);
};

const channel = (lead: string, index: number): Dataset =>
  new Dataset()
    .set(tags.ChannelSourceSequence, code(`2:${index + 1}`, 'MDC', `Lead ${lead}`))
    .set(tags.ChannelSensitivity, '1')
    .set(tags.ChannelSensitivityUnitsSequence, code('uV', 'UCUM', 'microvolt'))
    .set(tags.WaveformBitsStored, 16);

export const ecgObject = (identity: DocumentIdentity, at: { date: string; time: string }): Uint8Array => {
  const group = new Dataset()
    .set(tags.WaveformOriginality, 'ORIGINAL')
    .set(tags.NumberOfWaveformChannels, leads.length)
    .set(tags.NumberOfWaveformSamples, samplesPerSecond * seconds)
    .set(tags.SamplingFrequency, String(samplesPerSecond))
    .set(tags.ChannelDefinitionSequence, leads.map(channel))
    .set(tags.WaveformBitsAllocated, 16)
    .set(tags.WaveformSampleInterpretation, 'SS')
    .set(tags.WaveformData, waveform(), 'OW');
  const dataset = copy(identity.header)
    .set(tags.SOPClassUID, uids.TwelveLeadECGWaveformStorage)
    .set(tags.SOPInstanceUID, identity.sopInstanceUid)
    .set(tags.InstanceNumber, '1')
    .set(tags.ContentDate, at.date)
    .set(tags.ContentTime, at.time)
    .set(tags.AcquisitionDateTime, `${at.date}${at.time}`)
    .set(tags.AcquisitionContextSequence, [])
    .set(tags.WaveformSequence, [group]);
  return encodePart10(dataset, uids.ExplicitVRLittleEndian);
};

/** The smallest PDF with a line of text. */
const pdf = (): Uint8Array => {
  const stream = 'BT /F1 24 Tf 72 720 Td (SYNTHETIC referral letter) Tj ET';
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
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

export const pdfObject = (identity: DocumentIdentity, at: { date: string; time: string }): Uint8Array => {
  const dataset = copy(identity.header)
    .set(tags.SOPClassUID, uids.EncapsulatedPDFStorage)
    .set(tags.SOPInstanceUID, identity.sopInstanceUid)
    .set(tags.ConversionType, 'SD')
    .set(tags.InstanceNumber, '1')
    .set(tags.ContentDate, at.date)
    .set(tags.ContentTime, at.time)
    .set(tags.BurnedInAnnotation, 'YES')
    .set(tags.DocumentTitle, 'Referral letter')
    .set(tags.ConceptNameCodeSequence, code('57133-1', 'LN', 'Referral note'))
    .set(tags.MIMETypeOfEncapsulatedDocument, 'application/pdf')
    .set(tags.EncapsulatedDocument, pdf(), 'OB');
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
