import type { Vocabulary } from '../vocabulary.ts';

/** Dutch, of the Netherlands and Belgium. Compounds need no entry of their own when their parts are here. */
export const dutch: Vocabulary = {
  'modality:XR':
    'rontgen, x, foto, rontgenfoto, rx, radiografie, x foto, rontgenopname, xfoto, fotos, conventioneel, opname',
  'modality:CT': 'ct, ct scan, computertomografie, cat scan, tomografie',
  'modality:CT contrast:with attr:angio': 'cta, ct angiografie, ct angio, angio ct, cta scan, angioct',
  'modality:MR': 'mri, mr, mri scan, kernspin, kst, nmr, magnetische resonantie, mrscan',
  'modality:MR attr:angio': 'mra, mr angiografie, angio mr, mr angio, mri angiografie, angio mri, mri angio',
  'modality:US': 'echo, echografie, us, ultrageluid, echografisch, ultrasonografie, sonografie',
  'modality:US attr:doppler':
    'duplex, duplexonderzoek, echo doppler, echodoppler, doppler, echo duplex, dopplerecho, duplexecho, kleurendoppler',
  'implies:MG focus:breast': 'mammografie, mammogram, tomosynthese, mammo, mammografien, borstfoto',
  'implies:MG focus:breast is:screening':
    'mammografie screening, screeningsmammografie, bevolkingsonderzoek borst, bevolkingsonderzoek borstkanker, screeningsmammogram, screening mammografie, bevolkingsonderzoek',
  'implies:MG focus:breast contrast:with': 'contrastmammografie, galactografie, contrast mammografie, cem, ductografie',
  'modality:NM':
    'scintigrafie, nucleair, isotopen, isotopenonderzoek, nucleaire geneeskunde, scintigram, scinti, scan nucleair, nucleair onderzoek',
  'modality:PT': 'pet ct, pet, pet scan, petct, petscan, fdg pet, pet mri',
  'modality:RF': 'doorlichting, rx doorlichting, scopie, doorlichtingsonderzoek',
  'modality:XA':
    'angiografie, dsa, arteriografie, flebografie, pta, dotteren, aortografie, interventie, interventieradiologie',
  'modality:XC': 'klinische fotografie, fotografie, klinische foto',
  'implies:XC focus:skin':
    'dermatoscopie, huidfoto, foto huid, dermoscopie, foto huidafwijking, huid foto, foto huidlaesie',
  'modality:ES': 'endoscopie',
  'implies:ES focus:stomach':
    'gastroscopie, maagonderzoek scopie, endo echografie, maagscopie, oesofagogastroduodenoscopie, endo echo, ogd',
  'implies:ES focus:colon': 'coloscopie, colonoscopie, sigmoidoscopie, darmonderzoek scopie, ileocoloscopie',
  'implies:ES focus:rectum': 'proctoscopie, rectoscopie',
  'implies:ES focus:bladder': 'cystoscopie, blaasscopie',
  'implies:ES aim:airway region:chest': 'bronchoscopie',
  'implies:ES aim:airway': 'laryngoscopie',
  'implies:ES focus:uterus-ovaries': 'hysteroscopie, colposcopie',
  'implies:ECG region:chest focus:heart':
    'ecg, elektrocardiogram, hartfilmpje, holter, inspannings ecg, inspanningsecg, inspanningstest',
  'implies:US focus:heart':
    'echocardiografie, echocardiogram, hartecho, echo cor, echo hart, cardiale echo, echocardio, echo cardiografie, cardiale echografie, echografie hart, echografie cor',
  'implies:US focus:heart is:transthoracic':
    'tte, transthoracale echo, transthoracale echocardiografie, transthoracaal echocardiogram, tt echo, transthoracaal echo, transthoracaal',
  'implies:US focus:heart is:transesophageal':
    'tee, slokdarmecho, transoesofageale echo, transoesofageale echocardiografie, transoesofageaal, toe, slokdarm echo, transoesofagaal, transoesophageale echocardiografie',
  'implies:US focus:heart is:stress':
    'stressecho, stress echo, dobutamine stress echo, stress echocardiografie, stressechocardiografie, dobutamine echo, inspanningsecho',
  'implies:NM focus:heart':
    'myocardscintigrafie, myocardperfusie, myocard spect, myocard perfusie scintigrafie, hartscintigrafie, myocardperfusiescintigrafie, myocardspect, myocard scintigrafie, muga, myocard perfusie',
  'implies:BMD focus:bone-density':
    'botdichtheid, botdichtheidsmeting, botdensitometrie, dexa, dexa scan, osteodensitometrie, densitometrie, dexa wervelkolom en heup, dexa lwk en heup, dexascan, dexa heup en lwk, dexa heup en wervelkolom, botmeting, dexa lwk heup, botdichtheidsmeting lwk en heup, dxa',
  'implies:BMD focus:bone-density region:whole-body':
    'dexa whole body, dexa totaal lichaam, dexa lichaamssamenstelling, dexa totale lichaam, dexa total body, lichaamssamenstelling, dexa gehele lichaam, dexa hele lichaam',
  'implies:BMD focus:bone-density region:upper-extremity':
    'dexa onderarm, botdichtheid onderarm, botdichtheidsmeting onderarm, botdensitometrie onderarm, dexa pols, botdichtheidsmeting pols',
  'implies:PX focus:teeth':
    'opg, opt, orthopantomogram, panoramische foto, panoramisch, panoramaopname, kaakoverzicht, orthopantomografie, panoramafoto, panoramische opname, panorex',
  'implies:IO focus:teeth':
    'bitewing, bitewings, tandfoto, intra orale foto, periapicale, periapicaal, intraoraal, solo opname, intra orale, tandfotos',
  'usual:XR focus:skull is:cephalometric':
    'schedelprofiel, rsp, cefalometrie, rontgenschedelprofiel, laterale schedelprofielfoto, schedelprofielfoto, rontgen schedelprofiel, laterale schedelfoto orthodontie, cefalometrisch',
  'implies:OP focus:eye':
    'fundusfoto, fundusfotografie, fundus, netvliesfoto, autofluorescentie, fundusfotos, foto netvlies, fundusfoto s',
  'implies:OP focus:eye contrast:with':
    'fluorescentieangiografie, fluorescentie angiografie, fag, icg angiografie, fluoresceine angiografie, fluoresceineangiografie, fluo angiografie, fluo',
  'implies:OPT focus:eye':
    'oct, oct macula, macula oct, optische coherentietomografie, oct papil, oct netvlies, optische coherentie tomografie, oct nervus opticus',
  'implies:OPV focus:eye':
    'gezichtsveld, gezichtsveldonderzoek, perimetrie, gvo, gezichtsveldmeting, gezichtsvelden, gezichtsveld humphrey',
  'implies:OAM focus:eye':
    'biometrie oog, iol master, oogbiometrie, biometrie, aslengte, optische biometrie, aslengtemeting',
  'focus:breast': 'borst, mamma, borstecho, mammaecho, borstklier, tepel',
  'focus:breast*': 'borsten*, mammae*, mammas*',
  'focus:axilla': 'oksel, axilla, oksels*, axillair',
  'focus:knee':
    'knie, knieen*, patella, knieschijf, meniscus, kniegewricht, patellofemoraal, patellas*, knieprothese, knien*',
  'focus:hip':
    'heup, heupen*, heupgewricht, heupprothese, lauenstein, femurkop, collum, bekken en heup, heupkop, totale heup',
  'focus:hip* attr:newborn-hips usual:US':
    'echo heupen*, heupecho*, heupen baby*, echo heupen zuigeling*, heupdysplasie*, echo heup baby*, heupen zuigeling*, echografie heupen*, echo heup zuigeling*, echo heupen neonaat*, heupscreening*, neonatale heupen*, heup zuigeling*, heupen neonaat*, echo heupen pasgeborene*, zuigelingenheup*, heupjes*, echo heupjes*, babyheupen*',
  'focus:shoulder':
    'schouder, schouders*, rotatorenmanchet, rotator cuff, ac gewricht, ac gewrichten*, cuff, schoudergewricht, glenohumeraal, acromioclaviculair',
  'focus:elbow': 'elleboog, ellebogen*, radiuskopje, ellebooggewricht',
  'focus:wrist': 'pols, polsen*, scaphoid, scafoid, handwortel, naviculare, polsgewricht, scaphoideum',
  'focus:hand': 'hand, handen*, middenhand, metacarpalen',
  'focus:hand is:bone-age usual:XR':
    'skeletleeftijd, botleeftijd, handskeletleeftijd, skeletleeftijd hand, botleeftijd hand, hand skeletleeftijd, skeletrijping, botleeftijdsbepaling, hand botleeftijd',
  'focus:finger': 'vinger, duim, wijsvinger, pink, middelvinger, ringvinger, duimbasis, vingers*, duimen*',
  'focus:foot': 'voet, voeten*, voorvoet, middenvoet, achtervoet, voorvoeten*, metatarsalen, voetwortel',
  'focus:ankle': 'enkel, enkels*, bovenste spronggewricht, enkelgewricht, malleolus, spronggewricht, enkelvork',
  'focus:calcaneus': 'hiel, hielbeen, calcaneus, hielen*',
  'focus:toe': 'teen, tenen, grote teen, hallux',
  'focus:femur': 'bovenbeen, femur, dijbeen, bovenbenen*, femora*, dij',
  'focus:tibia-fibula': 'onderbeen, tibia, fibula, scheenbeen, onderbenen*, kuitbeen, crus, kuit',
  'focus:humerus': 'bovenarm, humerus, bovenarmen*',
  'focus:forearm': 'onderarm, radius, ulna, onderarmen*, antebrachium',
  'focus:clavicle': 'sleutelbeen, clavicula, claviculae*, sleutelbeenderen*',
  'focus:scapula': 'schouderblad, scapula, schouderbladen*',
  'region:chest focus:clavicle': 'sternoclaviculair gewricht, sc gewricht',
  'region:chest focus:clavicle*': 'sc gewrichten*, sternoclaviculaire gewrichten*',
  'focus:ribs': 'ribben, rib, hemithorax, ribfoto, ribbenkast, benige thorax, ribdetail',
  'focus:sternum': 'borstbeen, sternum',
  'focus:brain':
    'hersenen, hersen, hersenscan, cerebrum, brein, hoofd, cerebraal, neurocranium, hersenperfusie, hersenonderzoek, cerebrale, hippocampus, epilepsie, hersens, datscan, hersenstam, achterste schedelgroeve',
  'focus:brain usual:US is:neonatal':
    'echo schedel, schedelecho, transfontanel, echo cerebrum, transfontanellair, echo transfontanel, hersenecho, echo hersenen, echo fontanel, echografie schedel, transfontanelecho, echo hoofd neonaat, transfontanellaire, cerebrale echografie, echo cerebrum neonaat, fontanelecho',
  'region:head': 'schedel, cranium, craniaal, craniale',
  'focus:skull': 'schedelbasis, schedeldak',
  'focus:sella': 'hypofyse, sella, hypofysair, sella turcica',
  'focus:iac':
    'brughoek, inwendige gehoorgang, meatus acusticus internus, brughoeken*, gehoorgang, cerebellopontiene hoek, brughoektumor',
  'focus:iac*': 'inwendige gehoorgangen*, gehoorgangen*',
  'focus:temporal-bone':
    'rotsbeen, mastoid, middenoor, os petrosum, os temporale, oor, binnenoor, os petrosa, rotsbeenderen*, rotsbenen*, mastoiden*, ossa petrosa*, oren*',
  'aim:intracranial-vessels':
    'cirkel van willis, intracraniele vaten, hersenvaten, intracranieel, transcranieel, intracraniele, transcraniele doppler, sinus veneus, hersenarterien, sinustrombose, transcraniele, veneuze sinussen, cerebrale vaten, willis',
  'aim:head-neck-vessels':
    'hoofd hals vaten, hals en hersenvaten, hals en intracraniele vaten, hoofd halsvaten, cerebrale angiografie, hals en hoofdvaten, hersenen en halsvaten, carotiden en cirkel van willis, hoofd en halsvaten, halsvaten en hersenvaten, hals hersenvaten, carotiden en intracranieel, halsvaten en cirkel van willis, hals en cerebraal',
  'aim:carotid': 'carotis, halsslagader, carotide',
  'aim:carotid*':
    'carotiden*, halsvaten*, halsslagaders*, carotis beiderzijds*, halsarterien*, carotides*, supraaortale vaten*, supra aortale vaten*, extracraniele vaten*, carotiden en vertebralen*',
  'focus:eye': 'oog, macula, netvlies, oogbol, papil, retina, ogen*, bulbus, hoornvlies',
  'focus:orbit': 'orbita, orbitae*, oogkas, oogkassen*, orbitas*',
  'focus:sinuses':
    'neusbijholten, sinussen, bijholten, sinus, nbh, neusbijholte, kaakholte, kaakholten, neusbijholtes, bijholtes, sinus paranasales',
  'focus:facial-bones':
    'aangezicht, aangezichtsschedel, maxillofaciaal, gelaat, jukbeen, aangezichtsbeenderen, zygoma, jukboog, aangezichtsskelet, gezicht, aangezichtsbotten, maxillo faciaal',
  'focus:nasal-bones': 'neus, neusbeen, os nasale, neusbeentjes, neusskelet',
  'focus:mandible': 'onderkaak, mandibula, kaak',
  'focus:teeth':
    'tand, tanden, gebit, bovenkaak, dentaal, dentascan, kaken, tandimplantaat, dentale, implantaatplanning, cbct kaak, gebits, kiezen',
  'aim:tmj': 'kaakgewricht, temporomandibulair, tm gewricht',
  'aim:tmj*': 'kaakgewrichten*, temporomandibulaire gewrichten*, tm gewrichten*',
  'focus:neck-soft-tissue':
    'hals, speekselklieren, parotis, halsklieren, speekselklier, weke delen hals, hals weke delen, nek, submandibularis, mondbodem, mondholte, halslymfeklieren',
  'aim:thyroid': 'schildklier, struma, thyroid, schildkliernodus',
  'aim:parathyroid': 'bijschildklier, bijschildklieren',
  'implies:NM aim:parathyroid':
    'bijschildklierscintigrafie, bijschildklier scintigrafie, bijschildklierscan, mibi bijschildklier, parathyroidscintigrafie',
  'implies:NM aim:thyroid region:whole-body':
    'i131 totale lichaam, jodium whole body, whole body jodium, i 131 whole body, totale lichaamsscan jodium, totale lichaamsscan i131, jodium 131 totale lichaam, jodium totale lichaamsscan, i131 whole body scan, jodiumscan totale lichaam, radiojodium totale lichaam, totale lichaamsscintigrafie i131, totale lichaamsscintigrafie jodium, jodium 131 whole body, lichaamsscan jodium',
  'focus:airway':
    'adenoid, larynx, trachea, neusamandel, luchtweg, nasopharynx, luchtpijp, strottenhoofd, adenoidfoto, nasofarynx',
  'usual:RF contrast:with aim:pharynx':
    'slikvideo, slikonderzoek, videofluoroscopie, slikfunctie, slikstudie, slikvideografie, slikakt, slikact',
  'focus:cervical-spine':
    'cwk, cervicale wervelkolom, halswervelkolom, nekwervels, cwz, cervicale wervelzuil, halswervels, dens, wervelkolom cervicaal, cervicaal, cervicale, dens axis, wervelkolom cervicale',
  'focus:thoracic-spine':
    'twk, thoracale wervelkolom, borstwervelkolom, bwk, dwz, dorsale wervelzuil, thoracale wervels, wervelkolom thoracaal, thoracaal, dorsale wervelkolom, thoracale',
  'focus:lumbar-spine':
    'lwk, lumbale wervelkolom, lendenwervelkolom, lwz, lumbosacraal, lumbale wervelzuil, lumbaal, ls wervelkolom, wervelkolom lumbaal, lendenwervels, wervelkolom lumbosacraal, lumbale, lumbosacrale wervelkolom, lumbosacrale',
  'aim:thoracolumbar-spine':
    'thoracolumbale wervelkolom, twk lwk, twk en lwk, thoracolumbaal, thoracolumbale overgang, dorsolumbale wervelzuil, twk lwk overgang, thoraco lumbaal, thoracolumbale, dwz lwz, dwz en lwz, dorsolumbaal, dorso lumbaal, thoracale en lumbale wervelkolom, thoraco lumbale wervelkolom, dorsolumbale',
  'aim:whole-spine':
    'totale wervelkolom, scoliose, hele wervelkolom, wervelkolom totaal, gehele wervelkolom, scoliosefoto, volledige wervelzuil, volledige wervelkolom, totale wk, twk totaal, full spine, scolioseopname, wervelkolom scoliose, myelum totaal, wervelkolom geheel, craniospinale as, cwk twk lwk, hele rug, totale wervelzuil, wervelzuil totaal',
  'region:spine': 'wervelkolom, wervelzuil, wk, rug, wervels',
  'region:spine is:spinal-cord': 'myelum, ruggenmerg',
  'focus:sacrum':
    'sacrum, stuitje, heiligbeen, si gewricht, si gewrichten, sacroiliacaal, os coccygis, coccyx, staartbeen, stuitbeen, si, sacro iliacaal, sacroiliacale gewrichten, sig, os sacrum, sacrum en coccyx, sacro iliacale gewrichten, si gewr, sacrococcygeaal',
  'focus:pelvis-bones':
    'bekkenfoto, symfyse, acetabulum, bekkenoverzicht, bekken ap, benig bekken, symphysis, bekkenring, x bekken, foto bekken, rontgen bekken, rx bekken, bekken x, bekkenopname, schaambeen',
  'focus:lungs': 'long, longen, hrct, longperfusie, longnodus, longnodule, pulmonaal, longparenchym, longafwijking',
  'focus:lungs contrast:without usual:CT is:high-resolution':
    'hrct thorax, hrct longen, hr ct, thorax hrct, hoge resolutie, hoge resolutie thorax, hr ct thorax, longen hrct, hoge resolutie ct thorax',
  'focus:lungs contrast:without usual:CT is:screening is:low-dose':
    'lage dosis thorax, low dose thorax, longkankerscreening, longscreening, thorax low dose, low dose ct thorax, longkanker screening, thorax lage dosis, lage dosis ct thorax, lage dosis longen',
  'implies:NM focus:lungs':
    'longscintigrafie, ventilatie perfusie, perfusiescintigrafie longen, longperfusiescintigrafie, ventilatie perfusie scan, v q scan, longventilatie, vq scan, ventilatie perfusiescan, longperfusiescan, ventilatie perfusiescintigrafie, long ventilatie perfusie scintigrafie, ventilatie perfusie scintigrafie',
  'focus:pleura': 'pleura, pleurapunctie, pleuradrainage, pleuravocht, longvlies, pleurale',
  'aim:diaphragm': 'middenrif, diafragma, diafragmafunctie',
  'focus:heart':
    'hart, cor, cardiaal, cardiale, myocard, pericard, hartfunctie, pulmonaalvenen, longvenen, aangeboren hartafwijking, congenitale hartafwijking, cardio',
  'usual:MR focus:heart contrast:with':
    'late enhancement, vitaliteit, viabiliteit, stress mri hart, viabiliteit hart, hart viabiliteit, mri stress hart, mri hart stress, adenosine mri hart, hart adenosine stress, delayed enhancement, adenosine stress',
  'focus:coronary-arteries': 'coronairen, coronair, kransslagaders, coronaire, kransslagader, coronairvaten, coronaria',
  'focus:coronary-arteries contrast:with usual:CT':
    'cta coronairen, ct coronairen, coronaire cta, cta coronair, ccta, ct coronair, cardiale ct angiografie, coronaire ct, ct angiografie coronairen, coronair ct, ct coronairangiografie, cta hart, cta coronaire arterien',
  'focus:coronary-arteries usual:XA contrast:with':
    'cag, coronairangiografie, hartkatheterisatie, pci, coronarografie, linkskatheterisatie, linker hartkatheterisatie, coronaire angiografie, cag pci, hartcatheterisatie, linkszijdige hartkatheterisatie, coronariografie, catheterisatie hart, links hartkatheterisatie, hartkatheterisatie links',
  'focus:heart usual:XA contrast:with':
    'rechtskatheterisatie, rechter hartkatheterisatie, rechtszijdige hartkatheterisatie, hartkatheterisatie rechts, hartkatheterisatie kind, hartkatheterisatie congenitaal, hartkatheterisatie kinderen',
  'focus:coronary-arteries contrast:without usual:CT':
    'calciumscore, calcium score, kalkscore, agatston, kalk score, coronaire calciumscore, coronaire calcium score, calcium score hart',
  'aim:thoracic-aorta':
    'aortaboog, thoracale aorta, aorta thoracalis, aorta ascendens, coarctatio, coarctatio aortae, aortawortel, aorta thoracaal, aorta descendens, coarctatie',
  'attr:aorta': 'aorta, aortadissectie, dissectie, aorta dissectie, aneurysma aorta, gehele aorta, totale aorta',
  'focus:abdominal-aorta':
    'abdominale aorta, aorta abdominalis, aneurysma aortae abdominalis, aaa, buikaorta, aorta buik, buikaneurysma, aorta abdominaal, aorto iliacaal, bekkenarterien, aorta abdomen, iliacale vaten, aaa screening',
  'aim:pulmonary-arteries contrast:with usual:CT':
    'longembolie, longembolieen, pulmonalisangiografie, longarterien, longembolien, ct longembolie, pulmonalis, embolie longen, longemboli, longslagaders, arteria pulmonalis, cta longembolie, le protocol, pulmonale embolie, cta longen',
  'focus:esophagus': 'slokdarm, oesofagus, oesophagus',
  'usual:RF contrast:with focus:esophagus':
    'slokdarmfoto, slikfoto, oesofagusfoto, slikfoto oesofagus, slokdarm contrast, oesofagusslikfoto, oesofagogram, slokdarm slikfoto, oesofagus passage, slokdarmpassage, slikfoto slokdarm, oesofaguspassage, slikfoto s slokdarm',
  'usual:RF contrast:with focus:stomach':
    'maagfoto, maag duodenum, maagpassage, bovenste maagdarmstelsel, slokdarm maag duodenum, slokdarm maag, omd, maag en duodenum, slokdarm maag twaalfvingerige darm, maag darm passage, maagfotos, smd, maagcontrast, oesofagus maag duodenum, maag darmpassage, rx maag, slokdarm maag foto, maag duodenum onderzoek',
  'usual:RF contrast:with focus:small-bowel':
    'dunnedarmpassage, dunne darm passage, enteroclyse, dunne darm foto, dunnedarmfoto, passagefoto, transit, darmpassage, dunne darm transit, passagefoto dunne darm, dunnedarmtransit, dunne darm enteroclyse',
  'focus:colon contrast:with region:abdomen region:pelvis usual:RF':
    'colon inloop, coloninloop, bariuminloop, coloninloopfoto, x colon, contrastinloop, colon inloopfoto, dikke darm foto, colonfoto, colon dubbelcontrast, dubbelcontrast colon, coloninloop dubbelcontrast, contrast inloop, colon contrast, lavement, dikke darm inloop, rx colon, inloop, barium inloop',
  'focus:colon region:abdomen region:pelvis':
    'ct colonografie, virtuele coloscopie, colonografie, ct colon, virtuele colonoscopie, virtuele colonscopie, ct colografie',
  'focus:small-bowel region:abdomen region:pelvis contrast:with':
    'mr enterografie, mri enterografie, mri dunne darm, enterografie, mr enteroclyse, mri enteroclyse, ct enterografie, mri enteroclysis, mr dunne darm, ct enteroclyse, mr enterography',
  'focus:small-bowel': 'dunne darm, darm, darmen, dunnedarm, terminale ileum, ileum',
  'focus:colon': 'dikke darm, colon, sigmoid',
  'focus:stomach':
    'maag, pylorus, pylorushypertrofie, duodenum, gastrostomie, pylorusstenose, peg, peg sonde, pegsonde, maagsonde',
  'implies:NM focus:stomach':
    'maagontlediging, maagontledigingsscintigrafie, maagledigingsscintigrafie, maaglediging, maagontledigings scintigrafie',
  'focus:appendix': 'appendix, appendicitis, blindedarm, blinde darm, blindedarmontsteking',
  'focus:liver': 'lever, leverbiopsie, hepatisch, leverlaesie',
  'focus:liver contrast:with':
    'lever multifase, lever 3 fasen, trifasisch lever, lever trifasisch, lever 4 fasen, lever drie fasen, multifasen lever, lever dynamisch, primovist, lever primovist, multifase lever, lever multifasisch, driefasen lever, 3 fasen lever, 4 fasen lever, trifasische lever, dynamische lever, lever 3 fase, lever 4 fase, lever trifase, driefasen ct lever, lever driefasen, vierfasen lever, lever vierfasen, ct lever 4 fasen, 3 fase lever, 4 fase lever',
  'focus:biliary':
    'galblaas, galwegen, gal, lever en galwegen, galweg, ptcd, galwegdrainage, galstenen, lever galwegen, lever galblaas, lever en galblaas, lever galwegen pancreas, cholecystostomie, galblaasdrainage',
  'focus:biliary contrast:with':
    'cholangiografie, peroperatieve cholangiografie, cholangiogram, ptc, t drain foto, t drain cholangiografie',
  'aim:biliary usual:RF contrast:with': 'ercp',
  'aim:biliary usual:MR': 'mrcp, mri galwegen, mr cholangiopancreaticografie, mr galwegen, mr cholangiografie',
  'implies:NM aim:biliary':
    'galwegscintigrafie, hida, hepatobiliaire scintigrafie, galscintigrafie, galwegenscintigrafie, cholescintigrafie, hida scan, hepatobiliair, lever galwegscintigrafie, galblaasscintigrafie',
  'focus:pancreas': 'pancreas, alvleesklier',
  'focus:spleen': 'milt',
  'focus:adrenal': 'bijnier',
  'focus:adrenal*': 'bijnieren*',
  'focus:kidney': 'nier, nefrostomie, nierbiopsie, nierpunctie, nefrodrain, nefrostomie wissel',
  'focus:kidney*': 'nieren*',
  'focus:kidney usual:NM side:both':
    'nierscintigrafie, renogram, dmsa, mag3, dmsa scan, nierfunctie scintigrafie, nierfunctie, nierscan, mag3 renogram, dmsa scintigrafie, isotopenrenogram, mag 3, nierfunctiescintigrafie, renografie, statische nierscintigrafie',
  'focus:kidney region:pelvis attr:transplant':
    'niertransplantaat, transplantaatnier, niertransplantatie, transplantnier, nier transplantaat, transplantaat nier, getransplanteerde nier, donornier, duplex niertransplantaat, ntx',
  'focus:renal-arteries': 'nierarterie, nierslagader, nierarteriestenose',
  'focus:renal-arteries*': 'nierarterien*, nierslagaders*, niervaten*, arteriae renales*',
  'focus:urinary-tract':
    'urinewegen, nieren en urinewegen, nieren en blaas, urineweg, nieren blaas, nier en urinewegen, ureter, ureteren, nieren urinewegen, urologisch, urinewegstelsel, antegrade pyelografie, nieren ureters blaas, nier blaas, nieren ureteren blaas, retrograde pyelografie, tractus urogenitalis, hoge en lage urinewegen, nieren en hoge urinewegen',
  'aim:urinary-tract contrast:both usual:CT':
    'ct urografie, ct ivp, ct ivu, uro ct, ct urogram, ct uro, uroct, ct urinewegen meerfasen',
  'aim:urinary-tract contrast:without usual:CT':
    'niersteen, nierstenen, uretersteen, urolithiasis, steenprotocol, urinewegstenen, urolithiase, stenen, nefrolithiasis, niersteen protocol, steenlijden, niersteenprotocol, steen, niersteenkoliek, urinesteen, low dose stenen, urinewegsteen, niersteenlijden, blanco ct nierstenen',
  'aim:urinary-tract contrast:with usual:MR': 'mr urografie, uro mri, mri urografie, mr urogram, mr uro',
  'aim:urinary-tract contrast:with usual:XR':
    'ivp, ivu, intraveneus urogram, iv urografie, intraveneuze urografie, intraveneuze pyelografie, ivp urografie, urografie, iv urogram, uiv, iv pyelografie',
  'focus:bladder': 'blaas, urineblaas, blaasresidu, residubepaling, blaasretentie, residu',
  'focus:bladder contrast:with usual:RF':
    'mictiecystogram, mcug, mictiecystografie, cystogram, cystografie, mictiecysto urethrogram, mictiecystourethrogram, mcg, mictie cystogram, mictie cystografie, mictiecysto urethrografie, mictiecysturetrogram, mictiecysto, mictiecystourethrografie, mictie cysto urethrogram, blaasfoto, mictiecystouretrografie',
  'focus:urethra contrast:with usual:RF':
    'urethrogram, retrograad urethrogram, urethrografie, retrograde urethrografie, retrograde urethrogram, urethrocystografie',
  'focus:urethra': 'urethra, plasbuis',
  'focus:prostate':
    'prostaat, prostaatbiopten, mpmri prostaat, trus, prostaatbiopsie, transrectaal prostaat, transrectale echo prostaat, prostaatbiopt',
  'focus:rectum':
    'rectum, anaal, fistel, perianaal, endeldarm, endoanaal, perianale fistel, rectumcarcinoom, anorectaal, endo anaal, anus, endorectaal, sfincter, rectumca, anale',
  'aim:pelvic-floor': 'bekkenbodem, bekkenbodemecho, perineaal, perineale',
  'aim:pelvic-floor usual:RF':
    'defecografie, defecogram, mri defecografie, mr defecografie, dynamische bekkenbodem, defaecografie, mri bekkenbodem',
  'focus:uterus-ovaries':
    'baarmoeder, uterus, eierstokken, ovaria, transvaginaal, vaginale echo, vaginaal, gynaecologisch, adnexen, transvaginale echo, gynaecologie, endometriose, ovarium, myomen, transvaginale, gynaecologische, gynaecologische echo, endometrium, follikelmeting, tve, interne genitalia, baarmoeder en eierstokken, cervixcarcinoom, follikels, uterus en adnexen, follikelecho, inwendige echo, genitalia interna',
  'focus:uterus-ovaries contrast:with usual:RF': 'hysterosalpingografie, hsg, hysterosalpingogram',
  'focus:uterus-ovaries contrast:with usual:US':
    'waterecho, sis, saline infusie echografie, hysterosonografie, gel infusie, gelinfusie echo, saline infusie sonografie, water contrast echo, watercontrastecho, gis',
  'usual:US aim:fetus':
    'zwangerschap, obstetrisch, foetus, foetaal, verloskundig, foetale, zwangerschapsecho, obstetrische, verloskunde, tweeling, zwangere, obstetrie, obstetrische echo, echo zwangerschap, gemelli, obs, prenataal, prenatale, verloskundige',
  'usual:US aim:fetus is:first-trimester':
    'eerste trimester, nekplooi, termijnecho, termijnbepaling, nekplooimeting, vitaliteitsecho, 1e trimester, zwangerschapsduur, 12 weken, vroege zwangerschap, eerste trimester screening, nt meting, vroegzwangerschap, vroege echo, 13 weken echo, termijn, 1ste trimester',
  'usual:US aim:fetus is:second-trimester':
    'tweede trimester, 20 weken echo, structurele echo, seo, 20 weken, 2e trimester, anomalie echo, structureel echoscopisch onderzoek, guo, geavanceerd ultrageluidonderzoek, twintig weken echo, 20wekenecho, 2de trimester, morfologische',
  'usual:US aim:fetus is:third-trimester':
    'derde trimester, groeiecho, foetale groei, groei echo, 3e trimester, liggingsecho, groei foetus, 32 weken, biometrie foetus, foetale biometrie, groeiecho 32 weken, 3de trimester, ligging',
  'usual:US aim:fetus is:fetal-heart':
    'foetale echocardiografie, foetale hartecho, foetale echo cor, foetaal echocardiogram, foetaal hart, foetale echocardiogram, foetale cardiale echo, echo foetaal hart, foetaal hartonderzoek',
  'usual:US aim:fetus is:biophysical':
    'doppler foetaal, foetale doppler, biofysisch profiel, doppler arteria umbilicalis, doppler foetus, doppler navelstreng, navelstreng',
  'usual:US aim:fetus is:cervical-length': 'cervixlengte, cervixlengtemeting, cervixmeting',
  'implies:MR aim:fetus': 'foetale mri, mri foetus, mri foetaal, foetus mri, mri foetale hersenen, foetale mr',
  'aim:placenta': 'placenta, placentalokalisatie, moederkoek, placenta previa, placenta praevia, placenta accreta',
  'focus:scrotum':
    'scrotum, testis, testes, zaadballen, testikels, scrotaal, testikel, epididymis, scrotumecho, zaadbal, varicocele',
  'focus:groin': 'lies, liesbreuk, liezen*, inguinaal, hernia inguinalis, liesstreek, liesregio, liesechografie',
  'focus:peritoneum':
    'ascites, ascitespunctie, peritoneaal, buikpunctie, paracentese, buikvlies, ascitesdrainage, peritoneale',
  'focus:lymph-nodes usual:NM':
    'schildwachtklier, sentinel node, schildwachtklierscintigrafie, schildwachtklierprocedure, sentinel, poortwachterklier, lymfoscintigrafie, sentinel node scintigrafie, sentinelklier',
  'implies:NM focus:skeleton region:whole-body':
    'botscan, skeletscintigrafie, botscintigrafie, bot scan, skelet scintigrafie, botscans, 3 fasen botscan, driefasen botscan, skeletscan, drie fasen botscan, driefasenbotscan, totale lichaam botscan, botscan totaal lichaam, bot scintigrafie, driefasen botscintigrafie, driefasen skeletscintigrafie, meerfasen botscintigrafie, 3 fasen skeletscintigrafie, botscintigram, 3 fasen botscintigrafie',
  'usual:XR focus:skeleton':
    'skeletstatus, skeletoverzicht, skeletfoto, skelet survey, skelet, skeletonderzoek, babygram, botsurvey, kaar skelet, skeletstatus kind, skelet status, skeletfotos, skeletserie, volledig skelet',
  'usual:CT focus:skeleton contrast:without':
    'low dose ct skelet, low dose totale lichaam, total body low dose ct, multipel myeloom ct, ct skelet low dose, low dose whole body ct, lage dosis totale lichaam, ct low dose myeloom, low dose skelet, whole body low dose, total body low dose, lage dosis ct skelet, ct myeloom, lage dosis skelet, ct total body low dose, ct skelet',
  'focus:leg-length':
    'beenlengte, beenas, beenassen, beenlengtemeting, beenlengteverschil, lange beenas, hka, beenlengtefoto, asmeting, beenasfoto, beenasopname, beenlengtebepaling, totale beenas, full leg, staande beenas, ganzbein, beenassen staand, assen benen, stand benen, standbepaling benen, gehele been, hele been, lange beenopname, mechanische as, orthoradiogram, beenlengtes',
  'region:lower-extremity': 'been, onderste extremiteit, onderste lidmaat, ole',
  'region:lower-extremity attr:limbs*': 'benen*, onderste extremiteiten*, onderste ledematen*, ol*',
  'region:upper-extremity': 'arm, bovenste extremiteit, bovenste lidmaat',
  'region:upper-extremity attr:limbs*': 'armen*, bovenste extremiteiten*, bovenste ledematen*',
  'usual:US aim:lower-extremity-veins':
    'beenvene, dvt been, trombosebeen, been venen, venen been, venen benen*, beentrombose, trombose been, dvt benen*, spataders, spataderen, diep veneuze trombose been, veneus been, veneuze been, dvt, diep veneuze trombose, diepe veneuze trombose',
  'usual:US aim:lower-extremity-veins side:both': 'beenvenen, duplex beenvenen',
  'usual:US aim:upper-extremity-veins': 'armvenen, dvt arm, trombose arm, armtrombose, venen arm, arm venen',
  'usual:US aim:lower-extremity-arteries':
    'beenarterien*, beenarterie, arterien been, arterieel been, arterieel benen*, perifeer arterieel, been arterien, beenvaten, arterien benen*, arteriele been, claudicatio, beenslagaders*',
  'aim:lower-extremity-arteries side:both usual:US':
    'enkel arm index, eai, enkelarmindex, enkel arm index meting, enkeldruk, teendruk, enkel arm, abi, looptest, vaatonderzoek benen, enkelarm index',
  'aim:lower-extremity-arteries side:both region:abdomen region:pelvis region:lower-extremity':
    'aorta en beenvaten, run off, aorta bekken beenvaten, bekken beenvaten, cta bekken benen, aorta benen, cta aorta benen, cta aorta bekken benen, bekken been angiografie, bekken beenarterien, runoff, aorta en benen, aorta beenvaten, aorta bekken been, bekken benen angiografie, aorta beenarterien, cta benen, cta bekken been, perifere angiografie, aorta tot voeten, aorta iliacaal en benen, cta run off benen',
  'attr:venous': 'veneus, venen, trombose, veneuze, vene, trombosebeen uitsluiten, spatader, varices, veneuse',
  'attr:arterial': 'arterieel, arterien, arteriele, arterie, vaten, slagader, slagaders, vaat, vaatstatus',
  'attr:angio': 'angio',
  'focus:abdominal-veins':
    'vena cava, vena cava inferior, vena porta, portaal, cavafilter, cava filter, poortader, onderste holle ader, vcif, vena portae, portale, v portae, levervenen',
  'focus:mesenteric-arteries':
    'mesenteriaal, mesenteriaalvaten, truncus coeliacus, mesenteriale, mesenteriale vaten, splanchnicus, mesenterica, mesenteriaal vaten, mesenteriale ischemie, darmischemie, viscerale arterien, viscerale vaten, coeliacus, splanchnische',
  'aim:dialysis-access':
    'dialyseshunt, av fistel, dialysefistel, shunt arm, dialysetoegang, av shunt, hemodialysefistel, hemodialyse shunt, hemodialyseshunt, shuntarm, ciminofistel, duplex shunt',
  'aim:dialysis-access contrast:with usual:XA':
    'shuntografie, fistulografie, shunt angiografie, fistelografie, shuntangiografie, dotteren shunt, pta shunt, angiografie shunt, shunt pta, shuntogram',
  'aim:central-veins':
    'centrale lijn, picc, port a cath, poortkatheter, cvk, vena cava superior, dialysekatheter, pac, centrale veneuze katheter, vap, piccline, picclijn, cvl, poortcatheter, centraal veneuze katheter, picc lijn, hickman, tunnelkatheter, centraal veneuze lijn, permcath, portacath',
  'aim:brachial-plexus': 'plexus brachialis, plexus, armplexus',
  'aim:shunt':
    'vp drain, vp shunt, shuntserie, drainserie, ventriculoperitoneale drain, ventriculoperitoneale shunt, drain traject, vpdrain, draintraject, hydrocefalusdrain, liquordrain, drain serie, drainverloop, shunttraject',
  'focus:foreign-body': 'corpus alienum, vreemd voorwerp, corpora aliena, vreemd lichaam, ingeslikt voorwerp',
  'focus:soft-tissue':
    'weke delen, lipoom, weke delen zwelling, wekedelen, borstwand, thoraxwand, weke delen tumor, zwelling weke delen',
  'focus:skin': 'huid, moedervlek, naevus, huidlaesie, huidafwijking',
  'region:chest': 'thorax, borstkas, mediastinum, thoraxfoto, borstkast, x thorax, longfoto, thx',
  'region:abdomen':
    'abdomen, buik, bovenbuik, buikoverzicht, bob, x bob, bovenbuikecho, buikecho, boven buik, abd, buikoverzichtsfoto, box, retroperitoneum, buikwand, epigastrisch, x boz, boz, buikoverzicht staand, abdomenoverzicht',
  'region:pelvis': 'bekken, onderbuik, kleine bekken, pelvis, klein bekken',
  'region:abdomen region:pelvis':
    'abdomen en bekken, abdomen bekken, buik en bekken, abdomen pelvis, buik bekken, boven en onderbuik, abdomen kleine bekken, abdomen met bekken, abdomen klein bekken, bovenbuik en onderbuik, abdomen en klein bekken',
  'region:chest region:abdomen region:pelvis':
    'thorax abdomen bekken, thorax abdomen en bekken, thorax abdomen pelvis, romp, tab, thorax buik bekken, borst buik bekken',
  'usual:CT region:whole-body':
    'total body trauma, traumascan, total body ct, total body scan, traumaprotocol total body, polytrauma, totale lichaam trauma',
  'region:whole-body':
    'totale lichaam, hele lichaam, whole body, lichaam, total body, gehele lichaam, totaal lichaam, volledig lichaam, lichaamsscan',
  'side:left': 'links, li, linker, linkerzijde, linkszijdig, linkerhand side, l',
  'side:left attr:eye-side': 'linkeroog, oog links',
  'side:right': 'rechts, re, rechter, rechterzijde, rechtszijdig, r',
  'side:right attr:eye-side': 'rechteroog, oog rechts',
  'side:both':
    'beiderzijds, bdz, beide, bilateraal, dubbelzijdig, bdzs, links en rechts, rechts en links, tweezijdig, beider, bilat, dz, re en li, li en re, vergelijkend',
  'side:both attr:eye-side': 'beide ogen, ods',
  'ignore:position':
    'linker zijligging, rechter zijligging, linkerzijligging, rechterzijligging, rechter bovenbuik, linker bovenbuik, rechter onderbuik, linker onderbuik, linker atrium, rechter atrium, rechter zijlig, linker zijlig, rechter leverkwab, linker leverkwab, zijligging links, zijligging rechts',
  'word:with': 'met, m',
  'word:without': 'zonder, z',
  'contrast:with':
    'met contrast, met iv contrast, contrast, met kontrast, met contrastmiddel, mc, met cm, met gadolinium, na contrast, met gd, met i v contrast, met intraveneus contrast, contrastmiddel, na iv contrast, kontrast, i v contrast, iv contrast, m contrast, meerfasen, multifase, multifasisch, trifasisch, arterieel en portaal veneus, 3 fasen, portoveneus, dynamisch met contrast, na gadolinium, portaal veneuze fase, met cont, ivcontrast, met iv cont, 4 fasen, driefasen, portoveneuze fase',
  'contrast:without':
    'zonder contrast, blanco, z contrast, zonder iv contrast, native, nativ, zonder contrastmiddel, zonder kontrast, zonder gadolinium, zonder gd, natief, z c, zc, zonder i v contrast, blank, zonder intraveneus contrast, zonder cont',
  'contrast:both':
    'blanco en met contrast, met en zonder contrast, zonder en met contrast, blanco en contrast, voor en na contrast, zonder met contrast, blanco en na contrast, met en zonder gadolinium, voor en na gadolinium, blanco met contrast, zonder en met gadolinium, blanco en iv contrast, met en zonder kontrast, blanco en met iv contrast, voor en na gd, zonder en na contrast, met zonder contrast, m en z contrast, z en m contrast, met en zonder gd, zonder en met iv contrast, met en zonder iv contrast, zonder en met gd, blanco plus contrast, met en zonder contrastmiddel, voor en na contrastmiddel, voor en na iv contrast, blanco en met gadolinium',
  'is:arthrogram contrast:with':
    'artrografie, mr artrografie, artro mri, ct artrografie, arthrografie, mri artrografie, artro ct, arthro mri, artrogram, mr arthrografie, artro mr, mri arthrografie, artro, arthro ct, arthro',
  'region:spine contrast:with':
    'myelografie, ct myelografie, myelo ct, caudografie, myelogram, myelo, post myelografie, ct caudografie',
  'is:view':
    'ap, lateraal, pa, 2 richtingen, opnamen, voorachterwaarts, dwars, staand ap, richtingen, axiaal, ap en lateraal, va, achtervoorwaarts, in 2 richtingen, voor achterwaarts, overzicht, overzichtsfoto, pa en lateraal, scheve, driekwart, functiefotos, functieopnamen, buigfotos, flexie extensie, vingers niet, 2 richt, 3 richtingen, richting, av, detail, detailopname, tangentieel, 3 4, functiefoto, f p, face, profiel, face en profiel, outlet, x ap, in twee richtingen, twee richtingen, specifieke opname, functie opnamen, dwarse',
  'is:portable':
    'op zaal, bedfoto, mobiel, bed, in bed, liggend bed, op afdeling, ic, op bed, op ic, verpleegafdeling, aan bed, mobiele',
  'is:screening': 'screening, bevolkingsonderzoeken, screenen',
  'is:weight-bearing': 'staand, belast, staande, belaste, onder belasting, belaste opname, gewicht, stand',
  'is:positional': 'liggend, zittend, rugligging, buikligging, zijligging',
  'is:biopsy':
    'biopsie, punctie, biopt, echogeleide biopsie, biopten, dikke naald biopsie, cytologische punctie, dikkenaaldbiopsie, vacuumbiopsie, fnac, naaldbiopsie, fnap, punctiebiopsie, biopteren',
  'is:drainage': 'drainage, abcesdrainage, drain, drainplaatsing, abces, drainwissel',
  'is:injection':
    'injectie, infiltratie, inspuiting, wortelblokkade, facetblokkade, infiltraties, epidurale infiltratie, wortelinfiltratie, facetinfiltratie',
  'is:ablation':
    'ablatie, rfa, radiofrequente ablatie, mwa, radiofrequentieablatie, thermische ablatie, microwave ablatie',
  'is:embolization': 'embolisatie, chemo embolisatie, tace, radioembolisatie, chemoembolisatie',
  'is:guided':
    'geleide, echogeleide, ct geleide, geleid, echogeleid, echo geleide, onder echo, echografisch geleide, ct geleid, onder ct, stereotactische, onder echogeleide, onder doorlichting',
  'is:post-op':
    'postoperatief, post op, na operatie, prothese, status na, thp, tkp, controle prothese, osteosynthese, na ok',
  'is:follow-up': 'controle, follow up, vervolg, nacontrole',
  'is:pre-op': 'preoperatief, pre op, preoperatieve',
  'is:paediatric': 'kind, kinderen, pediatrisch, kinderarts, pediatrie, kinder',
  'is:neonatal': 'neonaat, pasgeborene, zuigeling, baby, neonataal, prematuur, neonatale, pasgeboren',
  'is:trauma': 'trauma, fractuur, breuk, ongeval, fractuuruitsluiting, val, schokkamer',
  'is:limited': 'beperkt, gericht, gerichte, beperkte',
  'is:complete': 'volledig, compleet, totaal, totale, volledige, complete, geheel',
  'is:tumor':
    'tumor, kanker, metastasen, stadiering, carcinoom, lymfoom, uitzaaiingen, metastase, oncologie, stadieringsonderzoek, maligniteit',
  'ignore:noise':
    'van, de, het, een, en, in, op, bij, voor, na, naar, en of, onderzoek, gewricht, uitsluiten, ongericht, aan, der, door, tot, of, regio, gebied, overig, overige, extern, poli, spoed, routine, standaard, protocol, fase, fasen, onder, via, gewrichten, bovenste, onderste, bot, botten, os, arteria, vena, verdenking, vraag, pijn, acuut, acute, dynamisch, statisch, scan, eerste, tweede, derde, weken, reeks, digitaal, diep, diepe, meting, plaatsing, wissel, serie, klieren, klier, stelsel, twee, drie, kleuren, geheel niet, patient, afdeling, staat, na inname, herbeoordeling, extern beeld, uitwendig',
  'is:document':
    'dosisrapport, dosisverslag, verslag, toestemmingsformulier, stralingsdosis, dosis, document, dosisinformatie, verwijsbrief, brief',
};
