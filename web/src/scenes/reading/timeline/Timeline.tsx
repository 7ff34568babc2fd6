import type { Reading } from '@throughline/contract';
import { useMemo } from 'react';
import { counted } from '../../../components/counted.ts';
import { apart } from '../../../components/lane-layout.ts';
import { textWidth } from '../../../components/text-width.ts';
import { timelineScale } from '../../../components/timeline-scale.ts';
import { useWidth } from '../../../components/use-width.ts';
import { toggleEnlarged, useDesk } from '../../../state/desk-state.ts';
import { CloseButton } from '../ClosePanel.tsx';
import { axisHeight, fontSize, type Lane, lanesOf, leastHeight, left, lineOf, onAxis, roomOf } from './lanes.ts';
import { MarkView } from './MarkView.tsx';

interface TimelineProps {
  readonly reading: Reading;
  readonly shown: string | undefined;
  readonly hang: (studyInstanceUid: string) => void;
}

/** The hospital of a lane, on as many lines as there is room for; the whole name is in the title too. */
const LaneName = ({ site: { name, silent }, y }: { readonly site: Lane['site']; readonly y: string }) => (
  <span
    data-lane={name}
    title={name}
    className={`absolute left-2.5 line-clamp-2 -translate-y-1/2 text-[11px] leading-[13px] wrap-anywhere ${silent ? 'text-bad' : 'text-muted'}`}
    style={{ top: y, width: left - 20 }}
  >
    {silent && '(silent) '}
    {name}
  </span>
);

interface LaneViewProps extends Omit<TimelineProps, 'reading'> {
  readonly lane: Lane;
  readonly y: string;
  readonly large: boolean;
}

const LaneView = ({ lane: { site, marks }, y, large, shown, hang }: LaneViewProps) => (
  <svg y={y} overflow="visible" role="presentation">
    <line
      x1={left}
      x2="100%"
      stroke={site.silent ? 'var(--color-bad)' : 'var(--color-line)'}
      strokeDasharray={site.silent ? '4 4' : undefined}
    />
    {marks.map((mark) => (
      <MarkView
        key={mark.study.studyInstanceUid}
        mark={mark}
        shown={mark.study.studyInstanceUid === shown}
        large={large}
        hang={() => mark.prior && hang(mark.study.studyInstanceUid)}
      />
    ))}
  </svg>
);

/** All that is known of where everything stands, in a strip of this width. */
const layoutOf = (reading: Reading, width: number) => {
  const studies = [reading.current, ...reading.priors].filter((study) => study.date !== null);
  const scale = timelineScale(
    studies.map((study) => study.date ?? ''),
    reading.person.birthDate,
  );
  const room = roomOf(width);
  const x = onAxis(room);
  const labels = scale.ticks.map(({ at, label }) => {
    const labelWidth = textWidth(label, fontSize);
    return { at: x(at) - labelWidth / 2, label, width: labelWidth };
  });
  return {
    studies,
    lanes: lanesOf(reading, studies, (date) => x(scale.at(date)), room),
    labels: apart(labels.filter((label) => label.at + label.width <= room.to)),
  };
};

/** A lane for each hospital, the whole history in one strip. */
export const Timeline = ({ reading, shown, hang }: TimelineProps) => {
  const large = useDesk((state) => state.enlarged === 'timeline');
  const [measure, width] = useWidth<HTMLDivElement>();
  const { studies, lanes, labels } = useMemo(() => layoutOf(reading, width), [reading, width]);
  const undated = reading.priors.length + 1 - studies.length;
  const count = Math.max(1, lanes.length);
  return (
    <section
      aria-label="Timeline"
      data-timeline
      style={{ gridArea: 'timeline' }}
      className="overflow-y-auto overflow-x-hidden bg-panel"
      onDoubleClick={() => toggleEnlarged('timeline')}
    >
      <div
        ref={measure}
        className="relative h-full"
        style={{ minHeight: count * leastHeight(lanes, large) + axisHeight }}
      >
        {lanes.map(({ site }, at) => (
          <LaneName key={site.name} site={site} y={lineOf(at, count, large)} />
        ))}
        <div className="absolute bottom-0.5 left-2.5 z-10">
          {large && <CloseButton />}
          {undated > 0 && <span className="text-[11px] text-warn">{undated} without a date</span>}
        </div>
        <svg
          width="100%"
          height="100%"
          className="absolute inset-0"
          role="group"
          aria-label={`${counted(studies.length, 'study', 'studies')} at ${counted(lanes.length, 'hospital')}`}
        >
          {width > 0 &&
            lanes.map((lane, at) => (
              <LaneView
                key={lane.site.name}
                lane={lane}
                y={lineOf(at, count, large)}
                large={large}
                shown={shown}
                hang={hang}
              />
            ))}
          {labels.map(({ at, label }) => (
            <svg key={label} x={at} y="100%" overflow="visible" aria-hidden>
              <text y={-6} fill="var(--color-muted)" fontSize={fontSize}>
                {label}
              </text>
            </svg>
          ))}
        </svg>
      </div>
    </section>
  );
};
