import { create } from 'zustand';
import type { PaneName, PaneState } from '../viewport/desk.ts';

export type Enlarged = 'report' | 'timeline' | 'completeness' | 'help' | null;

interface DeskState {
  readonly active: PaneName;
  readonly alone: boolean;
  readonly linked: boolean;
  readonly playing: boolean;
  readonly blinking: string | null;
  readonly enlarged: Enlarged;
  readonly tool: 'window' | 'length' | 'angle' | 'cobb';
  /** A sentence about the last thing that was done or could not be done. */
  readonly said: string | null;
  readonly panes: Readonly<Record<PaneName, PaneState | null>>;
}

/** What the desk looks like now; pictures themselves live outside React. */
export const useDesk = create<DeskState>(() => ({
  active: 'current',
  alone: false,
  linked: true,
  playing: false,
  blinking: null,
  enlarged: null,
  tool: 'window',
  said: null,
  panes: { current: null, prior: null },
}));

export const setDesk = useDesk.setState;

export const say = (said: string | null): void => setDesk({ said });

export const toggleEnlarged = (what: Exclude<Enlarged, null>): void =>
  setDesk((state) => ({ enlarged: state.enlarged === what ? null : what }));
