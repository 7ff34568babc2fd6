import { share } from './words.ts';

export interface ShareOf {
  readonly name: string;
  readonly part: number;
  readonly whole: number;
}

const width = 560;
const line = 22;
const label = 170;
const foot = 90;

/** A bar for each name: as long as its whole, the full part what came of it. */
export const Shares = ({ title, rows }: { readonly title: string; readonly rows: readonly ShareOf[] }) => {
  const most = Math.max(1, ...rows.map(({ whole }) => whole));
  const scale = (count: number): number => (count * (width - label - foot)) / most;
  const height = Math.max(1, rows.length) * line;
  return (
    <figure className="m-0 min-w-0 flex-1" aria-label={title}>
      <figcaption className="heading mb-1">{title}</figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} className="w-full" role="img" aria-label={title}>
        {rows.map(({ name, part, whole }, at) => (
          <g key={name}>
            <title>{`${name}: ${part} of ${whole} (${share(part, whole)})`}</title>
            <text x={label - 8} y={at * line + 15} textAnchor="end" fontSize="12" className="fill-strong">
              {name}
            </text>
            <rect x={label} y={at * line + 4} width={scale(whole)} height={14} className="fill-raised stroke-line" />
            <rect x={label} y={at * line + 4} width={scale(part)} height={14} className="fill-ok" />
            <text x={label + scale(whole) + 6} y={at * line + 15} fontSize="12" className="fill-muted">
              {`${part} of ${whole}`}
            </text>
          </g>
        ))}
      </svg>
    </figure>
  );
};
