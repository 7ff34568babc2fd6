/** Messages that hold several of a thing: each begins with a segment of some name and goes on until the next. */
import type { Message, Segment } from './message.ts';

/** The segments in front of the first group belong to none. */
export const groupsOf = (message: Message, begins: (segment: Segment) => boolean): readonly (readonly Segment[])[] => {
  const groups: Segment[][] = [];
  for (const segment of message.segments) {
    if (begins(segment)) groups.push([segment]);
    else groups.at(-1)?.push(segment);
  }
  return groups;
};
