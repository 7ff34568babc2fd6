/** What a copy of a study is, by its series: an archive may have got the report only, or the images somebody marked. Pure. */

/** `whole`: nobody lists more of it. */
export type CopyKind = 'whole' | 'partial' | 'key-images' | 'report-only';

interface ListedSeries {
  readonly modality: string | null;
}

/** Modalities of what is said of images (PS3.3 C.7.3.1.1.1): reports, documents, key object selections, presentation states. */
const reporting: ReadonlySet<string> = new Set(['SR', 'DOC', 'KO', 'PR']);

/** `mostElsewhere`: objects of the fullest copy; null where nobody says. Series that were not listed say nothing. */
export const copyKind = (
  series: readonly ListedSeries[],
  instances: number | null,
  mostElsewhere: number | null,
): CopyKind => {
  const modalities = new Set(series.map(({ modality }) => modality));
  const isReport = modalities.has('SR') || modalities.has('DOC');
  if (isReport && [...modalities].every((modality) => modality !== null && reporting.has(modality)))
    return 'report-only';
  if (instances === null || mostElsewhere === null || instances >= mostElsewhere) return 'whole';
  return modalities.has('KO') ? 'key-images' : 'partial';
};
