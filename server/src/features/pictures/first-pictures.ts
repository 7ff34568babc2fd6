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

const pictureOf = async (context: Context, principal: Principal, placed: PlacedStudy): Promise<Picture> => {
  const { study, label } = placed;
  const { studyInstanceUid } = study;
  if (study.local === null) return { studyInstanceUid, picture: null, label: `${label} ${study.siteName}` };
  const address = addressOf(await getManifest(context, principal, studyInstanceUid));
  return { studyInstanceUid, picture: address, label: `${label} ${study.siteName}` };
};

/** The prior asked for, else the best that is here and can be drawn. */
const priorPicture = async (
  context: Context,
  principal: Principal,
  candidates: readonly PlacedStudy[],
): Promise<Picture | null> => {
  for (const placed of candidates) {
    const picture = await pictureOf(context, principal, placed);
    if (picture.picture !== null) return picture;
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
    pictureOf(context, principal, current),
    priorPicture(context, principal, prior === undefined ? flagged : asked),
  ]);
  return { current: currentPicture, prior: priorOne };
};
