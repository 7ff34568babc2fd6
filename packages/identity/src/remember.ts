/**
 * A pure function that remembers its last answers: one record is compared with hundreds, and what it says is taken apart once. At most
 * twice `most` are kept: when `most` were learned, those that nobody asked for meanwhile are forgotten. The last two, which are those of the
 * two that are compared, are not even looked for.
 */
export const remember = <T>(take: (text: string) => T, most = 4096): ((text: string) => T) => {
  let young = new Map<string, T>();
  let old = new Map<string, T>();
  let last: readonly [string, T] | undefined;
  let other: readonly [string, T] | undefined;
  const learn = (text: string): T => {
    const earlier = old.get(text);
    const made = earlier !== undefined || old.has(text) ? (earlier as T) : take(text);
    if (young.size >= most) [old, young] = [young, new Map<string, T>()];
    young.set(text, made);
    return made;
  };
  return (text) => {
    if (last !== undefined && last[0] === text) return last[1];
    if (other !== undefined && other[0] === text) {
      [last, other] = [other, last];
      return last[1];
    }
    const before = young.get(text);
    const made = before !== undefined || young.has(text) ? (before as T) : learn(text);
    [last, other] = [[text, made], last];
    return made;
  };
};
