/** When and how an exam is made, in the languages of the field: what the packs of relevance ask for. */
import { describe, expect, it } from 'vitest';
import { conceptOf } from './index.ts';

describe('circumstances of an exam', () => {
  it.each([
    ['左膝置换术后复查', 'post-op,follow-up'],
    ['右膝 術後 ギプス', 'post-op,in-cast'],
    ['移植肾超声', 'transplant'],
    ['肝動脈塞栓術', 'embolization'],
    ['脊柱側彎 支具内', 'in-brace'],
    ['슬관절 치환술 후 X-ray', 'post-op'],
    ['척추 보조기 착용', 'in-brace'],
    ['척추 보조기 미착용', 'out-of-brace'],
    ['이식 신장 초음파', 'transplant'],
    ['간 색전술', 'embolization'],
    ['أشعة الركبة بعد العملية', 'post-op'],
    ['أشعة العمود الفقري بدون مشد', 'out-of-brace'],
    ['سونار الكلية المزروعة', 'transplant'],
    ['خزعة الكبد بتوجيه السونار', 'guided'],
    ['Рентген коленного сустава после эндопротезирования', 'post-op'],
    ['УЗИ трансплантата почки', 'transplant'],
    ['Рентген позвоночника в корсете', 'in-brace'],
    ['Маммография профилактическая', 'screening'],
    ['Α/Α γόνατος μετεγχειρητική', 'post-op'],
    ['Βιοψία ήπατος υπό CT', 'guided'],
    ['Α/Α θώρακος επί κλίνης', 'portable'],
    ['צילום ברך אחרי ניתוח', 'post-op'],
    ['צילום חזה נייד', 'portable'],
    ['ביופסיה כבד בהנחיית US', 'guided'],
    ['צילום גב במחוך', 'in-brace'],
    ['RTG kolana po operacji', 'post-op'],
    ['Biopsja tarczycy pod kontrolą USG', 'guided'],
    ['RTG klatki piersiowej przyłóżkowe', 'portable'],
    ['Sol diz ameliyat sonrası', 'post-op'],
    ['USG eşliğinde karaciğer biyopsisi', 'guided'],
    ['Nakil böbrek USG', 'transplant'],
    ['RTG knä postoperativ vä', 'post-op'],
    ['Røntgen hofte kontroll protese', 'implant,follow-up'],
    ['UL njure transplantat', 'transplant'],
    ['Thorax på sal', 'portable'],
    ['体检胸片', 'screening'],
    ['유방촬영 검진', 'screening'],
  ])('%s: %s', (name, qualifiers) => {
    expect(conceptOf({ name }).qualifiers).toEqual(expect.arrayContaining(qualifiers.split(',')));
  });

  it('are none where a word only contains them', () => {
    const of = (name: string) => conceptOf({ name }).qualifiers;
    expect(of('肺栓塞CTA')).not.toContain('embolization');
    expect(of('左手正位')).not.toContain('post-op');
    expect(of('체중부하 무릎')).not.toContain('stress');
  });
});
