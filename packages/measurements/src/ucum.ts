/** Reads units of UCUM (grammar of section 7) and converts between those that measure the same. */
import { type Atom, atoms, type Kind, prefixes, spellings } from './unit-table.ts';

interface Unit {
  readonly factor: number;
  readonly kinds: ReadonlyMap<Kind, number>;
}

const one: Unit = { factor: 1, kinds: new Map() };

const longest = 64;

const raise = ({ factor, kinds }: Unit, exponent: number): Unit => ({
  factor: factor ** exponent,
  kinds: new Map([...kinds].map(([kind, count]) => [kind, count * exponent])),
});

const times = (a: Unit, b: Unit): Unit => {
  const kinds = new Map(a.kinds);
  for (const [kind, count] of b.kinds) kinds.set(kind, (kinds.get(kind) ?? 0) + count);
  return { factor: a.factor * b.factor, kinds: new Map([...kinds].filter(([, count]) => count !== 0)) };
};

const unitOf = (atom: Atom, prefix = 1): Unit => ({
  factor: atom.factor * prefix,
  kinds: new Map(Object.entries(atom.kinds) as [Kind, number][]),
});

const symbol = (text: string): Unit | undefined => {
  const whole = Object.hasOwn(atoms, text) ? atoms[text] : undefined;
  if (whole !== undefined) return unitOf(whole);
  for (const [code, factor] of prefixes) {
    const rest = text.startsWith(code) ? text.slice(code.length) : '';
    const known = rest !== '' && Object.hasOwn(atoms, rest) ? atoms[rest] : undefined;
    if (known?.metric) return unitOf(known, factor);
  }
  return undefined;
};

/** One component: a factor, a power of ten, or a symbol with its exponent. An annotation alone is the number one (7 §12). */
const component = (text: string): Unit | undefined => {
  const plain = text.replace(/\{[!-z|~]*\}$/, '');
  if (plain === '') return text === '' ? undefined : one;
  const [, base, power] = /^(10[*^])([+-]?\d{1,2})?$/.exec(plain) ?? [];
  if (base !== undefined) return { factor: 10 ** Number(power ?? 1), kinds: new Map() };
  if (/^\d{1,9}$/.test(plain)) return Number(plain) === 0 ? undefined : { factor: Number(plain), kinds: new Map() };
  const direct = symbol(plain);
  if (direct !== undefined) return direct;
  const [, name = '', exponent = ''] = /^(.*?[^\d+-])([+-]?\d)$/.exec(plain) ?? [];
  const known = symbol(name);
  return known === undefined || Number(exponent) === 0 ? undefined : raise(known, Number(exponent));
};

/** Terms of components joined by `.` and `/`, from left to right; parentheses are read too. */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Unit | undefined {
    const unit = this.#text.startsWith('/') ? one : this.#part();
    const all = unit && this.#rest(unit);
    return this.#at === this.#text.length ? all : undefined;
  }

  #rest(first: Unit): Unit | undefined {
    let unit: Unit | undefined = first;
    while (unit !== undefined && this.#at < this.#text.length) {
      const operator = this.#text[this.#at];
      if (operator === ')') return unit;
      if (operator !== '.' && operator !== '/') return undefined;
      this.#at += 1;
      const next = this.#part();
      unit = next && times(unit, operator === '/' ? raise(next, -1) : next);
    }
    return unit;
  }

  #part(): Unit | undefined {
    if (this.#text[this.#at] === '(') {
      this.#at += 1;
      const first = this.#part();
      const inner = first && this.#rest(first);
      if (this.#text[this.#at] !== ')') return undefined;
      this.#at += 1;
      return inner;
    }
    // Brackets and annotations may hold the signs of the grammar.
    const [text] = /^(?:\[[^\]]*\]|\{[^}]*\}|[^./()[\]{}])*/.exec(this.#text.slice(this.#at)) ?? [''];
    this.#at += text.length;
    return component(text);
  }
}

/** The unit in UCUM: as it is when it is UCUM, by the table of spellings when it is there; undefined otherwise. */
export const ucumOf = (unit: string): string | undefined => {
  const text = unit.trim();
  if (text === '' || text.length > longest) return undefined;
  if (new Reader(text).read() !== undefined) return text;
  return Object.hasOwn(spellings, text) ? spellings[text] : undefined;
};

const parse = (unit: string): Unit | undefined => {
  const text = ucumOf(unit);
  return text === undefined ? undefined : new Reader(text).read();
};

const same = (a: Unit, b: Unit): boolean =>
  a.kinds.size === b.kinds.size && [...a.kinds].every(([kind, count]) => b.kinds.get(kind) === count);

/** True when both are units, and of the same kind. */
export const isComparable = (one: string, other: string): boolean => {
  const [a, b] = [parse(one), parse(other)];
  return a !== undefined && b !== undefined && same(a, b);
};

/** To twelve digits: what the factors of two tens leave behind is no part of a measurement. */
const clean = (value: number): number => Number(value.toPrecision(12));

/** The value in another unit; undefined when either is no unit or they measure different things. */
export const convert = (value: number, from: string, to: string): number | undefined => {
  const [a, b] = [parse(from), parse(to)];
  if (a === undefined || b === undefined || !same(a, b) || !Number.isFinite(value)) return undefined;
  return clean((value * a.factor) / b.factor);
};
