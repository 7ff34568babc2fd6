/** What patients are asked for beside name, date and identifiers, as conditions on the row p. Every value is a parameter. */
import { type RawBuilder, sql } from 'kysely';
import type { ChartAsk, DemographicAsked, PatientIdentifierAsked } from './ask.ts';

type Condition = RawBuilder<boolean>;

const marks = '[\u0300-\u036f]';

/** Small letters without accents. */
const folded = (text: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`lower(regexp_replace(normalize(${text}, NFKD), ${marks}, '', 'g'))`;

const escaped = (text: string): string => text.replaceAll(/[\\%_]/g, '\\$&');

type Text = RawBuilder<unknown>;

const isWritten = (
  column: Text,
  { beginnings, exact }: { beginnings: readonly string[]; exact?: boolean },
): Condition[] =>
  beginnings.map((text) =>
    exact
      ? sql<boolean>`(${column} = ${text})`
      : sql<boolean>`(${folded(column)} like ${folded(sql`${escaped(text)}::text`)} || '%')`,
  );

/** A component of a DICOM PN, in each of its groups: letters, ideographs and how they are read (PS3.5 6.2.1). */
const componentsOf = (column: string, component: number): Text[] =>
  [1, 2, 3].map((group) => sql`split_part(split_part(${sql.ref(column)}, '=', ${group}::int), '^', ${component}::int)`);

const FEWEST_DIGITS = 6;
/** What is left of a number when it is told with the prefix of its country or without. */
const NATIONAL_DIGITS = 9;

const isReachedAt = (value: string): Condition => {
  const digits = value.replaceAll(/\D/g, '');
  if (value.includes('@')) return sql<boolean>`(lower(p.email) = lower(${value}))`;
  if (digits.length < FEWEST_DIGITS) return sql<boolean>`false`;
  return sql<boolean>`(right(regexp_replace(p.phone, '[^0-9]', '', 'g'), ${NATIONAL_DIGITS}) = right(${digits}, ${NATIONAL_DIGITS}))`;
};

const isIdentifiedBy = (issuers: readonly string[]): Condition =>
  sql<boolean>`exists (select from memberships own join memberships other on other.person_id = own.person_id and other.valid_to is null
    join patient_records r on r.id = other.patient_record_id where own.patient_record_id = p.id and own.valid_to is null
    and r.merged_into is null and r.superseded_at is null and r.issuer = any(${[...issuers]}::text[]))`;

const hasAccount = ({ issuer, id }: PatientIdentifierAsked): Condition =>
  sql<boolean>`exists (select from patient_accounts a where a.patient_record_id = p.id and a.number = ${id}
    and (${issuer ?? null}::text is null or a.issuer = ${issuer ?? null}))`;

const alternatives = (asked: DemographicAsked): readonly Condition[] => {
  switch (asked.of) {
    case 'address':
      return asked.parts.flatMap((part) => isWritten(sql.ref(`p.${part}`), asked));
    case 'family':
      return componentsOf('p.name', 1).flatMap((part) => isWritten(part, asked));
    case 'given':
      return [...componentsOf('p.name', 2), ...componentsOf('p.name', 3)].flatMap((part) => isWritten(part, asked));
    case 'telecom':
      return asked.values.map(isReachedAt);
    case 'mother':
      return componentsOf('p.mother_name', 1).flatMap((part) => isWritten(part, asked));
    case 'sex':
      return asked.values.map((sex) =>
        sex === '' ? sql<boolean>`(coalesce(p.sex, '') not in ('M', 'F', 'O'))` : sql<boolean>`(p.sex = ${sex})`,
      );
    case 'current':
      return asked.values.map(
        (current) => sql<boolean>`((p.merged_into is null and p.superseded_at is null) = ${current})`,
      );
    case 'issuer':
      return asked.values.map((issuer) => sql<boolean>`(p.issuer = ${issuer})`);
    case 'account':
      return asked.values.map(hasAccount);
    case 'identified':
      return asked.values.length === 0 ? [] : [isIdentifiedBy(asked.values)];
    default:
      return asked satisfies never;
  }
};

export const ofDemographics = ({ demographics = [] }: ChartAsk): readonly Condition[] =>
  demographics.map((asked) => {
    const any = alternatives(asked);
    return any.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join([...any], sql` or `)})`;
  });
