import { half, toWord } from '../../../components/lane-layout.ts';
import { colourOf } from '../colours.ts';
import { fontSize, type Mark, nameLine, toNames } from './lanes.ts';

interface MarkViewProps {
  readonly mark: Mark;
  readonly shown: boolean;
  readonly large: boolean;
  readonly hang: () => void;
}

/** From a mark that stands aside to its date on the line. */
const Leader = ({ at, dated }: Mark) =>
  Math.abs(at - dated) < 3 ? null : (
    <path d={`M0 ${half} L${dated - at} 12`} stroke="var(--color-muted)" fill="none" aria-hidden />
  );

/** Filled: here. Hollow: elsewhere, or a copy. Dashed: its hospital is silent. Round: ultrasound. */
export const MarkView = ({ mark, shown, large, hang }: MarkViewProps) => {
  const { study, siteName, isCopy, prior, word, worded, placedName } = mark;
  const colour = prior ? colourOf(prior) : 'var(--color-strong)';
  const silent = study.place === 'unreachable';
  const name = `${word}: ${mark.name}, ${siteName}`;
  return (
    <g
      role={prior ? 'button' : 'img'}
      tabIndex={prior ? -1 : undefined}
      aria-label={name}
      transform={`translate(${mark.at}, 0)`}
      onClick={hang}
      onKeyDown={(event) => {
        if (event.key === 'Enter') hang();
      }}
    >
      <title>{name}</title>
      <Leader {...mark} />
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
      {worded && (
        <text
          x={toWord}
          y={4}
          fill={prior ? 'var(--color-text)' : 'var(--color-strong)'}
          fontSize={fontSize}
          stroke="var(--color-panel)"
          strokeWidth={4}
          paintOrder="stroke"
        >
          {word}
        </text>
      )}
      {large && placedName && (
        <text
          x={placedName.toLeft ? half : -half}
          y={toNames + placedName.line * nameLine}
          textAnchor={placedName.toLeft ? 'end' : 'start'}
          fill="var(--color-muted)"
          fontSize={fontSize}
        >
          {mark.name}
        </text>
      )}
    </g>
  );
};
