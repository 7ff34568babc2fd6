import type { OpeningCounts } from '@throughline/contract';
import { readyShare } from './words.ts';

const width = 1200;
const height = 160;
const foot = 20;

/** A bar for each day: as high as studies were opened that had priors, the full part those that had them ready. */
export const Days = ({ days }: { readonly days: readonly OpeningCounts[] }) => {
  const most = Math.max(1, ...days.map(({ withPriors }) => withPriors));
  const step = width / Math.max(days.length, 14);
  const scale = (count: number): number => (count * (height - foot)) / most;
  return (
    <figure className="m-0">
      <figcaption className="heading mb-1">Priors ready before opening, by day</figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} className="w-full" role="img" aria-label="Studies opened by day">
        {days.map((day, at) => {
          const [all, ready] = [scale(day.withPriors), scale(day.ready)];
          const x = at * step + 2;
          return (
            <g key={day.name}>
              <title>{`${day.name}: ${day.ready} of ${day.withPriors} ready (${readyShare(day)})`}</title>
              <rect x={x} y={height - foot - all} width={step - 4} height={all} className="fill-raised stroke-line" />
              <rect x={x} y={height - foot - ready} width={step - 4} height={ready} className="fill-ok" />
              <text x={x + step / 2 - 2} y={height - 5} textAnchor="middle" fontSize="11" className="fill-muted">
                {day.name.slice(5)}
              </text>
            </g>
          );
        })}
      </svg>
    </figure>
  );
};
