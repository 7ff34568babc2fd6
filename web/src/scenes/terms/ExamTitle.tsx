import type { SiteExam } from '@throughline/contract';

/** Who has no patient ID is filed under the study: nothing that anybody knows an exam by. */
const issuerOf = ({ issuer }: SiteExam): string => (issuer.startsWith('study:') ? 'no patient ID' : issuer);

/** An exam as its site names it. */
export const ExamTitle = ({ exam }: { readonly exam: SiteExam }) => (
  <span className="truncate">
    <span className="text-strong">{exam.name || `code ${exam.localCode}`}</span>{' '}
    <span className="text-muted">
      {[exam.modality || 'any modality', exam.name && exam.localCode, issuerOf(exam)]
        .filter((part) => part !== '')
        .join(' · ')}
    </span>
  </span>
);
