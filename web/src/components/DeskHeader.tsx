import type { ComponentProps, ReactNode } from 'react';
import { DeskNav } from './DeskNav.tsx';
import { Unreached } from './Unreached.tsx';
import { useTitle } from './use-title.ts';

interface Props extends ComponentProps<typeof DeskNav> {
  readonly children?: ReactNode;
}

/** The head of the pages of those who run the system. */
export const DeskHeader = ({ page, children }: Props) => {
  useTitle(page);
  return (
    <>
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line bg-panel px-4 py-2">
        <h1 className="text-base font-semibold text-strong">{page}</h1>
        <DeskNav page={page} />
        {children}
      </header>
      <Unreached />
    </>
  );
};
