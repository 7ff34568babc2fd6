import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import type { ApplicationEntity } from '@throughline/contract';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { entitiesQuery } from '../../api/application-entities.ts';
import { counted } from '../../components/counted.ts';
import { DeskHeader } from '../../components/DeskHeader.tsx';
import { DeskList } from '../../components/DeskList.tsx';
import { Problem } from '../../components/Problem.tsx';
import { EntityForm } from './EntityForm.tsx';
import { EntityTest } from './EntityTest.tsx';
import { proofOf, sentenceOf } from './words.ts';

const columns = 'grid grid-cols-[minmax(9rem,12rem)_minmax(9rem,12rem)_minmax(16rem,1fr)] gap-3 px-4';

const Row = ({ entity }: { readonly entity: ApplicationEntity }) => (
  <div className={`${columns} items-baseline py-1.5`}>
    <span className="truncate text-strong">{entity.aeTitle}</span>
    <span className="text-muted">{proofOf(entity)}</span>
    <span className="text-muted">{sentenceOf(entity)}</span>
  </div>
);

interface DetailProps {
  readonly entity: ApplicationEntity | undefined;
  readonly done: (aeTitle?: string) => void;
}

const Detail = ({ entity, done }: DetailProps) => {
  const title = entity?.aeTitle ?? 'New application entity';
  return (
    <section aria-label={title} className="overflow-auto border-l border-line bg-panel p-4">
      <h2 className="text-base text-strong">{title}</h2>
      {entity && <p className="mb-3 text-muted">{sentenceOf(entity)}</p>}
      {entity && <EntityTest key={entity.aeTitle} entity={entity} />}
      <EntityForm key={entity?.aeTitle ?? ''} entity={entity} done={done} />
    </section>
  );
};

/** Who may call us by DICOM, from where and for what, and where studies are delivered. */
export const ApplicationEntities = () => {
  const { data, error } = useQuery(entitiesQuery);
  const asked = useSearch({ from: '/application-entities' }).entity;
  const [chosen, setChosen] = useState<string | null>(asked ?? null);
  const [isNew, setNew] = useState(false);
  if (error && !data) return <Problem error={error} />;
  const open = (aeTitle: string | null): void => {
    setChosen(aeTitle);
    setNew(false);
  };
  const entity = isNew ? undefined : data?.find(({ aeTitle }) => aeTitle === chosen);
  const isOpen = isNew || entity !== undefined;
  return (
    <main className="flex h-full flex-col">
      <DeskHeader page="Destinations and callers">
        <Button className="action ml-auto" onPress={() => setNew(true)}>
          Add an application entity
        </Button>
      </DeskHeader>
      <div className={`grid min-h-0 flex-1 ${isOpen ? 'grid-cols-[minmax(0,1fr)_34rem]' : ''}`}>
        <DeskList
          label="Application entities"
          columns={columns}
          head={
            <>
              <span>AE title</span>
              <span>Known by its</span>
              <span>What it may do, and what it is given</span>
            </>
          }
          items={data?.map((one) => ({ ...one, id: one.aeTitle }))}
          nameOf={({ aeTitle }) => aeTitle}
          row={(one) => <Row entity={one} />}
          empty="Nobody may call, and nothing is delivered: add an application entity."
          open={open}
          foot={
            <span>
              {data ? counted(data.length, 'application entity', 'application entities') : ''} ·{' '}
              <kbd className="keycap">↑</kbd> <kbd className="keycap">↓</kbd> choose ·{' '}
              <kbd className="keycap">Enter</kbd> open
            </span>
          }
        />
        {isOpen && <Detail entity={entity} done={(aeTitle) => open(aeTitle ?? null)} />}
      </div>
    </main>
  );
};
