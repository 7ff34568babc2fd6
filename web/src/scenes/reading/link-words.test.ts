/** What the banner says of a link: how sure one is only where likelihood judged. */
import { expect, it } from 'vitest';
import { linkText, linkTitle } from './link-words.ts';

it.each([
  ['automatic', 0.987, '98 %', 'Linked: automatic, 98 % certain'],
  ['automatic', 0.9999, '> 99 %', 'Linked: automatic, > 99 % certain'],
  ['manual', 0.35, 'by a person', 'Linked by a person'],
  ['manual', 1, 'by a person', 'Linked by a person'],
  ['own', 1, null, 'The record that this person was founded with: nothing linked it.'],
] as const)('%s with score %d', (method, score, text, title) => {
  const link = { method, score };
  expect(linkText(link)).toBe(text);
  expect(linkTitle(link)).toBe(title);
});
