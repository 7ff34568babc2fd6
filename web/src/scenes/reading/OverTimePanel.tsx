import type { Reading } from '@throughline/contract';
import { type ComponentProps, type ComponentType, useEffect, useRef, useState } from 'react';
import { useDesk } from '../../state/desk-state.ts';
import { pause } from '../../viewport/again.ts';
import type { OverTime } from '../over-time/OverTime.tsx';
import { ClosePanel } from './ClosePanel.tsx';
import { usePanelFocus } from './use-panel-focus.ts';

type Asked = ComponentProps<typeof OverTime>;

/** What does not come while the hub is not reached is asked for again; the pictures beneath stay what they are. */
const LateOverTime = (asked: Asked) => {
  const [View, setView] = useState<ComponentType<Asked>>();
  const [failures, setFailures] = useState(0);
  useEffect(() => {
    let gone = false;
    const load = async (): Promise<void> => {
      if (failures > 0) await pause(failures);
      if (gone) return;
      await import('../over-time/OverTime.tsx').then(
        (come) => gone || setView(() => come.OverTime),
        () => gone || setFailures(failures + 1),
      );
    };
    void load();
    return () => {
      gone = true;
    };
  }, [failures]);
  if (View) return <View {...asked} />;
  // Browsers may hold a program that did not come for lost until the page is loaded again.
  const late =
    'The hub did not give what draws measurements. It is asked again by itself; if it stays away, load the page again.';
  return (
    <p role="status" className={failures > 0 ? 'text-warn' : 'text-muted'}>
      {failures > 0 ? late : 'Being read …'}
    </p>
  );
};

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
      <LateOverTime study={reading.current.studyInstanceUid} birthDate={reading.person.birthDate} hang={hang} />
    </section>
  );
};
