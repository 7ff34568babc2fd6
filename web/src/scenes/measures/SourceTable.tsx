import type { SourceCounts } from '@throughline/contract';
import { clicks, seconds, share } from './words.ts';

const MEBIBYTE = 2 ** 20;

/** What each source gave. */
export const SourceTable = ({ rows }: { readonly rows: readonly SourceCounts[] }) => (
  <section aria-label="Source">
    <table className="w-full border-collapse text-left [&_td]:pr-3 [&_th]:pr-3">
      <thead>
        <tr className="heading">
          <th className="py-1">Source</th>
          <th>Questions</th>
          <th>Answered</th>
          <th>Studies fetched</th>
          <th>Whole</th>
          <th>MiB</th>
          <th>Wait, half of them less</th>
          <th>Priors looked at</th>
          <th>Clicks</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name} className="border-t border-line">
            <th scope="row" className="py-1 font-normal text-strong wrap-anywhere">
              {row.name}
            </th>
            <td>{row.asked}</td>
            <td>{share(row.answered, row.asked)}</td>
            <td>{row.whole + row.notWhole}</td>
            <td>{share(row.whole, row.whole + row.notWhole)}</td>
            <td>{Math.round(row.bytes / MEBIBYTE)}</td>
            <td className="text-muted">{seconds(row.medianFetch)}</td>
            <td>{`${row.seen} of ${row.shown}`}</td>
            <td>{clicks(row.medianClicks)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
