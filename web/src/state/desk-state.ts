import type { SharedItem } from '@throughline/contract';
import { create } from 'zustand';
import type { PictureNumber } from '../viewport/desk.ts';
import type { PaneName, PaneState } from '../viewport/panes.ts';

export type Enlarged = 'report' | 'timeline' | 'completeness' | 'measurements' | 'help' | null;

interface DeskState {
  readonly active: PaneName;
  readonly alone: boolean;
  readonly playing: boolean;
  /** The reader asked for the prior over the current study in turn with it. */
  readonly blinking: boolean;
  readonly enlarged: Enlarged;
  readonly tool: 'window' | 'length' | 'angle' | 'cobb';
  /** A sentence about the last thing that was done or could not be done. */
  readonly said: string | null;
  /** The picture that the report of the shown prior names first. */
  readonly finding: PictureNumber | null;
  /** Since when the server tells nothing of what changes; null while it does. */
  readonly lostSince: string | null;
  /** The user's other applications that are followed, as they call themselves. */
  readonly following: readonly string[];
  /** The user said not to follow them. */
  readonly followingStopped: boolean;
  /** What other applications, and this page, share in the report that is open. */
  readonly shared: readonly SharedItem[];
  readonly panes: Readonly<Record<PaneName, PaneState | null>>;
}

/** What the desk looks like now; pictures themselves live outside React. */
export const useDesk = create<DeskState>(() => ({
  active: 'current',
  alone: false,
  playing: false,
  blinking: false,
  enlarged: null,
  tool: 'window',
  said: null,
  finding: null,
  lostSince: null,
  following: [],
  followingStopped: false,
  shared: [],
  panes: { current: null, prior: null },
}));

export const setDesk = useDesk.setState;

/** Whether the prior is shown over the current study: there may be no picture of it. */
export const isPriorOver = ({ blinking, panes }: DeskState): boolean => blinking && panes.prior?.stands === true;

export const say = (said: string | null): void => setDesk({ said });

export const toggleEnlarged = (what: Exclude<Enlarged, null>): void =>
  setDesk((state) => ({ enlarged: state.enlarged === what ? null : what }));
