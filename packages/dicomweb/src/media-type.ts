/** A media type with its parameters (RFC 9110 8.3.1); names in lower case. */
export interface MediaType {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const longest = 4096;
const mostParameters = 32;

/** Splits at a separator that is not within a quoted string; linear in the length of the text. */
export const splitOutsideQuotes = (text: string, separator: ',' | ';'): string[] => {
  const pieces: string[] = [];
  let quoted = false;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (quoted && character === '\\') at += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === separator) {
      pieces.push(text.slice(from, at));
      from = at + 1;
    }
  }
  pieces.push(text.slice(from));
  return pieces;
};

const unquote = (text: string): string =>
  text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1).replaceAll(/\\(.)/g, '$1') : text;

/** Undefined if the text is no media type. */
export const parseMediaType = (text: string): MediaType | undefined => {
  if (text.length > longest) return undefined;
  const [essence = '', ...rest] = splitOutsideQuotes(text, ';');
  const type = essence.trim().toLowerCase();
  const [main = '', sub = ''] = type.split('/', 2);
  if (!token.test(main) || !token.test(sub) || rest.length > mostParameters) return undefined;
  const parameters = new Map<string, string>();
  for (const piece of rest) {
    const equals = piece.indexOf('=');
    if (equals < 0) continue;
    const name = piece.slice(0, equals).trim().toLowerCase();
    if (token.test(name) && !parameters.has(name)) parameters.set(name, unquote(piece.slice(equals + 1).trim()));
  }
  return { type, parameters };
};
