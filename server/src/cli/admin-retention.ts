/** `throughline admin retention`, `delete`, `undelete`, `deletions`: what goes, when, and what is taken back. */
import { parseArgs } from 'node:util';
import {
  listDeletions,
  listDue,
  listRules,
  putRule,
  type RuleInput,
  removeRule,
  requestDeletion,
  undelete,
} from '../features/retention/index.ts';
import { type Actions, needed, onlyOne, printAll } from './admin-arguments.ts';
import { print, UsageError } from './command.ts';
import { withHub } from './context.ts';

export const retentionHelp = `       throughline admin retention [--dry-run]
       throughline admin retention put RULE --older-than DAYS [--grace DAYS] [--site NAME] [--modality CODE]
                                [--origin local|foreign] [--enable]
       throughline admin retention remove RULE
       throughline admin delete STUDY --reason TEXT [--grace DAYS]
       throughline admin deletions
       throughline admin undelete DELETION

"retention" lists the rules; with --dry-run, what each of them would have removed now, enabled or not. Nothing is removed before
its grace period (30 days) is over; until then the study is hidden and "undelete" brings it back. A foreign prior that is
removed stays listed as held by its source, and is fetched again when it is wanted.

Example: throughline admin retention put foreign-priors --origin foreign --older-than 90 --grace 7
         throughline admin retention --dry-run`;

const text = { type: 'string' } as const;

const days = (value: string | undefined, preset?: number): number => {
  if (value === undefined && preset !== undefined) return preset;
  if (value === undefined || !/^[1-9]\d{0,4}$/.test(value)) throw new UsageError('Periods are whole days, 1 or more.');
  return Number(value);
};

const retention = async (args: readonly string[]): Promise<number> => {
  const { values } = parseArgs({ args: [...args], options: { 'dry-run': { type: 'boolean' } } });
  if (values['dry-run'] === true) return printAll('due', await withHub(listDue));
  return printAll('rules', await withHub(listRules));
};

const originOf = (origin: string | undefined): RuleInput['origin'] => {
  if (origin === undefined || origin === 'local' || origin === 'foreign') return origin;
  throw new UsageError('--origin is local or foreign.');
};

const put = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      'older-than': text,
      grace: text,
      site: text,
      modality: text,
      origin: text,
      enable: { type: 'boolean' },
    },
  });
  const name = onlyOne(positionals, 'one rule');
  const input = {
    siteName: values.site,
    modality: values.modality,
    origin: originOf(values.origin),
    olderThanDays: days(values['older-than']),
    graceDays: days(values.grace, 30),
    enabled: values.enable === true,
  };
  print(await withHub((context, principal) => putRule(context, principal, name, input)));
  return 0;
};

const remove = async (args: readonly string[]): Promise<number> => {
  const name = onlyOne(args, 'one rule');
  await withHub((context, principal) => removeRule(context, principal, name));
  print({ name, removed: true });
  return 0;
};

const deleteStudy = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { reason: text, grace: text },
  });
  const studyInstanceUid = onlyOne(positionals, 'one Study Instance UID');
  const input = { studyInstanceUid, reason: needed(values.reason, 'reason'), graceDays: days(values.grace, 30) };
  print(await withHub((context, principal) => requestDeletion(context, principal, input)));
  return 0;
};

const bringBack = async (args: readonly string[]): Promise<number> => {
  const id = onlyOne(args, 'one deletion');
  print({ id, ...(await withHub((context, principal) => undelete(context, principal, id))) });
  return 0;
};

export const retentionActions: Actions = {
  retention,
  'retention put': put,
  'retention remove': remove,
  delete: deleteStudy,
  deletions: async () => printAll('deletions', await withHub(listDeletions)),
  undelete: bringBack,
};
