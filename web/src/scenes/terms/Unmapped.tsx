import { useInfiniteQuery } from '@tanstack/react-query';
import type { TermValues, UnmappedExam } from '@throughline/contract';
import { useState } from 'react';
import { unmappedQuery } from '../../api/terms.ts';
import { counted } from '../../components/counted.ts';
import { DeskList } from '../../components/DeskList.tsx';
import { More } from '../../components/More.tsx';
import { Problem } from '../../components/Problem.tsx';
import { ExamPanel } from './ExamPanel.tsx';
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
      <DeskList
        label="Exam names that wait"
        columns={columns}
        head={
          <>
            <span className="text-right">Studies</span>
            <span>Exam</span>
            <span>Best guess</span>
            <span>Lacks</span>
          </>
        }
        items={data && exams}
        nameOf={(one) => one.exam.name}
        row={(one) => <Row one={one} />}
        empty="Every exam name is understood."
        open={setChosen}
        foot={
          <>
            <span>
              {first ? `${first.waiting} names wait` : ''}
              {first && !first.counted ? ', and older studies are still being counted' : ''} ·{' '}
              <kbd className="keycap">↑</kbd> <kbd className="keycap">↓</kbd> choose ·{' '}
              <kbd className="keycap">Enter</kbd> open · <kbd className="keycap">1</kbd>–<kbd className="keycap">4</kbd>{' '}
              take a guess · <kbd className="keycap">Enter</kbd> save it
            </span>
            {hasNextPage && <More fetchNextPage={fetchNextPage} />}
          </>
        }
      />
      {open && (
        <ExamPanel exam={open.exam}>
          <p className="mb-3 text-muted">
            {open.unclear} of {counted(open.studies, 'study waits', 'studies wait')} for it.
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
        </ExamPanel>
      )}
    </div>
  );
};
