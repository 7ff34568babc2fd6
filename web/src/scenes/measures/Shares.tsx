import { share } from './words.ts';

export interface ShareOf {
  readonly name: string;
  readonly part: number;
  readonly whole: number;
}

/** A bar for each name: as long as its whole, the full part what came of it. */
export const Shares = ({ title, rows }: { readonly title: string; readonly rows: readonly ShareOf[] }) => {
  const most = Math.max(1, ...rows.map(({ whole }) => whole));
  const scale = (count: number): string => `${(100 * count) / most}%`;
  return (
    <figure className="m-0 min-w-0 flex-1 basis-72" aria-label={title}>
      <figcaption className="heading mb-1">{title}</figcaption>
      <dl className="m-0 grid grid-cols-[minmax(0,9rem)_minmax(0,1fr)_auto] items-center gap-x-2 gap-y-1">
        {rows.map(({ name, part, whole }) => (
          <div key={name} className="contents" title={share(part, whole)}>
            <dt className="text-right text-strong wrap-anywhere">{name}</dt>
            <dd aria-hidden className="m-0 h-3.5">
              <div className="h-full border border-line bg-raised" style={{ width: scale(whole) }}>
                <div className="h-full bg-ok" style={{ width: whole === 0 ? 0 : `${(100 * part) / whole}%` }} />
              </div>
            </dd>
            <dd className="m-0 whitespace-nowrap text-muted">{`${part} of ${whole}`}</dd>
          </div>
        ))}
      </dl>
    </figure>
  );
};
