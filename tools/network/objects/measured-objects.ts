/** Structured reports of numbers: measurement groups, echocardiography, CT dose. */
import { Dataset, encodePart10, tags, uids } from '@throughline/dicom';
import { uidFrom } from '../random.ts';
import type { CtDoseSpec, MeasuredSpec, MeasuredValue } from '../stories/story.ts';
import { type Coded, codeContent, codeItem, container, number, textContent, uidContent } from './content-items.ts';
import { type DocumentIdentity, withHeader } from './document-objects.ts';

interface At {
  readonly date: string;
  readonly time: string;
}

const findingSite: Coded = ['363698007', 'SCT', 'Finding Site'];

const beginDocument = (
  identity: DocumentIdentity,
  at: At,
  sopClassUid: string,
  title: Coded,
  template: string,
): Dataset =>
  withHeader(identity)
    .set(tags.SOPClassUID, sopClassUid)
    .set(tags.SOPInstanceUID, identity.sopInstanceUid)
    .set(tags.Modality, 'SR')
    .set(tags.InstanceNumber, '1')
    .set(tags.ContentDate, at.date)
    .set(tags.ContentTime, at.time)
    .set(tags.CompletionFlag, 'COMPLETE')
    .set(tags.VerificationFlag, 'UNVERIFIED')
    .set(tags.ReferencedPerformedProcedureStepSequence, [])
    .set(tags.PerformedProcedureCodeSequence, [])
    .set(tags.ValueType, 'CONTAINER')
    .set(tags.ConceptNameCodeSequence, codeItem(title))
    .set(tags.ContinuityOfContent, 'SEPARATE')
    .set(tags.ContentTemplateSequence, templateItem(template));

const templateItem = (template: string): Dataset[] => [
  new Dataset().set(tags.MappingResource, 'DCMR').set(tags.TemplateIdentifier, template),
];

const language = codeContent(
  'HAS CONCEPT MOD',
  ['121049', 'DCM', 'Language of Content Item and Descendants'],
  ['en', 'RFC5646', 'English'],
);

const observer = [
  codeContent('HAS OBS CONTEXT', ['121005', 'DCM', 'Observer Type'], ['121007', 'DCM', 'Device']),
  textContent('HAS OBS CONTEXT', ['121013', 'DCM', 'Device Observer Name'], 'SYNTHETIC'),
];

const siteOf = ({ site }: MeasuredValue): Dataset[] =>
  site === undefined ? [] : [codeContent('HAS CONCEPT MOD', findingSite, site)];

/** TID 1501: what is followed keeps its tracking UID from study to study. */
const group = (value: MeasuredValue, tracked: string): Dataset =>
  container(
    ['125007', 'DCM', 'Measurement Group'],
    [
      textContent('HAS OBS CONTEXT', ['112039', 'DCM', 'Tracking Identifier'], value.label ?? value.what[2]),
      uidContent('HAS OBS CONTEXT', ['112040', 'DCM', 'Tracking Unique Identifier'], tracked),
      ...siteOf(value),
      number(value.what, value.value, value.unit),
    ],
  );

const groups = (spec: MeasuredSpec, patient: readonly (string | number)[]): Dataset[] => [
  language,
  ...observer,
  codeContent('HAS CONCEPT MOD', ['121058', 'DCM', 'Procedure reported'], ['363679005', 'SCT', 'Imaging procedure']),
  container(
    ['126010', 'DCM', 'Imaging Measurements'],
    spec.values.map((value) => group(value, uidFrom(...patient, value.label ?? value.what[2], value.site?.[2] ?? ''))),
  ),
];

/** TID 5200 and 5220: a section of findings for each value, which names the site. */
const sections = (spec: MeasuredSpec): Dataset[] => [
  language,
  ...observer,
  ...spec.values.map((value) =>
    container(['121070', 'DCM', 'Findings'], [...siteOf(value), number(value.what, value.value, value.unit)]),
  ),
];

const templates = {
  '1500': { title: ['126000', 'DCM', 'Imaging Measurement Report'] },
  '5200': { title: ['125200', 'DCM', 'Adult Echocardiography Procedure Report'] },
  '5220': { title: ['125195', 'DCM', 'Pediatric Cardiac Ultrasound Report'] },
} as const satisfies Record<MeasuredSpec['template'], { title: Coded }>;

/** A Comprehensive SR of what was measured. `patient` names whose it is, so that tracking UIDs last. */
export const measuredObject = (
  identity: DocumentIdentity,
  spec: MeasuredSpec,
  at: At,
  patient: readonly (string | number)[],
): Uint8Array => {
  const { title } = templates[spec.template];
  const document = beginDocument(identity, at, uids.ComprehensiveSRStorage, title, spec.template);
  document.set(tags.ContentSequence, spec.template === '1500' ? groups(spec, patient) : sections(spec));
  return encodePart10(document, uids.ExplicitVRLittleEndian);
};

const acquisition = (dose: CtDoseSpec, study: string): Dataset =>
  container(
    ['113819', 'DCM', 'CT Acquisition'],
    [
      textContent('CONTAINS', ['125203', 'DCM', 'Acquisition Protocol'], 'SYNTHETIC'),
      codeContent('CONTAINS', ['123014', 'DCM', 'Target Region'], dose.region),
      codeContent('CONTAINS', ['113820', 'DCM', 'CT Acquisition Type'], ['116152004', 'SCT', 'Spiral Acquisition']),
      uidContent('CONTAINS', ['113769', 'DCM', 'Irradiation Event UID'], uidFrom(study, 'event', dose.region[2])),
      container(
        ['113829', 'DCM', 'CT Dose'],
        [
          number(['113830', 'DCM', 'Mean CTDIvol'], dose.ctdiVol, 'mGy'),
          codeContent(
            'CONTAINS',
            ['113835', 'DCM', 'CTDIw Phantom Type'],
            ['113691', 'DCM', 'IEC Body Dosimetry Phantom'],
          ),
          number(['113838', 'DCM', 'DLP'], dose.dlp, 'mGy.cm'),
        ],
      ),
    ],
  );

/** X-Ray Radiation Dose SR of a CT (TID 10011). */
export const ctDoseObject = (identity: DocumentIdentity, doses: readonly CtDoseSpec[], at: At): Uint8Array => {
  const study = identity.header.string(tags.StudyInstanceUID) ?? '';
  const total = doses.reduce((sum, { dlp }) => sum + dlp, 0);
  const document = beginDocument(
    identity,
    at,
    uids.XRayRadiationDoseSRStorage,
    ['113701', 'DCM', 'X-Ray Radiation Dose Report'],
    '10011',
  );
  document.set(tags.ContentSequence, [
    codeContent('HAS CONCEPT MOD', ['121058', 'DCM', 'Procedure reported'], ['77477000', 'SCT', 'Computed tomography']),
    ...observer,
    container(
      ['113811', 'DCM', 'CT Accumulated Dose Data'],
      [
        number(['113812', 'DCM', 'Total Number of Irradiation Events'], doses.length, '{events}'),
        number(['113813', 'DCM', 'CT Dose Length Product Total'], total, 'mGy.cm'),
      ],
    ),
    ...doses.map((dose) => acquisition(dose, study)),
    codeContent(
      'CONTAINS',
      ['113854', 'DCM', 'Source of Dose Information'],
      ['113856', 'DCM', 'Automated Data Collection'],
    ),
  ]);
  return encodePart10(document, uids.ExplicitVRLittleEndian);
};
