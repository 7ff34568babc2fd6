import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type Destination, destinationEvents } from '@throughline/contract';
import { useState } from 'react';
import { putReceiver, removeReceiver } from '../../api/hl7.ts';
import { Field, Group, yesNo } from '../../components/Field.tsx';
import { SaveRow } from '../../components/SaveRow.tsx';
import { receiverDraft, receiverInput } from './draft.ts';

interface Props {
  readonly receiver: Destination | undefined;
  /** closes the form; with a name: that one is shown now */
  readonly done: (name?: string) => void;
}

/** Settings of a receiver; the key of a certificate goes in and never comes out. */
export const ReceiverForm = ({ receiver, done }: Props) => {
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => receiverDraft(receiver));
  const set = (field: string, value: string): void => setDraft((before) => ({ ...before, [field]: value }));
  const refresh = () => client.invalidateQueries({ queryKey: ['hl7'] });
  const save = useMutation({
    mutationFn: async () => {
      const name = receiver?.name ?? (draft.name ?? '').trim();
      await putReceiver(name, receiverInput(draft));
      return name;
    },
    onSuccess: async (name) => {
      await refresh();
      if (receiver === undefined) done(name);
    },
  });
  const remove = useMutation({
    mutationFn: () => removeReceiver(receiver?.name ?? ''),
    onSuccess: async () => {
      await refresh();
      done();
    },
  });
  const bound = { draft, set };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Group title="Where it is">
        {receiver === undefined && <Field {...bound} field="name" label="Name" hint="ehr" />}
        <Field {...bound} field="host" label="Host" hint="ehr.county.example" />
        <Field {...bound} field="port" label="Port" hint="2575" />
        <Field {...bound} field="secure" label="TLS" options={yesNo} />
        <Field {...bound} field="enabled" label="Told of what happens" options={yesNo} />
      </Group>
      {draft.secure === 'yes' && (
        <Group title="TLS">
          <Field {...bound} field="serverName" label="Name in its certificate" hint="the host" />
          <Field {...bound} field="ca" label="Who signed its certificate (PEM)" hint="the system's list" lines={3} />
          <Field {...bound} field="certificate" label="Our certificate (PEM)" hint="none" lines={3} />
          <Field
            {...bound}
            field="key"
            label={receiver?.tls?.certificate ? 'Its key (PEM; there is one)' : 'Its key (PEM)'}
            lines={3}
          />
        </Group>
      )}
      <Group title="What it is told">
        <Field {...bound} field="events" label={`Of ${destinationEvents.join(', ')}`} lines={2} />
        <Field {...bound} field="issuer" label="Issuer of the numbers it knows" hint="any" />
        <Field {...bound} field="sourceName" label="Sender that is the same system" hint="none" />
      </Group>
      <Group title="How messages are written">
        <Field {...bound} field="version" label="Version (MSH-12)" />
        <Field
          {...bound}
          field="charset"
          label="Character set (MSH-18)"
          options={['UNICODE UTF-8', '8859/1', 'ASCII'].map((one) => [one, one] as const)}
        />
        <Field {...bound} field="sendingApplication" label="From application (MSH-3)" />
        <Field {...bound} field="sendingFacility" label="From facility (MSH-4)" />
        <Field {...bound} field="receivingApplication" label="To application (MSH-5)" />
        <Field {...bound} field="receivingFacility" label="To facility (MSH-6)" />
        <Field {...bound} field="mapping" label="Where it departs from what is usual (JSON)" lines={8} />
      </Group>
      <SaveRow save={save} remove={receiver && remove} sure="Really: send it no more" close={() => done()} />
    </form>
  );
};
