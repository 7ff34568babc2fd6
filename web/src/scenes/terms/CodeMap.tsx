import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CodeMapEntry, CodeMapVersion, TermValues } from '@throughline/contract';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { codeMapQuery, undoMeaning, versionsQuery } from '../../api/terms.ts';
import { DeskList } from '../../components/DeskList.tsx';
import { toTheMinute } from '../../components/hub-clock.ts';
import { More } from '../../components/More.tsx';
import { Problem } from '../../components/Problem.tsx';
import { ExamPanel } from './ExamPanel.tsx';
import { ExamTitle } from './ExamTitle.tsx';
import { MeaningForm } from './MeaningForm.tsx';

const columns = 'grid grid-cols-[minmax(14rem,2fr)_minmax(12rem,1.5fr)_minmax(10rem,1fr)] gap-3 px-4';

const Row = ({ entry }: { readonly entry: CodeMapEntry }) => (
  <div className={`${columns} items-baseline py-1.5`}>
    <ExamTitle exam={entry.exam} />
    <span className={`truncate ${entry.correction ? 'text-strong' : 'text-muted'}`}>
      {entry.correction ? entry.plain : 'taken back: the name decides'}
    </span>
    <span className="truncate text-muted">
      {entry.madeBy} {toTheMinute(entry.madeAt)}
    </span>
  </div>
);

const Version = ({ version }: { readonly version: CodeMapVersion }) => (
  <li className="border-b border-line py-1">
    <span className="text-muted">
      {version.version} · {toTheMinute(version.madeAt)} · {version.madeBy}
    </span>
    <span className="block text-strong">
      {version.correction ? version.plain : 'nothing said: the name decides'}
      {version.undoes === null ? '' : ` (took ${version.undoes} back)`}
    </span>
    <span className="block">{version.reason}</span>
  </li>
);

const History = ({ entry }: { readonly entry: CodeMapEntry }) => {
  const client = useQueryClient();
  const { data } = useQuery(versionsQuery(entry.id));
  const undo = useMutation({
    mutationFn: () => undoMeaning(entry.id, { version: entry.version, reason: 'Taken back' }),
    onSettled: () => client.invalidateQueries({ queryKey: ['terms'] }),
  });
  return (
    <>
      <div className="mb-1 mt-4 flex items-center">
        <h3 className="heading">What was said</h3>
        <Button className="action ml-auto" isDisabled={undo.isPending} onPress={() => undo.mutate()}>
          Take the last word back
        </Button>
      </div>
      <p role="alert" className="text-bad">
        {undo.error?.message}
      </p>
      <ol aria-label="Versions">
        {data?.map((version) => (
          <Version key={version.version} version={version} />
        ))}
      </ol>
    </>
  );
};

/** What persons have said of exams, with the history of each. */
export const CodeMap = ({ values }: { readonly values: TermValues }) => {
  const { data, error, hasNextPage, fetchNextPage } = useInfiniteQuery(codeMapQuery);
  const [chosen, setChosen] = useState<string | null>(null);
  if (error && !data) return <Problem error={error} />;
  const entries = data?.pages.flatMap((page) => page.entries) ?? [];
  const open = entries.find((entry) => entry.id === chosen);
  return (
    <div className={`grid min-h-0 flex-1 ${open ? 'grid-cols-[minmax(0,1fr)_34rem]' : ''}`}>
      <DeskList
        label="Code map"
        columns={columns}
        head={
          <>
            <span>Exam</span>
            <span>Is</span>
            <span>Said by</span>
          </>
        }
        items={data && entries}
        nameOf={(entry) => entry.exam.name}
        row={(entry) => <Row entry={entry} />}
        empty="Nothing was said yet."
        open={setChosen}
        foot={
          <>
            <a className="action" href="/api/terms/concept-map" download="concept-map.json">
              FHIR ConceptMap
            </a>
            {hasNextPage && <More fetchNextPage={fetchNextPage} />}
          </>
        }
      />
      {open && (
        <ExamPanel exam={open.exam}>
          <MeaningForm
            key={`${open.id} ${open.version}`}
            exam={open.exam}
            guesses={[]}
            values={values}
            said={open}
            saved={() => undefined}
            close={() => setChosen(null)}
          />
          <History entry={open} />
        </ExamPanel>
      )}
    </div>
  );
};
