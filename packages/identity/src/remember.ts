/**
 * A pure function that remembers its last answers: one record is compared with hundreds, and what it says is taken apart once. `most`
 * bounds what is kept; all is forgotten when it is full.
 */
export const remember = <T>(take: (text: string) => T, most = 4096): ((text: string) => T) => {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined || known.has(text)) return before as T;
    const made = take(text);
    if (known.size >= most) known.clear();
    known.set(text, made);
    return made;
  };
};
