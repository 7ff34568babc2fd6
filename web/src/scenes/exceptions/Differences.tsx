import { useQuery } from '@tanstack/react-query';
import type { VersionDifferences } from '@throughline/contract';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { differencesQuery } from '../../api/desk.ts';

const ofPixels: Readonly<Record<VersionDifferences['pixels'], string>> = {
  same: 'The pictures are the same.',
  different: 'The pictures are not the same.',
  'written-otherwise': 'The pictures are compressed differently; whether they look the same is to be seen.',
  'in-one-only': 'One of them has no picture.',
  none: '',
};

const ofAttributes = ({ attributes, further, transferSyntaxes: [one, other] }: VersionDifferences): string => {
  const named = [...attributes, ...(further > 0 ? [`${further} more`] : [])];
  if (named.length > 0) return `They differ in ${named.join(', ')}.`;
  return one === other ? 'Their headers say the same.' : 'Their headers say the same, in other transfer syntaxes.';
};

interface DifferencesProps {
  readonly sopInstanceUid: string;
  readonly versions: readonly [number, number];
}

/** In what two versions differ, by the names of attributes. */
export const Differences = ({ sopInstanceUid, versions }: DifferencesProps) => {
  const [asked, setAsked] = useState(false);
  const { data, isError } = useQuery({ ...differencesQuery(sopInstanceUid, versions), enabled: asked });
  if (!asked)
    return (
      <Button className="action self-start" onPress={() => setAsked(true)}>
        What differs?
      </Button>
    );
  return (
    <p role="status" className={isError ? 'text-warn' : 'text-muted'}>
      {isError && 'They could not be compared: one of them cannot be read.'}
      {!isError && (data ? `${ofAttributes(data)} ${ofPixels[data.pixels]}` : 'Comparing …')}
    </p>
  );
};
