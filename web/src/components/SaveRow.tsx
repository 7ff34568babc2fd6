import type { UseMutationResult } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';

interface Props {
  readonly save: UseMutationResult<unknown, Error, void>;
  /** undefined: there is nothing to remove yet */
  readonly remove: UseMutationResult<unknown, Error, void> | undefined;
  /** what the second press of Remove says that it does */
  readonly sure: string;
  readonly close: () => void;
}

/** The end of a form: save, close, remove by a second press, and what came of it. */
export const SaveRow = ({ save, remove, sure, close }: Props) => {
  const [asked, setAsked] = useState(false);
  const error = save.error ?? remove?.error;
  return (
    <>
      <div className="flex items-center gap-2">
        <Button className="action" type="submit" isDisabled={save.isPending}>
          {save.isPending ? 'Saving …' : 'Save'}
        </Button>
        <Button className="action" onPress={close}>
          Close
        </Button>
        {remove && (
          <Button className="action ml-auto" onPress={() => (asked ? remove.mutate() : setAsked(true))}>
            {asked ? sure : 'Remove'}
          </Button>
        )}
      </div>
      <p role="status" className={`mt-2 min-h-5 ${error ? 'text-bad' : 'text-ok'}`}>
        {error?.message ?? (save.isSuccess ? 'Saved.' : '')}
      </p>
    </>
  );
};
