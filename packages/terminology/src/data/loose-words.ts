const ofHeart: ReadonlySet<string> = new Set([
  'heart',
  'coronary-arteries',
  'chest',
  'fetus',
  'pulmonary-veins',
  'thoracic-aorta',
]);

/** A word that names a part where nothing else does, and beside other parts means something else. */
export interface LooseWord {
  readonly phrase: string;
  readonly value: string;
  /** Parts beside which it keeps its meaning. */
  readonly with?: ReadonlySet<string>;
  /** Parts beside which alone it loses its meaning. */
  readonly beside?: ReadonlySet<string>;
}

const besidePort: ReadonlySet<string> = new Set([...ofHeart, 'neck', 'upper-extremity', 'central-veins']);
const besideHeel: ReadonlySet<string> = new Set(['calcaneus', 'foot', 'ankle']);
const vesselsOfNeck: ReadonlySet<string> = new Set(['carotid', 'head-neck-vessels', 'intracranial-vessels']);

const trunk: ReadonlySet<string> = new Set(['chest', 'lungs', 'abdomen', 'pelvis', 'whole-spine', 'lumbar-spine']);
const besidePregnancy: ReadonlySet<string> = new Set(['fetus', 'placenta', 'pelvis', 'uterus-ovaries', 'abdomen']);

/**
 * `ECHO` alone is an echocardiogram; beside another organ it is any ultrasound, as French and Dutch use the word. `PORT` is a vein port
 * by itself and at the chest, and a portable film of a knee. The heel of Arabic and Hebrew is also their word for "after" and "because of".
 * A patient who is pregnant is not scanned for it beside another part, and `PIE` beside the trunk tells how the patient stands.
 * A navigation system is one of the head where nothing else is named. Beside the carotid artery `VERTEBRAL` is the other artery of the neck.
 */
export const looseWords: readonly LooseWord[] = [
  { phrase: 'echo', value: 'heart', with: ofHeart },
  { phrase: 'port', value: 'central-veins', with: besidePort },
  { phrase: '\u0639\u0642\u0628', value: 'calcaneus', with: besideHeel },
  { phrase: '\u05e2\u05e7\u05d1', value: 'calcaneus', with: besideHeel },
  { phrase: 'stealth', value: 'brain' },
  { phrase: 'brainlab', value: 'brain' },
  { phrase: 'enceinte', value: 'fetus', with: besidePregnancy },
  { phrase: 'gravida', value: 'fetus', with: besidePregnancy },
  { phrase: 'gravid', value: 'fetus', with: besidePregnancy },
  { phrase: 'pie', value: 'foot', beside: trunk },
  { phrase: 'vertebral', value: 'spine', beside: vesselsOfNeck },
];
