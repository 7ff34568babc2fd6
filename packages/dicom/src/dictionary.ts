import { elementOf, groupOf, isPrivate, isPrivateCreator, type Tag } from './tag.ts';
import { plainTags, tags, tagVrs } from './tags.generated.ts';
import type { VR } from './vr.ts';

export { tags } from './tags.generated.ts';

/** Where PS3.6 allows two VRs, the one that implicit VR data have (PS3.5 A.1), or what is safe for unsigned data. */
const resolved: Readonly<Record<string, VR>> = { ox: 'OW', lt: 'OW', xs: 'US', na: 'UN' };

interface Entry {
  readonly keyword: string;
  readonly code: string;
  readonly vr: VR;
}

const plain = new Map<Tag, Entry>();
const repeating = new Map<Tag, Entry>();
for (const [index, [keyword, tag]] of Object.entries(tags).entries()) {
  const code = tagVrs.slice(index * 2, index * 2 + 2);
  (index < plainTags ? plain : repeating).set(tag, { keyword, code, vr: resolved[code] ?? (code as VR) });
}

/** The first place of a repeating group or element: (60xx,eeee), (50xx,eeee), (7Fxx,eeee), (0020,31xx). */
function repeatingBase(tag: Tag): Tag {
  const group = groupOf(tag);
  if (group === 0x0020 && elementOf(tag) >= 0x3100 && elementOf(tag) <= 0x31ff) return 0x00203100;
  const high = group & 0xff00;
  return high === 0x6000 || high === 0x5000 || high === 0x7f00 ? (tag & 0xff00ffff) >>> 0 : tag;
}

const find = (tag: Tag): Entry | undefined =>
  isPrivate(tag) ? undefined : (plain.get(tag) ?? repeating.get(repeatingBase(tag)));

/** The keyword of PS3.6, also for the places of a repeating group; undefined for private and unknown tags. */
export const keywordOf = (tag: Tag): string | undefined => find(tag)?.keyword;

/** The VR of PS3.6; UL for group lengths, LO for private creators, UN for what is not in the dictionary. */
export function vrOf(tag: Tag): VR {
  const entry = find(tag);
  if (entry) return entry.vr;
  if (elementOf(tag) === 0) return 'UL';
  return isPrivateCreator(tag) ? 'LO' : 'UN';
}

/** US or SS, as Pixel Representation (0028,0103) says (PS3.3 C.7.6.3.1). */
export const dependsOnPixelRepresentation = (tag: Tag): boolean => find(tag)?.code === 'xs';

const keywords: ReadonlyMap<string, Tag> = new Map(Object.entries(tags));

/** From '00100010', '0010,0010', '(0010,0010)' or 'PatientName'; undefined if it is none of these. */
export function parseTag(text: string): Tag | undefined {
  const hex = /^\(?([0-9a-f]{4}),?([0-9a-f]{4})\)?$/i.exec(text);
  return hex ? Number.parseInt(`${hex[1]}${hex[2]}`, 16) : keywords.get(text);
}
