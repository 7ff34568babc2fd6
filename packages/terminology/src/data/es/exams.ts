import type { Vocabulary } from '../vocabulary.ts';

/** Spanish, of Spain and the Americas. */
export const spanish: Vocabulary = {
  'modality:XR': `rx, rayos x, rayos, radiografia, radiografias, radiografica, placa, placas, telerradiografia, teleradiografia, telerx, radiologia simple, serie radiografica, rxs, radiografia simple, rx simple`,
  'modality:CT': `tac, tomografia, tc, tomografia computada, tomografia computarizada, tomografia axial computarizada, tomografia axial, tomo, tacar multicorte, tem, tcmd, tc multicorte`,
  'modality:CT contrast:with attr:angio':
    'angiotac, angio tac, angiotc, angio tc, angiotomografia, angio tomografia, angiotem, angio tem',
  'modality:MR':
    'rm, rmn, resonancia, resonancia magnetica, resonancia nuclear, resonancia magnetica nuclear, irm, cardiorm, rnm',
  'modality:MR attr:angio':
    'angiorm, angio rm, angiorresonancia, angioresonancia, angio resonancia, angiormn, angio rmn, arm',
  'modality:US':
    'eco, ecografia, ecografias, ecografica, ecografico, ultrasonido, ultrasonidos, ultrasonografia, sonografia, us, ecotomografia',
  'modality:US attr:doppler': 'ecodoppler, eco doppler, ecografia doppler, doppler color',
  'implies:MG focus:breast': 'mamografia, mamografica, mamo, mx, tomosintesis, tomosintesis mamaria, xeromamografia',
  'implies:MG focus:breast*': 'mamografias*',
  'implies:MG focus:breast is:screening':
    'mamografia de cribado, mamografia cribado, mamografia screening, cribado mama, cribado mamario, mamografia de tamizaje, mamografia tamizaje, cribado de cancer de mama, pdpcm',
  'implies:MG focus:breast contrast:with':
    'mamografia con contraste, mamografia contrastada, galactografia, ductografia',
  'modality:NM':
    'gammagrafia, gammagrafico, gamagrafia, centellograma, centellografia, cintigrafia, medicina nuclear, mn, spect tc',
  'modality:PT': 'pet tc, pet tac, tomografia por emision de positrones, pettc',
  'modality:RF': 'fluoroscopia, radioscopia, escopia, radioscopico, telemando',
  'modality:XA':
    'arteriografia, angiografia, hemodinamia, intervencionismo, radiologia intervencionista, flebografia, cavografia, aortografia, embolizacion arterial',
  'modality:XC': 'fotografia clinica, fotografia, foto clinica',
  'implies:XC focus:skin': 'dermatoscopia, dermoscopia, foto lesion, fotografia de lesion, fotografia piel',
  'modality:ES': 'endoscopia',
  'implies:ES focus:stomach':
    'gastroscopia, endoscopia digestiva alta, endoscopia alta, ecoendoscopia, eda, panendoscopia, esofagogastroduodenoscopia',
  'implies:ES focus:colon': 'colonoscopia, endoscopia digestiva baja, rectosigmoidoscopia, sigmoidoscopia',
  'implies:ES focus:bladder': 'cistoscopia',
  'implies:ES aim:airway region:chest': 'broncoscopia, fibrobroncoscopia',
  'implies:ES aim:airway': 'laringoscopia, nasofibroscopia, fibrolaringoscopia',
  'implies:ES focus:uterus-ovaries': 'histeroscopia, colposcopia',
  'implies:ECG region:chest focus:heart': 'ecg, electrocardiograma, ekg, holter',
  'implies:US focus:heart':
    'ecocardiograma, ecocardiografia, eco cardiograma, ecocardio, eco cardio, ecocardiografico, eco cardiaca, ecografia cardiaca, eco corazon, ecocardiograma doppler',
  'implies:US focus:heart is:transthoracic':
    'ett, ecocardiograma transtoracico, ecocardiografia transtoracica, eco tt, eco transtoracico, eco transtoracica',
  'implies:US focus:heart is:transesophageal':
    'ete, eco transesofagico, eco transesofagica, ecocardiograma transesofagico, ecocardiografia transesofagica',
  'implies:US focus:heart is:stress':
    'eco estres, ecocardiograma de estres, eco de estres, eco dobutamina, ecocardiografia de estres',
  'implies:NM focus:heart':
    'perfusion miocardica, spect miocardico, gammagrafia cardiaca, gammagrafia miocardica, ventriculografia isotopica, gated spect, spect cardiaco, gammagrafia de perfusion miocardica, spect de perfusion miocardica',
  'implies:BMD focus:bone-density':
    'densitometria, densitometria osea, dmo, densitometria de cadera y columna, densitometria columna y cadera, densitometria lumbar y cadera, densitometria lumbar y femoral, dexa osea, desintometria',
  'implies:BMD focus:bone-density region:whole-body':
    'densitometria corporal total, densitometria cuerpo entero, densitometria de cuerpo entero, composicion corporal',
  'implies:BMD focus:bone-density region:upper-extremity':
    'densitometria antebrazo, densitometria de antebrazo, densitometria radio, densitometria muneca, densitometria de muneca',
  'implies:PX focus:teeth':
    'ortopantomografia, opg, panoramica dental, ortopantomograma, radiografia panoramica, panoramica de maxilares, ortopanto, panorex, panoramica',
  'implies:IO focus:teeth': 'periapical, intraoral, aleta de mordida, serie periapical, interproximal, bitewing',
  'usual:XR focus:skull is:cephalometric':
    'telerradiografia lateral de craneo, cefalometria, cefalometrica, telerradiografia craneo, lateral de craneo cefalometrica, teleradiografia lateral de craneo',
  'implies:OP focus:eye':
    'retinografia, retinografias, retinofluoresceina, fondo de ojo, fotografia de fondo, autofluorescencia',
  'implies:OP focus:eye contrast:with':
    'angiografia fluoresceinica, angiofluoresceingrafia, angiografia con fluoresceina, afg, angiografia retiniana, angiofluoresceinografia, verde de indocianina, angiografia fluoresceina',
  'implies:OPT focus:eye':
    'oct, oct macular, tomografia de coherencia optica, oct macula, oct nervio optico, oct papila, tomografia de coherencia, angio oct',
  'implies:OPV focus:eye': 'campimetria, campo visual, campos visuales, perimetria',
  'implies:OAM focus:eye': 'biometria ocular, iol master, biometria optica, calculo lio',
  'focus:breast': 'mama, mamaria, mamario, seno mamario, pezon',
  'focus:breast*': 'mamas*, senos mamarios*',
  'focus:axilla': 'axilas*, axilares*, axila, axilar',
  'focus:knee': 'rodillas*, rodilla, rotula, rotuliana, patela, femoropatelar, axial de rotula, menisco, rotulas*',
  'focus:hip':
    'caderas*, coxofemorales*, cadera, coxofemoral, femoral proximal, cabeza femoral, cuello femoral, axial de cadera',
  'focus:hip* attr:newborn-hips usual:US': `ecografia de caderas*, eco caderas*, eco de caderas*, caderas lactante*, cadera lactante*, caderas neonatal*, caderas recien nacido*, caderas rn*, displasia de cadera*, ecografia caderas*, cadera neonatal*, ecografia de cadera neonatal*, cadera recien nacido*, caderas del lactante*, displasia caderas*`,
  'focus:shoulder': 'hombros*, hombro, glenohumeral, manguito rotador, acromioclavicular, acromio clavicular',
  'focus:elbow': 'codos*, codo',
  'focus:wrist': 'munecas*, muneca, escafoides, carpo, escafoide',
  'focus:hand': 'mano, manos*, metacarpo, metacarpiano',
  'focus:hand is:bone-age usual:XR': 'edad osea, maduracion osea, carpograma, carpograma edad osea',
  'focus:finger': 'dedo, pulgar, dedo de la mano, dedo mano, falange, indice, menique',
  'focus:finger*': 'dedos*, dedos de la mano*, pulgares*',
  'focus:foot': 'pies*, antepies*, pie, antepie, metatarso, metatarsiano, mediopie, tarso, retropie',
  'focus:toe':
    'dedo del pie, dedo pie, dedos del pie, hallux, primer dedo del pie, dedo gordo del pie, ortejo, dedo gordo, dedos pie',
  'focus:ankle': 'tobillos*, tobillo, tibiotarsiana, mortaja, peroneoastragalina, tibioperoneoastragalina',
  'focus:calcaneus': 'talones*, calcaneos*, talon, calcaneo',
  'focus:femur': 'femures*, muslos*, femur, muslo, femoral',
  'focus:tibia-fibula': 'pierna, tibia y perone, tibia perone, tibia, perone',
  'focus:humerus': 'humeros*, humero, brazo',
  'focus:forearm': 'antebrazos*, antebrazo, radio y cubito, cubito y radio, cubito',
  'focus:clavicle': 'claviculas*, clavicula',
  'focus:scapula': 'escapulas*, escapula, omoplato, omoplatos*',
  'focus:ribs':
    'costillas, costilla, parrilla costal, parrillas costales, costal, costales, reja costal, arcos costales',
  'focus:sternum': 'esternon, esternal',
  'focus:brain':
    'cerebro, cerebral, encefalo, encefalico, cabeza, fosa posterior, hipocampo, hipocampos, perfusion cerebral, difusion cerebral, epilepsia, tc craneal, tac craneal, transfontanelar, transfontanela, neurosonografia',
  'focus:brain usual:US is:neonatal':
    'eco transfontanelar, ecografia transfontanelar, eco cerebral, ecografia cerebral, ecoencefalografia, ecografia craneal, eco craneal, ecografia transcraneal neonatal, eco transfontanela',
  'region:head': 'craneo, craneal, craneo simple',
  'focus:sella': 'hipofisis, hipofisaria, silla turca, hipofisario, selar, hipotalamo hipofisis',
  'focus:iac': 'conducto auditivo interno, angulo pontocerebeloso, angulos pontocerebelosos',
  'focus:iac*': 'conductos auditivos internos*, cais*, cai bilateral*',
  'focus:temporal-bone': 'penasco, mastoides, oido, oido medio, hueso temporal',
  'focus:temporal-bone*': 'penascos*, oidos*, huesos temporales*, penascos y mastoides*',
  'aim:intracranial-vessels':
    'poligono de willis, circulo de willis, vasos intracraneales, venografia cerebral, arterias cerebrales, senos venosos, doppler transcraneal, eco doppler transcraneal, arterias intracraneales',
  'aim:head-neck-vessels':
    'troncos supraaorticos y cerebral, angiografia cerebral, arteriografia cerebral, tsa y willis, tsa y poligono de willis, cuello y cerebro vasos, troncos supraaorticos y poligono de willis',
  'aim:carotid': 'carotideo, carotida, carotidea, carotideo vertebral',
  'aim:carotid*':
    'carotidas*, troncos supraaorticos*, tsa*, carotideos*, vasos del cuello*, vasos de cuello*, vasos carotideos*, troncos supra aorticos*, carotideas*, ttsa*',
  'focus:eye': 'ojo, ocular, retina, macula, papila, ojos*, globo ocular, cornea',
  'focus:orbit': 'orbita, orbitaria, orbitario, cuerpo extrano orbitario',
  'focus:orbit*': 'orbitas*',
  'focus:sinuses': 'senos paranasales, senos, spn, sinusal, senos perinasales, waters, seno maxilar, cavum y senos',
  'focus:facial-bones':
    'macizo facial, macizo facial y orbitas, huesos faciales, maxilofacial, facial, cara, huesos de la cara, arcos cigomaticos, malar',
  'focus:nasal-bones':
    'huesos propios, huesos propios nasales, huesos nasales, huesos propios de la nariz, hpn, nariz, hueso nasal',
  'focus:mandible': 'mandibula, mandibular, maxilar inferior',
  'focus:teeth':
    'dental, dientes, diente, implante dental, dentascan, maxilar superior, maxilares, arcada dental, dentomaxilar',
  'aim:tmj': 'atm, articulacion temporomandibular, temporomandibular',
  'aim:tmj*': 'atms*, articulaciones temporomandibulares*, temporomandibulares*',
  'focus:neck-soft-tissue':
    'cuello, partes blandas cuello, cervical partes blandas, glandulas salivales, parotida, parotidas, submaxilar, eco cervical, ecografia cervical, partes blandas de cuello, ganglios cervicales',
  'aim:thyroid': 'tiroides, tiroidea, tiroideo',
  'aim:parathyroid': 'paratiroides, paratiroidea',
  'implies:NM aim:parathyroid':
    'gammagrafia paratiroides, gammagrafia de paratiroides, gammagrafia paratiroidea, mibi paratiroides',
  'implies:NM aim:thyroid region:whole-body':
    'rastreo corporal con yodo, rastreo i131, rastreo corporal i 131, rastreo corporal con i131, rastreo con i131, rastreo tiroideo i131, rastreo corporal total con i 131',
  'focus:airway': 'cavum, adenoides, lateral de cavum, rinofaringe, via aerea, laringe, traquea',
  'usual:RF contrast:with aim:pharynx':
    'videofluoroscopia, deglucion, videodeglucion, estudio de deglucion, videofluoroscopia de deglucion, faringoesofagograma',
  'focus:cervical-spine':
    'columna cervical, raquis cervical, cervicales, col cervical, c cervical, rx cervical, vertebras cervicales, cervical, cervicocraneal, odontoides, rm cervical, tc cervical, col cerv',
  'focus:thoracic-spine': 'columna dorsal, columna toracica, dorsal, raquis dorsal, col dorsal',
  'focus:lumbar-spine':
    'columna lumbar, lumbar, lumbosacra, columna lumbosacra, lumbosacro, col lumbar, raquis lumbar, columna lumbo sacra, col lumbosacra, lumbo sacra, lumbares, col ls',
  'aim:thoracolumbar-spine':
    'columna dorsolumbar, dorsolumbar, dorso lumbar, columna toracolumbar, toracolumbar, columna dorso lumbar, charnela dorsolumbar',
  'aim:whole-spine':
    'columna total, columna completa, columna entera, escoliosis, raquis completo, telerradiografia de columna, telerradiografia columna, espinografia, panoramica de columna, columna vertebral completa, toda la columna, escoliograma, telecolumna, columna panoramica, raquis total, neuroeje',
  'region:spine is:spinal-cord': 'medula, medula espinal, medular',
  'region:spine': 'columna, columna vertebral, raquis',
  'focus:sacrum':
    'sacro, sacrocoxis, sacro coxis, coxis, sacroiliaca, sacroiliacas, articulaciones sacroiliacas, sacroiliaco, sacrococcix, coccix, sacrocoxigea, sacro iliacas',
  'focus:pelvis-bones':
    'pelvis osea, pubis, sinfisis pubica, acetabulo, pelvis ap, rx pelvis, anillo pelvico, pelvis anteroposterior, cinturon pelviano, radiografia de pelvis, rx de pelvis, radiografia pelvis',
  'focus:lungs':
    'pulmon, pulmonar, parenquima pulmonar, pulmones, nodulo pulmonar, torax alta resolucion, perfusion pulmonar',
  'focus:lungs contrast:without usual:CT is:high-resolution':
    'tacar, tcar, tac alta resolucion torax, torax de alta resolucion, tc de alta resolucion, alta resolucion, tac de alta resolucion, tc alta resolucion',
  'focus:lungs contrast:without usual:CT is:screening is:low-dose':
    'baja dosis torax, torax baja dosis, cribado pulmonar, cribado cancer de pulmon, screening pulmonar, tc torax baja dosis, tac torax baja dosis',
  'implies:NM focus:lungs':
    'ventilacion perfusion, gammagrafia pulmonar, gammagrafia v q, gammagrafia de ventilacion perfusion, v q, gammagrafia de perfusion pulmonar, gammagrafia pulmonar de perfusion',
  'focus:pleura': 'pleural, pleura, toracocentesis, derrame pleural',
  'aim:diaphragm': 'diafragma, diafragmatica',
  'focus:heart':
    'cardiaca, cardiaco, corazon, miocardica, miocardico, pericardio, cardiopatia congenita, venas pulmonares',
  'usual:MR focus:heart contrast:with':
    'viabilidad, realce tardio, viabilidad miocardica, rm cardiaca de estres, rm cardiaca viabilidad',
  'focus:coronary-arteries': 'coronarias, coronaria, coronario, coronariografia previa, arterias coronarias',
  'focus:coronary-arteries contrast:with usual:CT':
    'angiotac coronario, angio tac coronarias, angiotc coronarias, coronariotac, coronario tac, tac coronario, tac coronarias, tc coronario, tc coronarias, coronario tc, angiotc coronario, angio tc coronarias, angiotac coronarias, angiotac de coronarias, angiotomografia coronaria, angiotc de coronarias, angio tac coronario',
  'focus:coronary-arteries usual:XA contrast:with':
    'coronariografia, cateterismo, cateterismo cardiaco, cateterismo izquierdo, angioplastia coronaria, angiografia coronaria, intervencionismo coronario, icp, cinecoronariografia, ccg',
  'focus:heart usual:XA contrast:with':
    'cateterismo derecho, cateterismo congenitas, cateterismo cardiaco derecho, cateterismo pediatrico, cateterismo cardiaco pediatrico',
  'focus:coronary-arteries contrast:without usual:CT':
    'score calcio, score de calcio, calcio coronario, puntaje de calcio, calcio score, cuantificacion de calcio, cuantificacion calcio coronario, indice de calcio',
  'aim:thoracic-aorta': 'aorta toracica, cayado aortico, arco aortico, aorta ascendente, coartacion, raiz aortica',
  'attr:aorta': 'aorta, aortica, aortico, diseccion aortica, diseccion',
  'focus:abdominal-aorta':
    'aorta abdominal, aneurisma aorta abdominal, aneurisma de aorta abdominal, aortoiliaca, aorto iliaca, aorta abdominal eco',
  'aim:pulmonary-arteries contrast:with usual:CT':
    'tep, tromboembolismo pulmonar, arterias pulmonares, embolia pulmonar, angiotac pulmonar, angiotc pulmonar, angio tac pulmonar, angio tc pulmonar, tromboembolismo, protocolo tep, angiotac de torax tep, angiotac arterias pulmonares, angiotomografia pulmonar, angiotac torax tep',
  'focus:esophagus': 'esofago, esofagica, esofagico',
  'usual:RF contrast:with focus:esophagus': 'esofagograma, transito esofagico, esofagografia, esofagograma con bario',
  'usual:RF contrast:with focus:stomach':
    'egd, transito esofagogastroduodenal, esofagogastroduodenal, seriada esofagogastroduodenal, seg, segd, serie esofagogastroduodenal, transito gastroduodenal, seriada gastroduodenal, seriada egd, transito baritado, transito digestivo superior, serie gastroduodenal',
  'usual:RF contrast:with focus:small-bowel':
    'transito intestinal, transito de intestino delgado, intestino delgado transito, transito delgado, transito intestino delgado',
  'focus:colon contrast:with region:abdomen region:pelvis usual:RF':
    'enema opaco, enema de bario, enema baritado, colon por enema, enema, colon por enema doble contraste, enema opaca',
  'focus:colon region:abdomen region:pelvis':
    'colonografia, colonoscopia virtual, colono tc, colonotc, colono tac, colonografia por tc',
  'focus:small-bowel region:abdomen region:pelvis contrast:with':
    'enterografia, entero tc, entero rm, enterorm, enterotc, entero tac, enterotac, enteroresonancia, enterorresonancia, entero resonancia',
  'focus:small-bowel': 'intestino delgado, intestino, intestinal, asas intestinales',
  'focus:colon': 'colon, sigma, colonico',
  'focus:stomach':
    'estomago, gastrico, gastrica, piloro, pilorica, estenosis hipertrofica de piloro, gastrostomia, duodeno, hipertrofia pilorica',
  'implies:NM focus:stomach': 'vaciamiento gastrico, gammagrafia de vaciamiento gastrico, vaciado gastrico',
  'focus:appendix': 'apendice, apendicitis, apendicular, fosa iliaca derecha',
  'focus:liver': 'higado, hepatica, hepatico, hepatocarcinoma',
  'focus:liver contrast:with':
    'higado trifasico, trifasico hepatico, tc hepatico trifasico, hepatica multifase, hepatica trifasica, higado multifase, tac hepatico trifasico, higado dinamico, trifasica hepatica, hepatico trifasico',
  'focus:biliary':
    'vesicula, vesicula biliar, vias biliares, via biliar, hepatobiliar, biliar, colangitis, higado y vias biliares, hepato biliar, drenaje biliar, colecistostomia',
  'focus:biliary contrast:with':
    'colangiografia, colangiografia intraoperatoria, trans kehr, transkehr, colangiografia transparietohepatica, ctph',
  'aim:biliary usual:RF contrast:with': 'cpre',
  'aim:biliary usual:MR':
    'colangiorm, colangio rm, colangiorresonancia, colangioresonancia, colangio resonancia, cprm, colangiopancreatografia, colangiormn, colangio rmn',
  'implies:NM aim:biliary': 'gammagrafia hepatobiliar, gammagrafia biliar, hida',
  'focus:pancreas': 'pancreas, pancreatica, pancreatico',
  'focus:spleen': 'bazo, esplenica, esplenico',
  'focus:adrenal': 'suprarrenal, suprarenal, adrenal',
  'focus:adrenal*': 'suprarrenales*, glandulas suprarrenales*, adrenales*',
  'focus:kidney': 'renal, rinon, nefrostomia, biopsia renal, nefrografia',
  'focus:kidney*': 'rinones*, renales*',
  'focus:kidney usual:NM side:both':
    'renograma, gammagrafia renal, dmsa, mag3, gammagrafia renal dmsa, renograma mag3, renograma diuretico, gammagrafia renal con dmsa, renograma isotopico',
  'focus:kidney region:pelvis attr:transplant':
    'trasplante renal, injerto renal, rinon trasplantado, trasplantado renal, doppler trasplante renal, injerto renal doppler',
  'focus:renal-arteries': 'arteria renal, doppler renal, doppler arterias renales unilateral',
  'focus:renal-arteries*': 'arterias renales*',
  'focus:urinary-tract':
    'vias urinarias, renovesical, reno vesical, aparato urinario, urinario, rinones y vejiga, sistema urinario, urologica, renal y vesical, rinon y vias urinarias, renal y vias urinarias, vesicorrenal, renovesicoprostatica, renal y vejiga, urinaria, reno vesico prostatica',
  'aim:urinary-tract contrast:both usual:CT':
    'urotac, uro tac, urotc, uro tc, urotem, uro tem, urotomografia, urografia tc, urografia por tc',
  'aim:urinary-tract contrast:without usual:CT':
    'litiasis, urolitiasis, colico renal, colico nefritico, litiasis renal, protocolo litiasis, pielotac, pielo tac, pielo tc, calculos renales',
  'aim:urinary-tract contrast:with usual:MR': 'urorm, uro rm, urorresonancia, uro resonancia',
  'aim:urinary-tract contrast:with usual:XR':
    'urografia, urografia intravenosa, uiv, urografia excretora, pielografia, pielografia intravenosa, urograma excretor',
  'focus:bladder': 'vejiga, vesical',
  'focus:bladder contrast:with usual:RF':
    'cistografia, cums, cistouretrografia, cistouretrografia miccional, cistografia miccional, cug, cistografia retrograda, uretrocistografia, cistouretrografia miccional seriada, uretrocistografia miccional, cistoureterografia miccional',
  'focus:urethra contrast:with usual:RF': 'uretrografia, uretrografia retrograda',
  'focus:urethra': 'uretra, uretral',
  'focus:prostate':
    'prostata, prostatica, vesicoprostatica, vesico prostatica, multiparametrica de prostata, prostatico, transrectal prostata, transrectal de prostata',
  'focus:rectum': 'recto, rectal, anal, perianal, fistula perianal, endoanal, anorrectal, fistula anal, endorrectal',
  'aim:pelvic-floor': 'suelo pelvico, piso pelvico',
  'aim:pelvic-floor usual:RF': 'defecografia, videodefecografia, defecorm, defecoresonancia',
  'focus:uterus-ovaries':
    'ginecologica, ginecologico, utero, ovarios, ovario, transvaginal, vaginal, tv, anexial, endometrio, endometriosis, uterina, miomas, seguimiento folicular, utero y anexos, folicular, endovaginal',
  'focus:uterus-ovaries contrast:with usual:RF': 'histerosalpingografia, hsg',
  'focus:uterus-ovaries contrast:with usual:US': 'histerosonografia, sonohisterografia',
  'usual:US aim:fetus':
    'obstetrica, obstetrico, embarazo, fetal, fetos, feto, gestacional, gemelar, gestacion, prenatal',
  'usual:US aim:fetus is:first-trimester':
    'primer trimestre, translucencia nucal, sonolucencia nucal, obstetrica primer trimestre, 12 semanas, 1er trimestre, 1 trimestre, tn, trimestre',
  'usual:US aim:fetus is:second-trimester':
    'morfologica, segundo trimestre, ecografia morfologica, eco morfologica, 20 semanas, 2do trimestre, 2 trimestre, estructural fetal, 2o trimestre, morfologica fetal',
  'usual:US aim:fetus is:third-trimester':
    'tercer trimestre, crecimiento fetal, 3er trimestre, 3 trimestre, obstetrica tercer trimestre',
  'usual:US aim:fetus is:fetal-heart':
    'ecocardiograma fetal, ecocardiografia fetal, eco cardiaca fetal, corazon fetal, ecocardio fetal, eco fetal cardiaca',
  'usual:US aim:fetus is:biophysical':
    'perfil biofisico, doppler fetal, doppler obstetrico, doppler materno fetal, doppler fetoplacentario, doppler umbilical',
  'implies:MR aim:fetus': 'rm fetal, resonancia fetal, rmn fetal, resonancia magnetica fetal',
  'aim:placenta': 'placenta, placentaria, acretismo placentario, acretismo',
  'focus:scrotum': 'testicular, testiculos, escrotal, escroto, testes, doppler testicular, testiculo, varicocele',
  'focus:groin': 'ingle, inguinal, hernia inguinal, region inguinal, inguinales*',
  'focus:peritoneum': 'paracentesis, ascitis, peritoneal',
  'focus:lymph-nodes usual:NM': 'ganglio centinela, linfogammagrafia mamaria, deteccion ganglio centinela',
  'implies:NM focus:skeleton region:whole-body':
    'gammagrafia osea, rastreo oseo, centellograma oseo, gammagrafia osea de cuerpo entero, gammagrafia osea corporal total, cintigrafia osea, gamagrafia osea, gammagrama oseo, rastreo oseo corporal',
  'usual:XR focus:skeleton':
    'serie osea, serie osea metastasica, mapa oseo, serie esqueletica, survey oseo, seriada osea',
  'focus:leg-length':
    'telemetria, telerx mmii, telerx de mmii, tele mmii, telemetria de miembros inferiores, telerradiografia de miembros inferiores, telemetria mmii, dismetria, medicion de miembros inferiores, ortorradiografia, telerradiografia mmii, escanometria, goniometria, ejes mecanicos, telerradiografia de extremidades inferiores, telerradiografia eeii, panoramica de miembros inferiores, test de farill, eje mecanico, farill, escanograma',
  'region:lower-extremity': 'miembro inferior, extremidad inferior, mi, pierna completa',
  'region:lower-extremity attr:limbs*':
    'miembros inferiores*, mmii*, extremidades inferiores*, eeii*, mm ii*, miembros inf*, piernas*',
  'region:upper-extremity': 'miembro superior, extremidad superior, ms',
  'region:upper-extremity attr:limbs*': 'miembros superiores*, mmss*, extremidades superiores*, eess*, mm ss*',
  'attr:venous':
    'venoso, venosa, venas, vena, trombosis, tvp, trombosis venosa, trombosis venosa profunda, varices, flebografia, venografia, fleborm, flebotc, trombosis venosa profunda de',
  'attr:arterial': 'arterial, arteria, arterias, arteriopatia, claudicacion, vascular, vasos',
  'attr:doppler': 'doppler',
  'attr:angio': 'angio, arteriografico, angiografico',
  'aim:lower-extremity-arteries side:both usual:US': 'itb, indice tobillo brazo, indice tobillo brazo bilateral',
  'aim:lower-extremity-arteries side:both region:abdomen region:pelvis region:lower-extremity':
    'aortoiliaca y miembros inferiores, aorta y miembros inferiores, angiotac de aorta y mmii, aorta abdominal y miembros inferiores, aorta y mmii, aortoiliaco y mmii',
  'focus:abdominal-veins':
    'vena cava inferior, vena porta, portal, cava inferior, filtro de vena cava, filtro vena cava, doppler portal, eje esplenoportal, filtro cava, doppler hepatico portal, esplenoportal',
  'focus:mesenteric-arteries': 'mesenterica, mesentericas, tronco celiaco, isquemia mesenterica',
  'aim:dialysis-access':
    'fistula arteriovenosa, fav, fistula av, acceso vascular, fistula de hemodialisis, acceso para hemodialisis',
  'aim:dialysis-access contrast:with usual:XA': 'fistulografia, fistulografia de hemodialisis',
  'aim:central-veins':
    'picc, via central, cateter central, port a cath, reservorio, permcath, cateter de hemodialisis, vena cava superior, cateter tunelizado, cateter venoso central, port-a-cath',
  'aim:brachial-plexus': 'plexo braquial, plexos braquiales*',
  'aim:shunt':
    'valvula de derivacion, derivacion ventriculoperitoneal, dvp, valvula ventriculoperitoneal, trayecto valvular, derivacion ventriculo peritoneal, serie valvular',
  'focus:foreign-body': 'cuerpo extrano, cuerpos extranos',
  'focus:soft-tissue': 'partes blandas, tejidos blandos, lipoma, pared toracica',
  'focus:skin': 'piel, cutanea, cutaneo, lunar, nevus, melanoma piel',
  'region:chest':
    'torax, toracica, toracico, mediastino, hemitorax, telerradiografia de torax, teletorax, tele torax, tx',
  'region:abdomen':
    'abdomen, abdominal, abdomen superior, abdomen simple, hemiabdomen superior, abd, retroperitoneo, pared abdominal, hepatica y renal, abdomino',
  'region:pelvis': 'pelvis, pelvica, pelvico, pelviana, pelviano',
  'region:abdomen region:pelvis':
    'abdominopelvica, abdominopelvico, abdomino pelvica, abdomino pelvico, abdomen y pelvis, abdomen pelvis, abdominopelviana, abdominopelviano, abdomen y pelvico, abdomen total, abdomino pelviana',
  'region:chest region:abdomen': 'toracoabdominal, toraco abdominal, torax abdomen, torax y abdomen, torax abdominal',
  'region:chest region:abdomen region:pelvis':
    'toracoabdominopelvico, toracoabdominopelvica, toraco abdomino pelvico, toraco abdomino pelvica, torax abdomen y pelvis, tap, body tc, torax abdomen pelvis, tac tap, toraco abdominopelvico, torax abdomino pelvico, cuerpo completo tc',
  'region:whole-body': 'cuerpo entero, cuerpo completo, corporal total, corporal, rastreo corporal, cuerpo total',
  'side:left': 'izquierda, izquierdo, izq, izda, izdo, izqda, izqdo, izqu, lado izquierdo, izqui, iz',
  'side:left attr:eye-side': 'oi, ojo izquierdo',
  'side:right': 'derecha, derecho, der, dcha, dcho, drcha, drcho, dch, lado derecho, dere, dx, derch',
  'side:right attr:eye-side': 'ojo derecho',
  'side-final:left': 'i',
  'side-final:right': 'd',
  'side:both attr:eye-side': 'ao, ambos ojos',
  'side:both': 'bilateral, bilaterales, ambas, ambos, comparativas, comparativa, bilat',
  'ignore:position':
    'decubito lateral izquierdo, decubito lateral derecho, decubito izquierdo, decubito derecho, oblicua derecha, oblicua izquierda, fosa iliaca izquierda, hipocondrio derecho, hipocondrio izquierdo, fii, fid, decubito lateral, decubito supino',
  'word:with': 'con',
  'word:without': 'sin',
  'contrast:with': `con contraste, con cte, c contraste, contrastada, contrastado, con civ, con gadolinio, con gd, con contraste iv, con contraste endovenoso, con medio de contraste, contraste, cont, cc, con contraste intravenoso, con cont, civ, contraste iv, con mc, multifasica, multifasico, trifasica, trifasico, bifasico, dinamica con contraste, con ctte, c cte, con gado`,
  'contrast:without':
    'sin contraste, sin cte, s contraste, simple, sin civ, sin gadolinio, sin medio de contraste, s c, sin contraste iv, basal, sc, sin cont, sin mc, sin gd, s cte, sin contraste endovenoso',
  'contrast:both':
    'con y sin contraste, sin y con contraste, simple y contrastada, simple y con contraste, sin con contraste, con sin contraste, s c contraste, simple y contrastado, sin y con gadolinio, con y sin gadolinio, sin y con civ, sin y con, con y sin, con y sin civ, sin y con cte, con y sin cte, simple mas contraste, con y sin medio de contraste, simple y contraste',
  'is:arthrogram contrast:with':
    'artrorm, artro rm, artrorresonancia, artroresonancia, artro resonancia, artrografia, artrotac, artrotc, artro tc, artro tac, artro',
  'region:spine contrast:with': 'mielografia, mielotc, mielo tc, mielotac, mielo tac',
  'is:view': `ap y lateral, lateral, proyecciones, proyeccion, pa y lateral, frente, perfil, frente y perfil, ap, pa, axial, oblicua, oblicuas, ap y l, ap lat, f y p, dinamicas, funcionales, anteroposterior, posteroanterior, f p, apl, pl`,
  'is:portable': 'portatil, portatiles, en cama, con portatil',
  'is:screening': 'cribado, tamizaje, screening, despistaje',
  'is:weight-bearing': 'en carga, carga, de pie, bipedestacion, en bipedestacion, con carga, en apoyo',
  'is:positional': 'decubito, sedestacion, supino, prono, acostado',
  'is:biopsy': 'biopsia, baaf, paaf, puncion, bag, puncion aspiracion, core biopsia, biopsia core',
  'is:drainage': 'drenaje, drenaje percutaneo',
  'is:injection': 'infiltracion, inyeccion, infiltracion guiada',
  'is:ablation': 'ablacion, radiofrecuencia, termoablacion',
  'is:embolization': 'embolizacion, quimioembolizacion',
  'is:guided': 'guiada, guiado, guiada por eco, ecoguiada, ecoguiado, guiada por tc, guiada por ecografia',
  'is:post-op': 'postoperatorio, postquirurgico, postquirurgica, postop, protesis, postoperatoria',
  'is:follow-up': 'control, seguimiento, revision, evolutivo',
  'is:pre-op': 'preoperatorio, prequirurgico, preoperatoria',
  'is:paediatric': 'pediatrico, pediatrica, nino, ninos, infantil',
  'is:neonatal': 'neonatal, recien nacido, neonato, rn, lactante',
  'is:trauma': 'trauma, traumatismo, fractura, politrauma, tce',
  'is:limited': 'limitada, limitado',
  'is:complete': 'completa, completo',
  'is:tumor': 'tumor, cancer, neo, estadificacion, estadiaje, estudio de extension, linfoma, metastasis',
  'ignore:noise': `de, del, la, el, las, los, y, e, o, a, en, por, para, estudio, region, con contraste oral, urgente, urgencias, externo, dos, tres, una, un, al, serie, examen, protocolo, articulacion, hueso, osea, oseo, arteria y vena, derivacion, area, zona, superior, inferior, izquierdos, fase, fases, informe externo, al acecho, dr, paciente, primera, segundo, tercer, primer, semanas, dinamico, dinamica, aguda, agudo, dolor, sospecha, valoracion, multicorte, helicoidal`,
  'is:document':
    'informe de dosis, dosis, informe, documento escaneado, consentimiento, consentimiento informado, hoja de dosis',
};
