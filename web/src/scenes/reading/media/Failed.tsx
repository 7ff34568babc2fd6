import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { askAgain } from '../../../state/media-state.ts';
import type { PaneName } from '../../../viewport/panes.ts';

interface FailedProps {
  readonly children: ReactNode;
  /** The pane in which it may come when it is asked for once more; none where that changes nothing. */
  readonly again?: PaneName;
}

/** Why something is not shown, and what can be done. */
export const Failed = ({ children, again }: FailedProps) => (
  <div
    role="alert"
    className="absolute inset-0 flex flex-col items-center justify-center gap-3 px-8 text-center text-warn"
  >
    {children}
    {again && (
      <Button className="action" onPress={() => askAgain(again)}>
        Try again
      </Button>
    )}
  </div>
);
