/** Why two series do not scroll together, in the words of whoever reads them. */
import type { Linkable, NotLinked } from './linking.ts';

/** A series as it is spoken of. */
export interface Spoken extends Pick<Linkable, 'planes'> {
  /** Modality (0008,0060); null when nobody says. */
  readonly modality: string | null;
}

type Pair = Readonly<Record<'current' | 'prior', Spoken>>;

const words: Readonly<Record<Exclude<NotLinked, 'no positions'>, string>> = {
  'one place': 'not linked: several pictures lie at one place',
  'other planes': 'not linked: other planes',
  'other region': 'not linked: another part of the body',
  'other extent': 'not linked: one shows much more of the body',
};

const lacksPlaces = ({ planes }: Spoken): boolean => planes.length === 0 || planes.some((plane) => plane === null);

/** Whose images do not say where in the body they lie: by modality where that tells them apart, else by pane. */
const withoutPlaces = ({ current, prior }: Pair): string => {
  const [mine, theirs] = [lacksPlaces(current), lacksPlaces(prior)];
  const isOneKind = current.modality === prior.modality;
  const paneOf = (pane: string, { modality }: Spoken): string => (modality === null ? pane : `${pane} ${modality}`);
  const [own, other] = [
    isOneKind ? paneOf('current', current) : (current.modality ?? 'current'),
    isOneKind ? paneOf('prior', prior) : (prior.modality ?? 'prior'),
  ];
  if (mine && theirs) return isOneKind ? (current.modality ?? 'these') : `${own} and ${other}`;
  return mine ? own : other;
};

export const wordsOf = (why: NotLinked, pair: Pair): string =>
  why === 'no positions' ? `not linked: ${withoutPlaces(pair)} images carry no position in the body` : words[why];
