import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MessageSource } from '@throughline/contract';
import { useState } from 'react';
import { putSender, removeSender } from '../../api/hl7.ts';
import { Field, Group, yesNo } from '../../components/Field.tsx';
import { SaveRow } from '../../components/SaveRow.tsx';
import { senderDraft, senderInput } from './draft.ts';
import { MessageTester } from './MessageTester.tsx';

interface Props {
  readonly sender: MessageSource | undefined;
  /** closes the form; with a name: that one is shown now */
  readonly done: (name?: string) => void;
}

/** Who may send messages and how they are read, with messages to try it by. */
export const SenderForm = ({ sender, done }: Props) => {
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => senderDraft(sender));
  const set = (field: string, value: string): void => setDraft((before) => ({ ...before, [field]: value }));
  const refresh = () => client.invalidateQueries({ queryKey: ['hl7'] });
  const save = useMutation({
    mutationFn: async () => {
      const name = sender?.name ?? (draft.name ?? '').trim();
      await putSender(name, senderInput(draft));
      return name;
    },
    onSuccess: async (name) => {
      await refresh();
      if (sender === undefined) done(name);
    },
  });
  const remove = useMutation({
    mutationFn: () => removeSender(sender?.name ?? ''),
    onSuccess: async () => {
      await refresh();
      done();
    },
  });
  const bound = { draft, set };
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Group title="Who it is">
          {sender === undefined && <Field {...bound} field="name" label="Name" hint="ris" />}
          <Field {...bound} field="sendingApplication" label="Application (MSH-3)" />
          <Field {...bound} field="sendingFacility" label="Facility (MSH-4)" hint="any" />
          <Field {...bound} field="address" label="Address or network" hint="10.20.0.9" />
          <Field {...bound} field="certificate" label="Certificate (SHA-256)" hint="none asked for" />
          <Field {...bound} field="issuer" label="Issuer of its patient IDs" hint="COUNTY" />
          <Field {...bound} field="enabled" label="Taken" options={yesNo} />
        </Group>
        <Group title="How its messages are read">
          <Field {...bound} field="mapping" label="Mapping (JSON)" lines={14} />
        </Group>
        <SaveRow save={save} remove={sender && remove} sure="Really: take nothing of it" close={() => done()} />
      </form>
      {sender && <MessageTester name={sender.name} mapping={draft.mapping ?? ''} />}
    </>
  );
};
