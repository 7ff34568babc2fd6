import type { Shown, StudySummary } from '@throughline/contract';

const words: Readonly<Record<Exclude<Shown, 'pictures'>, string>> = {
  document: 'document',
  ecg: 'ECG',
  waveform: 'waveform',
  video: 'video',
};

const others = ({ shows }: StudySummary): readonly string[] =>
  shows.flatMap((shown) => (shown === 'pictures' ? [] : [words[shown]]));

/** What a study shows beside pictures, or in place of them; empty when it is pictures alone. */
export const shownText = (study: StudySummary): string => {
  const all = others(study).join(', ');
  return all !== '' && study.shows.includes('pictures') ? `pictures, ${all}` : all;
};

/** How it is named where there is room for one word: by what it is, else by its modality. */
export const markText = (study: StudySummary): string =>
  study.shows.includes('pictures') ? (study.modalities[0] ?? '?') : (others(study)[0] ?? study.modalities[0] ?? '?');
