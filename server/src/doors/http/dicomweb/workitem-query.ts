import type { AgreedMatching } from '@throughline/dicom';
import { parseSearch, type SearchKey, valuesOf } from '@throughline/dicomweb';
import type { WorkitemQuery } from '../../../features/workitems/index.ts';

const keyOf =
  (agreed: AgreedMatching) =>
  ({ path, values }: SearchKey) => ({ path, values: valuesOf(path.at(-1) ?? 0, values), agreed });

/** A query string as a search for workitems (PS3.18 11.9.1.2); `fuzzy` was asked for and is not done. */
export const workitemQuery = (text: string): WorkitemQuery & { readonly fuzzy: boolean } => {
  const { keys, agreed, ...parameters } = parseSearch(text);
  return { ...parameters, keys: keys.map(keyOf(agreed)) };
};

export const keysOf = (text: string): WorkitemQuery['keys'] => workitemQuery(text).keys;
