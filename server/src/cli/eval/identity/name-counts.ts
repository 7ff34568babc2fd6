/** How often names are among the records so far, as the running system counts them in its database (`name_frequencies`). */
import { type PatientRecord, type Population, parseName } from '@throughline/identity';

const FEWEST_RECORDS = 3;

type Counts = Map<string, number>;

const countIn = (counts: Counts, words: ReturnType<typeof parseName>[number]['family']): void => {
  for (const { spellings } of words) {
    const [name = ''] = spellings;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
};

export class NameCounts {
  readonly #family: Counts = new Map();
  readonly #given: Counts = new Map();
  #records = 0;

  count({ name }: PatientRecord): void {
    this.#records += 1;
    const [form] = parseName(name);
    if (form === undefined) return;
    countIn(this.#family, form.family);
    countIn(this.#given, form.given);
  }

  /** Shares are worked out when they are asked for: what is counted changes with each record. */
  get population(): Population {
    return { records: this.#records, family: this.#shares(this.#family), given: this.#shares(this.#given) };
  }

  #shares(counts: Counts): NonNullable<Population['family']> {
    const records = this.#records;
    return {
      get: (name) => {
        const count = counts.get(name) ?? 0;
        return count < FEWEST_RECORDS ? undefined : count / records;
      },
    };
  }
}
