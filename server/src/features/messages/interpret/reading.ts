/** One message as it is read for one sender. */
import type { Message, Segment } from '@throughline/hl7';
import type { Mapping } from '../mapping.ts';

export interface Reading {
  readonly message: Message;
  readonly mapping: Mapping;
  /** of identifiers and numbers that come without one */
  readonly issuer: string;
  readonly flags: Set<string>;
}

/** What stands at a place of the mapping in these segments; the first of its name counts. */
const textAt = (segments: readonly Segment[], place: string): string => {
  const [, name, field, component = '1', subcomponent = '1'] =
    /^([A-Z][A-Z0-9]{2})-(\d+)(?:\.(\d+))?(?:\.(\d+))?$/.exec(place) ?? [];
  const segment = segments.find((one) => one.name === name);
  return segment?.text(Number(field), Number(component), Number(subcomponent)).trim() ?? '';
};

export interface Said {
  readonly text: string;
  /** segment and field: OBR-18 */
  readonly location: string;
}

/** The first place that says something, and which it is. */
export const firstPlaced = (segments: readonly Segment[], places: readonly string[]): Said | undefined => {
  for (const place of places) {
    const text = textAt(segments, place);
    if (text !== '') return { text, location: place.split('.')[0] ?? place };
  }
  return undefined;
};

export const firstSaid = (segments: readonly Segment[], places: readonly string[]): string | undefined =>
  firstPlaced(segments, places)?.text;

/** Text of several lines. PostgreSQL's holds no NUL. */
export const boundedLines = (text: string, most: number): string => text.replaceAll('\0', ' ').slice(0, most).trim();

/** On one line: worklists have no control characters in a value (PS3.5 6.1.3); index values are bounded (H37). */
export const bounded = (text: string, most = 1024): string =>
  text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .slice(0, most)
    .trim();
