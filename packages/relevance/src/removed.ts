/** Whether a text says that something was taken away: not what is planned, was in part, or was somebody else's. */
import type { CompiledRemoval } from './pack/rulebook.ts';
import { findAffirmed } from './plain-text.ts';

/** What stands beside words that were found by their stems: what is behind begins after the whole word. */
const textNear = (plain: string, at: number, length: number): string => {
  const end = at + length + (/^[a-z]*/.exec(plain.slice(at + length, at + length + 30))?.[0].length ?? 0);
  return `${plain.slice(Math.max(0, at - 18), at)} ${plain.slice(end, end + 14)}`;
};

/** What is left of the organ is followed. */
const partly = /partial|partiel|parcial|parzial|\bteil|segment|\bhemi|nephron/;

/** From such a word on the text is of what was done: `planned CT, s/p left nephrectomy`. `Prior to` and `vor der` are of what will be. */
const done =
  /.*\b(?:s p|st p|sp|status|post|after|since|hx|history|previous|prior(?! to)|had|nach|zustand|z n|zn|apres|atcd|tras|despues|dopo|depois|apos|na|stato)\b/;

const ahead =
  /\b(?:pre|pre ?op\w*|preoperat\w*|prae?op\w*|plan(?:ned|ning)?|scheduled?|before|prior to|consider\w*|candidat\w*|await\w*|pending|possible|potential|upcoming|discuss\w*|(?:evaluation|eval|work ?up|assessment) for|geplant\w*|vor(?! \d)|avant|prevue?|bilan|antes|previo a|programad\w*|programmat\w*|prima|in previsione|voor|gepland\w*)\b/;
const aheadBehind =
  /^(?:\w+ )?(?:is |was )?(?:planned|scheduled|pending|considered|discussed|geplant|gepland|prevue|programada|programmata|prevista)\b/;

const others =
  /\b(?:mother|father|mom|dad|sister|brother|aunt|cousin|grandmother|grandfather|family (?:history|hx|h)|fh|fhx|mutter|vater|schwester|bruder|familie|mere|pere|soeur|frere|madre|padre|hermana|hermano|sorella|fratello|mae|irma|moeder|vader|zus)\b/;

const denied =
  /\b(?:no|denies|without|keine?|ohne|sin|sans|pas|nao|senza|geen) (?:\w+ ){0,2}(?:hx|history|antecedents?|antecedentes|anamnese|storia)(?: \w+){0,3}$/;

const wordsBefore = (text: string, most: number): string => text.trim().split(' ').slice(-most).join(' ');

/** What stands between such words is still to be done: `planned left`, `scheduled`. */
export const isAhead = (before: string, behind: string): boolean =>
  ahead.test(wordsBefore(before, 4).replace(done, '')) || aheadBehind.test(behind);

/** It was somebody else's, or never was: `mother had left`, `no history of`. */
const isOfOther = (before: string): boolean =>
  others.test(wordsBefore(before, 5)) || denied.test(wordsBefore(before, 7));

/** What stands around the removal where the text says that it was done; undefined where it does not. */
export const whereRemoved = (plain: string, removal: CompiledRemoval): string | undefined => {
  const found = findAffirmed(plain, removal.find);
  if (found === undefined) return undefined;
  const near = textNear(plain, found.index, found[0].length);
  if (removal.effect === 'refuse' && partly.test(near)) return undefined;
  const behind = plain.slice(found.index).replace(/^[a-z]+ ?/, '');
  const before = plain.slice(0, found.index);
  return isOfOther(before) || isAhead(before, behind) ? undefined : near;
};
