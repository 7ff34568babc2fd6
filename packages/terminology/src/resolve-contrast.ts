/** What an exam's name says of contrast, by itself and by what is made. */
import { foci } from './data/anatomy.ts';
import { isValve } from './resolve.ts';
import { all, has, type Said } from './said.ts';
import type { Contrast, StandardModality } from './types.ts';

const noun =
  /^(?:(?:iv )?(?:con|cont|contr|contrast|contrst|cntrst|dye|gad|gado|gadolinium|inj|injection|km|mdc|contraste|kontrast)|iv|ivc|ivcon)$/;

/** The noun that completes "without": `WO IV` + `CONT` is one statement. */
const withoutEchoes = (said: Said): Said =>
  said.filter((one, at) => {
    const before = said[at - 1];
    const denied =
      before !== undefined &&
      ((before.kind === 'contrast' && before.value === 'without') ||
        (before.kind === 'word' && before.value === 'without'));
    return !(one.kind === 'contrast' && one.value === 'with' && denied && noun.test(one.phrase));
  });

const ctAngio = /\b(?:cta|ccta|ctca|ctpa|angio ?(?:ct|tc|tac|tdm|scanner)|(?:ct|tc|tac|tdm|scanner) ?angio\w*)\b/;

const isCtAngiography = (said: Said): boolean =>
  isValve(said) ||
  said.some(({ phrase, kind, value }) => ctAngio.test(phrase) || (kind === 'attr' && value === 'angio'));

const sharing: ReadonlySet<StandardModality> = new Set<StandardModality>(['US', 'XR', 'PT']);

/** What is inherent in an MRI or a CT is not in an ultrasound, a film or a PET that shares a word with it. */
const ofThis = (said: Said, modality: StandardModality): Said => {
  if (!sharing.has(modality)) return said;
  const others = said.filter(({ kind, value }) => kind === 'usual' && (value === 'MR' || value === 'CT'));
  return said.filter(({ kind, phrase }) => kind !== 'contrast' || !others.some((one) => one.phrase === phrase));
};

/** A radiopharmaceutical is no contrast agent, and what measures or looks by light uses none that a name would say. */
const withoutAgents: ReadonlySet<StandardModality> = new Set<StandardModality>([
  'NM',
  'BMD',
  'ECG',
  'XC',
  'ES',
  'OPT',
  'OPV',
  'OAM',
  'PX',
  'IO',
] as const);

/** Parts that are reached under fluoroscopy by a needle, a tube or a line rather than shown by an injection into their vessels. */
const reached: ReadonlySet<string> = new Set([
  'central-veins',
  'pleura',
  'lungs',
  'peritoneum',
  'stomach',
  'small-bowel',
  'colon',
  'biliary',
  'kidney',
  'urinary-tract',
  'bladder',
  'general',
]);

const intoVessels: ReadonlySet<string> = new Set(['embolization', 'stent', 'thrombolysis']);

/** By catheter, vessels are shown with contrast; a line, a drain or cement is placed with or without. */
const isAngiography = (said: Said, focus: string): boolean =>
  said.some(
    ({ kind, value }) =>
      (kind === 'attr' && ['angio', 'arterial', 'venous'].includes(value)) || (kind === 'is' && intoVessels.has(value)),
  ) || !(reached.has(focus) || foci[focus]?.specialty === 'spine' || foci[focus]?.specialty === 'msk-ortho');

export const resolveContrast = (said: Said, modality: StandardModality, focus: string): Contrast => {
  if (withoutAgents.has(modality)) return 'unspecified';
  const stated = all(withoutEchoes(ofThis(said, modality)), 'contrast') as Contrast[];
  const words = all(said, 'word');
  if (stated.includes('both')) return 'both';
  if (has(said, 'attr', 'pe') && modality === 'CT' && !words.includes('without') && !stated.includes('without'))
    return 'with';
  if (
    modality === 'CT' &&
    has(said, 'is', 'high-resolution') &&
    has(said, 'region', 'chest') &&
    stated.length === 0 &&
    words.length === 0
  )
    return 'without';
  const [w, wo] = [
    words.includes('with') || stated.includes('with'),
    words.includes('without') || stated.includes('without'),
  ];
  const enhances = modality === 'CT' || modality === 'MR';
  // "without contrast" misspelt still names contrast: only a word for with makes it both.
  if (enhances && words.includes('without') && !words.includes('with') && !stated.includes('without')) return 'without';
  if (stated.includes('with') && stated.includes('without')) return 'both';
  if (enhances && w && wo) return 'both';
  if (stated.includes('with')) return 'with';
  if (stated.includes('without')) return 'without';
  if (said.some((one) => /\bm[iy]elo(?!m|n\b|pat)/.test(one.phrase) || one.value === 'myelogram')) return 'with';
  // Vessels and blood flow are seen on CT by contrast alone.
  if (modality === 'CT' && !wo && (isCtAngiography(said) || has(said, 'is', 'perfusion'))) return 'with';
  if (!enhances || has(said, 'is', 'weights'))
    return modality === 'XA' && isAngiography(said, focus) ? 'with' : 'unspecified';
  if (wo) return 'without';
  return w && words.includes('with') ? 'with' : 'unspecified';
};
