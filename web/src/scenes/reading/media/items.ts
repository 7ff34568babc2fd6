/** What can be shown of a study, in its order: a series of pictures is one thing, a document or a film each another. */
import type { Manifest } from '@throughline/contract';
import type { Media } from '../../../state/media-state.ts';
import type { PaneName } from '../../../viewport/panes.ts';

export interface MediaViewProps {
  readonly name: PaneName;
  readonly media: Media;
}

type Series = Manifest['series'][number];

export type Item =
  | { readonly pictures: Series; readonly media?: undefined }
  | { readonly media: Media; readonly pictures?: undefined };

const hasPictures = (series: Series): boolean => series.shownAs === 'pictures' && series.instances.length > 0;

export const itemsOf = ({ studyInstanceUid, series }: Manifest): readonly Item[] =>
  series.flatMap((one): readonly Item[] => {
    if (one.shownAs === null) return [];
    if (one.shownAs === 'pictures') return hasPictures(one) ? [{ pictures: one }] : [];
    return one.instances.map((instance) => ({ media: { studyInstanceUid, series: one, instance } }));
  });

/** What is shown in place of pictures: what was chosen, else the first where there are no pictures at all. */
export const mediaOf = (
  manifest: Manifest | undefined,
  chosen: { readonly studyInstanceUid: string; readonly sopInstanceUid: string | null } | null,
): Media | null => {
  if (manifest === undefined) return null;
  const media = itemsOf(manifest).flatMap((item) => item.media ?? []);
  const wanted = chosen?.studyInstanceUid === manifest.studyInstanceUid ? chosen.sopInstanceUid : undefined;
  const found = media.find(({ instance }) => instance.sopInstanceUid === wanted);
  if (found) return found;
  return manifest.series.some(hasPictures) ? null : (media[0] ?? null);
};

/** Where WADO-RS gives it. */
export const addressOf = ({ studyInstanceUid, series, instance }: Media): string =>
  `/dicom-web/studies/${studyInstanceUid}/series/${series.seriesInstanceUid}/instances/${instance.sopInstanceUid}/rendered`;

/** What it is, and its number among those of its series. */
export const nameOf = ({ series, instance }: Media): string => {
  const at = series.instances.findIndex(({ sopInstanceUid }) => sopInstanceUid === instance.sopInstanceUid);
  const number = series.instances.length > 1 ? ` ${at + 1}/${series.instances.length}` : '';
  return `${instance.title ?? series.description ?? series.kind ?? ''}${number}`;
};
