import { useQuery } from '@tanstack/react-query';
import type { Report, StudySummary } from '@throughline/contract';
import { useEffect, useMemo, useRef } from 'react';
import { reportQuery } from '../../api/queries.ts';
import { setDesk, useDesk } from '../../state/desk-state.ts';
import { goToFinding } from './actions.ts';
import { ClosePanel } from './ClosePanel.tsx';
import { piecesOf } from './report-links.ts';
import { usePanelFocus } from './use-panel-focus.ts';

type OneReport = Report['reports'][number];

const concludes = /impression|conclusion|beurteilung|conclusión/i;

/** What was concluded comes first: it is what is looked for. */
const inOrder = (sections: OneReport['sections']) =>
  sections.toSorted((a, b) => Number(concludes.test(b.heading)) - Number(concludes.test(a.heading)));

/** The text as received; a picture that it names can be gone to. */
const Text = ({ text }: { readonly text: string }) => (
  <p className="whitespace-pre-line text-strong">
    {piecesOf(text).map(({ text: piece, picture }, at) =>
      picture ? (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text have no other name and never move
          key={at}
          type="button"
          className="text-accent underline underline-offset-2"
          onClick={() => void goToFinding(picture)}
        >
          {piece}
        </button>
      ) : (
        piece
      ),
    )}
  </p>
);

const One = ({ report, siteName }: { readonly report: OneReport; readonly siteName: string }) => (
  <>
    <h2 className="heading bg-raised px-2 py-1">
      Report {report.date ?? ''} · {siteName} · {report.status}
    </h2>
    <div className="flex flex-col gap-2 px-2 py-2">
      {inOrder(report.sections).map(({ heading, text }, at, all) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: sections of one heading have no other name and never move
        <div key={at}>
          {heading !== all[at - 1]?.heading && (
            <h3 className="text-[11px] font-semibold uppercase text-muted">{heading}</h3>
          )}
          <Text text={text} />
        </div>
      ))}
      {report.author && <p className="text-muted">{report.author}</p>}
    </div>
  </>
);

const Without = ({ text }: { readonly text: string }) => (
  <>
    <h2 className="heading bg-raised px-2 py-1">Report</h2>
    <p className="px-2 py-2 text-muted">{text}</p>
  </>
);

const whyNone = (study: StudySummary | undefined, failed: boolean): string => {
  if (!study) return 'No prior is shown.';
  if (failed) return 'The server did not give the report. Hang the prior again to ask once more.';
  if (study.hasReport) return 'The report is being read …';
  return study.verified ? 'No report came with this study.' : 'No report is here; not all of this study has come.';
};

/** The reports of the shown prior, as received. */
export const ReportPanel = ({ study }: { readonly study: StudySummary | undefined }) => {
  const large = useDesk((state) => state.enlarged === 'report');
  const panel = useRef<HTMLElement>(null);
  usePanelFocus(panel, large);
  const { data, isError } = useQuery({
    ...reportQuery(study?.studyInstanceUid ?? ''),
    enabled: study?.hasReport === true,
  });
  const reports = useMemo(() => (study?.hasReport ? (data?.reports ?? []) : []), [data, study?.hasReport]);
  useEffect(() => {
    const texts = reports.flatMap((report) => inOrder(report.sections)).map((section) => section.text);
    setDesk({ finding: texts.flatMap(piecesOf).find(({ picture }) => picture)?.picture ?? null });
  }, [reports]);
  const place = large
    ? 'absolute inset-2 z-20 overflow-auto border border-line bg-raised p-3 md:inset-12 md:p-6 text-base shadow-2xl'
    : 'min-h-24 flex-1 overflow-auto';
  return (
    <section ref={panel} aria-label="Report" className={place} tabIndex={0}>
      {large && <ClosePanel />}
      {reports.map((report) => (
        <One key={report.sopInstanceUid} report={report} siteName={study?.siteName ?? ''} />
      ))}
      {reports.length === 0 && <Without text={whyNone(study, isError)} />}
    </section>
  );
};
