import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { WorklistItem } from '@throughline/contract';
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
import { verdictClass } from '../../components/verdict.ts';
import { LatePriors } from './LatePriors.tsx';

/** Where there is no room for all beside each other, completeness goes below, then sex, age and hospital too: nothing that says who or what it is is ever cut. */
const columns =
  'grid gap-x-3 px-4 grid-cols-[3rem_minmax(0,1fr)_minmax(0,1.4fr)_6.5rem] md:grid-cols-[3rem_minmax(0,1.2fr)_6.5rem_minmax(0,1.6fr)_minmax(0,1fr)_6.5rem] xl:grid-cols-[3rem_minmax(9rem,13rem)_6.5rem_minmax(11rem,1fr)_minmax(9.5rem,0.6fr)_7rem_minmax(16rem,1.3fr)]';

/** That there is nothing relevant is good to know only when everybody answered. */
const priorsOf = ({ priors, verdict }: WorklistItem): { readonly text: string; readonly tone: string } => {
  if (priors === null) return { text: 'being gathered', tone: 'text-warn' };
  if (priors.relevant === 0)
    return verdict === 'complete'
      ? { text: 'none relevant', tone: 'text-ok' }
      : { text: 'none known yet', tone: 'text-warn' };
  const tone = priors.ready === priors.relevant ? 'text-ok' : 'text-warn';
  return { text: `${priors.ready} of ${priors.relevant} ready`, tone };
};

/** What the exam is; of a name that says nothing to us but the modality, the name itself goes along. */
const examOf = ({ exam, modalities, localName }: WorklistItem): string =>
  modalities.includes(exam) && localName !== '' && localName !== exam ? `${exam} · ${localName}` : exam;

const Row = ({ item }: { readonly item: WorklistItem }) => (
  <div className={`${columns} items-center py-1.5`}>
    <span className="text-muted">{item.time}</span>
    <span className="text-strong wrap-anywhere">{item.patient.name}</span>
    <span className="text-muted max-md:col-start-2 max-md:row-start-2">
      {[item.patient.sex, item.patient.age].filter(Boolean).join(' · ')}
    </span>
    <span className="wrap-anywhere max-md:col-start-3 max-md:row-start-1" title={item.localName}>
      {examOf(item)}
      {item.reasonForExam && <span className="text-muted"> · {item.reasonForExam}</span>}
    </span>
    <span className="text-muted wrap-anywhere max-md:col-start-3 max-md:row-start-2">{item.siteName}</span>
    <span className={`max-md:col-start-4 max-md:row-start-1 ${priorsOf(item).tone}`}>{priorsOf(item).text}</span>
    <span
      className={`col-start-2 -col-end-1 xl:col-start-auto xl:col-end-auto ${verdictClass[item.verdict]} ${item.verdict === 'complete' ? 'xl:truncate' : ''}`}
      title={item.headline}
    >
      {item.headline}
    </span>
  </div>
);

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
  const list = useRef<HTMLDivElement>(null);

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
    const soon = requestAnimationFrame(() => rowOf(list.current, useFilter.getState().opened)?.focus());
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
          <kbd className="keycap">/</kbd> Filter
          <input
            ref={filter}
            className="field w-40 md:w-64"
            value={wanted}
            placeholder="name, ID, exam, hospital"
            onChange={(event) => keepFilter(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && items[0]) open(items[0].studyInstanceUid);
              if (event.key === 'Escape') keepFilter('');
              if (event.key !== 'ArrowDown') return;
              event.preventDefault();
              list.current?.querySelector<HTMLElement>('[role=row]')?.focus();
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
      <GridList
        key={data?.date ?? 'coming'}
        ref={list}
        aria-label="Studies to read"
        className="min-h-0 flex-1 overflow-auto"
        autoFocus={data ? 'first' : false}
        items={items}
        dependencies={[data]}
        selectionMode="none"
        onAction={(key) => open(String(key))}
        renderEmptyState={() => <p className="p-6 text-muted">{data ? 'No study matches.' : 'Loading the day …'}</p>}
      >
        {(item) => (
          <GridListItem
            id={item.studyInstanceUid}
            textValue={item.patient.name}
            className="cursor-default border-b border-line data-[focus-visible]:bg-hover data-[hovered]:bg-raised"
          >
            <Row item={item} />
          </GridListItem>
        )}
      </GridList>
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
