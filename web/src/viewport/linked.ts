/** The link between both panes: made anew with what hangs, kept where the reader set it. */
import {
  automaticLink,
  type Link,
  type Linkable,
  linkByHand,
  linkedPlace,
  linkLike,
  type NotLinked,
} from './linking.ts';
import { type Spoken, wordsOf } from './not-linked.ts';
import { goTo, type LinkState, other, type Pane, type PaneName, panes, standing, tell } from './panes.ts';
import type { Stack } from './stack.ts';

let wanted = true;
let link: Link | NotLinked | null = null;
/**
 * What the reader set, by both frames of reference: it holds for their other series, and when they hang again. What is counted is of two
 * series alone, and is held by those.
 */
const setByHand = new Map<string, Link>();
/** Where a pane was sent by the other one: arriving there it does not lead back. */
const sent = new Map<PaneName, number>();

const words: Readonly<Record<Link['how'], string>> = {
  position: 'linked by position',
  relative: 'linked by relative position, not registered',
  hand: 'linked as you set it',
};

const spokenOf = ({ series, planes }: Stack): Spoken => ({ modality: series.modality, planes });

const whyNot = (why: NotLinked): string => {
  const [current, prior] = [panes.get('current')?.stack, panes.get('prior')?.stack];
  return current && prior ? wordsOf(why, { current: spokenOf(current), prior: spokenOf(prior) }) : 'not linked';
};

/** A single picture is not scrolled: of it there is nothing to say. */
const stateOf = (): LinkState | null => {
  const stacks = [...panes.values()].map(({ stack }) => stack);
  if (stacks.length < 2 || stacks.some((stack) => stack === undefined || stack.imageIds.length < 2)) return null;
  if (!wanted) return { on: false, text: 'not linked' };
  if (link === null) return null;
  return typeof link === 'string' ? { on: false, text: whyNot(link) } : { on: true, text: words[link.how] };
};

const linkableOf = ({ regions }: Pane, { series, frameOfReferenceUid, planes }: Stack): Linkable => ({
  seriesInstanceUid: series.seriesInstanceUid,
  frameOfReferenceUid,
  planes,
  regions,
});

/** Both series as they would hang with this stack in the pane; null when the other pane has none. */
const pairWith = (name: PaneName, stack: Stack | undefined): Readonly<Record<PaneName, Linkable>> | null => {
  const [pane, opposite] = [panes.get(name), panes.get(other(name))];
  if (!pane || !stack || !opposite?.stack) return null;
  const [own, its] = [linkableOf(pane, stack), linkableOf(opposite, opposite.stack)];
  return name === 'current' ? { current: own, prior: its } : { current: its, prior: own };
};

const frameOf = ({ frameOfReferenceUid, seriesInstanceUid }: Linkable): string =>
  frameOfReferenceUid ?? seriesInstanceUid;

const framesOf = ({ current, prior }: Readonly<Record<PaneName, Linkable>>): string =>
  `${frameOf(current)} ${frameOf(prior)}`;

const seriesOf = ({ current, prior }: Readonly<Record<PaneName, Linkable>>): string =>
  `${current.seriesInstanceUid} ${prior.seriesInstanceUid}`;

const linkOf = (pair: Readonly<Record<PaneName, Linkable>>): Link | NotLinked => {
  const held = setByHand.get(seriesOf(pair)) ?? setByHand.get(framesOf(pair));
  return (held && linkLike(pair.current, pair.prior, held)) ?? automaticLink(pair.current, pair.prior);
};

const tellBoth = (): void => {
  const state = stateOf();
  for (const [name, pane] of panes) {
    pane.link = state;
    if (!state?.on) pane.beyond = false;
    tell(name);
  }
};

/** Brings the other pane to the picture that goes with the one that stands in this one, or was sent for. */
export const lead = (name: PaneName, index = sent.get(name) ?? standing(name)): void => {
  const target = panes.get(other(name));
  const stands = standing(other(name));
  if (!wanted || link === null || typeof link === 'string' || !target) return;
  // What has not come up yet comes up beside this one.
  if (stands === undefined || index === undefined) return;
  const goes = linkedPlace(link, name, index);
  target.beyond = goes.beyond;
  if (goes.index === (sent.get(other(name)) ?? stands)) tell(other(name));
  else {
    sent.set(other(name), goes.index);
    goTo(other(name), goes.index);
  }
};

/** A new picture stands in a pane: the other one follows, unless it was it that sent this one there. */
export const arrived = (name: PaneName, index: number): void => {
  const pane = panes.get(name);
  if (sent.get(name) === index) {
    sent.delete(name);
    return;
  }
  sent.delete(name);
  if (pane) pane.beyond = false;
  lead(name, index);
};

/** While the series in a pane is exchanged nothing follows. */
export const unlink = (): void => {
  link = null;
  sent.clear();
};

/** Links what hangs now, as well as is known. */
export const relink = (): void => {
  const pair = pairWith('current', panes.get('current')?.stack);
  link = pair && linkOf(pair);
  tellBoth();
};

/** The picture with which a series comes up: beside what stands in the other pane where they are linked, else its own first. */
export const startOf = (name: PaneName, stack: Stack): number => {
  const pair = pairWith(name, stack);
  const beside = standing(other(name));
  const found = wanted && pair ? linkOf(pair) : null;
  if (found === null || typeof found === 'string' || beside === undefined) return stack.start;
  return linkedPlace(found, other(name), beside).index;
};

/** Unlinks, or links both where they stand now; says why not where that cannot be. */
export const toggleLink = (): string | null => {
  const pair = pairWith('current', panes.get('current')?.stack);
  const at = { current: standing('current'), prior: standing('prior') };
  if ((wanted && typeof link === 'object' && link !== null) || !pair) {
    wanted = !wanted;
    tellBoth();
    return null;
  }
  if (at.current === undefined || at.prior === undefined) return 'There are not two pictures to link.';
  wanted = true;
  link = linkByHand(pair.current, pair.prior, { current: at.current, prior: at.prior });
  tellBoth();
  if (typeof link === 'string') return 'Both series lie in other planes: they cannot be scrolled together.';
  const key = link.normal === null ? seriesOf(pair) : framesOf(pair);
  if (link.how === 'hand') setByHand.set(key, link);
  else setByHand.delete(key);
  return null;
};
