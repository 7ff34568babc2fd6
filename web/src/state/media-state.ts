import type { Manifest } from '@throughline/contract';
import { create } from 'zustand';
import type { HotkeyId } from '../keys/table.ts';
import type { PaneName } from '../viewport/panes.ts';
import { setDesk } from './desk-state.ts';

type Series = Manifest['series'][number];

/** One thing in a pane that is no picture: a document, a waveform, a film. */
export interface Media {
  readonly studyInstanceUid: string;
  readonly series: Series;
  readonly instance: Series['instances'][number];
}

/** What was chosen in a pane: a thing of a study by its UIDs, or pictures where that is null. */
interface Chosen {
  readonly studyInstanceUid: string;
  readonly sopInstanceUid: string | null;
}

/** What the keys do to what is shown. */
export type MediaKeys = Partial<Record<HotkeyId, () => void>>;

interface MediaState {
  readonly chosen: Readonly<Record<PaneName, Chosen | null>>;
  /** How often something was asked for: what did not come is asked for anew with every other number. */
  readonly asked: Readonly<Record<PaneName, number>>;
  /** What is shown now in place of pictures. */
  readonly shown: Readonly<Record<PaneName, Media | null>>;
}

export const useMediaState = create<MediaState>(() => ({
  chosen: { current: null, prior: null },
  asked: { current: 0, prior: 0 },
  shown: { current: null, prior: null },
}));

/** Asks once more for what is shown in a pane. */
export const askAgain = (name: PaneName): void =>
  useMediaState.setState(({ asked }) => ({ asked: { ...asked, [name]: asked[name] + 1 } }));

/** Only pictures blink over each other: whatever is chosen, that ends. */
export const chooseMedia = (name: PaneName, chosen: Chosen): void => {
  setDesk({ blinking: false });
  useMediaState.setState(({ chosen: others }) => ({ chosen: { ...others, [name]: chosen } }));
  askAgain(name);
};

export const setShownMedia = (name: PaneName, media: Media | null): void =>
  useMediaState.setState(({ shown }) => ({ shown: { ...shown, [name]: media } }));

export const shownMedia = (name: PaneName): Media | null => useMediaState.getState().shown[name];

/** Puts the pictures of a study back that has some. */
export const showPictures = (name: PaneName): void => {
  const { chosen, shown } = useMediaState.getState();
  const study = shown[name]?.studyInstanceUid ?? chosen[name]?.studyInstanceUid;
  if (study !== undefined) chooseMedia(name, { studyInstanceUid: study, sopInstanceUid: null });
};

/** Keys of what is shown, and the study that it is of, by pane; outside React, as they change nothing that is seen. */
export const mediaKeys = new Map<PaneName, MediaKeys>();
export const paneManifests = new Map<PaneName, Manifest | undefined>();
