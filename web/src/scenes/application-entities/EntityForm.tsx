import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ApplicationEntity } from '@throughline/contract';
import { useState } from 'react';
import { putEntity, removeEntity } from '../../api/application-entities.ts';
import { sourcesQuery } from '../../api/desk.ts';
import type { Draft } from '../../components/draft.ts';
import { Field, Group, yesNo } from '../../components/Field.tsx';
import { SaveRow } from '../../components/SaveRow.tsx';
import { entityDraft, entityInput, titleOf } from './draft.ts';
import { Services } from './Services.tsx';

interface Bound {
  readonly draft: Draft;
  readonly set: (field: string, value: string) => void;
}

/** The one that was chosen is shown even when it is registered no more. */
const useSourceOptions = (chosen: string): readonly (readonly [value: string, text: string])[] => {
  const { data } = useQuery(sourcesQuery);
  const names = data?.map(({ name }) => name) ?? [];
  const all = chosen === '' || names.includes(chosen) ? names : [...names, chosen];
  return [['', 'none'], ...all.map((name) => [name, name] as const)];
};

const Who = ({ isNew, ...bound }: Bound & { readonly isNew: boolean }) => (
  <Group title="Who it is">
    {isNew && <Field {...bound} field="aeTitle" label="AE title" hint="CT1" />}
    <Field {...bound} field="address" label="Address or network that it calls from" hint="10.1.0.0/16" />
    <Field {...bound} field="certificate" label="Certificate (SHA-256)" hint="none asked for" />
    <Field {...bound} field="issuer" label="Issuer whose patient IDs it has" hint="its AE title" />
    <Field {...bound} field="oneIssuer" label="Told of this issuer only" options={yesNo} />
    <Field
      {...bound}
      field="sourceName"
      label="Source that it belongs to"
      options={useSourceOptions(bound.draft.sourceName ?? '')}
    />
  </Group>
);

const User = ({ hasPasscode, ...bound }: Bound & { readonly hasPasscode: boolean }) => (
  <Group title="What its associations prove about their user">
    <Field
      {...bound}
      field="rule"
      label="Must be proved"
      options={[
        ['none', 'nothing'],
        ['passcode', 'name and passcode'],
        ['token', 'a token of our issuer'],
      ]}
    />
    <Field {...bound} field="user" label="User name" hint="none" />
    <Field
      {...bound}
      field="passcode"
      label={hasPasscode ? 'Passcode (there is one)' : 'Passcode (none yet)'}
      options={[
        ['keep', 'leave as it is'],
        ['new', 'give a new one'],
        ...(hasPasscode ? [['remove', 'remove, with its user'] as const] : []),
      ]}
    />
    {bound.draft.passcode === 'new' && <Field {...bound} field="secret" label="New passcode" type="password" />}
  </Group>
);

const Delivery = (bound: Bound) => (
  <Group title="Where studies are delivered to it">
    <Field
      {...bound}
      field="deliverBy"
      label="Delivered by"
      options={[
        ['c-store', 'C-STORE to host and port'],
        ['stow', 'STOW-RS to its source'],
        ['mhd', 'manifests by MHD to its source'],
      ]}
    />
    <Field {...bound} field="tls" label="Host and port over TLS" options={yesNo} />
    <Field {...bound} field="host" label="Host" hint="nothing is sent" />
    <Field {...bound} field="port" label="Port" hint="104" />
  </Group>
);

interface Props {
  readonly entity: ApplicationEntity | undefined;
  /** closes the form; with a title: that one is shown now */
  readonly done: (aeTitle?: string) => void;
}

/** Settings of an application entity; a passcode goes in and never comes out. */
export const EntityForm = ({ entity, done }: Props) => {
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => entityDraft(entity));
  const set = (field: string, value: string): void => setDraft((before) => ({ ...before, [field]: value }));
  const refresh = () => client.invalidateQueries({ queryKey: ['application-entities'] });
  const save = useMutation({
    mutationFn: async () => putEntity(entity?.aeTitle ?? titleOf(draft), entityInput(draft)),
    onSuccess: async (kept) => {
      setDraft(entityDraft(kept));
      await refresh();
      if (entity === undefined) done(kept.aeTitle);
    },
  });
  const remove = useMutation({
    mutationFn: () => removeEntity(entity?.aeTitle ?? ''),
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
      <Who {...bound} isNew={entity === undefined} />
      <Group title="What it may do">
        <Services {...bound} />
      </Group>
      <User {...bound} hasPasscode={entity?.userIdentity?.hasPasscode === true} />
      <Delivery {...bound} />
      <SaveRow
        save={save}
        remove={entity && remove}
        sure="Really: let it call no more, send it nothing"
        close={() => done()}
      />
    </form>
  );
};
