import type { Draft } from '../../components/draft.ts';
import { servicesOf, withService } from './draft.ts';
import { deeds } from './words.ts';

interface Props {
  readonly draft: Draft;
  readonly set: (field: string, value: string) => void;
}

/** What it may use, each by a box of its own. */
export const Services = ({ draft, set }: Props) => (
  <>
    {deeds.map(({ service, does, term }) => (
      <label key={service} className="flex items-center gap-2">
        <input
          type="checkbox"
          checked={servicesOf(draft).includes(service)}
          onChange={(event) => set('services', withService(draft, service, event.target.checked))}
        />
        <span>
          {does} <span className="text-muted">({term})</span>
        </span>
      </label>
    ))}
  </>
);
