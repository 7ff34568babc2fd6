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
    ['XR KNEE LT HIP BILAT', { knee: 'left', hip: 'bilateral' }, 'X-ray left knee and both hip'],
    ['XR KNEE LT & ANKLE LT', {}, 'X-ray left knee and left ankle'],
    ['XR LT RT KNEE ANKLE', {}, undefined],
    ['CT HEAD AND C SPINE', {}, 'CT cervical spine and brain'],
  ])('%s gives each part its side where they differ', (name, sides, plain) => {
    const concept = conceptOf({ name, modality: name.startsWith('CT') ? 'CT' : 'CR' });
    expect(concept.sides).toEqual(sides);
    if (plain !== undefined) expect(concept.plain).toBe(plain);
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
