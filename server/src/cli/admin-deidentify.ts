/** `throughline admin deidentify`: studies as files for teaching and research. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type PrivateAttribute, type Retention, retentions } from '@throughline/deidentification';
import { exportDeidentified } from '../features/deidentification/index.ts';
import { print, progress, UsageError } from './command.ts';
import { withHub } from './context.ts';

export const deidentifyHelp = `       throughline admin deidentify --study UID[,UID...] --key FILE --out FOLDER [--keep LIST] [--safe-private FILE] [--approve UID[,UID...]]

Writes the objects of studies as files by the Basic Application Level Confidentiality Profile (PS3.15 Annex E): FOLDER/SUBJECT/STUDY/SERIES/OBJECT.dcm.
It says that the profile was applied, not that nobody can be known: pixels may show a name or a face, and words may stand where none belong.

  --key        a file of secret bytes, made when it is not there: the same key gives the same pseudonyms and UIDs for the same patient. Whoever
               has it can tell who is who; keep it elsewhere, or destroy it.
  --keep       what the profile would take away and you may keep, by its options: ${Object.keys(retentions).join(', ')}
               (modified-dates: all dates of a patient are moved by the same number of days)
  --safe-private   a file of private attributes that name nobody, one a line: GROUP ELEMENT CREATOR, e.g. 0019 0c SIEMENS MR HEADER
  --approve    studies, series or objects that a person has looked at and found to show nobody

Withheld unless approved: what may have words in its pixels (ultrasound, secondary captures, angiography, endoscopy, ...), overlays, documents,
reports, presentation states, objects of unknown classes, and any object in which a name, number or UID of the original was found
again. Each is named with the reason, and the command ends with 1 when there are some.

Example: throughline admin deidentify --study 1.2.840.1 --key teaching.key --out teaching --keep modified-dates,patient-characteristics`;

const FEWEST_KEY_BYTES = 32;

const listOf = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

const readOrMakeKey = (file: string): Uint8Array => {
  if (!existsSync(file)) writeFileSync(file, randomBytes(FEWEST_KEY_BYTES), { mode: 0o600, flag: 'wx' });
  const key = readFileSync(file);
  if (key.length < FEWEST_KEY_BYTES) throw new UsageError(`The key has fewer than ${FEWEST_KEY_BYTES} bytes.`);
  return key;
};

const isRetention = (name: string): name is Retention => Object.hasOwn(retentions, name);

const keptOf = (text: string | undefined): ReadonlySet<Retention> => {
  const names = listOf(text);
  const wrong = names.find((name) => !isRetention(name));
  if (wrong !== undefined)
    throw new UsageError(`"${wrong}" cannot be kept; there are ${Object.keys(retentions).join(', ')}.`);
  if (names.includes('full-dates') && names.includes('modified-dates'))
    throw new UsageError('Dates are kept as they are or moved, not both.');
  return new Set(names.filter(isRetention));
};

const safeOf = (file: string): ((attribute: PrivateAttribute) => boolean) => {
  const lines = readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const safe = lines.map((line) => {
    const [, group = '', element = '', creator = ''] = /^([0-9a-f]{4})\s+([0-9a-f]{2})\s+(\S.*)$/i.exec(line) ?? [];
    if (Number.parseInt(group, 16) % 2 !== 1) throw new UsageError(`"${line}" is no GROUP ELEMENT CREATOR.`);
    return `${Number.parseInt(group, 16)} ${Number.parseInt(element, 16)} ${creator}`;
  });
  const known = new Set(safe);
  return ({ group, element, creator }) => known.has(`${group} ${element} ${creator}`);
};

const text = { type: 'string' } as const;

const run = async (args: readonly string[]): Promise<number> => {
  const { values } = parseArgs({
    args: [...args],
    options: { study: text, key: text, out: text, keep: text, approve: text, 'safe-private': text },
  });
  const studies = listOf(values.study);
  if (studies.length === 0 || values.key === undefined || values.out === undefined)
    throw new UsageError('Give --study, --key and --out; "throughline admin --help" tells more.');
  const asked = {
    studyInstanceUids: studies,
    folder: values.out,
    kept: keptOf(values.keep),
    approved: new Set(listOf(values.approve)),
    ...(values['safe-private'] !== undefined && { isSafe: safeOf(values['safe-private']) }),
    key: readOrMakeKey(values.key),
  };
  const counts = { written: 0, withheld: 0, damaged: 0 };
  await withHub(async (context, principal) => {
    for await (const one of exportDeidentified(context, principal, asked)) {
      counts[one.outcome] += 1;
      if (one.outcome !== 'written') print(one);
      else if (counts.written % 100 === 0) progress(`${counts.written} objects written`);
    }
  });
  print(counts);
  return counts.withheld + counts.damaged > 0 ? 1 : 0;
};

export const deidentifyActions = { deidentify: run };
