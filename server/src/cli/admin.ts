import { parseArgs } from 'node:util';
import type { Service } from '../db/index.ts';
import { registerEntity, removeEntity, type SaidOfUser, services } from '../features/application-entities/index.ts';
import { listApplicationEntities } from '../features/sources/index.ts';
import { accessActions, accessHelp } from './admin-access.ts';
import { type Actions, onlyOne, printAll, readSecret } from './admin-arguments.ts';
import { auditActions, auditHelp } from './admin-audit.ts';
import { deidentifyActions, deidentifyHelp } from './admin-deidentify.ts';
import { deliverActions, deliverHelp } from './admin-deliver.ts';
import { hl7Help, runHl7 } from './admin-hl7.ts';
import { integrityActions, integrityHelp } from './admin-integrity.ts';
import { lifecycleActions, lifecycleHelp } from './admin-lifecycle.ts';
import { relevanceActions, relevanceHelp } from './admin-relevance.ts';
import { retentionActions, retentionHelp } from './admin-retention.ts';
import { sourceActions, sourceHelp } from './admin-source.ts';
import { type Command, print, UsageError } from './command.ts';
import { withHub } from './context.ts';

const help = `Usage: throughline admin ae list
       throughline admin ae add TITLE --address IP|NETWORK --services LIST [--host HOST --port PORT [--tls]] [--certificate SHA256] [--issuer NAME [--one-issuer]] [--source ID [--stow]]
                                [--user-identity none|passcode|token] [--user NAME --passcode-file FILE]
       throughline admin ae remove TITLE

Says which DICOM application entities may call the hub: an association is rejected unless its calling AE title is listed and
comes from its address. "add" of a title that is listed replaces its entry; what is not said of its user stays.

  --address    where it calls from: an address, or a network such as 10.20.0.0/16
  --services   what it may use, separated by commas: echo, store, find, get, move, commit (storage commitment),
               worklist, performed (MPPS and instance availability)
  --host, --port   where it takes associations: what C-MOVE sends and storage commitment reports go there
  --tls        associations to it go over TLS
  --certificate  SHA-256 fingerprint of the certificate that it must prove; then it is not admitted without TLS
  --issuer     the assigning authority of patient IDs that it sends without one (its AE title)
               What it asks without an issuer is asked of this one; what it is given carries its own patient IDs, those of other
               issuers in Other Patient IDs Sequence
  --one-issuer it is given the records of its own issuer only, not those that other issuers have of the same persons
  --source     the registered source that it belongs to; --stow: what is delivered to it goes by STOW-RS to the DICOMweb service of that;
               --mhd: it is given manifests only, by IHE MHD at the FHIR service of that
  --user-identity  what its associations must prove about their user: none, passcode, or token (a JWT of THROUGHLINE_JWT_ISSUER);
               none without --user takes away the user that is there
  --user, --passcode-file  the user and the file with the passcode (12 characters or more); - reads standard input

Example: throughline admin ae add CT1 --address 10.20.3.7 --services echo,store --issuer COUNTY

${accessHelp}

${sourceHelp}

${deliverHelp}

${deidentifyHelp}

${integrityHelp}

${auditHelp}

${lifecycleHelp}

${retentionHelp}

${relevanceHelp}

${hl7Help}`;

const isService = (name: string): name is Service => services.some((service) => service === name);

const servicesOf = (list: string): readonly Service[] => {
  const names = list.split(',').map((name) => name.trim());
  const wrong = names.find((name) => !isService(name));
  if (wrong !== undefined) throw new UsageError(`"${wrong}" is no service; there are ${services.join(', ')}.`);
  return names.filter(isService);
};

const rules = ['none', 'passcode', 'token'] as const;

const identityOf = (values: {
  readonly 'user-identity'?: string;
  readonly user?: string;
  readonly 'passcode-file'?: string;
}): SaidOfUser => {
  const { 'user-identity': said, user: name, 'passcode-file': file } = values;
  const nobody = name === undefined && file === undefined;
  if (said === undefined && nobody) return undefined;
  const rule = rules.find((one) => one === (said ?? 'none'));
  if (rule === undefined) throw new UsageError(`--user-identity is one of ${rules.join(', ')}.`);
  if (rule === 'none' && nobody) return null;
  return { rule, name, passcode: file === undefined ? undefined : readSecret(file) };
};

const add = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      address: { type: 'string' },
      services: { type: 'string' },
      host: { type: 'string' },
      port: { type: 'string' },
      tls: { type: 'boolean' },
      certificate: { type: 'string' },
      issuer: { type: 'string' },
      'one-issuer': { type: 'boolean' },
      source: { type: 'string' },
      stow: { type: 'boolean' },
      mhd: { type: 'boolean' },
      'user-identity': { type: 'string' },
      user: { type: 'string' },
      'passcode-file': { type: 'string' },
    },
  });
  const [aeTitle, ...more] = positionals;
  const { address } = values;
  if (aeTitle === undefined || more.length > 0 || address === undefined || values.services === undefined)
    throw new UsageError('Give one AE title, --address and --services; "throughline admin --help" tells more.');
  if (values.port !== undefined && !/^[1-9]\d{0,4}$/.test(values.port))
    throw new UsageError('The port must be a number.');
  const input = {
    aeTitle,
    address,
    services: servicesOf(values.services),
    host: values.host,
    port: values.port === undefined ? undefined : Number(values.port),
    tls: values.tls,
    certificate: values.certificate,
    issuer: values.issuer,
    oneIssuer: values['one-issuer'],
    sourceId: values.source,
    deliverBy: values.stow ? ('stow' as const) : values.mhd ? ('mhd' as const) : undefined,
    userIdentity: identityOf(values),
  };
  await withHub((context, principal) => registerEntity(context, principal, input));
  print({ aeTitle, registered: true });
  return 0;
};

const list = async (): Promise<number> => {
  return printAll('applicationEntities', await withHub(listApplicationEntities));
};

const remove = async (args: readonly string[]): Promise<number> => {
  const aeTitle = onlyOne(args, 'the AE title to remove');
  await withHub((context, principal) => removeEntity(context, principal, aeTitle));
  print({ aeTitle, removed: true });
  return 0;
};

const actions: Actions = {
  'ae add': add,
  'ae list': list,
  'ae remove': remove,
  ...accessActions,
  ...sourceActions,
  ...deliverActions,
  ...deidentifyActions,
  ...integrityActions,
  ...auditActions,
  ...lifecycleActions,
  ...retentionActions,
  ...relevanceActions,
};

/** An action is named by a noun and a verb, or by one word. */
const run = async (args: readonly string[]): Promise<number> => {
  if (args[0] === 'hl7') return runHl7(args.slice(1));
  const [noun = '', verb = '', ...rest] = args;
  const pair = actions[`${noun} ${verb}`];
  if (pair) return pair(rest);
  const action = actions[noun];
  if (!action) throw new UsageError(`"throughline admin" knows ${Object.keys(actions).join(', ')}, hl7.`);
  return action(args.slice(1));
};

export const command: Command = {
  name: 'admin',
  summary: 'say who may call the hub and which sources it asks; look after what is stored',
  help,
  run,
};
