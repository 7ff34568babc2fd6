/** The value representations of PS3.5 table 6.2-1 (2025). */
const vrNames =
  'AE AS AT CS DA DS DT FD FL IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV TM UC UI UL UN UR US UT UV'.split(' ');

export type VR =
  | 'AE'
  | 'AS'
  | 'AT'
  | 'CS'
  | 'DA'
  | 'DS'
  | 'DT'
  | 'FD'
  | 'FL'
  | 'IS'
  | 'LO'
  | 'LT'
  | 'OB'
  | 'OD'
  | 'OF'
  | 'OL'
  | 'OV'
  | 'OW'
  | 'PN'
  | 'SH'
  | 'SL'
  | 'SQ'
  | 'SS'
  | 'ST'
  | 'SV'
  | 'TM'
  | 'UC'
  | 'UI'
  | 'UL'
  | 'UN'
  | 'UR'
  | 'US'
  | 'UT'
  | 'UV';

export interface VRInfo {
  readonly vr: VR;
  /** Two reserved bytes and a 32-bit length in explicit VR (PS3.5 7.1.2). */
  readonly longForm: boolean;
  readonly kind: 'text' | 'number' | 'bytes' | 'sequence';
  /** Text in the Specific Character Set (PS3.5 6.1.2.2). */
  readonly localised: boolean;
  /** Several values are separated by a backslash. */
  readonly multiple: boolean;
  /** Bytes that byte swapping and alignment count in. */
  readonly unit: 1 | 2 | 4 | 8;
  /** The byte that makes an odd length even. */
  readonly padding: 0x00 | 0x20;
}

const has = (list: string, vr: string): boolean => list.split(' ').includes(vr);

function describe(vr: VR): VRInfo {
  const text = has('AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT', vr);
  const number = has('AT FD FL SL SS SV UL US UV', vr);
  const unit = has('AT SS US OW', vr) ? 2 : has('FL SL UL OF OL', vr) ? 4 : has('FD SV UV OD OV', vr) ? 8 : 1;
  return {
    vr,
    longForm: has('OB OD OF OL OV OW SQ SV UC UN UR UT UV', vr),
    kind: text ? 'text' : number ? 'number' : vr === 'SQ' ? 'sequence' : 'bytes',
    localised: has('LO LT PN SH ST UC UT', vr),
    multiple: number || has('AE AS CS DA DS DT IS LO PN SH TM UC UI', vr),
    unit,
    padding: text && vr !== 'UI' ? 0x20 : 0x00,
  };
}

const byName: ReadonlyMap<string, VRInfo> = new Map(vrNames.map((vr) => [vr, describe(vr as VR)]));

/** By its two letters as a big-endian 16-bit number: the reader's hot path. */
const byCode: readonly (VRInfo | undefined)[] = (() => {
  const table: (VRInfo | undefined)[] = new Array(0x10000).fill(undefined);
  for (const info of byName.values()) table[(info.vr.charCodeAt(0) << 8) | info.vr.charCodeAt(1)] = info;
  return table;
})();

const unknown = describe('UN');

export const vrInfo = (vr: VR): VRInfo => byName.get(vr) ?? unknown;

export const vrInfoByCode = (code: number): VRInfo | undefined => byCode[code];

export const isVR = (text: string): text is VR => byName.has(text);
