/** The words of an exam name: folded, without accents and punctuation, glued parts taken apart. */
export const tokensOf = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll(/\bw\/o\b/g, ' wo ')
    .replaceAll(/\bw\s*(?:\/|&|and)\s*wo\b/g, ' w wo ')
    .replaceAll(/(\d)([a-z]{2,})/g, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
