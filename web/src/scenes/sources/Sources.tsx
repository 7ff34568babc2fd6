import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import type { SourceWithHealth } from '@throughline/contract';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { sourcesQuery, testSource } from '../../api/desk.ts';
import { ConnectionTest } from '../../components/ConnectionTest.tsx';
import { counted } from '../../components/counted.ts';
import { DeskHeader } from '../../components/DeskHeader.tsx';
import { DeskList } from '../../components/DeskList.tsx';
import { Problem } from '../../components/Problem.tsx';
import { InteroperabilityPanel } from './InteroperabilityPanel.tsx';
import { SourceForm } from './SourceForm.tsx';

const columns = 'grid grid-cols-[6.5rem_minmax(9rem,1fr)_minmax(8rem,1fr)_7rem_minmax(14rem,2.2fr)] gap-3 px-4';

interface Look {
  readonly word: string;
  readonly className: string;
}

/** Colour never says it alone. */
const lookOf = ({ enabled, health }: SourceWithHealth): Look => {
  if (!enabled) return { word: 'off', className: 'text-muted' };
  if (health.circuit !== 'closed') return { word: 'not reachable', className: 'text-bad' };
  if (health.refusing) return { word: 'refuses us', className: 'text-bad' };
  if (health.owes > 0 || health.failuresInRow > 0) return { word: 'failing', className: 'text-warn' };
  return health.lastSuccessAt === null
    ? { word: 'not asked', className: 'text-muted' }
    : { word: 'answers', className: 'text-ok' };
};

const Row = ({ source }: { readonly source: SourceWithHealth }) => {
  const look = lookOf(source);
  return (
    <div className={`${columns} items-baseline py-1.5`}>
      <span className={look.className}>{look.word}</span>
      <span className="truncate text-strong">{source.name}</span>
      <span className="truncate">{source.siteName}</span>
      <span className="text-muted">
        {source.queryBy} / {source.retrieveBy}
      </span>
      <span className="text-muted">{source.health.text}</span>
    </div>
  );
};

const Detail = ({ source, done }: { readonly source: SourceWithHealth | undefined; readonly done: () => void }) => (
  <section aria-label={source ? source.name : 'New source'} className="overflow-auto border-l border-line bg-panel p-4">
    <h2 className="text-base text-strong">{source ? source.name : 'New source'}</h2>
    {source && <p className="mb-3 text-muted">{source.health.text}</p>}
    {source && <InteroperabilityPanel name={source.name} />}
    {source && <ConnectionTest key={source.name} test={() => testSource(source.name)} />}
    <SourceForm key={source?.id ?? 'new'} source={source} done={done} />
  </section>
);

/** Every system that is asked for priors: how it is, and how it is spoken to. */
export const Sources = () => {
  const { data, error } = useQuery(sourcesQuery);
  const asked = useSearch({ from: '/sources' }).source;
  const [chosen, setChosen] = useState<string | null>(asked ?? null);
  if (error && !data) return <Problem error={error} />;
  const source = data?.find((each) => each.id === chosen);
  const isOpen = source !== undefined || chosen === 'new';
  return (
    <main className="flex h-full flex-col">
      <DeskHeader page="Sources">
        <Button className="action ml-auto" onPress={() => setChosen('new')}>
          Add a source
        </Button>
      </DeskHeader>
      <div className={`grid min-h-0 flex-1 ${isOpen ? 'grid-cols-[minmax(0,1fr)_34rem]' : ''}`}>
        <DeskList
          label="Sources"
          columns={columns}
          head={
            <>
              <span>State</span>
              <span>Source</span>
              <span>Hospital</span>
              <span>Asked, fetched</span>
              <span>Of late</span>
            </>
          }
          items={data}
          nameOf={(item) => item.name}
          row={(item) => <Row source={item} />}
          empty="No source is registered: add one."
          open={setChosen}
          foot={
            <span>
              {data ? counted(data.length, 'source') : ''} · <kbd className="keycap">↑</kbd>{' '}
              <kbd className="keycap">↓</kbd> choose · <kbd className="keycap">Enter</kbd> open
            </span>
          }
        />
        {isOpen && <Detail source={source} done={() => setChosen(null)} />}
      </div>
    </main>
  );
};
