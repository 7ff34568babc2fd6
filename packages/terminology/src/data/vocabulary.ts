/**
 * A vocabulary: what a phrase says of an exam -> the phrases that say it, separated by commas.
 *
 * The key is one or more signals, separated by spaces:
 * `focus:x` the exam looks at x; `aim:x` the same, and outranks every other focus; `region:x`; `side:x`; `contrast:x`; `is:x` a qualifier;
 * `modality:X` named outright; `implies:X` the procedure can only be X; `usual:X` most often X; `attr:x` used by the composition rules;
 * `side-final:x` a side only where it ends the name or stands before its views; `word:x` a word of grammar; `ignore:` known and without meaning here.
 *
 * A phrase ending in `*` names both of a pair. A phrase that begins with `?` counts only when other words of the name show its language.
 */
export type Vocabulary = Readonly<Record<string, string>>;
