import type { SiteExam } from '@throughline/contract';

/** An exam as its site names it. */
export const ExamTitle = ({ exam }: { readonly exam: SiteExam }) => (
  <span className="truncate">
    <span className="text-strong">{exam.name || `code ${exam.localCode}`}</span>{' '}
    <span className="text-muted">
      {[exam.modality || 'any modality', exam.name && exam.localCode, exam.issuer]
        .filter((part) => part !== '')
        .join(' · ')}
    </span>
  </span>
);
