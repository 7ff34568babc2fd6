/** `throughline admin source`: which systems are asked for priors. */
import { parseArgs } from 'node:util';
import { listSourcesWithHealth, putSource, removeSource, testSource } from '../features/sources/index.ts';
import { type Actions, onlyOne, printAll, readJson } from './admin-arguments.ts';
import { print, UsageError } from './command.ts';
import { withHub } from './context.ts';

export const sourceHelp = `       throughline admin source list
       throughline admin source put NAME --site SITE --issuer ISSUER --query qido|c-find|fhir --retrieve wado|c-get|c-move|none
                                [--dicomweb URL] [--fhir URL] [--ae TITLE --host HOST --port PORT [--tls]] [--timeout MS] [--concurrency N] [--disabled]
       throughline admin source put NAME --json FILE
       throughline admin source remove NAME
       throughline admin source test NAME

Sources are asked for the priors of every patient whose study arrives. "put" of a name that is there replaces its settings.

  --site       the hospital or campus, as readers know it
  --issuer     the assigning authority of the source's patient IDs
  --query      how it is asked; --retrieve: how objects are fetched, or none: it lists studies and gives none
  --fhir       base of its FHIR R4 service: reports are asked for there, and studies (ImagingStudy) with --query fhir
  --dicomweb   root of its DICOMweb service; --ae, --host, --port: its DICOM address; --tls: by DICOM over TLS
  --timeout    how long it may be silent, in milliseconds (10000); --concurrency: studies fetched at once (2)
  --json       the same as a JSON file, in the shape of PUT /api/sources/{name}; - reads standard input. Also for what has no option:
               kind, credentials, hours, bandwidth, period, time zone, dialect, and trust: rejection notes of one that is "own" hide
               whatever they name; those of a "partner" (the default) or "unverified" only what is filed under its own issuer

"list" tells how each source has been of late; "test" tries the connection step by step and says what to do about what fails.
Credentials are kept encrypted with THROUGHLINE_SECRET_KEY (openssl rand -base64 32).

With C-MOVE, and whenever the source sends to us by itself, list its AE title too: throughline admin ae add.

Example: throughline admin source put county-pacs --site "County General" --issuer COUNTY --query c-find --retrieve c-get \\
           --ae COUNTY --host 10.20.0.5 --port 104`;

const options = {
  site: { type: 'string' },
  issuer: { type: 'string' },
  query: { type: 'string' },
  retrieve: { type: 'string' },
  dicomweb: { type: 'string' },
  fhir: { type: 'string' },
  ae: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  tls: { type: 'boolean' },
  timeout: { type: 'string' },
  concurrency: { type: 'string' },
  disabled: { type: 'boolean' },
  json: { type: 'string' },
} as const;

const parse = (args: readonly string[]) => parseArgs({ args: [...args], allowPositionals: true, options });
type Values = ReturnType<typeof parse>['values'];

const whole = (name: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  if (!/^\d{1,6}$/.test(text)) throw new UsageError(`--${name} must be a whole number.`);
  return Number(text);
};

/** Checked by the feature: what is missing or wrong is said there, once for every door. */
const inputOf = (values: Values): unknown => {
  if (values.json !== undefined) return readJson(values.json);
  const { ae, host, dicomweb, fhir } = values;
  const [port, timeoutMs, concurrency] = [
    whole('port', values.port),
    whole('timeout', values.timeout),
    whole('concurrency', values.concurrency),
  ];
  return {
    siteName: values.site,
    issuer: values.issuer,
    queryBy: values.query,
    retrieveBy: values.retrieve,
    enabled: values.disabled !== true,
    ...(dicomweb !== undefined && { dicomwebUrl: dicomweb }),
    ...(fhir !== undefined && { fhirUrl: fhir }),
    ...((ae ?? host ?? port) !== undefined && {
      dimse: { aeTitle: ae, host, port, ...(values.tls && { tls: true }) },
    }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(concurrency !== undefined && { concurrency }),
  };
};

const put = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = parse(args);
  const name = onlyOne(positionals, 'the name of one source');
  const input = inputOf(values);
  print(await withHub((context, principal) => putSource(context, principal, name, input)));
  return 0;
};

const list = async (): Promise<number> => {
  return printAll('sources', await withHub(listSourcesWithHealth));
};

const remove = async (args: readonly string[]): Promise<number> => {
  const name = onlyOne(args, 'the name of one source');
  await withHub((context, principal) => removeSource(context, principal, name));
  print({ name, removed: true });
  return 0;
};

const test = async (args: readonly string[]): Promise<number> => {
  const name = onlyOne(args, 'the name of one source');
  const signal = AbortSignal.timeout(300_000);
  const { passed, steps } = await withHub((context, principal) => testSource(context, principal, name, signal));
  for (const step of steps) print(step);
  print({ name, passed });
  return passed ? 0 : 1;
};

export const sourceActions: Actions = {
  'source put': put,
  'source list': list,
  'source remove': remove,
  'source test': test,
};
