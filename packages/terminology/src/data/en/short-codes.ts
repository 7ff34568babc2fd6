import type { Vocabulary } from '../vocabulary.ts';

/**
 * Short codes of the National Interim Clinical Imaging Procedures of the United Kingdom, as systems send them for a name: a letter of the
 * modality, four or so of the part, and the side.
 */
const films: Readonly<Record<string, string>> = {
  'region:chest': 'ches',
  'region:abdomen': 'abdo',
  'focus:pelvis-bones': 'pelv',
  'focus:cervical-spine': 'cspi',
  'focus:thoracic-spine': 'tspi',
  'focus:lumbar-spine': 'lspi',
};

const crossSections: Readonly<Record<string, string>> = {
  'region:chest': 'ches',
  'region:abdomen': 'abdo',
  'region:pelvis': 'pelv',
  'region:abdomen region:pelvis': 'abpe',
  'region:chest region:abdomen region:pelvis': 'chap',
  'focus:brain': 'head',
  'region:neck': 'neck',
};

const limbs: Readonly<Record<string, string>> = {
  'focus:shoulder': 'sho',
  'focus:humerus': 'hum',
  'focus:elbow': 'elb',
  'focus:wrist': 'wri',
  'focus:hand': 'han',
  'focus:hip': 'hip',
  'focus:femur': 'fem',
  'focus:knee': 'kne',
  'focus:ankle': 'ank',
  'focus:foot': 'foo',
  'focus:clavicle': 'cla',
};

const letters: Readonly<Record<string, string>> = { XR: 'x', CT: 'c', MR: 'm', US: 'u' };

const codes = (modality: string, parts: Readonly<Record<string, string>>): Vocabulary =>
  Object.fromEntries(
    Object.entries(parts).map(([part, stem]) => [`modality:${modality} ${part}`, `${letters[modality]}${stem}`]),
  );

const sidedCodes = (modality: string): Vocabulary =>
  Object.fromEntries(
    Object.entries(limbs).flatMap(([part, stem]) =>
      ['left', 'right', 'both'].map((side) => [
        `modality:${modality} ${part} side:${side}`,
        `${letters[modality]}${stem}${side[0]}`,
      ]),
    ),
  );

export const shortCodes: Vocabulary = Object.assign(
  codes('XR', films),
  ...['CT', 'MR', 'US'].map((modality) => codes(modality, crossSections)),
  ...['XR', 'CT', 'MR', 'US'].map(sidedCodes),
);
