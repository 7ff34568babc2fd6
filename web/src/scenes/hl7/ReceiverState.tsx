import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Destination, DestinationTestStep } from '@throughline/contract';
import { Button } from 'react-aria-components/Button';
import { pauseReceiver, resend, sentQuery, testReceiver } from '../../api/hl7.ts';
import { toTheSecond } from '../../components/hub-clock.ts';
import { standing } from './words.ts';

const looks: Readonly<Record<DestinationTestStep['outcome'], string>> = {
  passed: 'text-ok',
  warned: 'text-warn',
  failed: 'text-bad',
};

const Step = ({ step }: { readonly step: DestinationTestStep }) => (
  <li className="grid grid-cols-[4.5rem_6rem_1fr_4rem] gap-2 py-0.5">
    <span className={looks[step.outcome]}>{step.outcome}</span>
    <span className="text-muted">{step.step}</span>
    <span>
      {step.text}
      {step.next !== null && <strong className="block font-normal text-warn">{step.next}</strong>}
    </span>
    <span className="text-right text-muted">{step.tookMs} ms</span>
  </li>
);

/** The last messages to it; what was not taken can be sent again. */
const Sent = ({ name }: { readonly name: string }) => {
  const client = useQueryClient();
  const { data } = useQuery(sentQuery(name));
  const again = useMutation({
    mutationFn: resend,
    onSettled: () => client.invalidateQueries({ queryKey: ['hl7'] }),
  });
  if (data === undefined || data.length === 0) return null;
  return (
    <section aria-label="Last messages" className="mt-3">
      <h3 className="heading">Last messages</h3>
      <ul className="max-h-40 overflow-auto">
        {data.map((one) => (
          <li key={one.id} className="grid grid-cols-[10rem_5rem_4.5rem_1fr] items-baseline gap-2 py-0.5">
            <time className="text-muted" dateTime={one.madeAt}>
              {toTheSecond(one.madeAt)}
            </time>
            <span>{one.type}</span>
            <span className={one.state === 'refused' || one.state === 'failed' ? 'text-bad' : 'text-muted'}>
              {one.state}
            </span>
            <span className="text-muted">
              {one.cause}{' '}
              {(one.state === 'refused' || one.state === 'failed') && (
                <Button className="action" isDisabled={again.isPending} onPress={() => again.mutate(one.id)}>
                  Send again
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
      <p role="status" className="text-bad">
        {again.error?.message}
      </p>
    </section>
  );
};

/** How a receiver is: pause, test, and what went to it. */
export const ReceiverState = ({ receiver }: { readonly receiver: Destination }) => {
  const { name, paused } = receiver;
  const client = useQueryClient();
  const test = useMutation({ mutationFn: () => testReceiver(name) });
  const pause = useMutation({
    mutationFn: () => pauseReceiver(name, !paused),
    onSettled: () => client.invalidateQueries({ queryKey: ['hl7'] }),
  });
  return (
    <div className="mb-4">
      <p className="mb-2 text-muted">{standing(receiver)}</p>
      <div className="flex gap-2">
        <Button className="action" isDisabled={test.isPending} onPress={() => test.mutate()}>
          {test.isPending ? 'Testing …' : 'Test the connection'}
        </Button>
        <Button className="action" isDisabled={pause.isPending} aria-pressed={paused} onPress={() => pause.mutate()}>
          {paused ? 'Go on sending' : 'Pause'}
        </Button>
      </div>
      <div role="status">
        {(test.error ?? pause.error) && <p className="mt-2 text-bad">{(test.error ?? pause.error)?.message}</p>}
        {test.data && (
          <>
            <p className={`mt-2 ${test.data.passed ? 'text-ok' : 'text-bad'}`}>
              {test.data.passed ? 'It can be reached.' : 'It cannot be reached yet:'}
            </p>
            <ol className="mt-1">
              {test.data.steps.map((step) => (
                <Step key={step.step} step={step} />
              ))}
            </ol>
          </>
        )}
      </div>
      <Sent name={name} />
    </div>
  );
};
