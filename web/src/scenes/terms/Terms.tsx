import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { termValuesQuery } from '../../api/terms.ts';
import { DeskHeader } from '../../components/DeskHeader.tsx';
import { Problem } from '../../components/Problem.tsx';
import { CodeMap } from './CodeMap.tsx';
import { Unmapped } from './Unmapped.tsx';

const lists = [
  ['unmapped', 'Names that wait'],
  ['map', 'What was said'],
] as const;
type List = (typeof lists)[number][0];

/** What exams of the sites mean: names that wait for somebody to say it, and what was said. */
export const Terms = () => {
  const { data: values, error } = useQuery(termValuesQuery);
  const [list, setList] = useState<List>('unmapped');
  if (error && !values) return <Problem error={error} />;
  return (
    <main className="flex h-full flex-col">
      <DeskHeader page="Exam names">
        <fieldset className="ml-auto flex gap-1" aria-label="Lists">
          {lists.map(([key, name]) => (
            <Button key={key} className="action" aria-pressed={list === key} onPress={() => setList(key)}>
              <span className={list === key ? 'text-strong' : 'text-muted'}>{name}</span>
            </Button>
          ))}
        </fieldset>
      </DeskHeader>
      {values && (list === 'unmapped' ? <Unmapped values={values} /> : <CodeMap values={values} />)}
    </main>
  );
};
