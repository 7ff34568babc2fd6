export { type Deidentification, deidentify, type PrivateAttribute, type Replacements } from './deidentify.ts';
export { identifiersIn, leftIn } from './leftovers.ts';
export { type Retention, retentions } from './profile.ts';
export { type Risk, risksOf } from './risks.ts';
