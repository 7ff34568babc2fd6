/** `throughline admin user`, `client` and `provider`: who signs in here, which applications ask for tokens, and where else people sign in. */
import { parseArgs } from 'node:util';
import { listClientsOf, listUsers, putClient, putUser } from '../features/authorization/index.ts';
import { listSignInProviders, putSignInProvider } from '../features/sign-in/index.ts';
import { type Actions, needed, onlyOne, printAll, readJson, readSecret } from './admin-arguments.ts';
import { print, UsageError } from './command.ts';
import { withHub } from './context.ts';

export const accessHelp = `       throughline admin user put USERNAME --name NAME --scopes LIST --passcode-file FILE [--fhir-user URL] [--disabled]
       throughline admin user list
       throughline admin client put CLIENT_ID --name NAME --scopes LIST [--redirect URL ...] [--launch URL] [--jwks FILE.json] [--disabled]
       throughline admin client list
       throughline admin provider put NAME --kind oidc|smart --label TEXT --issuer URL --client-id ID --grants LIST
                                [--authentication none|private_key_jwt|client_secret_basic] [--secret-file FILE] [--scope TEXT]
                                [--claim NAME=VALUE] [--patient-issuer ISSUER] [--disabled]
       throughline admin provider list

Says who may sign in and which applications may ask for tokens. "put" of one that is listed replaces it.

  user       somebody who signs in by name and passcode (12 characters or more; - reads standard input); --scopes such as imaging.read
  client     a SMART application: --scopes are the most that it is granted, e.g. "launch openid patient/*.rs"; with --jwks, its public
             keys, it proves itself (private_key_jwt), and may ask for system scopes
  provider   an OpenID provider where people sign in (oidc), or an EHR that launches the reading page (smart, --issuer is its FHIR server);
             --grants is what its people may do here; --claim says what they must have, e.g. groups=radiology

Example: throughline admin user put reader --name "Rea Der" --scopes imaging.read --passcode-file passcode.txt`;

const listOf = (text: string): string[] => text.split(/[ ,]+/).filter((one) => one !== '');

const putOneUser = async (args: readonly string[]): Promise<number> => {
  const text = { type: 'string' } as const;
  const options = {
    name: text,
    scopes: text,
    'passcode-file': text,
    'fhir-user': text,
    disabled: { type: 'boolean' },
  } as const;
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  const input = {
    username: onlyOne(positionals, 'the name of one user'),
    name: needed(values.name, 'name'),
    scopes: listOf(needed(values.scopes, 'scopes')),
    passcode: readSecret(needed(values['passcode-file'], 'passcode-file')),
    fhirUser: values['fhir-user'] ?? null,
    enabled: values.disabled !== true,
  };
  await withHub((context, principal) => putUser(context, principal, input));
  print({ user: input.username, registered: true });
  return 0;
};

const listAllUsers = async (): Promise<number> => {
  const users = await withHub(listUsers);
  return printAll(
    'users',
    users.map(({ username, name, scopes, enabled }) => ({ username, name, scopes, enabled })),
  );
};

const putOneClient = async (args: readonly string[]): Promise<number> => {
  const text = { type: 'string' } as const;
  const redirect = { type: 'string', multiple: true } as const;
  const options = {
    name: text,
    scopes: text,
    redirect,
    launch: text,
    jwks: text,
    disabled: { type: 'boolean' },
  } as const;
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  const input = {
    clientId: onlyOne(positionals, 'the ID of one application'),
    name: needed(values.name, 'name'),
    scopes: listOf(needed(values.scopes, 'scopes')),
    redirectUris: values.redirect ?? [],
    launchUrl: values.launch ?? null,
    jwks: values.jwks === undefined ? null : (readJson(values.jwks) as { readonly keys: Record<string, unknown>[] }),
    enabled: values.disabled !== true,
  };
  await withHub((context, principal) => putClient(context, principal, input));
  print({ client: input.clientId, registered: true });
  return 0;
};

const listAllClients = async (): Promise<number> => {
  const clients = await withHub(listClientsOf);
  return printAll(
    'clients',
    clients.map(({ tenant_id: _tenant, ...client }) => client),
  );
};

const oneOf = <T extends string>(value: string | undefined, names: readonly T[], option: string): T => {
  const found = names.find((name) => name === value);
  if (found === undefined) throw new UsageError(`--${option} is one of ${names.join(', ')}.`);
  return found;
};

const claimOf = (text: string): { readonly name: string; readonly value: string } => {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError('--claim is NAME=VALUE.');
  return { name: text.slice(0, at), value: text.slice(at + 1) };
};

const providerOptions = {
  kind: { type: 'string' },
  label: { type: 'string' },
  issuer: { type: 'string' },
  'client-id': { type: 'string' },
  grants: { type: 'string' },
  authentication: { type: 'string', default: 'none' },
  'secret-file': { type: 'string' },
  scope: { type: 'string' },
  claim: { type: 'string' },
  'patient-issuer': { type: 'string' },
  disabled: { type: 'boolean' },
} as const;

const putOneProvider = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: providerOptions });
  const { scope, claim, 'secret-file': secret } = values;
  const input = {
    name: onlyOne(positionals, 'the name of one provider'),
    kind: oneOf(values.kind, ['oidc', 'smart'], 'kind'),
    label: needed(values.label, 'label'),
    issuer: needed(values.issuer, 'issuer'),
    clientId: needed(values['client-id'], 'client-id'),
    grants: listOf(needed(values.grants, 'grants')),
    authentication: oneOf(values.authentication, ['none', 'private_key_jwt', 'client_secret_basic'], 'authentication'),
    ...(secret !== undefined && { secret: readSecret(secret) }),
    ...(scope !== undefined && { scope }),
    requiredClaim: claim === undefined ? null : claimOf(claim),
    patientIssuer: values['patient-issuer'] ?? null,
    enabled: values.disabled !== true,
  };
  await withHub((context, principal) => putSignInProvider(context, principal, input));
  print({ provider: input.name, registered: true });
  return 0;
};

const listAllProviders = async (): Promise<number> => {
  const providers = await withHub(listSignInProviders);
  return printAll(
    'providers',
    providers.map(({ tenant_id: _tenant, secret: _secret, ...provider }) => provider),
  );
};

export const accessActions: Actions = {
  'user put': putOneUser,
  'user list': listAllUsers,
  'client put': putOneClient,
  'client list': listAllClients,
  'provider put': putOneProvider,
  'provider list': listAllProviders,
};
