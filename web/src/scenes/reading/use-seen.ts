import { useEffect, useRef } from 'react';
import { sendSeen } from '../../api/queries.ts';

const modifiers = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph']);

/** Tells which priors hung, and after how many clicks and keys since the study was opened: for the measures. */
export const useSeen = (study: string, prior: string | undefined): void => {
  const clicks = useRef(0);
  const told = useRef(new Set<string>());
  useEffect(() => {
    const clicked = (): void => {
      clicks.current += 1;
    };
    const pressed = ({ key, repeat }: KeyboardEvent): void => {
      if (!repeat && !modifiers.has(key)) clicks.current += 1;
    };
    window.addEventListener('pointerdown', clicked, true);
    window.addEventListener('keydown', pressed, true);
    return () => {
      window.removeEventListener('pointerdown', clicked, true);
      window.removeEventListener('keydown', pressed, true);
    };
  }, []);
  useEffect(() => {
    if (prior === undefined || told.current.has(prior)) return;
    told.current.add(prior);
    // A measure that is lost changes nothing for who reads.
    void sendSeen(study, prior, Math.min(clicks.current, 10_000)).catch(() => undefined);
  }, [study, prior]);
};
