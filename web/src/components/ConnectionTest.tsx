import { useMutation } from '@tanstack/react-query';
import type { SourceTest, TestStep } from '@throughline/contract';
import { Button } from 'react-aria-components/Button';

const looks: Readonly<Record<TestStep['outcome'], string>> = {
  passed: 'text-ok',
  warned: 'text-warn',
  failed: 'text-bad',
  skipped: 'text-muted',
};

const Step = ({ step }: { readonly step: TestStep }) => (
  <li className="grid grid-cols-[4.5rem_9.5rem_1fr_4rem] gap-2 py-0.5">
    <span className={looks[step.outcome]}>{step.outcome}</span>
    <span className="text-muted">
      {step.protocol} {step.step}
    </span>
    <span>
      {step.text}
      {step.next && <strong className="block font-normal text-warn">{step.next}</strong>}
    </span>
    <span className="text-right text-muted">{step.outcome === 'skipped' ? '' : `${step.tookMs} ms`}</span>
  </li>
);

/** Tries the connection to another system and explains itself. */
export const ConnectionTest = ({ test }: { readonly test: () => Promise<SourceTest> }) => {
  const { mutate, data, error, isPending } = useMutation({ mutationFn: test });
  return (
    <div className="mb-4">
      <Button className="action" isDisabled={isPending} onPress={() => mutate()}>
        {isPending ? 'Testing …' : 'Test the connection'}
      </Button>
      <div role="status">
        {error && <p className="mt-2 text-bad">{error.message}</p>}
        {data && (
          <>
            <p className={`mt-2 ${data.passed ? 'text-ok' : 'text-bad'}`}>
              {data.passed ? 'Everything works.' : 'Something does not work yet:'}
            </p>
            <ol className="mt-1">
              {data.steps.map((step) => (
                <Step key={`${step.protocol} ${step.step}`} step={step} />
              ))}
            </ol>
          </>
        )}
      </div>
    </div>
  );
};
