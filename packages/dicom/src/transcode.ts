import { decodeText, encodeText } from './charsets.ts';
import type { Dataset } from './dataset.ts';
import { tags } from './dictionary.ts';
import type { Element } from './element.ts';
import { DicomError } from './errors.ts';
import { type VR, vrInfo } from './vr.ts';

const isLocalised = (element: Element): boolean => element.kind === 'value' && vrInfo(element.vr).localised === true;

interface Rewriting {
  readonly vr: VR;
  readonly values: readonly string[];
  write(): void;
}

/** What writes the texts of a data set again, as they are read now; items with a set of their own keep it. */
const rewritesOf = (dataset: Dataset): Rewriting[] => {
  const rewrites: Rewriting[] = [];
  for (const element of dataset.elements()) {
    if (element.kind === 'sequence') {
      for (const item of element.items) if (!item.has(tags.SpecificCharacterSet)) rewrites.push(...rewritesOf(item));
    } else if (isLocalised(element)) {
      const values = dataset.strings(element.tag);
      rewrites.push({ vr: element.vr, values, write: () => dataset.set(element.tag, values, element.vr) });
    }
  }
  // An item looks to the data set around it again.
  return [{ vr: 'CS', values: [], write: () => dataset.delete(tags.SpecificCharacterSet) }, ...rewrites];
};

const declare = (dataset: Dataset, terms: readonly string[]): void => {
  dataset.delete(tags.SpecificCharacterSet);
  if (terms.length > 0) dataset.set(tags.SpecificCharacterSet, terms);
};

const rewrite = (dataset: Dataset, terms: readonly string[]): void => {
  const [, ...rewrites] = rewritesOf(dataset);
  declare(dataset, terms);
  for (const { write } of rewrites) write();
};

/** Writes all texts of a data set in ISO_IR 192, so that any character can be set; items with a set of their own keep it. */
export const toUnicode = (dataset: Dataset): void => rewrite(dataset, ['ISO_IR 192']);

const canSay = ({ vr, values }: Rewriting, terms: readonly string[]): boolean => {
  try {
    return values.every((text) => decodeText(encodeText(text, terms, vr), terms, vr) === text);
  } catch (error) {
    if (error instanceof DicomError) return false;
    throw error;
  }
};

const isPlain = (text: string): boolean => text.length === Buffer.byteLength(text, 'utf8');

/**
 * Writes a data set for somebody who speaks these character sets (0008,0005), and in ISO_IR 192 where they cannot write it.
 * One without an expanded or replacement character needs no set of its own (PS3.4 C.4.1.1.3.2).
 */
export const toCharacterSet = (dataset: Dataset, terms: readonly string[]): void => {
  const spoken = terms.every((term) => term === '') ? [] : terms;
  const texts = rewritesOf(dataset).filter(({ values }) => !values.every(isPlain));
  if (texts.length === 0) declare(dataset, spoken);
  else rewrite(dataset, texts.every((text) => canSay(text, spoken)) ? spoken : ['ISO_IR 192']);
};
