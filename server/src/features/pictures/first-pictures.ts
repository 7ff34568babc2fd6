/** Both panes' first pictures, as small as can be: an address each. */
import type { FirstPictures, Manifest } from '@throughline/contract';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { type PlacedStudy, rankPriors } from '../priors/index.ts';
import { getManifest } from './get-manifest.ts';

type Picture = FirstPictures['current'];

/** Without pictures, a waveform stands for the study as it is drawn. */
const addressOf = ({ studyInstanceUid, series, first }: Manifest): string | null => {
  const base = `/dicom-web/studies/${studyInstanceUid}/series/`;
  if (first)
    return `${base}${first.seriesInstanceUid}/instances/${first.sopInstanceUid}/frames/${first.frame}/rendered`;
  const drawn = series.find(({ shownAs }) => shownAs !== null);
  const [instance] = drawn?.instances ?? [];
  return drawn?.shownAs === 'waveform' && instance
    ? `${base}${drawn.seriesInstanceUid}/instances/${instance.sopInstanceUid}/rendered`
    : null;
};

interface Found {
  readonly picture: Picture;
  /** The page shows something of it: a picture, or a document that the page itself draws later. */
  readonly shown: boolean;
}

const found = async (context: Context, principal: Principal, placed: PlacedStudy): Promise<Found> => {
  const { study, label } = placed;
  const { studyInstanceUid } = study;
  const named = { studyInstanceUid, label: `${label} ${study.siteName}` };
  if (study.local === null) return { picture: { ...named, picture: null }, shown: false };
  const manifest = await getManifest(context, principal, studyInstanceUid);
  return {
    picture: { ...named, picture: addressOf(manifest) },
    shown: manifest.series.some(({ shownAs }) => shownAs !== null),
  };
};

/** The prior asked for, else the best that is here and that the page shows: a document as well as a picture, as the page hangs it. */
const priorPicture = async (
  context: Context,
  principal: Principal,
  candidates: readonly PlacedStudy[],
): Promise<Picture | null> => {
  for (const placed of candidates) {
    const { picture, shown } = await found(context, principal, placed);
    if (shown) return picture;
  }
  return null;
};

export const firstPictures = async (
  context: Context,
  principal: Principal,
  studyInstanceUid: string,
  prior: string | undefined,
): Promise<FirstPictures> => {
  const { current, priors } = await rankPriors(context, principal, studyInstanceUid);
  const flagged = priors.filter((each) => each.flagged && each.study.local !== null);
  const asked = priors.filter((each) => each.study.studyInstanceUid === prior);
  const [currentPicture, priorOne] = await Promise.all([
    found(context, principal, current),
    priorPicture(context, principal, prior === undefined ? flagged : asked),
  ]);
  return { current: currentPicture.picture, prior: priorOne };
};
