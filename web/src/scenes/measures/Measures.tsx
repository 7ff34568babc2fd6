import { useQuery } from '@tanstack/react-query';
import type { ExperienceMeasures, OpeningCounts, RepeatCounts, SourceCounts } from '@throughline/contract';
import { measuresQuery } from '../../api/desk.ts';
import { counted } from '../../components/counted.ts';
import { DeskHeader } from '../../components/DeskHeader.tsx';
import { Problem } from '../../components/Problem.tsx';
import { Days } from './Days.tsx';
import { type ShareOf, Shares } from './Shares.tsx';
import { SourceTable } from './SourceTable.tsx';
import { clicks, readyShare, seconds, share } from './words.ts';

const Figure = ({ value, text }: { readonly value: string; readonly text: string }) => (
  <div className="border border-line bg-panel px-4 py-3">
    <dd className="m-0 text-2xl text-strong">{value}</dd>
    <dt className="text-muted">{text}</dt>
  </div>
);

const Table = ({ title, rows }: { readonly title: string; readonly rows: readonly OpeningCounts[] }) => (
  <section aria-label={title} className="min-w-0 flex-1 basis-[36rem]">
    <table className="w-full border-collapse text-left [&_td]:pr-3 [&_th]:pr-3">
      <thead>
        <tr className="heading">
          <th className="py-1">{title}</th>
          <th>Opened</th>
          <th>Ready before</th>
          <th>Complete</th>
          <th>Wait, 95 of 100</th>
          <th>First prior</th>
          <th>Looked at</th>
          <th>Clicks</th>
          <th>Sign-ins</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name} className="border-t border-line">
            <th scope="row" className="py-1 font-normal text-strong wrap-anywhere">
              {row.name}
            </th>
            <td>{row.opened}</td>
            <td>{readyShare(row)}</td>
            <td>{share(row.complete, row.opened)}</td>
            <td className="text-muted">{seconds(row.p95Wait)}</td>
            <td className="text-muted">{seconds(row.medianFirstPrior)}</td>
            <td>{share(row.seen, row.priors)}</td>
            <td>{clicks(row.medianClicks)}</td>
            <td>{row.logins}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

const looked = ({ name, seen, priors }: OpeningCounts): ShareOf => ({ name, part: seen, whole: priors });

const withoutClick = ({ name, withoutClick: part, looked: whole }: OpeningCounts): ShareOf => ({ name, part, whole });

const fetched = ({ name, whole, notWhole }: SourceCounts): ShareOf => ({ name, part: whole, whole: whole + notWhole });

const sentHere = 'sent to this hub';

const avoided = ({ name, avoided: part, warned }: RepeatCounts): ShareOf => ({
  name: name === '' ? sentHere : name,
  part,
  whole: warned,
});

const bySource = ({ sources, sentHere: own }: ExperienceMeasures): readonly ShareOf[] => [
  ...sources.map(({ name, seen, shown }) => ({ name, part: seen, whole: shown })),
  { name: sentHere, part: own.seen, whole: own.shown },
];

/** What readers met when they opened studies: were the priors there, and how long did who had to wait. */
export const Measures = () => {
  const { data, error } = useQuery(measuresQuery);
  if (error && !data) return <Problem error={error} />;
  return (
    <main className="flex h-full flex-col">
      <DeskHeader page="Measures" />
      {data && (
        <div
          className="flex min-h-0 flex-1 flex-col gap-6 overflow-auto p-4"
          tabIndex={0}
          role="region"
          aria-label="Figures"
        >
          <p className="m-0 text-muted">Since {data.since}. A study counts once for each reader and day.</p>
          <dl className="m-0 grid grid-cols-5 gap-3">
            <Figure value={readyShare(data.all)} text="had every prior that matters here before they were opened" />
            <Figure value={share(data.all.complete, data.all.opened)} text="were complete when opened" />
            <Figure value={seconds(data.all.medianWait)} text="wait for all priors that matter, half of them less" />
            <Figure
              value={seconds(data.all.medianFirstPrior)}
              text="from a gathering to its first prior, half of them less"
            />
            <Figure
              value={String(data.all.opened)}
              text={`opened, with ${counted(data.all.priors, 'prior that matters', 'priors that matter')}`}
            />
            <Figure value={String(data.hung)} text={`priors hung by hand, ${data.pulledIn} that were not offered`} />
            <Figure
              value={share(data.all.seen, data.all.priors)}
              text="of the priors that matter and were shown were looked at"
            />
            <Figure
              value={share(data.all.withoutClick, data.all.looked)}
              text={`had a prior beside them without a click (clicks, half of them less: ${clicks(data.all.medianClicks)})`}
            />
            <Figure value={String(data.all.logins)} text="sign-ins on the way to studies; a launch needs none" />
            <Figure
              value={String(data.repeatsAvoided)}
              text={`repeat orders avoided, of ${data.repeatsWarned} that were warned of`}
            />
          </dl>
          <Days days={data.days} />
          <div className="flex flex-wrap gap-x-8 gap-y-6">
            <Table title="Site" rows={data.sites} />
            <Table title="Specialty" rows={data.specialties} />
          </div>
          <SourceTable rows={data.sources} />
          <div className="flex flex-wrap gap-x-8 gap-y-6">
            <Shares title="Priors looked at, by site" rows={data.sites.map(looked)} />
            <Shares title="Priors looked at, by specialty" rows={data.specialties.map(looked)} />
            <Shares title="Priors looked at, by source" rows={bySource(data)} />
          </div>
          <div className="flex flex-wrap gap-x-8 gap-y-6">
            <Shares title="Without a click, by site" rows={data.sites.map(withoutClick)} />
            <Shares title="Without a click, by specialty" rows={data.specialties.map(withoutClick)} />
            <Shares title="Studies fetched whole, by source" rows={data.sources.map(fetched)} />
          </div>
          <div className="flex flex-wrap gap-x-8 gap-y-6">
            <Shares title="Repeat orders avoided, by site" rows={data.repeats.sites.map(avoided)} />
            <Shares title="Repeat orders avoided, by specialty" rows={data.repeats.specialties.map(avoided)} />
            <Shares title="Repeat orders avoided, by source" rows={data.repeats.sources.map(avoided)} />
          </div>
          <Shares title="Repeat orders avoided, by ordering system" rows={data.repeats.systems.map(avoided)} />
        </div>
      )}
    </main>
  );
};
