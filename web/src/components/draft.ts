/** A form as text, field by field. */
export type Draft = Readonly<Record<string, string>>;

/** The field, or nothing where it is empty. */
export const given = <K extends string>(draft: Draft, ...fields: readonly K[]): { [key in K]?: string } =>
  Object.fromEntries(
    fields.map((field) => [field, (draft[field] ?? '').trim()]).filter(([, value]) => value !== ''),
  ) as { [key in K]?: string };

export const text = (draft: Draft, field: string): string => (draft[field] ?? '').trim();
