import type { Vocabulary } from '../vocabulary.ts';

/** Portuguese, of Portugal and Brazil. */
export const portuguese: Vocabulary = {
  'modality:XR':
    'rx, raio x, raios x, radiografia, radiografias, raiox, raio, teleradiografia, telerradiografia, radiografia simples, rx simples',
  'modality:CT':
    'tc, tac, tomografia, tomografia computadorizada, tomografia computorizada, tomo, tcmd, tomografia axial computorizada',
  'modality:CT contrast:with attr:angio': 'angiotc, angio tc, angiotomografia, angio tomografia, angiotac, angio tac',
  'modality:MR': 'rm, rmn, ressonancia, ressonancia magnetica, rnm, ressonancia nuclear, ressonancia magnetica nuclear',
  'modality:MR attr:angio':
    'angiorm, angio rm, angiorressonancia, angio ressonancia, angioressonancia, angiormn, angio rmn',
  'modality:US':
    'us, usg, ultrassom, ultra som, ultrassonografia, ultra sonografia, ecografia, eco, ultrassonografico, ultrasonografia, ecografias',
  'modality:US attr:doppler':
    'ecodoppler, eco doppler, eco doppler colorido, usg doppler, us doppler, doppler colorido, ecografia doppler',
  'implies:MG focus:breast':
    'mamografia, mamografica, mmg, tomossintese, tomossintese mamaria, mamografia digital, mamo',
  'implies:MG focus:breast*': 'mamografias*',
  'implies:MG focus:breast is:screening':
    'mamografia de rastreio, mamografia de rastreamento, rastreio mamario, mamografia rastreio, mamografia rastreamento, rastreio de cancro da mama, rastreio mama',
  'implies:MG focus:breast contrast:with':
    'mamografia com contraste, mamografia contrastada, galactografia, ductografia',
  'modality:NM': 'cintilografia, cintigrafia, medicina nuclear, cintigrama, cintilografico, cintigrafico, cintilo',
  'modality:PT':
    'pet ct, pet tc, pet, tomografia por emissao de positroes, tomografia por emissao de positrons, petct, petscan, pet scan',
  'modality:RF': 'fluoroscopia, radioscopia, escopia, fluoroscopico',
  'modality:XA':
    'arteriografia, angiografia, hemodinamica, hemodinamico, radiologia de intervencao, flebografia, aortografia, cavografia, angioplastia',
  'modality:XC': 'fotografia clinica, fotografia, foto clinica',
  'implies:XC focus:skin': 'dermatoscopia, dermoscopia, foto lesao, fotografia de lesao',
  'modality:ES': 'endoscopia',
  'implies:ES focus:stomach':
    'endoscopia digestiva alta, eda, gastroscopia, ecoendoscopia, esofagogastroduodenoscopia, endoscopia alta',
  'implies:ES focus:colon':
    'colonoscopia, retossigmoidoscopia, endoscopia digestiva baixa, rectossigmoidoscopia, sigmoidoscopia',
  'implies:ES focus:bladder': 'cistoscopia',
  'implies:ES aim:airway region:chest': 'broncoscopia, broncofibroscopia, fibrobroncoscopia',
  'implies:ES aim:airway': 'laringoscopia, videolaringoscopia, nasofibroscopia, nasofibrolaringoscopia',
  'implies:ES focus:uterus-ovaries': 'histeroscopia, colposcopia',
  'implies:ECG region:chest focus:heart': 'ecg, eletrocardiograma, electrocardiograma, holter',
  'implies:US focus:heart':
    'ecocardiograma, ecocardiografia, ecocardio, eco cardiaco, ecocardiograma com doppler, ecografia cardiaca, eco cardiaca, ecocardiograma doppler',
  'implies:US focus:heart is:transthoracic':
    'ecocardiograma transtoracico, ecocardiografia transtoracica, eco tt, ett, eco transtoracico, ecott',
  'implies:US focus:heart is:transesophageal':
    'ecocardiograma transesofagico, ecocardiografia transesofagica, ete, eco te, eco transesofagico',
  'implies:US focus:heart is:stress':
    'eco de stress, eco stress, ecocardiograma de estresse, ecocardiograma de stress, eco estresse, ecocardiografia de sobrecarga, ecocardiografia de stress',
  'implies:NM focus:heart':
    'cintilografia miocardica, cintilografia de perfusao miocardica, perfusao miocardica, cintigrafia miocardica, cintigrafia de perfusao miocardica, cintilografia do miocardio, spect miocardico, cintigrafia do miocardio, cintilografia cardiaca',
  'implies:BMD focus:bone-density':
    'densitometria, densitometria ossea, dmo, osteodensitometria, densitometria ossea coluna e femur, densitometria coluna e femur, densitometria da coluna e femur, densitometria coluna e anca, densitometria ossea coluna e quadril, densitometria coluna e quadril, desintometria ossea, densitometria ossea da coluna e anca',
  'implies:BMD focus:bone-density region:whole-body':
    'densitometria corpo inteiro, densitometria de corpo inteiro, densitometria ossea corpo inteiro, densitometria ossea de corpo inteiro, densitometria corporal total, composicao corporal',
  'implies:BMD focus:bone-density region:upper-extremity':
    'densitometria antebraco, densitometria do antebraco, densitometria ossea antebraco, densitometria ossea do antebraco, densitometria punho, densitometria do punho',
  'implies:PX focus:teeth':
    'ortopantomografia, panoramica dentaria, radiografia panoramica, panoramica, ortopantomograma, panoramica dos maxilares, panoramica odontologica, panoramica de mandibula, opg',
  'implies:IO focus:teeth':
    'periapical, interproximal, bite wing, intraoral, intra oral, radiografia periapical, bitewing, retroalveolar',
  'usual:XR focus:skull is:cephalometric':
    'cefalometria, cefalometrica, telerradiografia, teleradiografia de perfil, telerradiografia lateral, telerradiografia de perfil, teleradiografia lateral',
  'implies:OP focus:eye': 'retinografia, fundo de olho, retinografia colorida, autofluorescencia, fundoscopia',
  'implies:OP focus:eye contrast:with':
    'angiofluoresceinografia, angiografia fluoresceinica, retinografia fluorescente, angiografia com fluoresceina, angiografia retiniana, angiofluoresceinica, angiografia fluoresceina, angiofluoresceinografia de retina',
  'implies:OPT focus:eye':
    'oct, tomografia de coerencia optica, tomografia de coerencia, oct macular, oct de macula, oct macula, oct do nervo optico, oct de nervo optico',
  'implies:OPV focus:eye': 'campimetria, campo visual, campos visuais, campimetria computadorizada, perimetria',
  'implies:OAM focus:eye': 'biometria ocular, iol master, biometria optica, biometria ultrassonica ocular',
  'focus:breast': 'mama, mamaria, mamario, mamilo, seio mamario',
  'focus:breast*': 'mamas*',
  'focus:axilla': 'axila, axilar, axilas*',
  'focus:knee': 'joelho, joelhos*, patela, rotula, patelas*, rotulas*, menisco, axial de patela',
  'focus:hip':
    'anca, quadril, ancas*, quadris*, coxofemoral, coxo femoral, articulacao coxofemoral, femur proximal, articulacoes coxofemorais*, coxofemorais*, bacia e anca',
  'focus:hip* attr:newborn-hips usual:US':
    'ecografia das ancas*, ecografia de ancas*, us quadril infantil*, quadril infantil*, ancas recem nascido*, ancas lactente*, displasia da anca*, displasia do quadril*, ultrassom de quadril infantil*, us de quadril infantil*, ecografia da anca do recem nascido*, eco ancas*, displasia de quadril*, usg quadril infantil*, quadril rn*, quadril de recem nascido*, ultrassonografia de quadril infantil*',
  'focus:shoulder': 'ombro, ombros*, glenoumeral, manguito rotador, coifa dos rotadores, acromioclavicular, coifa',
  'focus:elbow': 'cotovelo, cotovelos*',
  'focus:wrist': 'punho, punhos*, escafoide, carpo',
  'focus:hand': 'mao, maos*, metacarpo',
  'focus:hand is:bone-age usual:XR':
    'idade ossea, maturacao ossea, mao e punho idade ossea, mao e punho para idade ossea',
  'focus:finger': 'dedo, polegar, quirodactilo, dedo da mao, falange, dedo mao, indicador',
  'focus:finger*': 'dedos*, dedos da mao*, polegares*, quirodactilos*',
  'focus:foot': 'pe, pes*, antepe, metatarso, mediope, tarso, retrope',
  'focus:toe': 'dedo do pe, halux, pododactilo, pododactilos, dedos do pe, hallux, dedo grande do pe, dedo pe',
  'focus:ankle': 'tornozelo, tornozelos*, tibiotarsica, tibio tarsica, articulacao tibiotarsica, mortise tornozelo',
  'focus:calcaneus': 'calcaneo, calcanhar, calcaneos*, calcanhares*',
  'focus:femur': 'femur, coxa, coxas*, femures*, femural',
  'focus:tibia-fibula':
    'perna, tibia e fibula, tibia e peroneo, tibia, fibula, peroneo, tibia e peronio, tibia peroneo',
  'focus:humerus': 'umero, braco, humero, umeros*, bracos*',
  'focus:forearm': 'antebraco, antebracos*, radio e ulna, cubito e radio, ulna, radio e cubito',
  'focus:clavicle': 'clavicula, claviculas*',
  'focus:scapula': 'escapula, omoplata, omoplatas*, escapulas*',
  'focus:ribs': 'costelas, costela, arcos costais, grade costal, gradil costal, grelha costal, arco costal, costais',
  'focus:sternum': 'esterno, externo osso, esternal',
  'focus:brain':
    'cerebro, cerebral, encefalo, encefalica, encefalico, cranio encefalica, cranioencefalica, cranio encefalico, perfusao cerebral, epilepsia, crebral, hipocampo, ce, cabeca, fossa posterior',
  'focus:brain usual:US is:neonatal':
    'transfontanelar, transfontanela, transfontanelle, ultrassom transfontanela, ecografia transfontanelar, us transfontanela, eco transfontanelar, us cranio, ultrassom de cranio, cranio transfontanelar',
  'region:head': 'cranio, craniana, craniano, cranianas',
  'focus:sella': 'hipofise, sela turca, selar, hipofisaria, sela, hipofisario',
  'focus:iac':
    'conduto auditivo interno, angulo pontocerebelar, angulo ponto cerebelar, meato acustico interno, canal auditivo interno',
  'focus:iac*': 'condutos auditivos internos*, canais auditivos internos*, angulos pontocerebelares*',
  'focus:temporal-bone': 'mastoide, ouvido, rochedo, osso temporal, ouvido interno',
  'focus:temporal-bone*': 'mastoides*, ouvidos*, rochedos*, ossos temporais*, temporais*',
  'aim:intracranial-vessels':
    'poligono de willis, arterial de cranio, arterial intracraniana, vasos intracranianos, angiotc de cranio, angiotomografia de cranio, angio tc cranio, angiorm de cranio, angio rm cranio, venosa de cranio, angiorm cranio, angiotc cranio, doppler transcraniano, eco doppler transcraniano, venografia cerebral, angiotc cerebral, angio tc cerebral',
  'aim:head-neck-vessels':
    'vasos cervicais e intracranianos, arterial cervical e craniana, angiografia cerebral, arteriografia cerebral, cranio e vasos cervicais, cervical e cerebral vasos, angiotc cerebral e cervical, cerebral e vasos do pescoco',
  'aim:carotid': 'carotideo, carotida, carotidea',
  'aim:carotid*':
    'carotidas*, carotidas e vertebrais*, carotidas vertebrais*, vasos cervicais*, vasos do pescoco*, troncos supra aorticos*, troncos supraaorticos*, tsa*, carotideos*, vasos do pescoco arterial*, arterias carotidas*',
  'focus:eye': 'olho, ocular, retina, macula, olhos*, papila optica, globo ocular, cornea',
  'focus:orbit': 'orbita, orbitaria',
  'focus:orbit*': 'orbitas*',
  'focus:sinuses':
    'seios da face, seios paranasais, seios perinasais, spn, seios, seios nasais, seio da face, seios peri nasais, waters',
  'focus:facial-bones':
    'face, ossos da face, macico facial, maxilofacial, maxilo facial, facial, arcos zigomaticos, malar, massico facial',
  'focus:nasal-bones': 'ossos proprios do nariz, ossos nasais, nariz, opn, ossos proprios, osso nasal',
  'focus:mandible': 'mandibula, mandibular, maxilar inferior',
  'focus:teeth':
    'dentes, dentario, dentaria, dente, maxilares, maxila, arcada dentaria, implante dentario, dentascan, dental, odontologica, maxilar superior',
  'aim:tmj': 'atm, articulacao temporomandibular, temporomandibular, temporo mandibular',
  'aim:tmj*': 'atms*, articulacoes temporomandibulares*, temporomandibulares*, articulacoes temporo mandibulares*',
  'focus:neck-soft-tissue':
    'pescoco, partes moles cervicais, cervical partes moles, glandulas salivares, parotida, parotidas, partes moles do pescoco, cervicais partes moles, ecografia cervical, us cervical, ultrassom cervical, usg cervical, regiao cervical',
  'aim:thyroid': 'tiroide, tireoide, tiroideia, tiroideo, tireoidiana, tireoideana',
  'aim:parathyroid': 'paratiroide, paratireoide, paratiroides, paratireoides, paratiroideia',
  'implies:NM aim:parathyroid':
    'cintilografia de paratireoides, cintilografia das paratireoides, cintigrafia das paratiroides, cintigrafia paratiroideia, cintilografia paratireoide, cintigrafia de paratiroides, cintilografia paratireoides',
  'implies:NM aim:thyroid region:whole-body':
    'pesquisa de corpo inteiro, pci, pesquisa corpo inteiro com iodo, pesquisa de corpo inteiro com iodo, pesquisa corporal com iodo 131, pci iodo, pesquisa de corpo inteiro com i131, pesquisa de corpo inteiro i 131, cintigrafia corporal com iodo, pesquisa corpo inteiro i131',
  'focus:airway': 'cavum, adenoides, cavum faringeo, rinofaringe, via aerea, laringe, traqueia, nasofaringe',
  'usual:RF contrast:with aim:pharynx':
    'videodeglutograma, deglutograma, videofluoroscopia da degluticao, degluticao, videofluoroscopia, estudo da degluticao',
  'focus:cervical-spine':
    'coluna cervical, raquis cervical, col cervical, cervical, coluna cerv, c cervical, cervicais, charneira craniocervical',
  'focus:thoracic-spine': 'coluna dorsal, coluna toracica, dorsal, raquis dorsal, col dorsal, col toracica',
  'focus:lumbar-spine':
    'coluna lombar, lombar, lombossacra, coluna lombossacra, lombo sacra, coluna lombo sacra, raquis lombar, lombo sagrada, coluna lombossagrada, lombossagrada, col lombar, lombo, coluna lombo sagrada, lombosacra, coluna lombosacra, coluna ls',
  'aim:thoracolumbar-spine':
    'coluna toracolombar, coluna dorsolombar, toracolombar, dorsolombar, coluna dorso lombar, coluna toraco lombar, dorso lombar, toraco lombar',
  'aim:whole-spine':
    'coluna total, escoliose, coluna panoramica, extra longo da coluna, coluna completa, panoramica da coluna, coluna vertebral total, coluna extralonga, raquis completo, coluna inteira, coluna para escoliose, extralongo de coluna, coluna vertebral completa, extralongo da coluna, neuroeixo',
  'region:spine is:spinal-cord': 'medula, medula espinal, medula espinhal, medular',
  'region:spine': 'coluna, coluna vertebral, raquis',
  'focus:sacrum':
    'sacro, sacro coccix, coccix, sacrococcix, sacroiliacas, sacroiliaca, sacro iliacas, sacrocoxis, articulacoes sacroiliacas, coccis, sacrococcigea, sacrocoxigea, coxis, sacrum, sagrada e coccix',
  'focus:pelvis-bones':
    'bacia, pubis, sinfise pubica, acetabulo, bacia ap, pelve ossea, pelvis ossea, rx bacia, bacia ossea, anel pelvico, rx pelve, rx de bacia',
  'focus:lungs': 'pulmao, pulmonar, pulmoes, parenquima pulmonar, nodulo pulmonar',
  'focus:lungs contrast:without usual:CT is:high-resolution':
    'tcar, tc alta resolucao, alta resolucao, torax de alta resolucao, tc de alta resolucao, torax alta resolucao, tacar',
  'focus:lungs contrast:without usual:CT is:screening is:low-dose':
    'baixa dose, torax baixa dose, rastreio de cancro do pulmao, rastreamento de cancer de pulmao, rastreio pulmonar, torax de baixa dose, rastreamento pulmonar, rastreio cancro pulmao, rastreio pulmao, rastreamento cancer de pulmao',
  'implies:NM focus:lungs':
    'ventilacao perfusao, cintilografia pulmonar, cintigrafia pulmonar, v q, cintigrafia de ventilacao perfusao, cintilografia de ventilacao perfusao, cintigrafia ventilacao perfusao, cintilografia pulmonar ventilacao perfusao, cintilografia de perfusao pulmonar, inalacao e perfusao pulmonar, cintigrafia de perfusao pulmonar',
  'focus:pleura': 'pleura, pleural, toracocentese, derrame pleural, toracentese',
  'aim:diaphragm': 'diafragma, diafragmatica',
  'focus:heart':
    'coracao, cardiaca, cardiaco, miocardio, miocardica, pericardio, cardiopatia congenita, veias pulmonares',
  'usual:MR focus:heart contrast:with':
    'realce tardio, viabilidade, viabilidade miocardica, rm cardiaca com stress, rm cardiaca de stress',
  'focus:coronary-arteries': 'coronarias, coronaria, coronario, coronarios, arterias coronarias',
  'focus:coronary-arteries contrast:with usual:CT':
    'angiotc coronarias, angiotc coronaria, angio tc coronaria, angiotomografia coronaria, angiotomografia de coronarias, angio tc coronarias, angiotc de coronarias, tc coronarias, angiotomografia coronarias, angio tc das coronarias, tc coronaria, angio tc de coronarias, angiotc das coronarias',
  'focus:coronary-arteries usual:XA contrast:with':
    'coronariografia, cateterismo, cateterismo cardiaco, cateterismo esquerdo, cineangiocoronariografia, angioplastia coronaria, cate, angiografia coronaria, icp, cateterismo cardiaco esquerdo, cinecoronariografia, angioplastia coronariana, coronarografia',
  'focus:heart usual:XA contrast:with':
    'cateterismo direito, cateterismo cardiaco direito, cateterismo de congenitos, cateterismo pediatrico, cateterismo cardiaco pediatrico',
  'focus:coronary-arteries contrast:without usual:CT':
    'score de calcio, escore de calcio, calcio coronario, score calcio, escore calcio, score de calcio coronario, escore de calcio coronario, score de calcio coronariano',
  'aim:thoracic-aorta':
    'aorta toracica, arco aortico, crossa da aorta, aorta ascendente, coartacao, coartacao da aorta, crossa aortica',
  'attr:aorta': 'aorta, aortica, aortico, disseccao da aorta, disseccao, disseccao aortica, dissecao',
  'focus:abdominal-aorta':
    'aorta abdominal, aneurisma da aorta abdominal, aorto iliaca, aortoiliaca, aorta e iliacas, aneurisma de aorta abdominal',
  'aim:pulmonary-arteries contrast:with usual:CT':
    'tep, tromboembolismo pulmonar, embolia pulmonar, arterias pulmonares, angiotc pulmonar, angio tc pulmonar, tromboembolia pulmonar, tromboembolismo, protocolo tep, angiotomografia pulmonar, arterial pulmonar, angiotc torax tep, angiotac pulmonar, angio tc torax tep, artérias pulmonares',
  'focus:esophagus': 'esofago, esofagica, esofagico',
  'usual:RF contrast:with focus:esophagus': 'esofagograma, esofagografia, transito esofagico, esofagograma baritado',
  'usual:RF contrast:with focus:stomach':
    'transito gastroduodenal, seed, eed, esofago estomago e duodeno, seriografia, estudo gastroduodenal, transito esofagogastroduodenal, esofago estomago duodeno, egd, seriografia eed, reed, transito digestivo alto',
  'usual:RF contrast:with focus:small-bowel':
    'transito intestinal, transito do intestino delgado, transito de delgado, transito delgado',
  'focus:colon contrast:with region:abdomen region:pelvis usual:RF':
    'clister opaco, enema opaco, enema baritado, clister, enema, clister opaco duplo contraste, enema opaca',
  'focus:colon region:abdomen region:pelvis':
    'colonografia, colonoscopia virtual, colono tc, colonografia por tc, colonotc, colonografia tc',
  'focus:small-bowel region:abdomen region:pelvis contrast:with':
    'enterografia, entero tc, entero rm, enterorm, enterotc, enterografia por rm, enterorressonancia, enterotomografia, enteroressonancia',
  'focus:small-bowel': 'intestino delgado, intestino, intestinal',
  'focus:colon': 'colon, sigmoide, colica',
  'focus:stomach':
    'estomago, gastrico, gastrica, piloro, estenose hipertrofica do piloro, gastrostomia, duodeno, estenose de piloro, estenose do piloro',
  'implies:NM focus:stomach':
    'esvaziamento gastrico, cintilografia de esvaziamento gastrico, cintigrafia de esvaziamento gastrico',
  'focus:appendix': 'apendice, apendicite, fossa iliaca direita',
  'focus:liver': 'figado, hepatica, hepatico, hepatocarcinoma',
  'focus:liver contrast:with':
    'figado trifasico, tc figado trifasica, hepatica trifasica, figado dinamico, figado multifasico, figado trifasica, hepatica multifasica, hepatica dinamica, trifasica hepatica',
  'focus:biliary':
    'vesicula, vesicula biliar, vias biliares, hepatobiliar, figado e vias biliares, biliar, via biliar, drenagem biliar, colecistostomia, hepato biliar',
  'focus:biliary contrast:with':
    'colangiografia, colangiografia intraoperatoria, colangiografia pelo dreno de kehr, colangiografia per operatoria',
  'aim:biliary usual:RF contrast:with': 'cpre',
  'aim:biliary usual:MR':
    'colangiorm, colangio rm, colangiorressonancia, colangio ressonancia, colangiopancreatografia, cprm, colangioressonancia, colangiormn, colangio rmn',
  'implies:NM aim:biliary':
    'cintilografia hepatobiliar, cintigrafia hepatobiliar, cintilografia de vias biliares, cintigrafia das vias biliares, cintilografia biliar, disida',
  'focus:pancreas': 'pancreas, pancreatica, pancreatico',
  'focus:spleen': 'baco, esplenica, esplenico',
  'focus:adrenal': 'suprarrenal, adrenal, supra renal',
  'focus:adrenal*': 'suprarrenais*, adrenais*, supra renais*, glandulas suprarrenais*',
  'focus:kidney': 'renal, rim, nefrostomia, biopsia renal',
  'focus:kidney*': 'rins*, renais*',
  'focus:kidney usual:NM side:both':
    'renograma, cintilografia renal, cintigrafia renal, dmsa, dtpa renal, mag3, cintilografia renal dmsa, cintigrafia renal dmsa, cintilografia renal estatica, cintilografia renal dinamica, cintigrafia renal com dmsa, cintilografia renal com dmsa',
  'focus:kidney region:pelvis attr:transplant':
    'transplante renal, rim transplantado, enxerto renal, transplantado renal, doppler de rim transplantado',
  'focus:renal-arteries': 'arteria renal, doppler renal',
  'focus:renal-arteries*': 'arterias renais*, doppler de arterias renais*, doppler das arterias renais*',
  'focus:urinary-tract':
    'vias urinarias, aparelho urinario, rins e vias urinarias, rins e bexiga, renal e vesical, trato urinario, sistema urinario, urinario, urinarias, renovesical, reno vesical, rins e vesical',
  'aim:urinary-tract contrast:both usual:CT':
    'urotc, uro tc, urotomografia, urotac, uro tac, uro tomografia, urografia por tc',
  'aim:urinary-tract contrast:without usual:CT':
    'litiase, litiase renal, urolitiase, colica renal, calculo renal, calculos, pesquisa de calculo, litiase urinaria, protocolo litiase, calculo ureteral, calculos renais',
  'aim:urinary-tract contrast:with usual:MR': 'urorm, uro rm, urorressonancia, uro ressonancia',
  'aim:urinary-tract contrast:with usual:XR':
    'urografia, urografia excretora, urografia intravenosa, urografia de eliminacao, uiv, urografia endovenosa',
  'focus:bladder': 'bexiga, vesical',
  'focus:bladder contrast:with usual:RF':
    'cistografia, uretrocistografia, uretrocistografia miccional, cistouretrografia miccional, cums, ucm, cistouretrografia, cistografia miccional, cistografia retrograda, uretrocistografia retrograda e miccional, cistouretrografia miccional seriada',
  'focus:urethra contrast:with usual:RF': 'uretrografia, uretrografia retrograda, uretrocistografia retrograda',
  'focus:urethra': 'uretra, uretral',
  'focus:prostate':
    'prostata, prostatica, prostatico, vesicoprostatica, vesico prostatica, multiparametrica da prostata, prostata transretal, prostata via transretal',
  'focus:rectum':
    'reto, retal, anal, perianal, fistula perianal, canal anal, endoanal, anorretal, rectal, recto, ano retal, endorretal, endo anal',
  'aim:pelvic-floor': 'assoalho pelvico, pavimento pelvico, soalho pelvico',
  'aim:pelvic-floor usual:RF': 'defecografia, videodefecograma, defecograma, defecorm, defeco rm',
  'focus:uterus-ovaries':
    'ginecologica, utero, ovarios, ovario, transvaginal, endovaginal, utero e ovarios, anexial, endometrio, endometriose, uterina, miomas, vaginal, tv, pelvica transvaginal, foliculos, folicular, utero e anexos, controle de ovulacao',
  'focus:uterus-ovaries contrast:with usual:RF': 'histerossalpingografia, hsg, histerosalpingografia',
  'focus:uterus-ovaries contrast:with usual:US': 'histerossonografia, histerosonografia, sonohisterografia',
  'usual:US aim:fetus':
    'obstetrica, obstetrico, gravidez, gestacional, fetal, feto, gestante, gestacao, gemelar, pre natal, prenatal',
  'usual:US aim:fetus is:first-trimester':
    'primeiro trimestre, translucencia nucal, morfologica do primeiro trimestre, 1o trimestre, obstetrica primeiro trimestre, 1 trimestre, 12 semanas, morfologica primeiro trimestre, trimestre, obstetrica inicial',
  'usual:US aim:fetus is:second-trimester':
    'morfologica, segundo trimestre, morfologico, ecografia morfologica, morfologica do segundo trimestre, 2o trimestre, 2 trimestre, morfologica fetal, 20 semanas',
  'usual:US aim:fetus is:third-trimester': 'terceiro trimestre, crescimento fetal, 3o trimestre, 3 trimestre',
  'usual:US aim:fetus is:fetal-heart': 'ecocardiograma fetal, ecocardiografia fetal, ecocardio fetal, eco fetal',
  'usual:US aim:fetus is:biophysical':
    'perfil biofisico, perfil biofisico fetal, doppler obstetrico, doppler fetal, fluxometria, obstetrica com doppler',
  'implies:MR aim:fetus': 'rm fetal, ressonancia fetal, rmn fetal, ressonancia magnetica fetal',
  'aim:placenta': 'placenta, placentaria, acretismo, acretismo placentario',
  'focus:scrotum':
    'testiculo, testicular, testiculos, escrotal, escroto, bolsa escrotal, bolsa testicular, doppler escrotal, varicocelo',
  'focus:groin': 'virilha, inguinal, regiao inguinal, hernia inguinal, inguinais*, virilhas*',
  'focus:peritoneum': 'paracentese, ascite, peritoneal',
  'focus:lymph-nodes usual:NM':
    'ganglio sentinela, linfonodo sentinela, linfocintilografia, pesquisa de linfonodo sentinela, pesquisa ganglio sentinela, linfocintigrafia',
  'implies:NM focus:skeleton region:whole-body':
    'cintilografia ossea, cintigrafia ossea, cintilografia ossea de corpo inteiro, cintigrafia ossea corporal, cintilografia ossea corpo inteiro, cintilografia ossea trifasica, cintigrafia osteoarticular, cintigrafia ossea de corpo inteiro, cintigrafia do esqueleto',
  'usual:XR focus:skeleton':
    'inventario osseo, rastreio osseo, esqueleto, survey osseo, rx esqueleto, inventario esqueletico, esqueleto inventario, estudo do esqueleto',
  'focus:leg-length':
    'escanometria, escanograma, membros inferiores extralongo, extra longo membros inferiores, extralongo dos membros inferiores, extra longo dos membros inferiores, panoramica dos membros inferiores, panoramica de membros inferiores, eixo dos membros inferiores, alinhamento dos membros inferiores, dismetria, ortorradiografia, extralongo membros inferiores, membros inferiores em extralongo, radiografia extralonga membros inferiores, eixo mecanico, rx panoramica membros inferiores',
  'region:lower-extremity side:left': 'mie',
  'region:lower-extremity side:right': 'mid',
  'region:lower-extremity': 'membro inferior, mi, extremidade inferior',
  'region:lower-extremity attr:limbs*': 'membros inferiores*, mmii*, mm ii*, extremidades inferiores*, pernas*',
  'region:upper-extremity': 'membro superior, ms, mse, msd, extremidade superior',
  'region:upper-extremity attr:limbs*': 'membros superiores*, mmss*, mm ss*, extremidades superiores*',
  'attr:venous':
    'venoso, venosa, veias, veia, trombose, tvp, trombose venosa profunda, trombose venosa, varizes, venografia, safenas, safena',
  'attr:arterial': 'arterial, arteria, arterias, claudicacao, arteriopatia, vascular, vasos',
  'attr:doppler': 'doppler',
  'attr:angio': 'angio, angiografico',
  'aim:lower-extremity-arteries side:both usual:US':
    'itb, indice tornozelo braco, indice tornozelo braquial, itb bilateral',
  'aim:lower-extremity-arteries side:both region:abdomen region:pelvis region:lower-extremity':
    'aorta e membros inferiores, aorta abdominal e membros inferiores, aorta iliacas e membros inferiores, angiotc aorta e membros inferiores',
  'focus:abdominal-veins':
    'veia cava inferior, veia porta, sistema porta, portal, cava inferior, filtro de veia cava, filtro da veia cava, doppler portal, sistema portal, doppler do sistema porta, filtro veia cava, filtro de cava, espleno portal, sistema esplenoportal',
  'focus:mesenteric-arteries': 'mesenterica, mesentericas, tronco celiaco, isquemia mesenterica, arterias mesentericas',
  'aim:dialysis-access':
    'fistula arteriovenosa, fav, fistula av, fistula de hemodialise, acesso vascular, acesso de hemodialise, fistula arterio venosa',
  'aim:dialysis-access contrast:with usual:XA':
    'fistulografia, fistulografia de hemodialise, angiografia de fistula, angiografia da fistula',
  'aim:central-veins':
    'picc, cateter venoso central, cvc, portocath, port a cath, cateter central, veia cava superior, permcath, cateter de hemodialise, cateter tunelizado, port',
  'aim:brachial-plexus': 'plexo braquial, plexos braquiais*',
  'aim:shunt':
    'valvula ventriculoperitoneal, derivacao ventriculo peritoneal, dvp, derivacao ventriculoperitoneal, trajeto da derivacao, shunt vp, valvula de derivacao, sistema de derivacao',
  'focus:foreign-body': 'corpo estranho, corpos estranhos',
  'focus:soft-tissue': 'partes moles, tecidos moles, lipoma, parede toracica',
  'focus:skin': 'pele, cutanea, cutaneo, nevo',
  'region:chest': 'torax, toracica, toracico, mediastino, hemitorax',
  'region:abdomen':
    'abdome, abdomen, abdominal, abdome superior, abdomen superior, abdome simples, abdomen simples, andar superior, retroperitoneo, parede abdominal, abdome agudo, abdomen agudo, abdomino',
  'region:pelvis': 'pelve, pelvica, pelvico, pelvis',
  'region:abdomen region:pelvis':
    'abdome total, abdome e pelve, abdomen e pelve, abdominopelvica, abdomino pelvica, abdome pelve, abdomen pelvis, abdomen e pelvis, abdominopelvico, abdomen total, abdomino pelvico, abdomen pelvica, abdome e pelvis, abdominal total, abdominal e pelvica',
  'region:chest region:abdomen':
    'toracoabdominal, toraco abdominal, torax abdome, torax e abdome, torax abdome superior',
  'region:chest region:abdomen region:pelvis':
    'toraco abdomino pelvica, toracoabdominopelvica, torax abdome e pelve, torax abdomen e pelve, tap, torax abdome pelve, tc tap, toraco abdominopelvica, torax abdomen pelvis, torax abdomen e pelvis, tac toraco abdomino pelvica, toraco abdomino pelvico',
  'region:whole-body': 'corpo inteiro, corporal, corpo total',
  'side:left': 'esquerda, esquerdo, esq, lado esquerdo, esqda, esqdo, esquerdos, esqu',
  'side:left attr:eye-side': 'oe, olho esquerdo',
  'side:right': 'direita, direito, dir, dta, dto, lado direito, drt, drto, drta, dirto',
  'side:right attr:eye-side': 'olho direito',
  'side-final:left': 'e',
  'side-final:right': 'd, dr',
  'side:both attr:eye-side': 'ao, ambos os olhos, ambos olhos',
  'side:both': 'bilateral, bilaterais, ambos, ambas, comparativo, comparativa, bilat, dos dois lados',
  'ignore:position':
    'decubito lateral esquerdo, decubito lateral direito, decubito esquerdo, decubito direito, obliqua direita, obliqua esquerda, hipocondrio direito, hipocondrio esquerdo, fossa iliaca esquerda, decubito dorsal, decubito lateral',
  'word:with': 'com',
  'word:without': 'sem',
  'contrast:with':
    'com contraste, com contraste iv, c contraste, contrastada, contrastado, com gadolinio, contraste, com contraste endovenoso, c c, com cont, com contraste ev, com civ, cc, trifasica, trifasico, multifasica, multifasico, com gd, contraste ev, contraste iv, com produto de contraste, com meio de contraste',
  'contrast:without':
    'sem contraste, s contraste, simples, sem cont, sem contraste iv, s c, sem gadolinio, sem contraste ev, sc, sem civ, sem gd, sem meio de contraste',
  'contrast:both':
    'sem e com contraste, com e sem contraste, s e c contraste, simples e com contraste, sem com contraste, com sem contraste, sem e com contraste iv, sem e com gadolinio, com e sem gadolinio, sem e com, com e sem, sem e com contraste ev, s c contraste, simples e contrastada',
  'is:arthrogram contrast:with':
    'artrorm, artro rm, artrorressonancia, artrografia, artrotc, artro tc, artrotac, artro tac, artro ressonancia, artroressonancia, artro',
  'region:spine contrast:with': 'mielografia, mielotc, mielo tc, mielotomografia, mielo tac',
  'is:view':
    'ap, pa, perfil, lateral, axial, obliqua, obliquas, incidencias, incidencia, pa e perfil, ap e perfil, face, face e perfil, ap e lateral, dinamicas, funcionais, pa e lat, p, frente e perfil, posicoes, ap e p, pa p',
  'is:portable': 'no leito, leito, portatil, portateis, uti, beira do leito, a beira do leito, na cama',
  'is:screening': 'rastreio, rastreamento, screening',
  'is:weight-bearing': 'em carga, carga, em pe, ortostatico, ortostatismo, com carga, ortostase, em ortostatismo',
  'is:positional': 'decubito, sentado, deitado',
  'is:biopsy':
    'biopsia, paaf, puncao, pba, core biopsy, puncao aspirativa, mamotomia, microbiopsia, citologia aspirativa',
  'is:drainage': 'drenagem',
  'is:injection': 'infiltracao, injecao, infiltracao guiada',
  'is:ablation': 'ablacao, radiofrequencia, termoablacao',
  'is:embolization': 'embolizacao, quimioembolizacao',
  'is:guided':
    'guiada, guiado, guiada por ultrassom, guiada por tc, guiada por us, guiada por ecografia, ecoguiada, orientada por tc, orientada por ecografia, eco guiada',
  'is:post-op': 'pos operatorio, pos operatoria, posop, pos op, protese, po',
  'is:follow-up': 'controle, controlo, seguimento, acompanhamento',
  'is:pre-op': 'pre operatorio, pre operatoria',
  'is:paediatric': 'pediatrico, pediatrica, infantil, crianca',
  'is:neonatal': 'neonatal, recem nascido, rn, neonato, lactente',
  'is:trauma': 'trauma, traumatismo, fratura, fractura, politrauma',
  'is:limited': 'limitada, limitado',
  'is:complete': 'completa, completo',
  'is:tumor': 'tumor, cancer, cancro, estadiamento, neoplasia, linfoma, metastase, metastases',
  'ignore:noise':
    'de, do, da, dos, das, o, a, os, as, em, para, por, estudo, regiao, urgente, exame, um, uma, dois, duas, tres, ao, na, no, protocolo, articulacao, articulacoes, osso, ossea, osseo, serie, glandula, area, superior, inferior, fase, dinamica, dinamico, semanas, digital, helicoidal, multislice, dor, suspeita, suspeito, avaliacao, colorido, convencional, primeira, trimestre, pesquisa, total',
  'is:document': 'relatorio de dose, dose, relatorio, documento digitalizado, consentimento, termo de consentimento',
};
