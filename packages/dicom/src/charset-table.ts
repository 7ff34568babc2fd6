/**
 * The repertoires of PS3.3 C.12.1.1.2 and PS3.5 6.1.2.5. `label` is the name of the decoder; `multi` says how the code
 * elements of an ISO 2022 set become bytes of that decoder.
 */
export interface CodeSet {
  readonly label: string;
  /** Bytes that one character has. */
  readonly width: 1 | 2;
  /** Put before every character (EUC-JP's single shift for JIS X 0212). */
  readonly prefix?: number;
}

const single = (label: string): CodeSet => ({ label, width: 1 });

export const ascii: CodeSet = single('ascii');
const katakana: CodeSet = single('shift_jis');
const jisX0208: CodeSet = { label: 'euc-jp', width: 2 };
const jisX0212: CodeSet = { label: 'euc-jp', width: 2, prefix: 0x8f };
const ksX1001: CodeSet = { label: 'euc-kr', width: 2 };
const gb2312: CodeSet = { label: 'gbk', width: 2 };

/** Upper half (G1) by registration number of the defined terms ISO_IR n and ISO 2022 IR n. */
export const upperHalf: ReadonlyMap<number, CodeSet> = new Map([
  [6, ascii],
  [100, single('iso-8859-1')],
  [101, single('iso-8859-2')],
  [109, single('iso-8859-3')],
  [110, single('iso-8859-4')],
  [144, single('iso-8859-5')],
  [127, single('iso-8859-6')],
  [126, single('iso-8859-7')],
  [138, single('iso-8859-8')],
  [148, single('iso-8859-9')],
  [203, single('iso-8859-15')],
  [166, single('windows-874')],
  [13, katakana],
  [149, ksX1001],
  [58, gb2312],
]);

/** Escape sequences (the bytes after ESC) and what they call into G0 or G1 (PS3.3 tables C.12-3 and C.12-4). */
export const escapes: ReadonlyMap<string, { readonly half: 'G0' | 'G1'; readonly set: CodeSet }> = new Map([
  ['(B', { half: 'G0', set: ascii }],
  ['(J', { half: 'G0', set: ascii }],
  ['$B', { half: 'G0', set: jisX0208 }],
  ['$@', { half: 'G0', set: jisX0208 }],
  ['$(D', { half: 'G0', set: jisX0212 }],
  [')I', { half: 'G1', set: katakana }],
  ['$)C', { half: 'G1', set: ksX1001 }],
  ['$)A', { half: 'G1', set: gb2312 }],
  ...((
    [
      ['A', 100],
      ['B', 101],
      ['C', 109],
      ['D', 110],
      ['L', 144],
      ['G', 127],
      ['F', 126],
      ['H', 138],
      ['M', 148],
      ['b', 203],
      ['T', 166],
    ] as const
  ).map(([final, registration]) => [
    `-${final}`,
    { half: 'G1' as const, set: upperHalf.get(registration) ?? ascii },
  ]) as [string, { half: 'G0' | 'G1'; set: CodeSet }][]),
]);

const isOneValue: ReadonlySet<string> = new Set(['ST', 'LT', 'UT']);

/**
 * Before which characters the initial state is back (PS3.5 6.1.2.5.3): controls, the backslash between values, and in names the
 * delimiters of components and of their groups. In text of one value, and in what is no name, these are characters like others.
 */
export const resetsBefore = (vr: string): ((code: number) => boolean) => {
  const [several, isName] = [!isOneValue.has(vr), vr === 'PN'];
  return (code) => code < 0x20 || (several && code === 0x5c) || (isName && (code === 0x5e || code === 0x3d));
};

/** Sets without code extension, each a decoder of its own. */
export const wholeSets: ReadonlyMap<string, string> = new Map([
  ['ISO_IR 192', 'utf-8'],
  ['GB18030', 'gb18030'],
  ['GBK', 'gbk'],
]);
