import type { TermValues } from '@throughline/contract';
import { Button } from 'react-aria-components/Button';
import { changed, type Draft, toggled } from './draft.ts';

interface Props {
  readonly draft: Draft;
  readonly set: (draft: Draft) => void;
  readonly values: TermValues;
}

type Single = 'modality' | 'focus' | 'laterality' | 'contrast';

const Choice = ({
  draft,
  set,
  field,
  label,
  options,
}: Omit<Props, 'values'> & {
  readonly field: Single;
  readonly label: string;
  readonly options: readonly (readonly [value: string, text: string])[];
}) => (
  <div className="flex flex-col gap-0.5">
    <label className="text-muted" htmlFor={field}>
      {label}
    </label>
    <select
      id={field}
      className="field"
      value={draft[field]}
      onChange={(event) => set(changed(draft, { [field]: event.target.value }))}
    >
      <option value="">as the name says</option>
      {options.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </select>
  </div>
);

const Regions = ({ draft, set, values }: Props) => (
  <fieldset className="col-span-2">
    <legend className="text-muted">Regions</legend>
    <div className="flex flex-wrap gap-1">
      {values.regions.map(({ region, title }) => {
        const isOn = draft.regions.includes(region);
        return (
          <Button
            key={region}
            className="action"
            aria-pressed={isOn}
            onPress={() => set(changed(draft, { regions: toggled(draft.regions, region) }))}
          >
            <span className={isOn ? 'text-strong' : 'text-muted'}>
              {isOn ? '✓ ' : ''}
              {title}
            </span>
          </Button>
        );
      })}
    </div>
  </fieldset>
);

const asWritten = (values: readonly string[]) => values.map((value) => [value, value] as const);

/** The attributes of an exam; what is left alone stays as the name says it. */
export const Attributes = ({ draft, set, values }: Props) => (
  <div className="grid grid-cols-2 gap-2">
    <Choice
      {...{ draft, set }}
      field="modality"
      label="Modality"
      options={values.modalities.map(({ modality, title }) => [modality, title] as const)}
    />
    <Choice
      {...{ draft, set }}
      field="focus"
      label="Focus"
      options={[
        ['general', 'none: the whole region'],
        ...values.foci.map(({ focus, title }) => [focus, title] as const),
      ]}
    />
    <Regions {...{ draft, set, values }} />
    <Choice {...{ draft, set }} field="laterality" label="Side" options={asWritten(values.lateralities)} />
    <Choice {...{ draft, set }} field="contrast" label="Contrast" options={asWritten(values.contrasts)} />
  </div>
);
