import type { Vocabulary } from '../vocabulary.ts';

/** Italian. */
export const italian: Vocabulary = {
  'modality:XR':
    'rx, radiografia, radiografie, radiogramma, lastra, teleradiografia, telerx, radiografico, telecuore, rx diretta',
  'modality:CT':
    'tc, tac, tomografia computerizzata, tomografia assiale, tomografia, tomografia assiale computerizzata, tcms',
  'modality:CT contrast:with attr:angio': 'angiotc, angio tc, angiotac, angio tac, angio tomografia',
  'modality:MR': 'rm, rmn, risonanza, risonanza magnetica, risonanza magnetica nucleare, rnm, risonanza nucleare',
  'modality:MR attr:angio': 'angiorm, angio rm, angiorisonanza, angio risonanza, angiormn, angio rmn',
  'modality:US': 'eco, ecografia, ecografie, ecografico, ecotomografia, us, ultrasuoni, ecografica, ultrasonografia',
  'modality:US attr:doppler':
    'ecodoppler, eco doppler, ecocolordoppler, eco color doppler, ecocolor doppler, doppler, ecd, ecografia doppler, color doppler, eco colordoppler',
  'implies:MG focus:breast':
    'mammografia, mammografico, mx, tomosintesi, tomosintesi mammaria, mammografica, mammo, rx mammografia',
  'implies:MG focus:breast*': 'mammografie*',
  'implies:MG focus:breast is:screening':
    'mammografia di screening, mammografia screening, screening mammografico, screening senologico',
  'implies:MG focus:breast contrast:with':
    'mammografia con mdc, galattografia, mammografia con mezzo di contrasto, cem, cesm, duttogalattografia, mammografia con contrasto, duttografia',
  'modality:NM': 'scintigrafia, medicina nucleare, scintigrafie, scintigrafico, tomoscintigrafia, scinti',
  'modality:PT': 'pet tc, pet, pet tac, tomografia ad emissione di positroni, pettc, pet fdg, pet total body',
  'modality:RF': 'fluoroscopia, radioscopia, scopia, rx scopia, fluoroscopico',
  'modality:XA':
    'angiografia, arteriografia, emodinamica, flebografia, cavografia, aortografia, radiologia interventistica, pta, angioplastica, dsa',
  'modality:XC': 'fotografia clinica, fotografia, foto clinica, foto',
  'implies:XC focus:skin':
    'dermatoscopia, epiluminescenza, foto lesione cutanea, videodermatoscopia, dermoscopia, mappatura nevi, fotografia cute',
  'modality:ES': 'endoscopia',
  'implies:ES focus:stomach':
    'gastroscopia, egds, esofagogastroduodenoscopia, ecoendoscopia, endoscopia digestiva superiore',
  'implies:ES focus:colon':
    'colonscopia, rettosigmoidoscopia, pancolonscopia, sigmoidoscopia, coloscopia, rettocolonscopia, colonscopia totale',
  'implies:ES focus:bladder': 'cistoscopia, uretrocistoscopia',
  'implies:ES aim:airway region:chest': 'broncoscopia, fibrobroncoscopia',
  'implies:ES aim:airway': 'laringoscopia, fibrolaringoscopia, rinofibrolaringoscopia',
  'implies:ES focus:uterus-ovaries': 'isteroscopia, colposcopia',
  'implies:ECG region:chest focus:heart': 'ecg, elettrocardiogramma, holter',
  'implies:US focus:heart':
    'ecocardiogramma, ecocardiografia, ecocardio, eco cardiaco, ecocardiodoppler, ecocardiogramma colordoppler, eco cuore, ecografia cardiaca, ecocardiografico, ecocolordoppler cardiaco, ecocolordopplergrafia cardiaca, ecodoppler cardiaco, eco color doppler cardiaco, ecocardiogramma color doppler',
  'implies:US focus:heart is:transthoracic':
    'ecocardiogramma transtoracico, ecocardiografia transtoracica, ett, eco transtoracico, ecocardio tt, eco tt',
  'implies:US focus:heart is:transesophageal':
    'ecocardiogramma transesofageo, ecocardiografia transesofagea, ete, eco transesofageo, eco te, transesofageo',
  'implies:US focus:heart is:stress':
    'eco stress, ecostress, ecocardiogramma da stress, ecocardiografia da stress, eco da stress, ecocardiogramma da sforzo, eco dobutamina',
  'implies:NM focus:heart':
    'scintigrafia miocardica, miocardioscintigrafia, perfusione miocardica, scintigrafia miocardica da sforzo, scintigrafia cardiaca, tomoscintigrafia miocardica, spect miocardica, scintigrafia di perfusione miocardica',
  'implies:BMD focus:bone-density':
    'densitometria, moc, mineralometria, mineralometria ossea, densitometria ossea, moc lombare e femorale, moc dexa, densitometria ossea lombare e femorale, mineralometria ossea computerizzata, moc lombare femorale, densitometria lombare e femorale, moc colonna e femore, moc dxa, densitometria ossea dexa',
  'implies:BMD focus:bone-density region:whole-body':
    'moc total body, densitometria total body, dexa total body, densitometria ossea total body, mineralometria total body, moc corpo intero, densitometria corpo intero, moc whole body',
  'implies:BMD focus:bone-density region:upper-extremity':
    'moc avambraccio, densitometria avambraccio, moc ultradistale, densitometria ultradistale, moc radiale, moc polso, densitometria ossea avambraccio, densitometria polso, mineralometria avambraccio',
  'implies:PX focus:teeth':
    'ortopantomografia, opt, panoramica dentale, ortopanoramica, opg, rx panoramica arcate dentarie, ortopantomogramma, ortopanoramica delle arcate, panoramica arcate dentarie, ortopantomografia arcate dentarie',
  'implies:IO focus:teeth':
    'endorale, endorali, periapicale, bite wing, radiografia endorale, bitewing, rx endorale, endorale dentale, periapicali, status endorale',
  'usual:XR focus:skull is:cephalometric':
    'teleradiografia cranio, cefalometria, teleradiografia del cranio, telecranio, teleradiografia latero laterale, telecranio latero laterale, teleradiografia ll',
  'implies:OP focus:eye':
    'retinografia, fotografia del fondo, fondo oculare, autofluorescenza, fundus oculi, fotografia del fundus, foto fundus',
  'implies:OP focus:eye contrast:with':
    'fluorangiografia, fag, angiografia retinica, angiografia con fluoresceina, angiografia al verde di indocianina, fluorangiografia retinica, icg, fluoroangiografia, angiografia fluoresceinica',
  'implies:OPT focus:eye':
    'oct, oct maculare, tomografia a coerenza ottica, oct macula, oct nervo ottico, oct papilla, tomografia ottica a coerenza, tomografia a radiazione coerente',
  'implies:OPV focus:eye': 'campo visivo, campimetria, perimetria, campi visivi, campo visivo computerizzato',
  'implies:OAM focus:eye': 'biometria oculare, iol master, biometria ottica, biometria',
  'focus:breast': 'mammella, seno mammario, mammaria, mammario, senologica, seno, capezzolo, senologico',
  'focus:breast*': 'mammelle*, mammarie*, seni mammari*, ghiandole mammarie*',
  'focus:axilla': 'ascella, cavo ascellare, ascellare, ascelle*, cavi ascellari*, ascellari*',
  'focus:knee':
    'ginocchio, ginocchia*, ginocchi*, rotula, rotule*, menisco, patella, femoro rotulea, assiale di rotula',
  'focus:hip':
    'anca, anche*, coxofemorale, coxo femorale, collo femore, articolazione coxofemorale, articolazioni coxofemorali*, testa femorale, coxofemorali*, collo femorale',
  'focus:hip* attr:newborn-hips usual:US':
    'ecografia delle anche*, anche neonatali*, ecografia anche neonato*, anche neonato*, eco anche*, anca neonatale*, displasia anca*, ecografia anche*, ecografia anca neonato*, anche del neonato*, displasia congenita anca*, eco anche neonato*, eco anca neonatale*, anche lattante*, anche del lattante*, displasia delle anche*, ecografia anca neonatale*',
  'focus:shoulder':
    'spalla, spalle*, cuffia dei rotatori, acromion claveare, scapolo omerale, acromioclaveare, cuffia rotatori, gleno omerale, acromion clavicolare',
  'focus:elbow': 'gomito, gomiti*, capitello radiale',
  'focus:wrist': 'polso, polsi*, scafoide, carpo',
  'focus:hand': 'mano, mani*, metacarpo, metacarpi*',
  'focus:hand is:bone-age usual:XR':
    'eta ossea, mano per eta ossea, eta scheletrica, maturazione ossea, mano e polso per eta ossea, polso mano eta ossea',
  'focus:finger': 'dito, pollice, dito della mano, dito mano, falange, indice, mignolo',
  'focus:finger*': 'dita*, dita della mano*, dita mano*, pollici*',
  'focus:foot': 'piede, piedi*, avampiede, metatarso, mesopiede, avampiedi*, tarso, retropiede',
  'focus:toe': 'alluce, dito del piede, dita del piede, alluci*, dita piede, dito piede, 1 dito piede',
  'focus:ankle':
    'caviglia, caviglie*, tibio tarsica, tibiotarsica, tibiotarsiche*, malleolo, tibio tarsiche*, articolazione tibiotarsica, collo piede',
  'focus:calcaneus': 'calcagno, tallone, calcagni*, calcaneare, talloni*',
  'focus:femur': 'femore, coscia, femori*, cosce*, femorale',
  'focus:tibia-fibula': 'gamba, tibia, perone, tibia e perone, tibia perone, fibula, polpaccio',
  'focus:humerus': 'omero, braccio, omeri*',
  'focus:forearm': 'avambraccio, radio e ulna, ulna, avambracci*, radio ulna',
  'focus:clavicle': 'clavicola, clavicole*, claveare',
  'focus:scapula': 'scapola, scapole*',
  'region:chest focus:clavicle': 'sterno claveare, sternoclaveare, sternoclavicolare',
  'region:chest focus:clavicle*': 'sternoclaveari*, sterno claveari*',
  'focus:ribs':
    'coste, costa, emicostato, costale, costato, scheletro costale, emitorace scheletro, scheletro toracico, costola, costole, gabbia toracica, emicostati*',
  'focus:sternum': 'sterno, sternale',
  'focus:brain':
    'encefalo, cerebrale, cervello, encefalico, encefalica, testa, perfusione cerebrale, capo, ippocampo, tronco encefalico, fossa cranica posteriore, epilessia, cerebrali, cranio encefalo, encefalo e tronco encefalico, cranioencefalico, cranioencefalica',
  'focus:brain usual:US is:neonatal':
    'ecografia transfontanellare, transfontanellare, ecografia cerebrale, eco cerebrale, eco transfontanellare, ecografia encefalica, eco encefalo, ecografia transfontanellare neonato, eco transfontanella, ecoencefalografia, ecografia encefalo',
  'region:head': 'cranio, cranica, cranico, craniale, capo cranio',
  'focus:sella': 'ipofisi, sella turcica, ipofisaria, sella, regione sellare, sellare, ipofisario, ipotalamo ipofisi',
  'focus:iac':
    'condotto uditivo interno, angolo ponto cerebellare, canale uditivo interno, angolo pontocerebellare, cui, meato acustico interno',
  'focus:iac*':
    'condotti uditivi interni*, angoli ponto cerebellari*, canali uditivi interni*, angoli pontocerebellari*, cui bilaterali*',
  'focus:temporal-bone':
    'rocca petrosa, mastoide, orecchio, rocca, petrosa, osso temporale, orecchio medio, orecchio interno',
  'focus:temporal-bone*': 'rocche petrose*, mastoidi*, orecchie*, orecchi*, rocche*, petrose*, ossa temporali*',
  'aim:intracranial-vessels':
    'circolo intracranico, vasi intracranici, poligono di willis, doppler transcranico, circolo del willis, circolo arterioso intracranico, transcranico, seni venosi, circolo di willis, circolo cerebrale, seni venosi cerebrali, angiorm intracranica, vasi cerebrali, arterie intracraniche, intracranico, intracranica, seni durali, circolo venoso intracranico, ecocolordoppler transcranico',
  'aim:head-neck-vessels':
    'tsa e circolo intracranico, vasi del collo e intracranici, vasi epiaortici e intracranici, angiografia cerebrale, tsa e intracranici, epiaortici e intracranici, arteriografia cerebrale, vasi del collo e encefalo, tsa e willis, vasi epiaortici e circolo intracranico, tsa e poligono di willis, vasi intra ed extracranici, circolo intra ed extracranico, tronchi sovraaortici e circolo intracranico, vasi intracranici e del collo, collo e encefalo vasi, intra ed extracranica, vasi cerebrali e collo, epiaortici e willis, tronchi epiaortici e circolo intracranico, tsa e vasi intracranici',
  'aim:carotid': 'carotide, carotideo, carotidea, carotideo vertebrale',
  'aim:carotid*':
    'tsa*, carotidi*, tronchi sovraaortici*, vasi epiaortici*, tronchi sovra aortici*, vasi del collo*, epiaortici*, carotidei*, vasi collo*, tronchi epiaortici*, carotideo vertebrali*, arterie carotidi*, vasi carotidei*, carotidi e vertebrali*',
  'focus:eye':
    'occhio, oculare, bulbo oculare, retina, macula, maculare, bulbi oculari*, occhi*, cornea, papilla ottica, bulbo',
  'focus:orbit': 'orbita, orbitaria, orbitario',
  'focus:orbit*': 'orbite*, orbitarie*',
  'focus:sinuses':
    'seni paranasali, seni nasali, seni, seni frontali, seni mascellari, seno mascellare, cavita paranasali, spn, nasosinusale, waters',
  'focus:facial-bones':
    'massiccio facciale, ossa facciali, facciale, maxillo facciale, zigomo, faccia, volto, massiccio maxillo facciale, splancnocranio, arcate zigomatiche, zigomi, ossa della faccia, massiccio faciale, ossa del volto',
  'focus:nasal-bones':
    'ossa nasali, ossa proprie del naso, naso, piramide nasale, ossa proprie, osso nasale, ossa proprie nasali',
  'focus:mandible': 'mandibola, mandibolare, mascella inferiore',
  'focus:teeth':
    'denti, dentale, arcate dentarie, dentascan, dentalscan, arcata dentaria, mascellare, dente, arcate, arcata superiore, arcata inferiore, mascella, dentaria, impianto dentale, dental scan, dentalscan superiore, dentale cone beam, cone beam arcate',
  'aim:tmj': 'articolazione temporo mandibolare, atm, temporo mandibolare, temporomandibolare',
  'aim:tmj*':
    'articolazioni temporo mandibolari*, articolazioni temporomandibolari*, temporomandibolari*, temporo mandibolari*',
  'focus:neck-soft-tissue':
    'collo, ghiandole salivari, parotide, parotidi, tessuti molli del collo, ghiandola salivare, capo collo, linfonodi collo, laterocervicale, linfonodi laterocervicali, ghiandole salivari maggiori, capo e collo, parti molli collo, laterocervicali, sottomandibolare',
  'aim:thyroid': 'tiroide, tiroideo, tiroidea',
  'aim:parathyroid': 'paratiroidi, paratiroide, paratiroidea',
  'implies:NM aim:parathyroid':
    'scintigrafia paratiroidi, scintigrafia delle paratiroidi, scintigrafia paratiroidea, scintigrafia paratiroide',
  'implies:NM aim:thyroid region:whole-body':
    'scintigrafia total body con iodio, total body iodio 131, whole body iodio, total body i131, scintigrafia total body i131, scintigrafia whole body iodio 131, total body con iodio 131, scintigrafia con iodio 131 total body, scintigrafia total body con i131, total body i 131, scintigrafia total body iodio, scintigrafia iodio 131, scintigrafia total body i 131, scintigrafia total body con iodio 131, scintigrafia whole body i131',
  'focus:airway': 'laringe, rinofaringe, adenoidi, trachea, cavum, vie aeree',
  'usual:RF contrast:with aim:pharynx':
    'videofluoroscopia, deglutizione, videofluorografia, studio della deglutizione, videofluoroscopia della deglutizione, rx deglutizione, faringografia, vfs',
  'focus:cervical-spine':
    'rachide cervicale, colonna cervicale, cervicale, rachide cerv, tratto cervicale, dente epistrofeo, colonna vertebrale cervicale, cerniera occipito cervicale, rachide c, midollo cervicale',
  'focus:thoracic-spine':
    'rachide dorsale, colonna dorsale, rachide toracico, dorsale, colonna toracica, tratto dorsale, rachide d, midollo dorsale, colonna vertebrale dorsale',
  'focus:lumbar-spine':
    'rachide lombare, rachide lombosacrale, rachide lombo sacrale, lombosacrale, lombare, lombo sacrale, colonna lombosacrale, colonna lombare, colonna lombo sacrale, rachide ls, rachide l s, tratto lombosacrale, rachide lombo, rachide lombosacr, colonna vertebrale lombosacrale',
  'aim:thoracolumbar-spine':
    'rachide dorso lombare, dorsolombare, rachide dorsolombare, dorso lombare, rachide dorso lombosacrale, colonna dorsolombare, rachide dorsale e lombare, rachide d l, rachide dorsolombosacrale, colonna dorso lombare, rachide dorso lombo sacrale, toraco lombare',
  'aim:whole-spine':
    'rachide in toto, colonna in toto, scoliosi, rachide completo, rachide intero, colonna vertebrale in toto, colonna completa, rachide per scoliosi, rachide totale, colonna vertebrale completa, midollo in toto, rx scoliosi, rachide sotto carico in toto, teleradiografia rachide, rachide cervico dorso lombare, rachide cervicale dorsale lombare, colonna intera',
  'region:spine': 'rachide, colonna, colonna vertebrale, spinale',
  'region:spine is:spinal-cord': 'midollo, midollo spinale, midollare',
  'focus:sacrum':
    'sacro, coccige, sacro coccige, sacroiliache, sacroiliaca, sacro iliache, articolazioni sacroiliache, sacrococcige, sacro iliaca, sacrococcigea, articolazione sacroiliaca, articolazioni sacro iliache, sacro coccigea',
  'focus:pelvis-bones':
    'sinfisi pubica, acetabolo, bacino osseo, pube, bacino ap, rx bacino, radiografia bacino, radiografia del bacino, bacino per anche, ossa del bacino, rx bacino ap, rx del bacino, cotile, bacino scheletro',
  'focus:lungs': 'polmone, polmoni, polmonare, parenchima polmonare, nodulo polmonare, polmonari',
  'focus:lungs contrast:without usual:CT is:high-resolution':
    'torace alta risoluzione, alta risoluzione, hrct torace, tc ad alta risoluzione, torace ad alta risoluzione, hrct, torace hrct, ad alta risoluzione, tc alta risoluzione',
  'focus:lungs contrast:without usual:CT is:screening is:low-dose':
    'torace low dose, torace a bassa dose, screening polmonare, bassa dose torace, screening tumore polmonare, torace bassa dose, torace ldct, tc torace a basso dosaggio, low dose torace, screening del polmone, tc torace low dose',
  'implies:NM focus:lungs':
    'scintigrafia polmonare, ventilo perfusoria, scintigrafia polmonare perfusionale, scintigrafia polmonare ventilatoria, scintigrafia ventilo perfusoria, scintigrafia polmonare ventilo perfusoria, scintigrafia perfusionale polmonare, scintigrafia polmonare di perfusione, scintigrafia ventilatoria, perfusionale polmonare, ventilatoria perfusoria',
  'focus:pleura': 'pleura, pleurico, toracentesi, versamento pleurico, drenaggio pleurico, pleurica',
  'aim:diaphragm': 'diaframma, diaframmatica',
  'focus:heart':
    'cuore, cardiaca, cardiaco, miocardio, miocardica, pericardio, vene polmonari, cardiopatia congenita, cuore congenito, cardio',
  'usual:MR focus:heart contrast:with':
    'late enhancement, vitalita miocardica, rm cardiaca da stress, vitalita, stress rm cardiaca, rm cuore vitalita, rm cuore stress, rm cardiaca stress, delayed enhancement',
  'focus:coronary-arteries': 'coronarie, coronarica, coronarico, coronariche, coronaria, arterie coronarie',
  'focus:coronary-arteries contrast:with usual:CT':
    'coronaro tc, coro tc, angiotc coronarica, coronarotc, cardio tc, tc coronarica, angio tc coronarie, tc coronarie, angiotc coronarie, angiotc coronariche, cardiotc, tc coronarografia, coronaro tac, angio tc coronarica, tc coronarografica, coronarografia tc, angio tc delle coronarie, angiotc delle coronarie, angio tc coronariche',
  'focus:coronary-arteries usual:XA contrast:with':
    'coronarografia, cateterismo cardiaco sinistro, cateterismo cardiaco, angioplastica coronarica, ptca, cateterismo sinistro, cateterismo, coronarografia e ventricolografia, pci, cvg',
  'focus:heart usual:XA contrast:with':
    'cateterismo destro, cateterismo cardiaco destro, cateterismo congenito, cateterismo pediatrico, cateterismo cardiaco pediatrico, cateterismo dx',
  'focus:coronary-arteries contrast:without usual:CT':
    'calcium score, score calcico, calcio coronarico, punteggio calcico, calcium scoring, score coronarico',
  'aim:thoracic-aorta':
    'aorta toracica, arco aortico, aorta ascendente, coartazione, coartazione aortica, radice aortica, aorta discendente',
  'attr:aorta': 'aorta, aortica, aortico, dissezione aortica, dissezione',
  'focus:abdominal-aorta':
    'aorta addominale, aneurisma aorta addominale, aorto iliaca, aorta e arterie iliache, aorta iliache, aneurisma aortico addominale, aorto iliaco, asse aorto iliaco, aortoiliaca, aortoiliaco, aorta addominale e iliache',
  'aim:pulmonary-arteries contrast:with usual:CT':
    'embolia polmonare, arterie polmonari, angiotc polmonare, angio tc polmonare, angio tc arterie polmonari, tep, angiotc torace per embolia, angiotc arterie polmonari, tromboembolia polmonare, sospetta embolia polmonare, per embolia polmonare, angio tc per embolia polmonare, per tep',
  'focus:esophagus': 'esofago, esofageo, esofagea',
  'usual:RF contrast:with focus:esophagus':
    'esofagogramma, rx esofago, esofagografia, transito esofageo, rx esofago con bario, rx esofago con mdc, esofago con mdc, esofago baritato, esofago con bario, esofago con gastrografin',
  'usual:RF contrast:with focus:stomach':
    'rx stomaco, tubo digerente prime vie, prime vie digerenti, rx prime vie, rx digerente, pasto baritato, esofago stomaco duodeno, rx stomaco duodeno, prime vie digestive, tubo digerente, rx apparato digerente, rx esofago stomaco duodeno, stomaco e duodeno, rx stomaco e duodeno, esofago stomaco e duodeno, digerente prime vie, gastroduodenale, stomaco con doppio contrasto',
  'usual:RF contrast:with focus:small-bowel':
    'clisma del tenue, tenue seriato, rx tenue, transito intestinale, tenue, transito del tenue, rx intestino tenue, tenue frazionato, rx tenue seriato, transito tenue, tubo digerente seconde vie',
  'focus:colon contrast:with region:abdomen region:pelvis usual:RF':
    'clisma opaco, clisma doppio contrasto, clisma a doppio contrasto, clisma, clisma opaco a doppio contrasto, rx clisma opaco, clisma colon, clisma con gastrografin',
  'focus:colon region:abdomen region:pelvis':
    'colonscopia virtuale, colon tc, colonografia, tc colonografia, colontc, colografia, colonscopia virtuale tc',
  'focus:small-bowel region:abdomen region:pelvis contrast:with':
    'entero rm, enterorm, entero tc, enterotc, enterografia, enteroclisi, entero risonanza, enteroclisi rm, enteroclisi tc, entero rmn',
  'focus:small-bowel': 'intestino tenue, intestino, anse intestinali, intestinale, anse, ileo',
  'focus:colon': 'colon, sigma, colica',
  'focus:stomach':
    'stomaco, gastrico, piloro, stenosi ipertrofica del piloro, duodeno, gastrica, gastrostomia, peg, stenosi pilorica',
  'implies:NM focus:stomach':
    'svuotamento gastrico, scintigrafia svuotamento gastrico, scintigrafia gastrica, scintigrafia dello svuotamento gastrico, tempo di svuotamento gastrico',
  'focus:appendix': 'appendice, appendicite, fossa iliaca destra',
  'focus:liver': 'fegato, epatica, epatico, hcc, epatocarcinoma',
  'focus:liver contrast:with':
    'fegato trifasica, fegato trifasico, epatica trifasica, fegato multifasica, trifasica fegato, fegato dinamica, fegato multifasico, trifasica epatica, fegato quadrifasica, fegato tre fasi, fegato 3 fasi, fegato con primovist, epatospecifico, fegato epatospecifico',
  'focus:biliary':
    'vie biliari, colecisti, fegato e vie biliari, biliare, epatobiliare, drenaggio biliare, colecistostomia, colangite, via biliare, epato biliare, ptbd, fegato vie biliari, fegato e colecisti',
  'focus:biliary contrast:with':
    'colangiografia, ptc, colangiografia intraoperatoria, colangiografia trans kehr, colangiografia percutanea, colangiografia transepatica',
  'aim:biliary usual:RF contrast:with': 'ercp, cpre',
  'aim:biliary usual:MR':
    'colangio rm, colangiorm, colangio rmn, colangiopancreatografia, colangiopancreato rm, colangio risonanza, mrcp, colangiormn, colangiowirsung, colangiorisonanza, colangiopancreatografia rm',
  'implies:NM aim:biliary':
    'scintigrafia epatobiliare, scintigrafia biliare, scintigrafia epato biliare, colescintigrafia, hida, scintigrafia sequenziale epatobiliare, scintigrafia vie biliari',
  'focus:pancreas': 'pancreas, pancreatica, pancreatico',
  'focus:spleen': 'milza, splenica, splenico',
  'focus:adrenal': 'surrene, surrenale',
  'focus:adrenal*': 'surreni*, surrenali*, ghiandole surrenali*',
  'focus:kidney': 'rene, renale, nefrostomia, biopsia renale',
  'focus:kidney*': 'reni*, renali*',
  'focus:kidney usual:NM side:both':
    'renogramma, scintigrafia renale, scintigrafia renale sequenziale, dmsa, mag3, scintigrafia renale dmsa, scintigrafia renale con dmsa, scintigrafia renale statica, scintigrafia renale dinamica, mag 3, scintigrafia renale con mag3, scintigrafia sequenziale renale',
  'focus:kidney region:pelvis attr:transplant':
    'rene trapiantato, trapianto renale, trapianto di rene, rene trapianto, rene trapiantato doppler, graft renale',
  'focus:renal-arteries': 'arteria renale, doppler arteria renale',
  'focus:renal-arteries*': 'arterie renali*, vasi renali*',
  'focus:urinary-tract':
    'vie urinarie, apparato urinario, reni e vescica, reni e vie urinarie, renale e vescicale, urinario, reno vescicale, apparato uro, reni vescica, ureteri, urinaria, uretere, reni ureteri vescica, reno vescico prostatica, pielografia retrograda, sistema urinario, reni e surreni e vie urinarie, reno vescicale prostatica, pielografia ascendente',
  'aim:urinary-tract contrast:both usual:CT': 'uro tc, urotc, uro tac, tc urografia, urografia tc, urotac, tc uro',
  'aim:urinary-tract contrast:without usual:CT':
    'urolitiasi, calcolosi, calcolosi urinaria, colica renale, litiasi, litiasi renale, calcolosi renale, calcoli renali, litiasi urinaria, calcoli, calcolo, calcolosi ureterale, protocollo litiasi, studio calcolosi, stone protocol',
  'aim:urinary-tract contrast:with usual:MR': 'uro rm, urorm, urorisonanza, uro risonanza, uro rmn',
  'aim:urinary-tract contrast:with usual:XR':
    'urografia, urografia ev, urografia endovenosa, rx urografia, pielografia, urografia perfusionale',
  'focus:bladder': 'vescica, vescicale, residuo post minzionale, residuo vescicale, residuo',
  'focus:bladder contrast:with usual:RF':
    'cistografia, cistouretrografia, cistouretrografia minzionale, cistografia minzionale, cum, cums, cistografia retrograda, uretrocistografia, cistoureterografia, uretrocistografia minzionale, uretrocistografia retrograda e minzionale, cistografia retrograda e minzionale, cistosonografia, cistografia perminzionale',
  'focus:urethra contrast:with usual:RF':
    'uretrografia, uretrografia retrograda, uretrografia ascendente, uretrocistografia retrograda, uretrografia retrograda e minzionale',
  'focus:urethra': 'uretra, uretrale',
  'focus:prostate':
    'prostata, prostatica, multiparametrica della prostata, prostatico, prostata transrettale, transrettale prostata, prostatica transrettale, vescico prostatica, ecografia transrettale, eco transrettale',
  'focus:rectum':
    'retto, rettale, anale, perianale, fistola perianale, canale anale, endoanale, anorettale, fistola anale, fistole perianali, transanale, ano rettale, fistole, endorettale, mesoretto',
  'aim:pelvic-floor': 'pavimento pelvico, perineale, perineo, pavimento pelvico dinamica',
  'aim:pelvic-floor usual:RF':
    'defecografia, defeco rm, defecografia rm, cistocolpodefecografia, defecorm, rm defecografia, colpocistodefecografia, colpocistodefecografia rm, defeco risonanza',
  'focus:uterus-ovaries':
    'ginecologica, utero, ovaie, transvaginale, annessi, endometrio, endometriosi, utero e annessi, ovaio, uterina, pelvica transvaginale, utero e ovaie, tv, ginecologico, endovaginale, fibromi, monitoraggio follicolare, monitoraggio ovulazione, annessiale, follicolare, vaginale, pelvi femminile, collo utero, cervice uterina, endocavitaria, fibroma uterino',
  'focus:uterus-ovaries contrast:with usual:RF': 'isterosalpingografia, hsg, rx isterosalpingografia',
  'focus:uterus-ovaries contrast:with usual:US':
    'sonoisterografia, isterosonografia, sonoisterosalpingografia, sonosalpingografia',
  'usual:US aim:fetus':
    'ostetrica, gravidanza, fetale, ostetrico, feto, gestazione, gestazionale, gemellare, in gravidanza, prenatale',
  'usual:US aim:fetus is:first-trimester':
    'primo trimestre, translucenza nucale, ostetrica primo trimestre, test combinato, 1 trimestre, i trimestre, datazione, translucenza, bi test, 12 settimane',
  'usual:US aim:fetus is:second-trimester':
    'morfologica, secondo trimestre, ecografia morfologica, 2 trimestre, ii trimestre, eco morfologica, morfologica fetale, ostetrica morfologica, 20 settimane',
  'usual:US aim:fetus is:third-trimester':
    'terzo trimestre, accrescimento fetale, biometrica, accrescimento, 3 trimestre, iii trimestre, biometria fetale, ecografia di accrescimento, crescita fetale, ostetrica terzo trimestre, office ostetrica',
  'usual:US aim:fetus is:fetal-heart':
    'ecocardiografia fetale, ecocardiogramma fetale, eco cuore fetale, ecocardio fetale, cuore fetale, eco fetale cardiaca',
  'usual:US aim:fetus is:biophysical':
    'flussimetria, flussimetria ostetrica, flussimetria fetale, doppler fetale, flussimetria doppler, flussimetria materno fetale, profilo biofisico, doppler ostetrico',
  'usual:US aim:fetus is:cervical-length': 'cervicometria, cervicometria transvaginale, lunghezza cervicale',
  'implies:MR aim:fetus':
    'rm fetale, risonanza fetale, rm feto, risonanza magnetica fetale, rmn fetale, rm encefalo fetale',
  'aim:placenta': 'placenta, placentare, placentazione, accretismo, placenta previa',
  'focus:scrotum':
    'scroto, testicoli, testicolare, testicolo, didimi, scrotale, testicolari, didimo, varicocele, scrotali, epididimo, scrotali e didimi',
  'focus:groin': 'inguine, inguinale, ernia inguinale, inguinali*, inguini*, regione inguinale, regioni inguinali*',
  'focus:peritoneum': 'paracentesi, ascite, peritoneo, peritoneale, drenaggio ascite',
  'focus:lymph-nodes usual:NM':
    'linfonodo sentinella, linfoscintigrafia, ricerca linfonodo sentinella, linfoscintigrafia mammaria, linfoscintigrafia linfonodo sentinella',
  'implies:NM focus:skeleton region:whole-body':
    'scintigrafia ossea, scintigrafia ossea total body, scintigrafia scheletrica, scintigrafia ossea trifasica, scintigrafia ossea globale corporea, scintigrafia ossea segmentaria, scintigrafia ossea articolare, scintigrafia ossea polifasica, scintigrafia dello scheletro, scintigrafia globale corporea, scintigrafia ossea whole body, scintigrafia ossea 3 fasi',
  'usual:XR focus:skeleton':
    'scheletro in toto, scheletro, rx scheletro, scheletro completo, survey scheletrico, scheletro total body, scheletro toto, scheletrico',
  'focus:leg-length':
    'arti inferiori sotto carico, teleradiografia arti inferiori, scanometria, dismetria arti inferiori, misurazione arti inferiori, rx arti inferiori sotto carico, lunghezza arti inferiori, arti inferiori in toto, assi meccanici, teleradiografia degli arti inferiori, panoramica arti inferiori, arti inferiori bacino sotto carico, assi arti inferiori, dismetria, arti inferiori e bacino sotto carico, arti inferiori in carico, scanogramma, teleradiografia arti inferiori sotto carico, ortopanoramica arti inferiori, rx arti inferiori, pangonogramma, pangonometria, pangonografia, ortoradiografia, panoramica arti inferiori sotto carico, arti inferiori in ortostatismo, eterometria, arti inferiori ortostasi',
  'region:lower-extremity': 'arto inferiore, ai, arto inf, gamba intera',
  'region:lower-extremity attr:limbs*': 'arti inferiori*, aaii*, arti inf*, gambe*, aa ii*, a i*',
  'region:upper-extremity': 'arto superiore, arto sup, as',
  'region:upper-extremity attr:limbs*': 'arti superiori*, aass*, arti sup*, braccia*, aa ss*',
  'attr:venous':
    'venoso, venosa, vene, vena, tvp, trombosi, venosi, trombosi venosa profonda, flebo, venose, safena, varici, trombosi venosa, insufficienza venosa, flebografico',
  'attr:arterial':
    'arterioso, arteriosa, arterie, arteria, vascolare, arteriosi, vasi, arteriose, claudicatio, arteriopatia',
  'attr:angio': 'angio, angiografico, angiografica',
  'aim:lower-extremity-arteries side:both usual:US':
    'indice caviglia braccio, abi, indice caviglia braccio bilaterale, indice di winsor, winsor, itb',
  'aim:lower-extremity-arteries side:both region:abdomen region:pelvis region:lower-extremity':
    'aorta addominale e arti inferiori, aorta e arti inferiori, aorto iliaca e arti inferiori, aorta e aaii, aorta arti inferiori, aorta addominale arti inferiori, aorto iliaca arti inferiori, angiotc arti inferiori, angio tc arti inferiori, aorta iliache e arti inferiori, arterie arti inferiori angiotc, aorta addominale e arterie degli arti inferiori, aorta ed arti inferiori, aorta addominale ed arti inferiori, angio tc aorta e arti inferiori, runoff, run off, aorto iliaco femorale, aorta iliaco femorale',
  'focus:abdominal-veins':
    'vena cava inferiore, vena porta, asse spleno portale, portale, cava inferiore, filtro cavale, spleno portale, asse splenoportale, vasi portali, sistema portale, spleno portali, circolo portale, splenoportale, posizionamento filtro cavale',
  'focus:mesenteric-arteries':
    'mesenterica, mesenteriche, tripode celiaco, arterie mesenteriche, ischemia mesenterica, ischemia intestinale, arterie viscerali, vasi mesenterici, vasi viscerali, mesenterici, viscerali',
  'aim:dialysis-access':
    'fistola artero venosa, fav, fistola av, fistola per emodialisi, fistola arterovenosa, fistola dialitica, accesso dialitico, accesso vascolare, fistola artero venosa per emodialisi, fistola arterovenosa per emodialisi, accesso emodialitico, accesso vascolare per emodialisi',
  'aim:dialysis-access contrast:with usual:XA':
    'fistolografia, fistulografia, angiografia fav, fistolografia per dialisi, angiografia fistola, fistolografia dialitica, fistolografia emodialisi, pta fav',
  'aim:central-veins':
    'picc, catetere venoso centrale, cvc, port, port a cath, vena cava superiore, catetere centrale, catetere per emodialisi, port a cath posizionamento, posizionamento picc, posizionamento cvc, vene centrali, catetere tunnellizzato',
  'aim:brachial-plexus': 'plesso brachiale, plessi brachiali*',
  'aim:shunt':
    'derivazione ventricolo peritoneale, dvp, shunt ventricolo peritoneale, derivazione ventricoloperitoneale, decorso derivazione, shunt vp, controllo derivazione, derivazione liquorale, controllo shunt',
  'focus:foreign-body': 'corpo estraneo, corpi estranei',
  'focus:soft-tissue':
    'tessuti molli, parti molli, lipoma, cute e sottocute, parete toracica, sottocute, tessuti superficiali, muscolo tendinea, muscolotendinea, tumefazione',
  'focus:skin': 'cute, nevo, nevi, lesione cutanea, cutanea, lesioni cutanee, cutaneo',
  'region:chest': 'torace, toracico, toracica, mediastino, emitorace',
  'region:abdomen':
    'addome, addominale, addome superiore, addome diretta, addome in bianco, diretta addome, retroperitoneo, parete addominale, diretta renale, addome sup, addome senza mdc diretta, addominale superiore, addome urgenza, epigastrio, addomino',
  'region:pelvis':
    'pelvi, pelvico, pelvica, addome inferiore, scavo pelvico, bacino, addome inf, piccolo bacino, pelvi maschile',
  'region:abdomen region:pelvis':
    'addome completo, addome e pelvi, addomino pelvica, addome pelvi, addominopelvica, addome inferiore e superiore, addome superiore e inferiore, addome totale, addome sup e inf, addomino pelvico, addome e scavo pelvico, addominale completa, addome superiore ed inferiore, addome in toto, addominale completo, addome compl, addomepelvi, addome intero, addome sup inf, addome e bacino, addome bacino, addome scavo pelvico',
  'region:chest region:abdomen':
    'toraco addominale, toracoaddominale, torace addome, torace e addome, torace addome superiore',
  'region:chest region:abdomen region:pelvis':
    'torace addome pelvi, torace addome e pelvi, tap, torace e addome completo, torace addome completo, toraco addomino pelvica, torace addome pelvico, torace addome superiore inferiore, torace addome superiore e inferiore, torace addome inferiore, torace addome bacino, torace addome e scavo pelvico, toraco addominopelvica, toraco addomino pelvico, torace ed addome completo, torace addome totale',
  'usual:CT region:whole-body':
    'politrauma, total body tc, total body trauma, tc total body, tc politrauma, tac total body',
  'region:whole-body': 'total body, corpo intero, whole body, globale corporea, corporea, corporeo, totalbody',
  'side:left': 'sinistra, sinistro, sn, sx, sin, lato sinistro, sinist, sinis, lato sn, lato sx',
  'side:left attr:eye-side': 'occhio sinistro, occhio sn, occhio sx, os',
  'side:right': 'destra, destro, dx, ds, lato destro, dex, dest, lato dx',
  'side:right attr:eye-side': 'occhio destro, od, occhio dx',
  'side:both attr:eye-side': 'oo, occhi entrambi, entrambi gli occhi, ambedue gli occhi, oo',
  'side:both':
    'bilaterale, bilaterali, entrambe, entrambi, bilat, comparativa, comparativo, bil, dx e sn, destra e sinistra, dx e sx, sn e dx, destro e sinistro, ambo, ambedue, bilateralmente, dx sn, dx sx, sx e dx, ambo i lati',
  'ignore:position':
    'decubito laterale sinistro, decubito laterale destro, decubito sinistro, decubito destro, obliqua destra, obliqua sinistra, fossa iliaca sinistra, ipocondrio destro, ipocondrio sinistro, atrio sinistro, decubito laterale, atrio destro, lobo sinistro, lobo destro, decubito laterale sn, decubito laterale sx, decubito laterale dx, fianco laterale',
  'word:with': 'con, c',
  'word:without': 'senza, s',
  'contrast:with':
    'cmc, con mc, con mdc, con contrasto, con mezzo di contrasto, mdc, con mdc ev, con gadolinio, cmdc, c mdc, contrasto, con m d c, mezzo di contrasto, trifasica, multifasica, con mezzo contrasto, con mc, trifasico, multifasico, bifasica, con mdc iodato, con contr, con gd, con contrasto ev, perfusionale con mdc, dinamica con mdc, con mezzo di contrasto ev, con mdc endovena, con mdc e v, con mdcp, mdc ev, m d c, contrastografica, contrastografico',
  'contrast:without':
    'smc, s m c, senza mc, senza mdc, senza contrasto, senza mezzo di contrasto, smdc, s mdc, diretto, basale, diretta, di base, senza m d c, senza mezzo contrasto, in bianco, s contrasto, senza mdc ev, base, senza gd, senza gadolinio, senza contr, senza mc',
  'contrast:both':
    'senza e con mdc, con e senza mdc, senza e con contrasto, senza e con mezzo di contrasto, con e senza contrasto, senza con mdc, senza con contrasto, con e senza mezzo di contrasto, s e c mdc, prima e dopo mdc, basale e con mdc, s c mdc, senza e con gadolinio, con senza mdc, diretto e con mdc, prima e dopo contrasto, senza e con mdc ev, basale e dopo mdc, c e s mdc, con e senza gadolinio, senza e dopo mdc, senza ed con mdc, diretta e con mdc, senza e con m d c, c s mdc, senza e con, con e senza, senza e con mc, prima e dopo mezzo di contrasto, senza con mezzo di contrasto, senza e con contr, s mdc e c mdc',
  'is:arthrogram contrast:with':
    'artro rm, artrorm, artrografia, artro tc, artrotc, artro risonanza, artrorisonanza, artro tac, artro, artro rmn',
  'region:spine contrast:with': 'mielografia, mielo tc, mielotc, saccoradicolografia, mielo tac',
  'is:view':
    'ap, ll, lat, laterale, due proiezioni, proiezioni, proiezione, assiale, pa, pa e ll, ap e ll, oblique, standard, 2 p, 2 proiezioni, prove dinamiche, dinamiche, obliqua, ap ll, 2p, due pr, laterolaterale, latero laterale, antero posteriore, postero anteriore, assiali, pa ll, pr, 2 pr, proiez, tre proiezioni, in due proiezioni, ap lat, 2 proiez, anteroposteriore, frontale, laterali, morfodinamica, dinamico, morfodinamico',
  'is:portable': 'a letto, letto, al letto, portatile, a letto del paziente, al letto del malato',
  'is:screening': 'screening, prevenzione',
  'is:weight-bearing':
    'sotto carico, in carico, carico, in ortostatismo, ortostasi, in piedi, ortostatismo, ortostatico, ortostatica, in ortostasi, sottocarico',
  'is:positional': 'supino, prono, clinostatismo, seduto, in decubito',
  'is:biopsy':
    'biopsia, agobiopsia, agoaspirato, agobiopsia eco guidata, puntura, fnac, ago aspirato, core biopsy, biopsia percutanea, vabb, microbiopsia, tru cut, fna',
  'is:drainage': 'drenaggio, drenaggio percutaneo, ascesso',
  'is:injection': 'infiltrazione, iniezione, infiltrazioni, infiltrazione eco guidata',
  'is:ablation': 'ablazione, termoablazione, radiofrequenza, rfa, alcolizzazione',
  'is:embolization': 'embolizzazione, chemioembolizzazione, tace, radioembolizzazione',
  'is:guided':
    'guidata, guidato, eco guidata, tc guidata, ecoguidata, ecoguidato, sotto guida ecografica, eco guidato, sotto guida tc, tc guidato, stereotassica, guida ecografica, in stereotassi',
  'is:post-op': 'post operatorio, postoperatorio, post op, protesi, postoperatoria, post operatoria, post intervento',
  'is:follow-up': 'controllo, follow up, di controllo',
  'is:pre-op': 'preoperatorio, pre operatorio, preoperatoria',
  'is:paediatric': 'pediatrico, pediatrica, bambino, bambini',
  'is:neonatal': 'neonatale, neonato, neonati, lattante, neonata',
  'is:trauma': 'trauma, frattura, traumatismo, fratture',
  'is:limited': 'mirata, limitata, mirato',
  'is:complete': 'completo, completa, totale, in toto, intero',
  'is:tumor':
    'tumore, stadiazione, metastasi, linfoma, carcinoma, oncologica, neoplasia, oncologico, ristadiazione, neoplasie',
  'ignore:noise':
    'di, del, della, dei, delle, degli, dello, il, la, lo, i, le, gli, e, ed, a, al, alla, da, dal, in, per, con bario, ev, esame, regione, articolazione, due, tre, urgente, studio, un, una, articolazioni, ossa, osso, ossea, osseo, iniziale, distretto, su, protocollo, dell, all, tratto, polmone e, globale, osteoarticolare, muscoloscheletrica, muscolo scheletrica, fase, fasi, superiore, inferiore, superiori, inferiori, iodio, urgenza, dinamica, segmentaria, sequenziale, serie, sospetta, sospetto, valutazione, dolore, linfonodi, superficiale, superficiali, settimane, asse, area, digitale, color, ghiandola, ghiandole, pre, primo, secondo, terzo, trimestre, diagnostica, diagnostico, spirale, multislice, circolo, vie, tubo, vasi collo e',
  'is:document':
    'rapporto di dose, referto, consenso informato, dose report, documento, report dose, referto scansionato, consenso, documento scansionato, dose',
};
