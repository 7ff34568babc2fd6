/** Messages as files and logs of interface engines hold them: one or many, in blocks, on lines, or with their control characters printed. */

/** How logs print what begins a block, ends a segment and ends a block. */
const printed = /<(?:SB|VT|0x0B|R|CR|0x0D|EB|FS|0x1C)>/i;
const printedEnd = /<(?:R|CR|0x0D)>[\r\n]*/gi;
const printedBlockEnd = /<(?:EB|FS|0x1C)>/i;

const BLOCK_START = '\u000b';
const BLOCK_END = '\u001c';

const untilBlockEnd = (text: string): string => {
  const end = text.indexOf(BLOCK_END);
  const shown = text.search(printedBlockEnd);
  const ends = [end, shown].filter((at) => at >= 0);
  return ends.length === 0 ? text : text.slice(0, Math.min(...ends));
};

/** Lines of a log behind a message are none of its segments. */
const untilStranger = (text: string): string => {
  const lines = text.split(/(?<=[\r\n])/);
  const stranger = lines.findIndex((line) => /^\S/.test(line) && !/^[A-Z][A-Z0-9]{2}([^A-Za-z0-9 ]|\s*$)/.test(line));
  return (stranger < 0 ? lines : lines.slice(0, stranger)).join('');
};

/** Each message of a file, as bytes that `parseMessage` reads or refuses. */
export const messagesOfFile = (bytes: Uint8Array): readonly Uint8Array[] => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .replaceAll(BLOCK_START, '\n');
  const isLog = printed.test(text);
  const starts = [...text.matchAll(/(?<![^\r\n>\u00bf])MSH(?=[^A-Za-z0-9\s])/g)].map((match) => match.index);
  const messages = starts.map((start, at) => {
    const raw = untilBlockEnd(text.slice(start, starts[at + 1]));
    const plain = isLog ? untilStranger(raw.replaceAll(printedEnd, '\r')) : raw;
    return Buffer.from(plain.replace(/\s+$/, ''), 'latin1');
  });
  return messages.length > 0 || bytes.length === 0 ? messages : [bytes];
};
