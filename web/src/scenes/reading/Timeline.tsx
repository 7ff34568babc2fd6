import type { RankedPrior, Reading, StudySummary } from '@throughline/contract';
import { useMemo } from 'react';
import { toggleEnlarged } from '../../state/desk-state.ts';
import { colourOf } from './colours.ts';
import { timelineScale } from './timeline-scale.ts';

interface TimelineProps {
  readonly reading: Reading;
  readonly shown: string | undefined;
  readonly hang: (studyInstanceUid: string) => void;
}

const left = 150;

/** Filled: here. Hollow: elsewhere. Dashed: its hospital is silent. */
const Mark = ({
  study,
  prior,
  shown,
  x,
  y,
  hang,
}: {
  readonly study: StudySummary;
  readonly prior: RankedPrior | undefined;
  readonly shown: boolean;
  readonly x: string;
  readonly y: number;
  readonly hang: () => void;
}) => {
  const here = study.place === 'local';
  const colour = prior ? colourOf(prior) : 'var(--color-strong)';
  return (
    <svg x={x} y={y} overflow="visible" role="presentation">
      <g
        role="button"
        tabIndex={-1}
        aria-label={`${study.date} ${study.exam}, ${study.siteName}`}
        onClick={hang}
        onKeyDown={(event) => {
          if (event.key === 'Enter') hang();
        }}
      >
        <title>{`${study.date} ${study.exam} · ${study.siteName}`}</title>
        <rect
          x={-7}
          y={-8}
          width={14}
          height={16}
          rx={study.modalities.includes('US') ? 8 : 3}
          fill={here ? colour : 'var(--color-ground)'}
          stroke={study.place === 'unreachable' ? 'var(--color-bad)' : colour}
          strokeWidth={shown ? 3 : 1.5}
          strokeDasharray={study.place === 'unreachable' ? '3 2' : undefined}
        />
        <text x={12} y={4} fill={prior ? 'var(--color-text)' : 'var(--color-strong)'} fontSize={11}>
          {prior ? study.modalities[0] : `${study.modalities[0]} now`}
        </text>
      </g>
    </svg>
  );
};

/** A lane for each hospital, the whole history in one strip. */
export const Timeline = ({ reading, shown, hang }: TimelineProps) => {
  const studies = useMemo(() => [...reading.priors, reading.current].filter((study) => study.date !== null), [reading]);
  const scale = useMemo(
    () =>
      timelineScale(
        studies.map((study) => study.date ?? ''),
        reading.person.birthDate,
      ),
    [studies, reading.person.birthDate],
  );
  const lanes = reading.sites;
  const height = 132;
  const step = Math.min(34, (height - 24) / Math.max(1, lanes.length));
  const y = (site: string): number =>
    16 +
    Math.max(
      0,
      lanes.findIndex((lane) => lane.name === site),
    ) *
      step;
  const x = (share: number): string => `calc(${left}px + (100% - ${left + 90}px) * ${share.toFixed(4)})`;
  return (
    <section
      aria-label="Timeline"
      style={{ gridArea: 'timeline' }}
      className="bg-panel"
      onDoubleClick={() => toggleEnlarged('timeline')}
    >
      <svg
        width="100%"
        height="100%"
        role="img"
        aria-label={`Timeline: ${studies.length} studies at ${lanes.length} hospitals`}
      >
        {lanes.map((lane) => (
          <g key={lane.name}>
            <text
              x={10}
              y={y(lane.name) + 4}
              fill={lane.silent ? 'var(--color-bad)' : 'var(--color-muted)'}
              fontSize={12}
            >
              {lane.name}
              {lane.silent ? ' (silent)' : ''}
            </text>
            <line
              x1={left}
              x2="100%"
              y1={y(lane.name)}
              y2={y(lane.name)}
              stroke="var(--color-line)"
              strokeDasharray={lane.silent ? '4 4' : undefined}
            />
          </g>
        ))}
        {scale.ticks.map((tick) => (
          <svg key={tick.label} x={x(tick.at)} y="100%" overflow="visible" aria-hidden>
            <text x={-12} y={-6} fill="var(--color-muted)" fontSize={11}>
              {tick.label}
            </text>
          </svg>
        ))}
        {studies.map((study) => {
          const prior = reading.priors.find((one) => one.studyInstanceUid === study.studyInstanceUid);
          return (
            <Mark
              key={study.studyInstanceUid}
              study={study}
              prior={prior}
              shown={study.studyInstanceUid === shown}
              x={x(scale.at(study.date ?? ''))}
              y={y(study.siteName)}
              hang={() => prior && hang(study.studyInstanceUid)}
            />
          );
        })}
      </svg>
    </section>
  );
};
