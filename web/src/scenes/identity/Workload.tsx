import { useQuery } from '@tanstack/react-query';
import { workloadQuery } from '../../api/identity.ts';
import { today } from '../../components/hub-clock.ts';
import { ageText, ruleName } from './words.ts';

const Figure = ({ value, text }: { readonly value: string; readonly text: string }) => (
  <div className="flex items-baseline gap-2">
    <dd className="m-0 text-base text-strong">{value}</dd>
    <dt className="text-muted">{text}</dt>
  </div>
);

const most = 3;

/** How much waits, how long, and how much is done. */
export const Workload = () => {
  const { data } = useQuery(workloadQuery);
  if (data === undefined) return null;
  const rules = Object.entries(data.byRule)
    .filter(([rule]) => rule !== '')
    .slice(0, most)
    .map(([rule, count]) => `${ruleName(rule)} ${count}`);
  const answered = data.answered.reduce((sum, { count }) => sum + count, 0);
  const ofToday = data.answered.find(({ day }) => day === today())?.count ?? 0;
  return (
    <dl aria-label="Workload" className="m-0 flex flex-wrap gap-x-8 border-b border-line px-4 py-2">
      <Figure value={String(data.open)} text={rules.length > 0 ? `open: ${rules.join(', ')}` : 'open'} />
      <Figure value={data.medianHours === null ? '–' : ageText(data.medianHours)} text="median wait" />
      <Figure value={String(ofToday)} text="answered today" />
      <Figure value={(answered / 7).toFixed(1)} text="answered a day this week" />
      <Figure value={String(data.raisedInWeek)} text="asked this week" />
      <Figure value={String(data.undoneInWeek)} text="taken back this week" />
    </dl>
  );
};
