/** Which presentation contexts to propose for a lot of objects, and which objects go on one association (PS3.8 9.3.2.2). */
import type { ServedInstance } from '../../db/index.ts';
import { alternativeSyntaxes } from '../retrieve/index.ts';

interface Context {
  readonly abstractSyntax: string;
  readonly transferSyntaxes: readonly string[];
}

const mostContexts = 128;

export interface Lot {
  readonly contexts: readonly Context[];
  readonly instances: readonly ServedInstance[];
}

/** Best first: as it is kept, then what it can be written as without loss. */
export const formsOf = (instance: ServedInstance): readonly string[] => [
  instance.transfer_syntax_uid,
  ...alternativeSyntaxes(instance),
];

/** Each form in a context of its own, so that the destination's choice among them is known form by form. */
const contextsOf = (kind: readonly ServedInstance[]): readonly Context[] => {
  const [abstractSyntax = ''] = kind.map((instance) => instance.sop_class_uid);
  const forms = new Set(kind.flatMap(formsOf));
  return [...forms].map((form) => ({ abstractSyntax, transferSyntaxes: [form] }));
};

/** Objects by SOP class, as many classes to a lot as one association has presentation contexts for. */
export const lotsOf = (instances: readonly ServedInstance[]): readonly Lot[] => {
  const lots: { contexts: Context[]; instances: ServedInstance[] }[] = [];
  for (const kind of Map.groupBy(instances, (instance) => instance.sop_class_uid).values()) {
    const contexts = contextsOf(kind).slice(0, mostContexts);
    const last = lots.at(-1);
    if (last && last.contexts.length + contexts.length <= mostContexts) {
      last.contexts.push(...contexts);
      last.instances.push(...kind);
    } else lots.push({ contexts: [...contexts], instances: [...kind] });
  }
  return lots;
};
