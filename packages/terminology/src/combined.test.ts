/** Exams of several parts in one name. */
import { describe, expect, it } from 'vitest';
import { conceptOf } from './index.ts';

describe('a combined exam', () => {
  it.each([
    ['CT HEAD AND C SPINE', 'CT', 'cervical-spine brain', 'head+spine', 'none'],
    ['CT HEAD FACIAL BONES C SPINE', 'CT', 'facial-bones brain cervical-spine', 'head+face+spine', 'none'],
    ['MRI BRAIN/ORBITS', 'MR', 'orbit brain', 'head+face', 'bilateral'],
    ['MRI BRAIN AND IAC', 'MR', 'iac brain', 'head', 'unspecified'],
    ['MRT HWS + LWS', 'MR', 'cervical-spine lumbar-spine', 'spine', 'none'],
    ['CT CHEST/LIVER', 'CT', 'liver chest', 'chest+abdomen', 'none'],
    ['XR KNEE LT & ANKLE LT', 'CR', 'knee ankle', 'lower-extremity', 'left'],
    ['RX MANO E POLSO SX', 'CR', 'hand wrist', 'upper-extremity', 'left'],
    ['XR HANDS AND FEET RA', 'CR', 'hand foot', 'upper-extremity+lower-extremity', 'bilateral'],
  ])('%s states each of its parts', (name, modality, parts, regions, side) => {
    const { foci, regions: all, laterality } = conceptOf({ name, modality });
    expect([foci.join(' '), all.join('+'), laterality]).toEqual([parts, regions, side]);
  });

  it.each([
    ['CT CHEST ABDOMEN PELVIS', 'CT', 'general'],
    ['XR PELVIS & HIP LT', 'CR', 'hip'],
    ['XR HAND LT 5TH FINGER', 'CR', 'finger'],
    ['US PLEURA LT ?TAP', 'US', 'pleura'],
    ['US KIDNEY TRANSPLANT RLQ', 'US', 'kidney'],
    ['PICC RT ARM', 'XA', 'central-veins'],
    ['MR FETAL BRAIN', 'MR', 'fetus'],
    ['CT GUIDED BIOPSY LUNG PELVIS', 'CT', 'lungs'],
    ['HAND WRIST FOR BONE AGE', 'CR', 'hand'],
  ])('%s is one exam', (name, modality, part) => {
    expect(conceptOf({ name, modality }).foci).toEqual([part]);
  });

  it.each([
    ['XR KNEE LT ANKLE RT', { knee: 'left', ankle: 'right' }, 'X-ray left knee and right ankle'],
    ['LT KNEE RT ANKLE XR', { knee: 'left', ankle: 'right' }, 'X-ray left knee and right ankle'],
    ['Rö Knie re + OSG li', { knee: 'right', ankle: 'left' }, 'X-ray right knee and left ankle'],
    ['左膝 右足関節', { knee: 'left', ankle: 'right' }, undefined],
    ['XR KNEE LT HIP BILAT', { knee: 'left', hip: 'bilateral' }, 'X-ray left knee and both hips'],
    ['XR KNEE LT & ANKLE LT', {}, 'X-ray left knee and left ankle'],
    ['XR LT RT KNEE ANKLE', {}, 'X-ray knee and ankle, both sides'],
    ['XR LT WRIST RT WRIST LT HAND', { wrist: 'bilateral', hand: 'left' }, 'X-ray both wrists and left hand'],
    ['XR RT KNEE LT KNEE RT ANKLE', { knee: 'bilateral', ankle: 'right' }, 'X-ray both knees and right ankle'],
    ['XR KNEE LT RT ANKLE LT', { knee: 'bilateral', ankle: 'left' }, 'X-ray both knees and left ankle'],
    ['XR KNEE LT ANKLE', {}, 'X-ray left knee and left ankle'],
    ['CT HEAD AND C SPINE', {}, 'CT cervical spine and brain'],
  ])('%s gives each part its side where they differ', (name, sides, plain) => {
    const concept = conceptOf({ name, modality: name.startsWith('CT') ? 'CT' : 'CR' });
    expect(concept.sides).toEqual(sides);
    if (plain !== undefined) expect(concept.plain).toBe(plain);
  });

  it('tells both sides of its paired parts only', () => {
    expect(conceptOf({ name: 'MRI BRAIN/ORBITS', modality: 'MR' }).plain).toBe('MR both orbits and brain');
  });

  it('has the side that a person says it is of', () => {
    const said = conceptOf({ name: 'XR KNEE LT ANKLE RT', modality: 'CR' }, { laterality: 'bilateral' });
    expect([said.laterality, said.sides, said.plain]).toEqual(['bilateral', {}, 'X-ray knee and ankle, both sides']);
  });

  it.each([
    ['CT Lung Leber', 'CT', 'liver lungs', 'chest+abdomen'],
    ['CT CHEST LEVER', 'CT', 'liver chest', 'chest+abdomen'],
    ['CT CHEST HIGADO', 'CT', 'liver chest', 'chest+abdomen'],
    ['CT chest, abdome', 'CT', 'general', 'chest+abdomen'],
    ['CT Chest Oberbauch', 'CT', 'general', 'chest+abdomen'],
    ['Chest + Becken', 'CR', 'general', 'chest+pelvis'],
    ['X-ray chest + Wirbelsaeule', 'CR', 'general', 'chest+spine'],
    ['MR Neck Schilddruese', 'MR', 'thyroid', 'neck'],
    ['CT Neck Becken', 'CT', 'general', 'neck+pelvis'],
    ['CT Head Hals', 'CT', 'neck-soft-tissue brain', 'head+neck'],
    ['MR head hals', 'MR', 'neck-soft-tissue brain', 'head+neck'],
    ['MRI BRAIN HYPOFYSE', 'MR', 'sella brain', 'head'],
    ['MR BRAIN ORBITE', 'MR', 'orbit brain', 'head+face'],
    ['MRI BRAIN OGEN', 'MR', 'eye brain', 'head'],
    ['US NECK TIROIDE', 'US', 'thyroid', 'neck'],
    ['CHEST RODILLA', 'CR', 'knee chest', 'chest+lower-extremity'],
    ['CHEST HOFT', 'CR', 'hip chest', 'chest+pelvis'],
    ['ECHO ABDOMINALE', 'US', 'general', 'abdomen'],
  ])('keeps a part in another language: %s', (name, modality, parts, all) => {
    const { foci, regions } = conceptOf({ name, modality });
    expect([foci.join(' '), regions.join('+')]).toEqual([parts, all]);
  });

  it.each([
    ['US CAROTID AND VERTEBRAL', 'US', 'carotid', 'neck'],
    ['CT BRAIN FALL NECK PAIN', 'CT', 'brain', 'head'],
    ['XR HIP LT KNEE PAIN', 'CR', 'hip', 'pelvis'],
    ['MRI KNEE RT HIP PAIN', 'MR', 'knee', 'lower-extremity'],
    ['MRI KNEE RT HIP LT STIFFNESS', 'MR', 'knee', 'lower-extremity'],
    ['MRI C SPINE HAND NUMBNESS', 'MR', 'cervical-spine', 'spine'],
    ['CT RENAL STONE BACK PAIN', 'CT', 'urinary-tract', 'abdomen+pelvis'],
    ['XR KNEE RT ANKLE INJURY', 'CR', 'knee', 'lower-extremity'],
    ['MRI SPINE KNEE PAIN LT', 'MR', 'general', 'spine'],
    ['MRT LWS Knieschmerzen', 'MR', 'lumbar-spine', 'spine'],
    ['IRM rachis lombaire douleur genou gauche', 'MR', 'lumbar-spine', 'spine'],
    ['RX COLUNA LOMBAR DOR NO JOELHO', 'DX', 'lumbar-spine', 'spine'],
    ['RM lombare dolore spalla dx', 'MR', 'lumbar-spine', 'spine'],
    ['МРТ позвоночника боль в колене', 'MR', 'general', 'spine'],
    ['Μαγνητική ΟΜΣΣ πόνος γόνατος', 'MR', 'lumbar-spine', 'spine'],
    ['MRI עמוד שדרה מותני כאבי ברך', 'MR', 'lumbar-spine', 'spine'],
    ['رنين فقرات قطنية ألم الركبة', 'MR', 'lumbar-spine', 'spine'],
    ['MR lomber vertebra diz ağrısı', 'MR', 'lumbar-spine', 'spine'],
    ['腰椎MRI 膝痛', 'MR', 'lumbar-spine', 'spine'],
    ['요추 MRI 무릎 통증', 'MR', 'lumbar-spine', 'spine'],
    ['CT Kopf Dr. Fuß', 'CT', 'brain', 'head'],
    ['CT thorax dr. Hart', 'CT', 'general', 'chest'],
  ])('is not made of what only says why: %s', (name, modality, parts, all) => {
    const { foci, regions } = conceptOf({ name, modality });
    expect([foci.join(' '), regions.join('+')]).toEqual([parts, all]);
  });

  it.each([
    ['XR KNEE PAIN', 'CR', 'knee'],
    ['XR KNEE PAIN HIP PAIN', 'CR', 'knee hip'],
    ['MRI PELVIS HIP PAIN', 'MR', 'hip'],
    ['RX RODILLA DOLOR', 'DX', 'knee'],
    ['Radio genou dr', 'DX', 'knee'],
    ['RX MANO DCHA DOLOR DE MUÑECA', 'DX', 'hand'],
    ['CT HEAD INJURY C SPINE', 'CT', 'cervical-spine brain'],
    ['MR VERTEBRAL', 'MR', 'general'],
    ['DR KNEE ANKLE RT', 'DX', 'knee ankle'],
  ])('keeps what hurts where it is what is shown: %s', (name, modality, parts) => {
    expect(conceptOf({ name, modality }).foci.join(' ')).toBe(parts);
  });

  it('has no code of one of its parts', () => {
    const codesOf = (name: string) => conceptOf({ name, modality: 'CT' }).codes.filter(({ of }) => of === 'exam');
    expect(codesOf('CT C SPINE')).not.toEqual([]);
    expect(codesOf('CT HEAD AND C SPINE')).toEqual([]);
  });

  it('becomes one exam when a person says what it is of', () => {
    const said = conceptOf({ name: 'CT HEAD AND C SPINE', modality: 'CT' }, { regions: ['head'], focus: 'brain' });
    expect([said.foci, said.regions]).toEqual([['brain'], ['head']]);
  });
});
