/**
 * SNOMED CT codes of what is imaged, as DICOM uses them: PS3.16 CID 4031 "Common Anatomic Regions" of 2024, and where it is
 * silent CID 4 "Anatomic Region" (face, brain, thyroid, liver, spleen). What neither names has no code here.
 *
 * SNOMED CT concepts are used under the agreement of SNOMED International with DICOM (PS3.16 8.1.1).
 */

export type CodedPart = readonly [code: string, meaning: string];

/** By one region, or by several in the order of the vocabulary. */
export const regionCodes: Readonly<Record<string, CodedPart>> = {
  head: ['69536005', 'Head'],
  face: ['89545001', 'Face'],
  neck: ['45048000', 'Neck'],
  chest: ['816094009', 'Chest'],
  breast: ['76752008', 'Breast'],
  abdomen: ['818981001', 'Abdomen'],
  pelvis: ['816092008', 'Pelvis'],
  spine: ['421060004', 'Spine'],
  'upper-extremity': ['53120007', 'Upper limb'],
  'lower-extremity': ['61685007', 'Lower limb'],
  'whole-body': ['38266002', 'Entire body'],
  'head neck': ['774007', 'Head and Neck'],
  'neck chest': ['417437006', 'Neck and Chest'],
  'chest abdomen': ['416550000', 'Chest and Abdomen'],
  'abdomen pelvis': ['818982008', 'Abdomen and Pelvis'],
  'neck chest abdomen': ['416152001', 'Neck, Chest and Abdomen'],
  'chest abdomen pelvis': ['416775004', 'Chest, Abdomen and Pelvis'],
  'neck chest abdomen pelvis': ['416319003', 'Neck, Chest, Abdomen and Pelvis'],
};

/** By focus: only where the code says the same, neither more nor less. */
export const focusCodes: Readonly<Record<string, CodedPart>> = {
  brain: ['12738006', 'Brain'],
  skull: ['89546000', 'Skull'],
  sella: ['42575006', 'Sella turcica'],
  iac: ['361078006', 'Internal Auditory Canal'],
  eye: ['81745001', 'Eye'],
  orbit: ['363654007', 'Orbital structure'],
  sinuses: ['2095001', 'Paranasal sinus'],
  'facial-bones': ['91397008', 'Facial bones'],
  'nasal-bones': ['74386004', 'Nasal bone'],
  mandible: ['91609006', 'Mandible'],
  tmj: ['53620006', 'Temporomandibular joint'],
  thyroid: ['69748006', 'Thyroid'],
  ribs: ['113197003', 'Rib'],
  sternum: ['56873002', 'Sternum'],
  heart: ['80891009', 'Heart'],
  esophagus: ['32849002', 'Esophagus'],
  breast: ['76752008', 'Breast'],
  liver: ['10200004', 'Liver'],
  biliary: ['34707002', 'Biliary tract'],
  pancreas: ['15776009', 'Pancreas'],
  spleen: ['78961009', 'Spleen'],
  stomach: ['69695003', 'Stomach'],
  'small-bowel': ['30315005', 'Small intestine'],
  colon: ['71854001', 'Colon'],
  hip: ['29836001', 'Hip'],
  sacrum: ['54735007', 'Sacrum'],
  bladder: ['89837001', 'Bladder'],
  urethra: ['13648007', 'Urethra'],
  prostate: ['41216001', 'Prostate'],
  rectum: ['34402009', 'Rectum'],
  'cervical-spine': ['122494005', 'Cervical spine'],
  'thoracic-spine': ['122495006', 'Thoracic spine'],
  'lumbar-spine': ['122496007', 'Lumbar spine'],
  'thoracolumbar-spine': ['1217256009', 'Thoraco-lumbar spine'],
  shoulder: ['16982005', 'Shoulder'],
  clavicle: ['51299004', 'Clavicle'],
  scapula: ['79601000', 'Scapula'],
  humerus: ['85050009', 'Humerus'],
  elbow: ['16953009', 'Elbow joint'],
  forearm: ['14975008', 'Forearm'],
  wrist: ['74670003', 'Wrist joint'],
  hand: ['85562004', 'Hand'],
  finger: ['7569003', 'Finger'],
  femur: ['71341001', 'Femur'],
  knee: ['72696002', 'Knee'],
  'tibia-fibula': ['30021000', 'Lower leg'],
  ankle: ['70258002', 'Ankle joint'],
  foot: ['56459004', 'Foot'],
  calcaneus: ['80144004', 'Calcaneus'],
  toe: ['29707007', 'Toe'],
};

/** PS3.16 CID 244 "Laterality". */
export const lateralityCodes: Readonly<Record<string, CodedPart>> = {
  left: ['7771000', 'Left'],
  right: ['24028007', 'Right'],
  bilateral: ['51440002', 'Bilateral'],
};

/** Modalities of PS3.16 CID 29 that the vocabulary has under the same code; radiography as such has none there. */
export const modalityMeanings: Readonly<Record<string, string>> = {
  BMD: 'Bone Mineral Densitometry',
  CT: 'Computed Tomography',
  ECG: 'Electrocardiography',
  ES: 'Endoscopy',
  IO: 'Intra-oral Radiography',
  MG: 'Mammography',
  MR: 'Magnetic Resonance',
  NM: 'Nuclear Medicine',
  OAM: 'Ophthalmic Axial Measurements',
  OP: 'Ophthalmic Photography',
  OPT: 'Ophthalmic Tomography',
  OPV: 'Ophthalmic Visual Field',
  PT: 'Positron emission tomography',
  PX: 'Panoramic X-Ray',
  RF: 'Radiofluoroscopy',
  US: 'Ultrasound',
  XA: 'X-Ray Angiography',
  XC: 'External-camera Photography',
};
