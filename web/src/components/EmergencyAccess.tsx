import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { EmergencyRequest } from '@throughline/contract';
import { type FormEvent, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { ApiError } from '../api/client.ts';
import { beginEmergency } from '../api/queries.ts';

/** Whom or what somebody wanted to see. */
export type EmergencySubject = Omit<EmergencyRequest, 'reason'>;

const SHORTEST_REASON = 10;

const refusal = (error: Error): string => {
  if (!(error instanceof ApiError)) return 'That did not work. Try it again.';
  if (error.status === 404)
    return 'Nothing of this is known here, so there is nothing to open: it may not have arrived yet.';
  if (error.status === 403) return 'You may not open it: you are signed in for one patient, or may not read.';
  return error.message;
};

const Reason = ({ about, close }: { readonly about: EmergencySubject; readonly close: () => void }) => {
  const client = useQueryClient();
  const begin = useMutation({
    mutationFn: (reason: string) => beginEmergency({ ...about, reason }),
    // What was refused is asked for again.
    onSuccess: () => client.resetQueries(),
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    begin.mutate(String(new FormData(event.currentTarget).get('reason') ?? ''));
  };
  return (
    <form
      className="flex flex-col gap-2 border-t border-line pt-3"
      aria-label="Emergency access"
      onSubmit={submit}
      onKeyDown={({ key }) => key === 'Escape' && close()}
    >
      <p className="m-0">
        In an emergency you see what the patient has withheld from you: everything of the patient, for one hour. It is
        written down under your name with your reason, and somebody else reviews it.
      </p>
      <label className="flex flex-col gap-1">
        Why it cannot wait
        <input
          className="field"
          name="reason"
          // The form opens because somebody asked for it: this is what they came for.
          // biome-ignore lint/a11y/noAutofocus: it opens by a button of its own
          autoFocus
          required
          minLength={SHORTEST_REASON}
          maxLength={500}
          autoComplete="off"
          aria-describedby="emergency-refused"
        />
      </label>
      <p id="emergency-refused" role="alert" className="m-0 text-bad">
        {begin.isError && refusal(begin.error)}
      </p>
      <span className="flex gap-2">
        <Button className="action" type="submit" isDisabled={begin.isPending}>
          See it for one hour
        </Button>
        <Button className="action" onPress={close}>
          Cancel
        </Button>
      </span>
    </form>
  );
};

/** Break-glass: offered where nothing is told, as what is withheld is told no different from what is not there. */
export const EmergencyAccess = ({ about }: { readonly about: EmergencySubject }) => {
  const [open, setOpen] = useState(false);
  if (open) return <Reason about={about} close={() => setOpen(false)} />;
  return (
    <div className="flex flex-col gap-2 border-t border-line pt-3">
      <p className="m-0 text-muted">It may also be that the patient does not allow you to see it.</p>
      <Button className="action self-start" onPress={() => setOpen(true)}>
        Emergency access …
      </Button>
    </div>
  );
};
