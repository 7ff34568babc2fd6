/** What is followed over time, and the codes that mean it. One entry a thing; a code belongs to one. */
import type { Code } from './types.ts';

export interface Thing {
  readonly id: string;
  readonly words: string;
  /** UCUM */
  readonly unit: string;
  /** Scheme and value, with where each is defined: the context group of PS3.16 or the name in LOINC. */
  readonly codes: readonly (readonly [scheme: string, value: string, source: string])[];
  /**
   * Names, lower case and whole, by which it is written where the code says less (a length, an angle) or is private: the tracking
   * identifier of TID 1501, or the meaning of the code.
   */
  readonly names?: readonly string[];
  /** A person has one at each finding site: a curve of the thoracic spine is none of the lumbar spine. */
  readonly bySite?: true;
  /** Left and right are two. */
  readonly bySide?: true;
  /** Modality and method give different values: each way is a series of its own. */
  readonly byWay?: true;
}

const LN = 'LN';

export const things: readonly Thing[] = [
  {
    id: 'cobb-angle',
    words: 'Cobb angle',
    unit: 'deg',
    codes: [['SCT', '285285000', 'CID 7550']],
    names: ['cobb angle', 'cobb'],
    bySite: true,
  },
  {
    id: 'hip-alpha-angle',
    words: 'Alpha angle of the hip (Graf)',
    unit: 'deg',
    codes: [],
    names: ['alpha angle', 'graf alpha angle', 'hip alpha angle'],
    bySide: true,
  },
  {
    id: 'aortic-root',
    words: 'Aortic root diameter',
    unit: 'mm',
    codes: [
      [LN, '18015-8', 'CID 12212'],
      [LN, '79953-6', 'CID 12300'],
    ],
    names: ['aortic root diameter'],
  },
  {
    id: 'sinotubular-junction',
    words: 'Sinotubular junction diameter',
    unit: 'mm',
    codes: [[LN, '79955-1', 'CID 12300']],
  },
  {
    id: 'ascending-aorta',
    words: 'Ascending aorta diameter',
    unit: 'mm',
    codes: [
      [LN, '18012-5', 'CID 12212'],
      [LN, '79966-8', 'CID 12300'],
    ],
  },
  {
    id: 'left-main-coronary-artery',
    words: 'Left main coronary artery diameter',
    unit: 'mm',
    codes: [],
    names: ['left main coronary artery diameter', 'lmca diameter', 'lmca'],
  },
  {
    id: 'left-anterior-descending-artery',
    words: 'Left anterior descending coronary artery diameter',
    unit: 'mm',
    codes: [],
    names: ['left anterior descending coronary artery diameter', 'lad diameter', 'proximal lad diameter'],
  },
  {
    id: 'circumflex-artery',
    words: 'Circumflex coronary artery diameter',
    unit: 'mm',
    codes: [],
    names: ['circumflex coronary artery diameter', 'circumflex diameter', 'lcx diameter'],
  },
  {
    id: 'proximal-right-coronary-artery',
    words: 'Right coronary artery diameter, proximal',
    unit: 'mm',
    codes: [],
    names: ['proximal right coronary artery diameter', 'proximal rca diameter'],
  },
  {
    id: 'lv-diastolic-dimension',
    words: 'Left ventricle, inner diameter in diastole (LVIDd)',
    unit: 'mm',
    codes: [
      [LN, '29436-3', 'CID 12201'],
      [LN, '80007-8', 'CID 12300'],
      [LN, '80008-6', 'CID 12300'],
    ],
    names: ['lvidd'],
  },
  {
    id: 'lv-systolic-dimension',
    words: 'Left ventricle, inner diameter in systole (LVIDs)',
    unit: 'mm',
    codes: [
      [LN, '29438-9', 'CID 12201'],
      [LN, '80011-0', 'CID 12300'],
      [LN, '80012-8', 'CID 12300'],
    ],
    names: ['lvids'],
  },
  {
    id: 'septum-diastolic-thickness',
    words: 'Interventricular septum in diastole',
    unit: 'mm',
    codes: [
      [LN, '18154-5', 'CID 12201'],
      [LN, '79969-2', 'CID 12300'],
      [LN, '79968-4', 'CID 12300'],
    ],
  },
  {
    id: 'posterior-wall-diastolic-thickness',
    words: 'Left ventricular posterior wall in diastole',
    unit: 'mm',
    codes: [
      [LN, '18152-9', 'CID 12201'],
      [LN, '80031-8', 'CID 12300'],
      [LN, '80032-6', 'CID 12300'],
    ],
  },
  {
    id: 'lv-ejection-fraction',
    words: 'Left ventricular ejection fraction',
    unit: '%',
    codes: [
      [LN, '18043-0', 'CID 12202'],
      [LN, '10230-1', 'LOINC: Left ventricular Ejection fraction'],
      [LN, '8808-8', 'CID 3467'],
      [LN, '8810-4', 'CID 3833'],
      [LN, '8811-2', 'CID 3833'],
      [LN, '18049-7', 'CID 12300'],
      [LN, '77891-0', 'CID 12300'],
      [LN, '79990-8', 'CID 12300'],
      [LN, '79991-6', 'CID 12300'],
      [LN, '79992-4', 'CID 12300'],
      [LN, '79993-2', 'CID 12300'],
    ],
    names: ['lvef'],
    byWay: true,
  },
  {
    id: 'ejection-fraction',
    words: 'Ejection fraction',
    unit: '%',
    codes: [['SCT', '70822001', 'CID 12252']],
    bySite: true,
    byWay: true,
  },
  {
    id: 'fractional-shortening',
    words: 'Left ventricular fractional shortening',
    unit: '%',
    codes: [
      [LN, '18051-3', 'CID 12201'],
      [LN, '29434-8', 'CID 12300'],
      [LN, '29435-5', 'CID 12300'],
    ],
    byWay: true,
  },
  {
    id: 'lv-diastolic-volume',
    words: 'Left ventricular volume at the end of diastole',
    unit: 'mL',
    codes: [
      [LN, '18026-5', 'CID 12202'],
      [LN, '79995-7', 'CID 12300'],
      [LN, '79996-5', 'CID 12300'],
    ],
    byWay: true,
  },
  {
    id: 'lv-systolic-volume',
    words: 'Left ventricular volume at the end of systole',
    unit: 'mL',
    codes: [
      [LN, '18148-7', 'CID 12202'],
      [LN, '80000-3', 'CID 12300'],
      [LN, '80001-1', 'CID 12300'],
    ],
    byWay: true,
  },
  { id: 'tapse', words: 'TAPSE', unit: 'mm', codes: [[LN, '77903-3', 'CID 12300']], names: ['tapse'] },
  {
    id: 'biparietal-diameter',
    words: 'Biparietal diameter',
    unit: 'mm',
    codes: [[LN, '11820-8', 'CID 12005']],
    names: ['bpd'],
  },
  { id: 'head-circumference', words: 'Head circumference', unit: 'mm', codes: [[LN, '11984-2', 'CID 12005']] },
  {
    id: 'abdominal-circumference',
    words: 'Abdominal circumference',
    unit: 'mm',
    codes: [[LN, '11979-2', 'CID 12005']],
  },
  { id: 'femur-length', words: 'Femur length', unit: 'mm', codes: [[LN, '11963-6', 'CID 12006']] },
  { id: 'crown-rump-length', words: 'Crown-rump length', unit: 'mm', codes: [[LN, '11957-8', 'CID 12009']] },
  {
    id: 'body-height',
    words: 'Height',
    unit: 'cm',
    codes: [[LN, '8302-2', 'LOINC: Body height; TID 5201']],
  },
  {
    id: 'body-weight',
    words: 'Weight',
    unit: 'kg',
    codes: [[LN, '29463-7', 'LOINC: Body weight; TID 5201']],
  },
];

const byId = new Map(things.map((thing) => [thing.id, thing]));

const keyOf = (scheme: string, value: string): string => `${scheme}|${value}`;

const byCode = new Map(
  things.flatMap((thing) => thing.codes.map(([scheme, value]) => [keyOf(scheme, value), thing] as const)),
);
const byName = new Map(things.flatMap((thing) => (thing.names ?? []).map((name) => [name, thing] as const)));

export const thingOf = (id: string): Thing | undefined => byId.get(id);

/** By the code; where the table has none, by the tracking identifier or the meaning of the code, when either is a name of a thing. */
export const findThing = (what: Code, tracking: string | null): Thing | undefined => {
  const coded = byCode.get(keyOf(what.scheme, what.value));
  if (coded !== undefined) return coded;
  return byName.get((tracking ?? '').trim().toLowerCase()) ?? byName.get(what.meaning.trim().toLowerCase());
};
