import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { GridList, GridListItem } from 'react-aria-components/GridList';
import { isUnreached } from '../../api/client.ts';
import { keepDay, keepFilter, matchesFilter, useFilter } from '../../api/filter.ts';
import { worklistQuery } from '../../api/queries.ts';
import { counted } from '../../components/counted.ts';
import { DemoMark } from '../../components/DemoMark.tsx';
import { DeskNav } from '../../components/DeskNav.tsx';
import { otherZone } from '../../components/hub-clock.ts';
import { Problem } from '../../components/Problem.tsx';
import { SignOut } from '../../components/SignOut.tsx';
import { Unreached } from '../../components/Unreached.tsx';
import { useTitle } from '../../components/use-title.ts';
import { LatePriors } from './LatePriors.tsx';
import { OtherDays } from './OtherDays.tsx';
import { columns, StudyRow } from './StudyRow.tsx';

const DayPicker = ({
  days,
  shown,
}: {
  readonly days: readonly { date: string; studies: number }[];
  readonly shown: string;
}) => (
  <nav aria-label="Days" className="flex flex-wrap gap-1">
    {days.slice(0, 7).map((day) => (
      <a
        key={day.date}
        className="action"
        aria-current={day.date === shown ? 'date' : undefined}
        href={`/?date=${day.date}`}
      >
        <span className={day.date === shown ? 'text-strong' : 'text-muted'}>
          {day.date} · {day.studies}
        </span>
      </a>
    ))}
  </nav>
);

const rowOf = (list: HTMLElement | null, studyInstanceUid: string): HTMLElement | undefined =>
  [...(list?.querySelectorAll<HTMLElement>('[role=row]') ?? [])].find(
    ({ dataset }) => dataset.key === studyInstanceUid,
  );

/** The studies of a day that are to be read. */
export const Worklist = () => {
  const { date } = useSearch({ from: '/' });
  const navigate = useNavigate();
  const { data, error } = useQuery(worklistQuery(date));
  const wanted = useFilter((state) => state.wanted);
  useTitle('Worklist');
  const filter = useRef<HTMLInputElement>(null);
  const lists = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const focus = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.target === filter.current) return;
      event.preventDefault();
      filter.current?.focus();
    };
    addEventListener('keydown', focus);
    return () => removeEventListener('keydown', focus);
  }, []);

  useEffect(() => keepDay(date), [date]);
  const shown = data?.date;
  useEffect(() => {
    // Whoever comes back from a study goes on where they were; the rows are there with the next picture of the page.
    if (shown === undefined) return undefined;
    const soon = requestAnimationFrame(() => rowOf(lists.current, useFilter.getState().opened)?.focus());
    return () => cancelAnimationFrame(soon);
  }, [shown]);

  // What is known stays, with when it was so, while the hub is not reached.
  if (error && !(data && isUnreached(error))) return <Problem error={error} />;
  const zone = data ? otherZone(new Date()) : null;
  const items = data?.items.filter((item) => matchesFilter(item, wanted)) ?? [];
  const open = (study: string): void =>
    void navigate({ to: '/read/$study', params: { study }, search: { prior: undefined } });

  return (
    <main className="flex h-full flex-col">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line bg-panel px-4 py-2">
        <h1 className="text-base font-semibold text-strong">Throughline</h1>
        {data?.demo && <DemoMark />}
        {data && <DayPicker days={data.days} shown={data.date} />}
        <label className="ml-auto flex items-center gap-2 text-muted">
          <kbd className="keycap">/</kbd> Find
          <input
            ref={filter}
            className="field w-40 md:w-64"
            value={wanted}
            placeholder="name, ID, exam, hospital"
            onChange={(event) => keepFilter(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') keepFilter('');
              if (event.key === 'Enter' && items[0]) return open(items[0].studyInstanceUid);
              // Of other days nobody is opened unseen: Enter goes to the first that was found.
              if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
              event.preventDefault();
              lists.current?.querySelector<HTMLElement>('[role=row][data-key]')?.focus();
            }}
          />
        </label>
        {data && !data.demo && <SignOut />}
      </header>
      <Unreached />
      <LatePriors />
      <div className={`${columns} heading border-b border-line py-1`} aria-hidden>
        <span>Time</span>
        <span>Patient</span>
        <span className="max-md:hidden">Sex, age</span>
        <span>Exam</span>
        <span className="max-md:hidden">Hospital</span>
        <span>Priors</span>
        <span className="hidden xl:inline">Completeness</span>
      </div>
      <div ref={lists} className="min-h-0 flex-1 overflow-auto">
        <GridList
          key={data?.date ?? 'coming'}
          aria-label="Studies to read"
          autoFocus={data ? 'first' : false}
          items={items}
          dependencies={[data]}
          selectionMode="none"
          onAction={(key) => open(String(key))}
          renderEmptyState={() => (
            <p className="p-6 text-muted">{data ? `No study of ${data.date} matches.` : 'Loading the day …'}</p>
          )}
        >
          {(item) => (
            <GridListItem
              id={item.studyInstanceUid}
              textValue={item.patient.name}
              className="cursor-default border-b border-line data-[focus-visible]:bg-hover data-[hovered]:bg-raised"
            >
              <StudyRow item={item} when={item.time} />
            </GridListItem>
          )}
        </GridList>
        {data && <OtherDays wanted={wanted} listed={data.items} open={open} />}
      </div>
      <footer className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-line bg-panel px-4 py-1 text-muted">
        <span>
          {data && `${counted(data.items.length, 'study', 'studies')} on ${data.date} · `}
          <kbd className="keycap">↑</kbd> <kbd className="keycap">↓</kbd> choose · <kbd className="keycap">Enter</kbd>{' '}
          open
          {zone && ` · times in ${zone}, the zone of the hub`}
        </span>
        {data?.runsSystem && <DeskNav page="Worklist" />}
      </footer>
    </main>
  );
};
