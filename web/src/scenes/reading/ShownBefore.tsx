import { useQuery } from '@tanstack/react-query';
import type { StatementHistory } from '@throughline/contract';
import { Button } from 'react-aria-components/Button';
import { shownQuery } from '../../api/queries.ts';
import { toTheSecond } from '../../components/hub-clock.ts';

type Shown = StatementHistory['shown'][number];

/** What stood here before, the newest first: to be looked at as it was then. */
export const ShownBefore = ({
  study,
  chosen,
  choose,
}: {
  readonly study: string;
  readonly chosen: Shown | undefined;
  readonly choose: (shown: Shown | undefined) => void;
}) => {
  const { data, isError } = useQuery(shownQuery(study));
  return (
    <section aria-label="What was shown before">
      <h2 className="heading mb-1 mt-4">What was shown before</h2>
      {isError && <p className="m-0 text-bad">The hub did not tell. Open the details again.</p>}
      <ul className="flex max-h-40 flex-col gap-1 overflow-auto">
        {chosen && (
          <li>
            <Button className="action" onPress={() => choose(undefined)}>
              Back to now
            </Button>
          </li>
        )}
        {data?.shown.map((shown) => (
          <li key={shown.from}>
            <Button
              className="text-left text-muted data-[hovered]:text-text"
              aria-pressed={shown.from === chosen?.from}
              onPress={() => choose(shown)}
            >
              {toTheSecond(shown.from)} · {shown.statement.headline.split(' · ')[0]} · to {shown.subject}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
};
