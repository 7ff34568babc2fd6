/** The patients whose histories are told by hand. */
import { kidneyStone, lungNodule, multipleSclerosis, nothingRelevant } from './chest-brain-abdomen.ts';
import { hipDysplasia, newborn, scoliosis, singleVentricle, twins } from './children.ts';
import { breast, heartFailure, kneeReplacement, lymphoma } from './heart-joints-breast.ts';
import { copyLacksSlices, missingSlices, nameChange, notDrawn, sameStudyTwice } from './identity-and-copies.ts';
import { frenchAbdomen, germanChest, pregnancy, spanishKnee } from './languages-and-pregnancy.ts';
import type { Story } from './story.ts';

export const stories: readonly Story[] = [
  lungNodule,
  scoliosis,
  singleVentricle,
  multipleSclerosis,
  kidneyStone,
  hipDysplasia,
  twins,
  newborn,
  nameChange,
  sameStudyTwice,
  missingSlices,
  copyLacksSlices,
  heartFailure,
  kneeReplacement,
  breast,
  lymphoma,
  pregnancy,
  spanishKnee,
  germanChest,
  frenchAbdomen,
  notDrawn,
  nothingRelevant,
];
