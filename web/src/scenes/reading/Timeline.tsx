import type { RankedPrior, Reading, StudySummary } from '@throughline/contract';
import { useMemo } from 'react';
import { counted } from '../../components/counted.ts';
import { spread, timelineScale } from '../../components/timeline-scale.ts';
import { toggleEnlarged, useDesk } from '../../state/desk-state.ts';
import { colourOf } from './colours.ts';
import { markText } from './media/shown-text.ts';

interface TimelineProps {
  readonly reading: Reading;
  readonly shown: string | undefined;
  readonly hang: (studyInstanceUid: string) => void;
}

const left = 170;
const right = 110;
const axis = 22;
/** How much of the strip a name takes, and how many stand under each other. */
const nameRoom = 0.25;
const namesInLane = 4;
/** Two lines of a hospital's name. */
const leastLane = 26;

/** The middle of a lane, as all lanes share the height above the axis. */
const inLanes = (at: number, lanes: number): string => `calc((100% - ${axis}px) * ${((at + 0.5) / lanes).toFixed(4)})`;

const onAxis = (share: number): string => `calc(${left}px + (100% - ${left + right}px) * ${share.toFixed(4)})`;

/** A study in the lane of a hospital: its own, or one that keeps a copy of it. */
interface Kept {
  readonly study: StudySummary;
  readonly siteName: string;
  readonly isCopy: boolean;
}

const keptOf = (study: StudySummary, prior: RankedPrior | undefined): readonly Kept[] => {
  const elsewhere = new Set(prior?.copies.map(({ siteName }) => siteName));
  elsewhere.delete(study.siteName);
  const copies = [...elsewhere].map((siteName) => ({ study, siteName, isCopy: true }));
  return [{ study, siteName: study.siteName, isCopy: false }, ...copies];
};

interface MarkProps {
  readonly kept: Kept;
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

/** Filled: here. Hollow: elsewhere, or a copy. Dashed: its hospital is silent. Round: ultrasound. */
const Mark = ({ kept: { study, siteName, isCopy }, prior, shown, large, beside, line, toLeft, hang }: MarkProps) => {
  const colour = prior ? colourOf(prior) : 'var(--color-strong)';
  const silent = study.place === 'unreachable';
  const text = `${markText(study)}${prior ? '' : ' now'}${isCopy ? ' copy' : ''}`;
  const name = `${text}: ${study.date} ${study.exam}, ${siteName}`;
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
        fill={study.place === 'local' && !isCopy ? colour : 'var(--color-panel)'}
        stroke={silent ? 'var(--color-bad)' : colour}
        strokeWidth={shown ? 3 : 1.5}
        strokeDasharray={silent ? '3 2' : undefined}
      />
      <text
        x={12}
        y={4}
        fill={prior ? 'var(--color-text)' : 'var(--color-strong)'}
        fontSize={11}
        stroke="var(--color-panel)"
        strokeWidth={4}
        paintOrder="stroke"
      >
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

/** The hospital of a lane, on as many lines as there is room for; the whole name is in the title too. */
const LaneName = ({ name, silent, y }: { readonly name: string; readonly silent: boolean; readonly y: string }) => (
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
  // What is drawn later covers what is before it: a mark covers the word of an older one, never the other way round.
  const kept = studies
    .toSorted((a, b) => (a.date ?? '').localeCompare(b.date ?? ''))
    .flatMap((study) => keptOf(study, priors.get(study.studyInstanceUid)));
  const lanes = Math.max(1, reading.sites.length);
  return (
    <section
      aria-label="Timeline"
      style={{ gridArea: 'timeline' }}
      className="overflow-y-auto overflow-x-hidden bg-panel"
      onDoubleClick={() => toggleEnlarged('timeline')}
    >
      <div className="relative h-full" style={{ minHeight: lanes * leastLane + axis }}>
        {reading.sites.map(({ name, silent }, at) => (
          <LaneName key={name} name={name} silent={silent} y={inLanes(at, lanes)} />
        ))}
        {undated > 0 && (
          <span className="absolute bottom-0.5 left-2.5 text-[11px] text-warn">{undated} without a date</span>
        )}
        <svg
          width="100%"
          height="100%"
          className="absolute inset-0"
          role="group"
          aria-label={`${counted(studies.length, 'study', 'studies')} at ${counted(reading.sites.length, 'hospital')}`}
        >
          {reading.sites.map((site, at) => {
            const here = kept.filter(({ siteName }) => siteName === site.name);
            const shares = here.map(({ study }) => scale.at(study.date ?? ''));
            const places = spread(shares);
            const lines = spread(shares, nameRoom);
            return (
              <svg key={site.name} y={inLanes(at, lanes)} overflow="visible" role="presentation">
                <line
                  x1={left}
                  x2="100%"
                  stroke={site.silent ? 'var(--color-bad)' : 'var(--color-line)'}
                  strokeDasharray={site.silent ? '4 4' : undefined}
                />
                {here.map(({ study, ...rest }, index) => (
                  <svg
                    key={study.studyInstanceUid}
                    x={onAxis(scale.at(study.date ?? ''))}
                    overflow="visible"
                    role="presentation"
                  >
                    <Mark
                      kept={{ study, ...rest }}
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
              </svg>
            );
          })}
          {scale.ticks.map((tick) => (
            <svg key={tick.label} x={onAxis(tick.at)} y="100%" overflow="visible" aria-hidden>
              <text x={-12} y={-6} fill="var(--color-muted)" fontSize={11}>
                {tick.label}
              </text>
            </svg>
          ))}
        </svg>
      </div>
    </section>
  );
};
