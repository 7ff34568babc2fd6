/** What staff writes short in any phrase, so that the vocabularies need each phrase only once. */
export const abbreviations: Readonly<Record<string, string>> = {
  jt: 'joint',
  jts: 'joints',
  bn: 'bone',
  bns: 'bones',
  sft: 'soft',
  tiss: 'tissue',
  plcmt: 'placement',
  plcmnt: 'placement',
  placemnt: 'placement',
  plcment: 'placement',
  bwl: 'bowel',
};

/** Short only before another word. */
export const abbreviationsBefore: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sm: { bowel: 'small', bwl: 'small' },
  lg: { bowel: 'large', bwl: 'large' },
  temp: { bone: 'temporal', bones: 'temporal', bn: 'temporal', bns: 'temporal' },
};
