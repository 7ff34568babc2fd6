import type { Dataset } from './dataset.ts';
import { tags } from './dictionary.ts';
import type { Element } from './element.ts';
import { vrInfo } from './vr.ts';

const isLocalised = (element: Element): boolean => element.kind === 'value' && vrInfo(element.vr).localised === true;

/** What writes the texts of a data set again, as they are read now. */
const rewritesOf = (dataset: Dataset): (() => void)[] => {
  const rewrites: (() => void)[] = [];
  for (const element of dataset.elements()) {
    if (element.kind === 'sequence') {
      for (const item of element.items) if (!item.has(tags.SpecificCharacterSet)) rewrites.push(...rewritesOf(item));
    } else if (isLocalised(element)) {
      const values = dataset.strings(element.tag);
      rewrites.push(() => dataset.set(element.tag, values, element.vr));
    }
  }
  // An item looks to the data set around it again.
  return [() => dataset.delete(tags.SpecificCharacterSet), ...rewrites];
};

/** Writes all texts of a data set in ISO_IR 192, so that any character can be set; items with a set of their own keep it. */
export const toUnicode = (dataset: Dataset): void => {
  const [forget, ...rewrites] = rewritesOf(dataset);
  forget?.();
  dataset.set(tags.SpecificCharacterSet, 'ISO_IR 192');
  for (const rewrite of rewrites) rewrite();
};
