import type { IdentityComparison } from '@throughline/contract';
import { dateText, identifiersText, oddsOf, placeOf, strengthOf } from './words.ts';

type Field = IdentityComparison['evidence'][number];

const colourOf = (weight: number): string => {
  if (Math.abs(weight) < 0.5) return 'text-muted';
  return weight > 0 ? 'text-ok' : 'text-bad';
};

const Value = ({ value }: { readonly value: string }) => (
  <td className="py-1 pr-3 text-strong wrap-anywhere">{value || <span className="text-muted">not known</span>}</td>
);

const textOf = (field: string, value: string): string => {
  if (field === 'birth date') return dateText(value);
  return field === 'identifiers' ? identifiersText(value) : value;
};

const Row = ({ field }: { readonly field: Field }) => (
  <tr className="border-t border-line align-baseline">
    <th scope="row" className="py-1 pr-3 font-normal text-muted">
      {field.field}
    </th>
    <Value value={textOf(field.field, field.a)} />
    <Value value={textOf(field.field, field.b)} />
    <td className="py-1 pr-3">{field.text}</td>
    <td className={`py-1 ${colourOf(field.weight)}`}>
      {strengthOf(field.weight)} <span className="text-muted">{oddsOf(field.weight)}</span>
    </td>
  </tr>
);

/** Both records field by field, with what each says in words; above them why nobody but a person decides. */
export const Evidence = ({ comparison }: { readonly comparison: IdentityComparison }) => {
  const { one, other, evidence } = comparison;
  return (
    <>
      <ul aria-label="Why it is asked" className="m-0 mb-3 list-none p-0">
        {evidence
          .filter(({ field }) => field === 'rule')
          .map(({ level, text }) => (
            <li key={`${level} ${text}`} className="text-warn">
              {text}
            </li>
          ))}
      </ul>
      <table className="w-full table-fixed border-collapse text-left">
        <thead>
          <tr className="heading">
            <th scope="col" className="w-24 py-1 pr-3 xl:w-32">
              Field
            </th>
            <th scope="col" className="pr-3 wrap-anywhere">
              {placeOf(one)}
            </th>
            <th scope="col" className="pr-3 wrap-anywhere">
              {placeOf(other)}
            </th>
            <th scope="col" className="pr-3">
              What it says
            </th>
            <th scope="col" className="w-32 xl:w-56">
              That they are one person
            </th>
          </tr>
        </thead>
        <tbody>
          {evidence
            .filter(({ field }) => field !== 'rule')
            .map((field) => (
              <Row key={field.field} field={field} />
            ))}
        </tbody>
      </table>
    </>
  );
};
