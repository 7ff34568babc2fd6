import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Source } from '@throughline/contract';
import { useState } from 'react';
import { putSource, removeSource } from '../../api/desk.ts';
import { Field, Group, yesNo } from '../../components/Field.tsx';
import { SaveRow } from '../../components/SaveRow.tsx';
import { draftOf, inputOf } from './draft.ts';

/** Settings of a source; a secret goes in and never comes out. */
export const SourceForm = ({ source, done }: { readonly source: Source | undefined; readonly done: () => void }) => {
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(source));
  const set = (field: string, value: string): void => setDraft((before) => ({ ...before, [field]: value }));
  const refresh = () => client.invalidateQueries({ queryKey: ['sources'] });
  const save = useMutation({
    mutationFn: async () => putSource(source?.name ?? (draft.name ?? '').trim(), inputOf(draft)),
    onSuccess: refresh,
  });
  const remove = useMutation({
    mutationFn: () => removeSource(source?.name ?? ''),
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
      <Group title="What it is">
        {!source && <Field {...bound} field="name" label="Name" hint="county-pacs" />}
        <Field {...bound} field="siteName" label="Hospital" hint="County General" />
        <Field
          {...bound}
          field="kind"
          label="Kind"
          options={['pacs', 'vna', 'archive', 'modality', 'cloud', 'referral', 'ehr'].map(
            (kind) => [kind, kind] as const,
          )}
        />
        <Field {...bound} field="issuer" label="Issuer of its patient IDs" hint="COUNTY" />
        <Field {...bound} field="codeSystem" label="Its exam code system" />
        <Field
          {...bound}
          field="trust"
          label="Trust"
          options={[
            ['own', 'our own'],
            ['partner', 'partner'],
            ['unverified', 'unverified'],
          ]}
        />
        <Field {...bound} field="enabled" label="Asked" options={yesNo} />
      </Group>
      <Group title="How it is spoken to">
        <Field
          {...bound}
          field="queryBy"
          label="Asked by"
          options={[
            ['qido', 'QIDO-RS'],
            ['c-find', 'C-FIND'],
            ['fhir', 'FHIR (ImagingStudy)'],
          ]}
        />
        <Field
          {...bound}
          field="retrieveBy"
          label="Fetched by"
          options={[
            ['wado', 'WADO-RS'],
            ['c-get', 'C-GET'],
            ['c-move', 'C-MOVE'],
            ['none', 'not at all: it only lists'],
          ]}
        />
        <Field {...bound} field="dicomwebUrl" label="DICOMweb address" hint="https://county.example/dicom-web" />
        <Field {...bound} field="fhirUrl" label="FHIR address (reports, studies)" hint="https://county.example/fhir" />
        <Field {...bound} field="aeTitle" label="AE title" />
        <Field {...bound} field="host" label="DICOM host" />
        <Field {...bound} field="port" label="DICOM port" />
        <Field {...bound} field="tls" label="DICOM over TLS" options={yesNo} />
        <Field
          {...bound}
          field="credentials"
          label={source?.credentials ? 'Credentials (there are some)' : 'Credentials (none yet)'}
          options={[
            ['keep', 'leave as they are'],
            ['basic', 'user and password'],
            ['bearer', 'token'],
            ['none', 'remove'],
          ]}
        />
        {draft.credentials === 'basic' && <Field {...bound} field="user" label="User" />}
        {(draft.credentials === 'basic' || draft.credentials === 'bearer') && (
          <Field {...bound} field="secret" label="Secret" type="password" />
        )}
      </Group>
      <Group title="What it allows">
        <Field {...bound} field="timeoutMs" label="May be silent for (ms)" />
        <Field {...bound} field="concurrency" label="Studies at once" />
        <Field {...bound} field="kibPerSecond" label="KiB per second" hint="no limit" />
        <Field {...bound} field="timeZone" label="Time zone" hint="Europe/Berlin" />
        <Field {...bound} field="hours" label="Fetched only at" hint="Mon Tue 19:00-06:30; Sat Sun 00:00-00:00" />
        <Field {...bound} field="urgentAnytime" label="Urgent ones at any hour" options={yesNo} />
      </Group>
      <Group title="What it answers for">
        <Field {...bound} field="coversFrom" label="Studies from" type="date" />
        <Field {...bound} field="coversTo" label="to" type="date" />
        <Field {...bound} field="modalities" label="Modalities" hint="all" />
      </Group>
      <Group title="Where it differs from the Standard">
        <Field
          {...bound}
          field="wildcards"
          label="Wild cards in names"
          options={[
            ['any', 'anywhere'],
            ['trailing', 'at the end only'],
            ['none', 'not understood'],
          ]}
        />
        <Field
          {...bound}
          field="names"
          label="Names"
          options={[
            ['as-written', 'as written'],
            ['upper-case', 'in capitals only'],
          ]}
        />
        <Field
          {...bound}
          field="keys"
          label="Optional keys"
          options={[
            ['all', 'understood or ignored'],
            ['basic', 'refused'],
          ]}
        />
        <Field
          {...bound}
          field="counts"
          label="Counts"
          options={[
            ['as-said', 'right'],
            ['by-listing', 'wrong: count its lists'],
          ]}
        />
        <Field {...bound} field="mostAnswers" label="Cuts answers off at" hint="never" />
      </Group>
      <SaveRow save={save} remove={source && remove} sure="Really: ask it no more" close={done} />
    </form>
  );
};
