import { useQuery } from '@tanstack/react-query';
import type { InteroperabilityStep } from '@throughline/contract';
import { interoperabilityQuery } from '../../api/desk.ts';

const looks: Readonly<Record<InteroperabilityStep['state'], { readonly word: string; readonly className: string }>> = {
  works: { word: 'works', className: 'text-ok' },
  partly: { word: 'in part', className: 'text-warn' },
  fails: { word: 'does not work', className: 'text-bad' },
  unknown: { word: 'not known', className: 'text-muted' },
};

const Step = ({ step }: { readonly step: InteroperabilityStep }) => (
  <li className="grid grid-cols-[6rem_7rem_minmax(0,1fr)] gap-2">
    <span className="text-strong">{step.step}</span>
    <span className={looks[step.state].className}>{looks[step.state].word}</span>
    <span className="text-muted">{step.text}</span>
  </li>
);

/** What works with a source, step by step from question to reader, from what happened in the last days. */
export const InteroperabilityPanel = ({ name }: { readonly name: string }) => {
  const { data } = useQuery(interoperabilityQuery);
  const statement = data?.find(({ sourceName }) => sourceName === name);
  if (!statement) return null;
  const specialties = statement.specialties.slice(0, 6).map(({ specialty, studies }) => `${specialty} ${studies}`);
  return (
    <section aria-label="What works" className="mb-4">
      <h3 className="heading">What works, from the last seven days</h3>
      <p className="mb-1 text-strong">{statement.text}</p>
      <ul>
        {statement.steps.map((step) => (
          <Step key={step.step} step={step} />
        ))}
      </ul>
      {specialties.length > 0 && <p className="text-muted">Studies by specialty: {specialties.join(', ')}</p>}
    </section>
  );
};
