import type { ReactNode } from 'react';

/** Why something is not shown, and what can be done. */
export const Failed = ({ children }: { readonly children: ReactNode }) => (
  <div
    role="alert"
    className="absolute inset-0 flex flex-col items-center justify-center gap-3 px-8 text-center text-warn"
  >
    {children}
  </div>
);
