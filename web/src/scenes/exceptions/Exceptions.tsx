import { useQuery } from '@tanstack/react-query';
import type { ExceptionItem } from '@throughline/contract';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { exceptionsQuery } from '../../api/desk.ts';
import { DeskHeader } from '../../components/DeskHeader.tsx';
import { toTheMinute } from '../../components/hub-clock.ts';
import { Problem } from '../../components/Problem.tsx';
import { WhereToAct } from './WhereToAct.tsx';

type Kind = ExceptionItem['kind'];

const kinds: Readonly<Record<Kind, string>> = {
  'failing-source': 'Failing sources',
  'refusing-source': 'Sources that refuse us',
  'recalled-delivery': 'Deliveries to recall',
  'recalled-reading': 'Readers to tell',
  'emergency-access': 'Emergency accesses',
  'recalled-manifest': 'Manifests to recall',
  'late-prior': 'Priors that came late',
  'damaged-study': 'Damaged studies',
  'partial-study': 'Partial studies',
  'identity-review': 'Uncertain identities',
  'uid-conflict': 'UID conflicts',
  'unmatched-order': 'Unmatched orders',
  'dead-letter': 'Dead letters',
  'unsent-message': 'Messages not taken',
  'failing-destination': 'Receivers that do not answer',
};
const order = Object.keys(kinds) as Kind[];

const Item = ({ item }: { readonly item: ExceptionItem }) => (
  <li className="grid grid-cols-[10rem_11rem_minmax(0,1fr)] gap-3 border-b border-line px-4 py-2">
    <span className="text-warn">{kinds[item.kind]}</span>
    <time className="text-muted" dateTime={item.since}>
      since {toTheMinute(item.since)}
    </time>
    <span>
      <span className="text-strong">{item.text}</span>
      <span className="block">{item.next}</span>
      <WhereToAct item={item} />
      <span className="block truncate text-muted">{item.studyInstanceUid ?? item.id}</span>
    </span>
  </li>
);

/** What waits for somebody who runs the system, oldest first. */
export const Exceptions = () => {
  const { data, error } = useQuery(exceptionsQuery);
  const [only, setOnly] = useState<Kind | null>(null);
  if (error && !data) return <Problem error={error} />;
  const items = data?.items.filter((item) => only === null || item.kind === only) ?? [];
  return (
    <main className="flex h-full flex-col">
      <DeskHeader page="Exceptions" />
      <fieldset className="flex flex-wrap gap-1 border-b border-line px-4 py-2" aria-label="Kinds">
        {order.map((kind) => (
          <Button
            key={kind}
            className="action whitespace-nowrap"
            aria-pressed={only === kind}
            onPress={() => setOnly(only === kind ? null : kind)}
          >
            <span className={only === kind ? 'text-strong' : data?.counts[kind] ? 'text-warn' : 'text-muted'}>
              {kinds[kind]} · {data?.counts[kind] ?? 0}
            </span>
          </Button>
        ))}
      </fieldset>
      <ul aria-label="Exceptions" className="min-h-0 flex-1 overflow-auto">
        {items.map((item) => (
          <Item key={`${item.kind} ${item.id}`} item={item} />
        ))}
        {items.length === 0 && <li className="p-6 text-muted">{data ? 'Nothing waits for you.' : 'Loading …'}</li>}
      </ul>
    </main>
  );
};
