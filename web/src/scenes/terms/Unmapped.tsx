import { useInfiniteQuery } from '@tanstack/react-query';
import type { TermValues, UnmappedExam } from '@throughline/contract';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { GridList, GridListItem } from 'react-aria-components/GridList';
import { unmappedQuery } from '../../api/terms.ts';
import { Problem } from '../../components/Problem.tsx';
import { ExamTitle } from './ExamTitle.tsx';
import { MeaningForm } from './MeaningForm.tsx';

const columns = 'grid grid-cols-[5rem_minmax(14rem,2fr)_minmax(10rem,1fr)_minmax(8rem,1fr)] gap-3 px-4';

const Row = ({ one }: { readonly one: UnmappedExam }) => (
  <div className={`${columns} items-baseline py-1.5`}>
    <span className="text-right text-strong">{one.unclear}</span>
    <ExamTitle exam={one.exam} />
    <span className="truncate text-muted">{one.guesses[0]?.plain ?? 'no guess'}</span>
    <span className="text-warn">no {one.lacks.join(', no ')}</span>
  </div>
);

/** Exam names that cannot be understood, those first that most studies wait for. */
export const Unmapped = ({ values }: { readonly values: TermValues }) => {
  const { data, error, hasNextPage, fetchNextPage } = useInfiniteQuery(unmappedQuery);
  const [chosen, setChosen] = useState<string | null>(null);
  if (error && !data) return <Problem error={error} />;
  const exams = data?.pages.flatMap((page) => page.exams) ?? [];
  const place = exams.findIndex((one) => one.id === chosen);
  const open = exams[place];
  const first = data?.pages[0];
  return (
    <div className={`grid min-h-0 flex-1 ${open ? 'grid-cols-[minmax(0,1fr)_34rem]' : ''}`}>
      <div className="flex min-h-0 min-w-0 flex-col">
        <div className={`${columns} heading border-b border-line py-1`} aria-hidden>
          <span className="text-right">Studies</span>
          <span>Exam</span>
          <span>Best guess</span>
          <span>Lacks</span>
        </div>
        <GridList
          key={data ? 'there' : 'coming'}
          aria-label="Exam names that wait"
          className="min-h-0 flex-1 overflow-auto"
          items={exams}
          dependencies={[exams]}
          autoFocus={data ? 'first' : false}
          selectionMode="none"
          onAction={(key) => setChosen(String(key))}
          renderEmptyState={() => (
            <p className="p-6 text-muted">{data ? 'Every exam name is understood.' : 'Loading …'}</p>
          )}
        >
          {(item) => (
            <GridListItem
              id={item.id}
              textValue={item.exam.name}
              className="cursor-default border-b border-line data-[focus-visible]:bg-hover data-[hovered]:bg-raised"
            >
              <Row one={item} />
            </GridListItem>
          )}
        </GridList>
        <footer className="flex items-center gap-2 border-t border-line bg-panel px-4 py-1 text-muted">
          <span>
            {first ? `${first.waiting} names wait` : ''}
            {first && !first.counted ? ', and older studies are still being counted' : ''} ·{' '}
            <kbd className="keycap">↑</kbd> <kbd className="keycap">↓</kbd> choose · <kbd className="keycap">Enter</kbd>{' '}
            open · <kbd className="keycap">1</kbd>–<kbd className="keycap">4</kbd> take a guess ·{' '}
            <kbd className="keycap">Enter</kbd> save it
          </span>
          {hasNextPage && (
            <Button className="action ml-auto" onPress={() => void fetchNextPage()}>
              More
            </Button>
          )}
        </footer>
      </div>
      {open && (
        <section aria-label="What it is" className="overflow-auto border-l border-line bg-panel p-4">
          <h2 className="mb-2 text-base">
            <ExamTitle exam={open.exam} />
          </h2>
          <p className="mb-3 text-muted">
            {open.unclear} of {open.studies} studies wait for it.
          </p>
          <MeaningForm
            key={open.id}
            exam={open.exam}
            guesses={open.guesses}
            values={values}
            // The next one opens by itself: a number and Enter for each name.
            saved={() => setChosen(exams[place + 1]?.id ?? null)}
            close={() => setChosen(null)}
          />
        </section>
      )}
    </div>
  );
};
