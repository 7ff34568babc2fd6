import { useQuery } from '@tanstack/react-query';
import type { MeasurementSeries, MeasurementsOverTime } from '@throughline/contract';
import { overTimeQuery } from '../../api/queries.ts';
import { Problem } from '../../components/Problem.tsx';
import { Plot } from './Plot.tsx';
import { amount, changeWords, doseLines, scoresOf, shortModel, studyDoseWords, withoutZ, zWords } from './words.ts';

/** The same site has the same colour in every plot. */
const coloursOf = (series: readonly MeasurementSeries[]): ReadonlyMap<string, string> => {
  const sites = new Set(series.flatMap(({ points }) => points.map(({ sites: [first] }) => first ?? '')));
  return new Map([...sites].map((site, at) => [site, `var(--color-study-${(at % 9) + 1})`]));
};

interface OneProps {
  readonly series: MeasurementSeries;
  readonly birthDate: string | null;
  readonly colours: ReadonlyMap<string, string>;
  readonly hang: (studyInstanceUid: string) => void;
}

/** Each value with where it comes from; a press hangs its study. */
const Values = ({ series, hang }: OneProps) => (
  <ul className="m-0 flex list-none flex-wrap gap-x-4 p-0 text-[12px]">
    {series.points.map((point) => {
      const study = point.origins.find(({ studyInstanceUid }) => studyInstanceUid !== null)?.studyInstanceUid;
      const text = `${point.date} · ${point.comparator ?? ''}${amount(point.value, series.unit)} · ${point.sites.join(', ')}`;
      return (
        <li key={`${text} ${point.method}`} className="text-muted">
          {study ? (
            <button
              type="button"
              className="text-accent underline underline-offset-2"
              title="Hang the study"
              onClick={() => hang(study)}
            >
              {text}
            </button>
          ) : (
            text
          )}
          {scoresOf(point).map(({ model, z }) => (
            <strong key={model} className="text-strong" title={model}>
              {' '}
              {zWords(z)} {shortModel(model)}
            </strong>
          ))}
          {point.method !== '' && ` (${point.method})`}
        </li>
      );
    })}
  </ul>
);

const Unread = ({ unread }: Pick<MeasurementSeries, 'unread'>) =>
  unread.map((one) => (
    <p key={`${one.date} ${one.value} ${one.unit}`} className="m-0 text-[12px] text-warn">
      Not on the line: {one.value} {one.unit} {one.date === null ? '' : `of ${one.date}`} ({one.sites.join(', ')}):{' '}
      {one.why}.
    </p>
  ));

const One = (props: OneProps) => {
  const { series, birthDate, colours } = props;
  return (
    <figure data-series={series.thing ?? ''} className="m-0 flex flex-col gap-1 border border-line bg-panel p-3">
      <figcaption className="flex flex-wrap items-baseline gap-x-3">
        <strong className="text-strong">{series.words}</strong>
        <span>{changeWords(series)}</span>
      </figcaption>
      {series.points.length > 1 && (
        <Plot
          series={series}
          birthDate={birthDate}
          colourOf={(site) => colours.get(site) ?? 'var(--color-study-none)'}
        />
      )}
      <Values {...props} />
      {series.differences.map((text) => (
        <p key={text} className="m-0 text-[12px] text-warn">
          {text}
        </p>
      ))}
      {withoutZ(series).map((text) => (
        <p key={text} className="m-0 text-[12px] text-muted">
          {text}
        </p>
      ))}
      <Unread unread={series.unread} />
    </figure>
  );
};

const Sites = ({ colours }: { readonly colours: ReadonlyMap<string, string> }) => (
  <p className="m-0 flex flex-wrap gap-x-4 text-muted">
    {[...colours].map(([site, colour]) => (
      <span key={site}>
        <span style={{ color: colour }}>●</span> {site}
      </span>
    ))}
  </p>
);

const Dose = ({ dose }: { readonly dose: MeasurementsOverTime['dose'] }) => (
  <section aria-label="Radiation dose" className="flex flex-col gap-1">
    <h2 className="heading">Radiation dose</h2>
    {dose.known.length === 0 && <p className="m-0 text-muted">No study with radiation is known.</p>}
    {doseLines(dose).map((text) => (
      <p key={text} data-dose className="m-0 text-strong">
        {text}
      </p>
    ))}
    <ul className="m-0 list-none p-0 text-[12px] text-muted">
      {dose.studies.map((study) => (
        <li
          key={`${study.studyInstanceUid} ${study.group}`}
          className={study.state === 'not-known' ? 'text-warn' : undefined}
        >
          {study.date ?? 'no date'} · {study.siteName} · {study.exam}: {studyDoseWords(study)}
        </li>
      ))}
    </ul>
    <p className="m-0 text-[12px] text-muted">
      As recorded, each region by itself: nothing is made into an effective dose.
    </p>
  </section>
);

const Surfaces = ({ surfaces, models }: Pick<MeasurementsOverTime, 'surfaces' | 'models'>) =>
  surfaces.length > 0 && (
    <p className="m-0 text-[12px] text-muted">
      Body surface area: {surfaces.map(({ date, squareMetres }) => `${squareMetres} m² on ${date}`).join(', ')} (
      {surfaces[0]?.formula}).{' '}
      {models.length > 0 && `z-scores: ${models.map(({ name, citation }) => `${name}: ${citation}`).join('; ')}.`}
    </p>
  );

interface OverTimeProps {
  readonly study: string;
  readonly birthDate: string | null;
  readonly hang: (studyInstanceUid: string) => void;
}

/** What was measured of the person, at every hospital, and the radiation: asked for when it is opened. */
export const OverTime = ({ study, birthDate, hang }: OverTimeProps) => {
  const { data, error } = useQuery(overTimeQuery(study));
  if (error && !data) return <Problem error={error} />;
  if (!data) return <p className="text-muted">Being read …</p>;
  const colours = coloursOf(data.series);
  return (
    <div className="flex flex-col gap-4">
      <header className="flex flex-wrap items-baseline gap-x-6 gap-y-1 pr-24">
        <h2 className="heading">Measurements over time</h2>
        <Sites colours={colours} />
      </header>
      {data.series.length === 0 && <p className="m-0 text-muted">No measurement of this person is here.</p>}
      <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,30rem),1fr))] gap-3">
        {data.series.map((series) => (
          <One
            key={`${series.words} ${series.unit}`}
            series={series}
            birthDate={birthDate}
            colours={colours}
            hang={hang}
          />
        ))}
      </div>
      {data.leftOut > 0 && <p className="m-0 text-muted">{data.leftOut} more are not shown.</p>}
      <Surfaces surfaces={data.surfaces} models={data.models} />
      <Dose dose={data.dose} />
    </div>
  );
};
