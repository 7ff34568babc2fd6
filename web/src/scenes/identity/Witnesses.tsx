import type { ComparedRecord, WitnessStudy } from '@throughline/contract';
import { useState } from 'react';
import { numberOf, placeOf } from './words.ts';

/** By the birth date of the record, and as the study says where that is something else. */
const ageOf = ({ age, statedAge }: WitnessStudy): string | null => {
  if (age === null || statedAge === null || age.startsWith(statedAge)) return age ?? statedAge;
  return `${age} by the birth date, ${statedAge} by the study`;
};

const facts = (study: WitnessStudy): string =>
  [
    ageOf(study),
    study.size === null ? null : `${study.size.toFixed(2)} m`,
    study.weight === null ? null : `${Math.round(study.weight)} kg`,
  ]
    .filter((part) => part !== null)
    .join(' · ');

const Picture = ({ address, title }: { readonly address: string | null; readonly title: string }) => {
  const [failed, setFailed] = useState(false);
  return (
    <div className="flex h-32 w-32 shrink-0 items-center justify-center bg-black">
      {address !== null && !failed ? (
        <img src={address} alt={title} className="max-h-32 max-w-32" onError={() => setFailed(true)} />
      ) : (
        <span className="px-2 text-center text-muted">no picture</span>
      )}
    </div>
  );
};

const Study = ({ study }: { readonly study: WitnessStudy }) => {
  const title = [study.modalities.join(' '), study.description].filter(Boolean).join(' ') || 'Study without a name';
  return (
    <li className="flex gap-3 border-b border-line py-2">
      <Picture address={study.thumbnail} title={`${title}, ${study.date ?? 'no date'}`} />
      <div className="min-w-0">
        <a className="text-strong underline" href={`/read/${study.studyInstanceUid}`} target="_blank" rel="noreferrer">
          {title}
        </a>
        <span className="block text-muted">
          {[study.date ?? 'no date', study.institution].filter(Boolean).join(' · ')}
        </span>
        <span className="block">{facts(study) || 'neither age, size nor weight is known'}</span>
      </div>
    </li>
  );
};

const Side = ({ record }: { readonly record: ComparedRecord }) => (
  <section aria-label={`Latest studies at ${placeOf(record)}`} className="min-w-0 flex-1">
    <h3 className="heading">{numberOf(record)}</h3>
    <ul className="m-0 list-none p-0">
      {record.studies.map((study) => (
        <Study key={study.studyInstanceUid} study={study} />
      ))}
    </ul>
    {record.studies.length === 0 && <p className="text-muted">No study of this record is here.</p>}
  </section>
);

/** Pictures break ties: an implant, a habitus, an age that does not fit. */
export const Witnesses = ({ one, other }: { readonly one: ComparedRecord; readonly other: ComparedRecord }) => (
  <div className="mt-5 flex gap-6">
    <Side record={one} />
    <Side record={other} />
  </div>
);
