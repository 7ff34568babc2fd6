import type { SiteExam } from '@throughline/contract';
import type { ReactNode } from 'react';
import { ExamTitle } from './ExamTitle.tsx';

/** What is said and can be said of the exam that is open. */
export const ExamPanel = ({ exam, children }: { readonly exam: SiteExam; readonly children: ReactNode }) => (
  <section aria-label="What it is" className="overflow-auto border-l border-line bg-panel p-4">
    <h2 className="mb-2 text-base">
      <ExamTitle exam={exam} />
    </h2>
    {children}
  </section>
);
