/**
 * Prepares what is asked often: parsing and planning cost the database more than most of our statements do. A statement is
 * prepared once it was asked a few times, and no more of them than a bound, as drivers of other languages do.
 */
import type pg from 'pg';

const ASKED_OFTEN = 4;
const MOST_PREPARED = 300;
const MOST_COUNTED = 3000;

/** Texts by how often this process asked them, and names for those asked often; the same on every connection. */
export class StatementNames {
  readonly #counts = new Map<string, number>();
  readonly #names = new Map<string, string>();
  #generation = 0;

  of(text: string): string | undefined {
    const name = this.#names.get(text);
    if (name !== undefined || this.#names.size >= MOST_PREPARED) return name;
    const count = (this.#counts.get(text) ?? 0) + 1;
    if (count < ASKED_OFTEN) {
      if (this.#counts.size >= MOST_COUNTED) this.#counts.clear();
      this.#counts.set(text, count);
      return undefined;
    }
    this.#counts.delete(text);
    const next = `often-${this.#generation}-${this.#names.size}`;
    this.#names.set(text, next);
    return next;
  }

  /** What was prepared is no longer true: everything is prepared again, under other names, once it is asked often again. */
  renew(): void {
    this.#names.clear();
    this.#generation += 1;
  }
}

/** UIDs and UUIDs: nothing of them needs a quote. */
const plain = /^[0-9a-f][0-9a-f.-]*$/;
const isPlain = (value: unknown): boolean => typeof value === 'string' && plain.test(value);

/** A list as the database reads it: the driver looks at every letter of every element, statement by statement. */
const written = (value: unknown): unknown =>
  Array.isArray(value) && value.length > 0 && value.every(isPlain) ? `{${value.join()}}` : value;

type Ask = (...parameters: readonly unknown[]) => unknown;

/** Statements with values, as Kysely and our own code ask them; anything else goes as it is. */
export const prepareOften = (client: pg.ClientBase, names: StatementNames): void => {
  const ask = client.query.bind(client) as Ask;
  const askOften: Ask = (...parameters) => {
    const [text, values] = parameters;
    const name =
      parameters.length === 2 && typeof text === 'string' && Array.isArray(values) && values.length > 0
        ? names.of(text)
        : undefined;
    return name === undefined ? ask(...parameters) : ask({ name, text, values: (values as unknown[]).map(written) });
  };
  client.query = askOften as typeof client.query;
};

/** A migration changed what a prepared statement gives (0A000): it must be prepared anew. */
export const isStalePlan = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  error.code === '0A000' &&
  error.message.includes('cached plan must not change result type');
