import type { ReactNode } from 'react';

const pages = [
  ['/', 'Worklist'],
  ['/sources', 'Sources'],
  ['/exceptions', 'Exceptions'],
  ['/identity', 'Identity'],
  ['/measures', 'Measures'],
  ['/terms', 'Exam names'],
] as const;

/** The head of the pages of those who run the system. */
export const DeskHeader = ({ page, children }: { readonly page: string; readonly children?: ReactNode }) => (
  <header className="flex items-center gap-4 border-b border-line bg-panel px-4 py-2">
    <h1 className="text-base font-semibold text-strong">{page}</h1>
    <nav aria-label="Pages" className="flex gap-1">
      {pages.map(([href, name]) => (
        <a key={href} className="action" href={href} aria-current={name === page ? 'page' : undefined}>
          <span className={name === page ? 'text-strong' : 'text-muted'}>{name}</span>
        </a>
      ))}
    </nav>
    {children}
  </header>
);
