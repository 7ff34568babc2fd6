import type { Vocabulary } from '../vocabulary.ts';

export const breast: Vocabulary = {
  'focus:breast': `breast, brst, mammary, implant breast, breast implant, breast implants, nipple, areola, breast mass, breast lump, bx breast, breast bx, breast biopsy, breast cyst aspiration, breast us, breast ultrasound, breast sono, wire loc, needle loc, needle localization, wire localization, seed localization, savi scout, magseed, breast localization, retroareolar, gynecomastia,
    mastectomy site, breast specimen, radioactive seed, wire localisation, needle localisation, breast cyst, breast abscess, lumpectomy, mastectomy`,
  'focus:breast*': 'breasts*',
  'implies:MG focus:breast': `mammogram, mammography, mammo, mammograms, mamm, mam, mammographic, mamo, diagnostic mammogram, diag mammo, tomosynthesis, tomo breast, dbt, 3d mammo, digital mammogram, spot compression, magnification views, mag views breast, spot views, implant displaced, breast tomo, breast tomosynthesis, tomosynthesis breast, 3d mammogram, 3d mammography, mammo diag,
    mg diag, mg dx, eklund, mlo, cc mlo, mammo tomo, mammogram tomo, mammo additional views, mammo callback, ffdm, mamogram, mammagram, mamogram diag, additional views breast, breast specimen radiograph, specimen radiograph, specimen mammogram, mammo specimen, surgical specimen, mg specimen, clip placement, post biopsy mammogram, post clip mammogram, post bx mammo, mammo post clip, mgdiag`,
  'implies:MG focus:breast is:screening': `mammogram screening, screening mammogram, screening mammography, mammography screening, mammo screening, mammo screen, screen mammo, screening mammo, mg screen, mg screening, smammo, annual mammogram, screening tomosynthesis, screening tomo, dbt screening, breast screening, breast screen, mam screen, mammo scr, mg scr, mam screening, scr mammo, scr mammogram, screening mam, screen mammogram, screening digital mammography, tomosynthesis screening, tomo screening, mamm screen, mamm screening, mammogram screen, screening mamm, screening bilateral mammogram, mgscreen, routine mammogram`,
  'implies:MG focus:breast contrast:with': `contrast mammogram, contrast mammography, contrast enhanced mammography, cem, cesm, contrast enhanced mammogram, contrast mammo, cedm, mammo contrast, contrast enhanced mammo, contrast enhanced spectral mammography, spectral mammography, ce mammo, mammogram contrast, ce mammography`,
  'implies:MG focus:breast contrast:with is:ductogram':
    'galactogram, galactography, ductogram, ductography, mammary ductogram, galactogram single duct, ductogram single duct',
  'focus:breast is:stereotactic usual:MG':
    'stereotactic, stereo biopsy, stereotactic biopsy, stereotactic breast biopsy, stereo bx, stereotactic bx, stereotactic core, stereo core biopsy, tomo biopsy, tomosynthesis guided biopsy, vab, breast stereotactic, breast stereo bx, stereotactic breast, stereotactic core biopsy, vacuum assisted biopsy',
  'usual:NM focus:breast':
    'bsgi, mbi, molecular breast imaging, breast specific gamma imaging, scintimammography, molecular breast, mammoscintigraphy',
  'usual:NM aim:lymph-nodes': `sentinel, sentinel node, sentinel lymph node, sln, slnb, lymphoscintigraphy, sentinel node injection, lymphoscintigram, lymphatic mapping, lymph scan, sln injection, sentinel node localization, sentinel node mapping, slnb breast, slnb injection, lymphoscint, sentinel lymph node injection, lymphangioscintigraphy`,
  'focus:lymph-nodes':
    'lymph node, lymph nodes, lymph node biopsy, nodes, lymphangiogram, lymphangiography, lymphatic, node biopsy, lymph, lymphogram, lymphadenopathy, lymphatics',
};
