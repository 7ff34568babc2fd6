/** Messages of ours: every value is escaped, so that no value can become structure. */
import { type Delimiters, standardDelimiters } from './delimiters.ts';
import { escapeText } from './escapes.ts';

/** A component with its subcomponents, or one text. */
type ComponentInput = string | readonly string[];

/** A field that occurs more than once. */
export class Repeated {
  readonly values: readonly (string | readonly ComponentInput[])[];

  constructor(values: Repeated['values']) {
    this.values = values;
  }
}

/** A text, its components, or repetitions of them; absent: the field is empty. */
export type FieldInput = string | readonly ComponentInput[] | Repeated | undefined;
export type SegmentInput = readonly [name: string, ...fields: readonly FieldInput[]];

const component = (input: ComponentInput, delimiters: Delimiters): string =>
  typeof input === 'string'
    ? escapeText(input, delimiters)
    : trimmed(input.map((one) => escapeText(one, delimiters))).join(delimiters.subcomponent);

const trimmed = (values: readonly string[]): readonly string[] => {
  const last = values.findLastIndex((value) => value !== '');
  return values.slice(0, last + 1);
};

const repetition = (input: string | readonly ComponentInput[], delimiters: Delimiters): string =>
  typeof input === 'string'
    ? escapeText(input, delimiters)
    : trimmed(input.map((one) => component(one, delimiters))).join(delimiters.component);

const field = (input: FieldInput, delimiters: Delimiters): string => {
  if (input === undefined) return '';
  if (!(input instanceof Repeated)) return repetition(input, delimiters);
  return input.values.map((one) => repetition(one, delimiters)).join(delimiters.repetition);
};

const encodingCharacters = ({ component, repetition, escapeMark, subcomponent }: Delimiters): string =>
  component + repetition + escapeMark + subcomponent;

/** MSH, BHS and FHS are given from their third field on: the first two are the delimiters. */
const segment = ([name, ...fields]: SegmentInput, delimiters: Delimiters): string => {
  const written = trimmed(fields.map((one) => field(one, delimiters)));
  const start = name === 'MSH' || name === 'BHS' || name === 'FHS' ? [name, encodingCharacters(delimiters)] : [name];
  return [...start, ...written].join(delimiters.field);
};

/** In UTF-8: say so in MSH-18 when a value is more than ASCII. */
export const writeMessage = (
  segments: readonly SegmentInput[],
  delimiters: Delimiters = standardDelimiters,
): Uint8Array => Buffer.from(segments.map((one) => `${segment(one, delimiters)}\r`).join(''), 'utf8');

/** A moment as DTM (2A.22): local digits of UTC, and the zone that says so. */
export const timestamp = (at: Date): string => `${at.toISOString().replaceAll(/[-:TZ]/g, '')}+0000`;

/**
 * What follows MSH, in one form whatever ends its segments: the same for a message whose header was changed on its way.
 */
export const bodyOf = (message: Uint8Array): Uint8Array => {
  const [, ...segments] = Buffer.from(message)
    .toString('latin1')
    .split(/[\r\n]+/)
    .filter((one) => one !== '');
  return Buffer.from(segments.join('\r'), 'latin1');
};
