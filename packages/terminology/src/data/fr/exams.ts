import type { Vocabulary } from '../vocabulary.ts';

/** French, with the words of Italian, Portuguese and Dutch that its exams share. */
export const french: Vocabulary = {
  'modality:XR': 'radio, radiographie, radiographies, rx, cliche, telethorax, asp, radiografia',
  'modality:CT': 'tdm, scanner, tomodensitometrie, angioscanner, angio tdm, tac',
  'modality:MR': 'irm, imagerie par resonance magnetique, risonanza, ressonancia',
  'modality:US': 'echo, echographie, echodoppler, echo doppler, ecografia, ultrassom, ultrassonografia, echografie',
  'modality:MG': 'mammographie, mammographies, mammografia, mammografie, mamografia',
  'modality:NM': 'scintigraphie, scinti, scintigrafia, cintilografia, cintigrafia',
  'focus:heart implies:US':
    'echocardiographie, echographie cardiaque, ett, ecocardiogramma, ecocardiograma, echocardiografie, hartecho',
  'focus:skeleton region:whole-body implies:NM':
    'scintigraphie osseuse, scintigrafia ossea, cintilografia ossea, botscan',
  'focus:breast': 'sein, seins*, mammaire, mammaires*, seno, mammella, borst',
  'focus:knee': 'genou, genoux*, ginocchio, ginocchia*, joelho, joelhos*, knie',
  'focus:hip': 'hanche, hanches*, anca, anche*, quadril, heup, heupen*',
  'focus:shoulder': 'epaule, epaules*, spalla, ombro, schouder',
  'focus:elbow': 'coude, coudes*, gomito, cotovelo, elleboog',
  'focus:wrist': 'poignet, poignets*, polso, punho, pols',
  'focus:hand': 'main, mains*, mano, mao',
  'focus:finger': 'doigt, pouce, dito, dedo, vinger, duim',
  'focus:foot': 'pied, pieds*, piede, piedi*, voet, pe',
  'focus:ankle': 'cheville, chevilles*, caviglia, tornozelo, enkel',
  'focus:calcaneus': 'talon, tallone, hiel',
  'focus:femur': 'cuisse, coscia, coxa, bovenbeen',
  'focus:tibia-fibula': 'jambe, gamba, perna, onderbeen',
  'focus:humerus': 'bras, braccio, bovenarm, umero',
  'focus:forearm': 'avant bras, avambraccio, antebraco, onderarm',
  'focus:clavicle': 'clavicule, clavicola, sleutelbeen',
  'focus:ribs': 'cotes, gril costal, coste, costelas, ribben',
  'focus:brain':
    'crane, cerebral, cerebrale, cerveau, encephale, encephalique, tete, cranio, encefalo, cranico, cerebro, schedel, hersenen',
  'focus:sinuses': 'sinus, seni paranasali, seios da face, neusbijholten',
  'focus:neck-soft-tissue': 'cou, cervicale molle, collo, pescoco, hals',
  'focus:thyroid': 'thyroide, thyroidienne, tiroide, tireoide, schildklier',
  'focus:cervical-spine': 'rachis cervical, rachide cervicale, coluna cervical, cwk',
  'focus:thoracic-spine': 'rachis dorsal, rachis thoracique, rachide dorsale, coluna dorsal, coluna toracica',
  'focus:lumbar-spine': 'rachis lombaire, lombaire, lombo sacre, rachide lombare, lombosacrale, coluna lombar, lwk',
  'focus:whole-spine': 'rachis entier, rachis complet, scoliose, scoliosi, rachide in toto, escoliose',
  'focus:kidney': 'rein, reins*, renale, renales*, rene, reni*, rim, rins*, nier, nieren*',
  'focus:urinary-tract':
    'voies urinaires, arbre urinaire, uroscanner, uro tdm, vie urinarie, apparato urinario, vias urinarias',
  'focus:liver': 'foie, hepatique, fegato, figado, lever',
  'focus:biliary': 'vesicule, voies biliaires, bili irm, vie biliari, vesicula',
  'focus:bladder': 'vessie, vescica, bexiga, blaas',
  'focus:fetus': 'obstetricale, grossesse, foetale, ostetrica, gravidanza, gravidez, zwangerschap',
  'focus:carotid': 'tsa, carotides*, carotidien, troncs supra aortiques, tronchi sovraaortici',
  'focus:lower-extremity-veins': 'veineux des membres inferieurs, doppler veineux, echo doppler veineux',
  'focus:scrotum': 'testiculaire, scrotale, testicoli',
  'region:chest': 'thorax, thoracique, torace, toracico, poumon, poumons',
  'region:abdomen': 'abdominale, abdominal, addome, addominale, abdome, buik',
  'region:pelvis': 'bassin, pelvienne, pelvien, bacino, pelvi, bacia, bekken',
  'region:abdomen region:pelvis':
    'abdomino pelvienne, abdominopelvienne, abdomino pelvien, abdominopelvien, addome pelvi, addome completo, abdome total',
  'region:chest region:abdomen region:pelvis':
    'thoraco abdomino pelvienne, thoraco abdomino pelvien, tap, torace addome pelvi',
  'side:left': 'gauche, gauches, g, sinistra, sinistro, sn, sx, esquerda, esquerdo, esq, linker',
  'side:right': 'droite, droit, droits, dte, destra, destro, dx, direita, direito, dir, rechter',
  'side:both': 'bilaterale, bilaterales, deux, bilaterali, ambos, ambas, beiderzijds',
  'contrast:with':
    'avec injection, injecte, injectee, avec inj, avec contraste, avec pdc, con mdc, con contrasto, com contraste, met contrast',
  'contrast:without': 'sans injection, sans inj, sans contraste, senza mdc, senza contrasto, sem contraste, blanco',
  'contrast:both':
    'sans et avec injection, sans puis avec injection, avec et sans injection, senza e con mdc, sem e com contraste',
  'is:view': 'face, profil, de face, de profil, face et profil, f p, incidences, 2 incidences, proiezioni, incidencias',
  'ignore:noise':
    'de, du, des, la, le, les, et, avec, sans, au, aux, controle, del, della, di, da, do, con, senza, com, sem, van, met, zonder',
};
