import { useQuery } from '@tanstack/react-query';
import type { FoundStudies, WorklistItem } from '@throughline/contract';
import { GridList, GridListItem } from 'react-aria-components/GridList';
import { foundQuery, shortestSearch } from '../../api/queries.ts';
import { counted } from '../../components/counted.ts';
import { useSettled } from '../../components/use-settled.ts';
import { StudyRow } from './StudyRow.tsx';

const pauseMs = 300;

interface OtherDaysProps {
  /** A name, a patient ID or an accession number, as it is typed. */
  readonly wanted: string;
  /** The studies of the day that is shown. */
  readonly listed: readonly WorklistItem[];
  readonly open: (study: string) => void;
}

const headingOf = (found: FoundStudies | undefined, others: number, failed: boolean): string => {
  if (failed) return 'Other days could not be searched';
  if (found === undefined) return 'Looking on other days …';
  if (others === 0) return 'On no other day';
  return `Other days · ${found.more ? 'more than ' : ''}${counted(others, 'study', 'studies')}${found.more ? ', the newest first: say more of the name' : ''}`;
};

/** What is here of whoever is looked for, on the days that are not listed. */
export const OtherDays = ({ wanted, listed, open }: OtherDaysProps) => {
  const text = useSettled(wanted.trim(), pauseMs);
  const { data, isError } = useQuery(foundQuery(text));
  if (text.length < shortestSearch || wanted.trim().length < shortestSearch) return null;
  const known = new Set(listed.map(({ studyInstanceUid }) => studyInstanceUid));
  const others = data?.items.filter(({ studyInstanceUid }) => !known.has(studyInstanceUid)) ?? [];
  return (
    <section aria-label="Other days">
      <h2 role="status" className="heading border-y border-line px-4 py-1">
        {headingOf(data, others.length, isError)}
      </h2>
      {others.length > 0 && (
        <GridList
          aria-label="Studies of other days"
          items={others}
          selectionMode="none"
          onAction={(key) => open(String(key))}
        >
          {(item) => (
            <GridListItem
              id={item.studyInstanceUid}
              textValue={`${item.patient.name} ${item.date ?? ''}`}
              className="cursor-default border-b border-line data-[focus-visible]:bg-hover data-[hovered]:bg-raised"
            >
              <StudyRow item={item} when={item.date ?? 'no date'} />
            </GridListItem>
          )}
        </GridList>
      )}
    </section>
  );
};
