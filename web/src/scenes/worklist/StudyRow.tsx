import type { WorklistItem } from '@throughline/contract';
import { verdictTone } from '../../components/verdict.ts';

/** Where there is no room for all beside each other, completeness goes below, then sex, age and hospital too: nothing that says who or what it is is ever cut. */
export const columns =
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

/** That a study and its priors are whole is said by the column of priors already; whoever wants it in full finds it in the title. */
const completenessOf = ({ verdict, away, headline }: WorklistItem): string =>
  verdict === 'complete' && !away ? headline.split(' · ').toSpliced(2, 1).join(' · ') : headline;

/** A study of a list. */
export const StudyRow = ({ item, when }: { readonly item: WorklistItem; readonly when: string | null }) => (
  <div className={`${columns} items-center py-1.5`}>
    <span className="text-muted">{when}</span>
    <span className="text-strong wrap-anywhere">
      <bdi>{item.patient.name}</bdi>
    </span>
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
      className={`col-start-2 -col-end-1 xl:col-start-auto xl:col-end-auto wrap-anywhere ${verdictTone(item.verdict, item.away)}`}
      title={item.headline}
    >
      {completenessOf(item)}
    </span>
  </div>
);
