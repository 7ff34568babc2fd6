import { useLayoutEffect } from 'react';

const slotOf = (pane: string): HTMLElement | null => document.querySelector(`.boot-pane[data-pane=${pane}]`);

const takeDown = (pane: string): void => slotOf(pane)?.setAttribute('hidden', '');

/** Where the pane's own picture will be: above it stands as much as there is to say. */
const align = (pane: string): void => {
  const [slot, stage] = [slotOf(pane), document.querySelector(`[data-stage=${pane}]`)];
  if (slot === null || slot.hidden || stage === null) return;
  const { top, bottom } = stage.getBoundingClientRect();
  Object.assign(slot.style, { top: `${top}px`, bottom: `${innerHeight - bottom}px` });
};

/** The first picture of a pane goes when the viewer has its own, and at once when it is of another study than the pane's. */
export const useBootPictures = (current: string, prior: string | undefined): void => {
  useLayoutEffect(() => {
    for (const [pane, study] of [['current', current] as const, ['prior', prior] as const]) {
      if (slotOf(pane)?.dataset.study !== study) takeDown(pane);
    }
  }, [current, prior]);
  useLayoutEffect(() => {
    align('current');
    align('prior');
  });
  useLayoutEffect(() => {
    const live = (event: Event): void => {
      if (event.target instanceof HTMLElement) takeDown(event.target.dataset.stage ?? '');
    };
    addEventListener('live', live);
    return () => removeEventListener('live', live);
  }, []);
};
