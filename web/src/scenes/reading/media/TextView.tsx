import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import { Failed } from './Failed.tsx';
import { addressOf, type MediaViewProps, nameOf } from './items.ts';
import { scrollKeys, useMediaKeys } from './use-media-keys.ts';

const textOf = async (address: string, signal: AbortSignal): Promise<string> => {
  const answer = await fetch(address, { headers: { accept: 'text/plain' }, signal });
  if (!answer.ok) throw new Error(`The server answered with status ${answer.status}.`);
  return answer.text();
};

/** The words of a document, as text and nothing else. */
export const TextView = ({ name, media }: MediaViewProps) => {
  const box = useRef<HTMLDivElement>(null);
  const address = addressOf(media);
  const { data, isError } = useQuery({
    queryKey: ['text', address],
    queryFn: ({ signal }) => textOf(address, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  useMediaKeys(
    name,
    useMemo(() => scrollKeys(() => box.current), []),
  );
  if (isError) return <Failed again={name}>The server did not give this document.</Failed>;
  return (
    <div ref={box} className="absolute inset-0 overflow-auto p-6" data-ready={data !== undefined}>
      <h3 className="heading mb-3">
        {media.series.kind} · {nameOf(media)}
      </h3>
      <p className="max-w-[80ch] whitespace-pre-wrap text-[14px] text-strong">{data}</p>
    </div>
  );
};
