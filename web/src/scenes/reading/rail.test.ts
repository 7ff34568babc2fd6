/** What the rail shows of priors that are folded. */
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { examplePrior } from './example-prior.ts';
import { otherRows, Rail } from './Rail.tsx';

const folded = [
  examplePrior(2, { tier: 'marginal' }),
  examplePrior(3, { tier: 'not-relevant' }),
  examplePrior(4, { tier: 'not-relevant' }),
];

it('is what hangs, and nothing else of them', () => {
  const uids = (shown: string | undefined, unfolded: boolean) =>
    otherRows(folded, shown, unfolded).map(({ studyInstanceUid }) => studyInstanceUid);
  expect(uids('1.3', false)).toEqual(['1.3']);
  expect(uids('1.1', false)).toEqual([]);
  expect(uids(undefined, false)).toEqual([]);
  expect(uids('1.3', true)).toEqual(['1.2', '1.3', '1.4']);
});

it('leaves their button folded, so that it can be pressed', () => {
  const html = renderToStaticMarkup(
    createElement(Rail, { priors: [examplePrior(1), ...folded], none: '', shown: '1.3', hang: () => undefined }),
  );
  expect(/<button[^>]*aria-expanded="(\w+)"[^>]*>([^<]*more)/.exec(html)?.slice(1)).toEqual(['false', '▸ 3 more']);
});
