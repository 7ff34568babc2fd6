import type { RankedPrior, Reading, StudySummary } from '@throughline/contract';
import { useMemo } from 'react';
import { spread, timelineScale } from '../../components/timeline-scale.ts';
import { toggleEnlarged, useDesk } from '../../state/desk-state.ts';
import { colourOf } from './colours.ts';
import { markText } from './media/shown-text.ts';

interface TimelineProps {
  readonly reading: Reading;
  readonly shown: string | undefined;
  readonly hang: (studyInstanceUid: string) => void;
}

const left = 150;
const right = 110;
const axis = 22;
/** How much of the strip a name takes, and how many stand under each other. */
const nameRoom = 0.25;
const namesInLane = 4;
const heights = { small: 132, large: 320 } as const;

const onAxis = (share: number): string => `calc(${left}px + (100% - ${left + right}px) * ${share.toFixed(4)})`;

interface MarkProps {
  readonly study: StudySummary;
  readonly prior: RankedPrior | undefined;
  readonly shown: boolean;
  readonly large: boolean;
  /** How far beside its place it stands, because another stands there. */
  readonly beside: number;
  /** On which line its name stands, and on which side. */
  readonly line: number;
  readonly toLeft: boolean;
  readonly hang: () => void;
}

/** Filled: here. Hollow: elsewhere. Dashed: its hospital is silent. Round: ultrasound. */
const Mark = ({ study, prior, shown, large, beside, line, toLeft, hang }: MarkProps) => {
  const colour = prior ? colourOf(prior) : 'var(--color-strong)';
  const silent = study.place === 'unreachable';
  const text = prior ? markText(study) : `${markText(study)} now`;
  const name = `${text}: ${study.date} ${study.exam}, ${study.siteName}`;
  return (
    <g
      role={prior ? 'button' : 'img'}
      tabIndex={prior ? -1 : undefined}
      aria-label={name}
      transform={`translate(${beside * 46}, 0)`}
      onClick={hang}
      onKeyDown={(event) => {
        if (event.key === 'Enter') hang();
      }}
    >
      <title>{name}</title>
      <rect
        x={-7}
        y={-8}
        width={14}
        height={16}
        rx={study.modalities.includes('US') ? 8 : 3}
        fill={study.place === 'local' ? colour : 'var(--color-panel)'}
        stroke={silent ? 'var(--color-bad)' : colour}
        strokeWidth={shown ? 3 : 1.5}
        strokeDasharray={silent ? '3 2' : undefined}
      />
      <text x={12} y={4} fill={prior ? 'var(--color-text)' : 'var(--color-strong)'} fontSize={11}>
        {text}
      </text>
      {large && (
        <text
          x={toLeft ? 7 : -7}
          y={22 + line * 13}
          textAnchor={toLeft ? 'end' : 'start'}
          fill="var(--color-muted)"
          fontSize={11}
        >
          {study.date} {study.exam}
        </text>
      )}
    </g>
  );
};

const Lane = ({ name, silent, y }: { readonly name: string; readonly silent: boolean; readonly y: number }) => (
  <g>
    <text x={10} y={y + 4} fill={silent ? 'var(--color-bad)' : 'var(--color-muted)'} fontSize={12}>
      {silent ? `${name} (silent)` : name}
    </text>
    <line
      x1={left}
      x2="100%"
      y1={y}
      y2={y}
      stroke={silent ? 'var(--color-bad)' : 'var(--color-line)'}
      strokeDasharray={silent ? '4 4' : undefined}
    />
  </g>
);

/** A lane for each hospital, the whole history in one strip. */
export const Timeline = ({ reading, shown, hang }: TimelineProps) => {
  const large = useDesk((state) => state.enlarged === 'timeline');
  const studies = useMemo(() => [reading.current, ...reading.priors].filter((study) => study.date !== null), [reading]);
  const undated = reading.priors.length + 1 - studies.length;
  const scale = useMemo(() => {
    const dates = studies.map((study) => study.date ?? '');
    return timelineScale(dates, reading.person.birthDate);
  }, [studies, reading.person.birthDate]);
  const priors = new Map(reading.priors.map((prior) => [prior.studyInstanceUid, prior]));
  const step = (heights[large ? 'large' : 'small'] - axis) / Math.max(1, reading.sites.length);
  return (
    <section
      aria-label="Timeline"
      style={{ gridArea: 'timeline' }}
      className="overflow-y-auto overflow-x-hidden bg-panel"
      onDoubleClick={() => toggleEnlarged('timeline')}
    >
      <svg
        width="100%"
        height="100%"
        role="group"
        aria-label={`${studies.length} studies at ${reading.sites.length} hospitals`}
      >
        {reading.sites.map((site, at) => {
          const y = step * (at + 0.5);
          const here = studies.filter((study) => study.siteName === site.name);
          const shares = here.map((study) => scale.at(study.date ?? ''));
          const places = spread(shares);
          const lines = spread(shares, nameRoom);
          return (
            <g key={site.name}>
              <Lane name={site.name} silent={site.silent} y={y} />
              {here.map((study, index) => (
                <svg
                  key={study.studyInstanceUid}
                  x={onAxis(scale.at(study.date ?? ''))}
                  y={y}
                  overflow="visible"
                  role="presentation"
                >
                  <Mark
                    study={study}
                    prior={priors.get(study.studyInstanceUid)}
                    shown={study.studyInstanceUid === shown}
                    large={large}
                    beside={places[index] ?? 0}
                    line={(lines[index] ?? 0) % namesInLane}
                    toLeft={(shares[index] ?? 0) > 0.7}
                    hang={() => priors.has(study.studyInstanceUid) && hang(study.studyInstanceUid)}
                  />
                </svg>
              ))}
            </g>
          );
        })}
        {scale.ticks.map((tick) => (
          <svg key={tick.label} x={onAxis(tick.at)} y="100%" overflow="visible" aria-hidden>
            <text x={-12} y={-6} fill="var(--color-muted)" fontSize={11}>
              {tick.label}
            </text>
          </svg>
        ))}
        {undated > 0 && (
          <text x={10} y={heights[large ? 'large' : 'small'] - 6} fill="var(--color-warn)" fontSize={11}>
            {undated} without a date
          </text>
        )}
      </svg>
    </section>
  );
};
