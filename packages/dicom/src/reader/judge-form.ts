import { isVR } from '../vr.ts';
import type { Form } from './element-parser.ts';

/** Bytes that the first element of a data set must have for it to be judged. */
export const judgedBytes = 8;

const plausibleGroup = (group: number): boolean => group > 0 && group <= 0x0040;

/** How a data set is plainly encoded, by its first element; undefined if it looks like none. */
export const judgeForm = (bytes: Uint8Array): Form | undefined => {
  if (bytes.length < judgedBytes) return undefined;
  const [a, b] = [bytes[0] as number, bytes[1] as number];
  const [little, big] = [a | (b << 8), (a << 8) | b];
  const littleEndian = plausibleGroup(little);
  if (!littleEndian && !plausibleGroup(big)) return undefined;
  const explicit = isVR(String.fromCharCode(bytes[4] as number, bytes[5] as number));
  if (!explicit && !littleEndian) return undefined;
  return { explicit, littleEndian };
};
