import { useQuery } from '@tanstack/react-query';
import type { Report, StudySummary } from '@throughline/contract';
import { reportQuery } from '../../api/queries.ts';
import { useDesk } from '../../state/desk-state.ts';

const concludes = /impression|conclusion|beurteilung|conclusión/i;

/** What was concluded comes first: it is what is looked for. */
const inOrder = (sections: Report['reports'][number]['sections']) =>
  sections.toSorted((a, b) => Number(concludes.test(b.heading)) - Number(concludes.test(a.heading)));

/** The report of the shown prior, as received. */
export const ReportPanel = ({ study }: { readonly study: StudySummary | undefined }) => {
  const large = useDesk((state) => state.enlarged === 'report');
  const { data } = useQuery({ ...reportQuery(study?.studyInstanceUid ?? ''), enabled: study?.hasReport === true });
  const report = data?.reports[0];
  const head = report ? `Report ${report.date ?? ''} · ${study?.siteName} · ${report.status}` : 'Report';
  return (
    <section
      aria-label="Report"
      className={
        large
          ? 'absolute inset-12 z-20 flex flex-col overflow-auto border border-line bg-raised p-6 text-base'
          : 'flex min-h-24 flex-1 flex-col overflow-auto'
      }
    >
      <h2 className="heading bg-raised px-2 py-1">{head}</h2>
      <div className="flex flex-col gap-2 px-2 py-2">
        {study === undefined && <p className="text-muted">No prior is shown.</p>}
        {study && !study.hasReport && <p className="text-muted">No report came with this study.</p>}
        {report &&
          inOrder(report.sections).map((section) => (
            <div key={section.heading}>
              <h3 className="text-[11px] font-semibold uppercase text-muted">{section.heading}</h3>
              <p className="whitespace-pre-line text-strong">{section.text}</p>
            </div>
          ))}
        {report?.author && <p className="text-muted">{report.author}</p>}
      </div>
    </section>
  );
};
