import type { Reading } from '@throughline/contract';
import { lazy, Suspense, useRef } from 'react';
import { useDesk } from '../../state/desk-state.ts';
import { ClosePanel } from './ClosePanel.tsx';
import { usePanelFocus } from './use-panel-focus.ts';

const OverTime = lazy(async () => ({ default: (await import('../over-time/OverTime.tsx')).OverTime }));

interface OverTimePanelProps {
  readonly reading: Reading;
  readonly hang: (studyInstanceUid: string) => void;
}

/** Neither its module nor its values are loaded before it is opened. */
export const OverTimePanel = ({ reading, hang }: OverTimePanelProps) => {
  const open = useDesk((state) => state.enlarged === 'measurements');
  const panel = useRef<HTMLElement>(null);
  usePanelFocus(panel, open);
  if (!open) return null;
  return (
    <section
      ref={panel}
      aria-label="Measurements over time"
      tabIndex={0}
      className="absolute inset-2 z-20 overflow-auto border border-line bg-raised p-3 md:inset-12 md:p-6 shadow-2xl"
    >
      <ClosePanel />
      <Suspense fallback={<p className="text-muted">Being read …</p>}>
        <OverTime study={reading.current.studyInstanceUid} birthDate={reading.person.birthDate} hang={hang} />
      </Suspense>
    </section>
  );
};
