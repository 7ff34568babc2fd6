import type { Vocabulary } from '../vocabulary.ts';

/** German. Compounds need no entry of their own when their parts are here. */
export const german: Vocabulary = {
  'modality:XR':
    'rontgen, roentgen, rontgenaufnahme, ro, rontgenbild, rontgenuntersuchung, rtg, konventionelles rontgen, roe, nativaufnahme',
  'modality:CT': 'computertomographie, computertomografie, computertomogramm, computer tomographie',
  'modality:CT contrast:with attr:angio':
    'angio ct, ct angio, ctangiographie, ct angiographie, angioct, cta, ct angiografie',
  'modality:MR':
    'mrt, kernspin, kernspintomographie, magnetresonanztomographie, kernspintomografie, magnetresonanztomografie, kst, mr tomographie',
  'modality:MR attr:angio':
    'mr angio, mr angiographie, mrangiographie, angio mr, angio mrt, mrt angio, mra, mr angiografie, mrt angiographie',
  'modality:US': 'sono, sonographie, sonografie, ultraschall, sonographisch, us, sonogr, echosonographie, schall',
  'modality:US attr:doppler':
    'duplex, farbduplex, dopplersonographie, duplexsonographie, doppler, fkds, farbdoppler, dopplersonografie, duplexsonografie, farbkodierte duplexsonographie, fkdsr',
  'implies:MG focus:breast': 'mammographie, mammografie, mammo, tomosynthese, mammatomosynthese, mg',
  'implies:MG focus:breast is:screening':
    'mammographie screening, screening mammographie, mammographiescreening, screeningmammographie, mammascreening, mammografie screening, mammografiescreening',
  'implies:MG focus:breast contrast:with':
    'galaktographie, kontrastmittelmammographie, kontrastmammographie, galaktografie, km mammographie, kontrastmittel mammographie',
  'modality:NM': 'szintigraphie, szintigrafie, szinti, szintigramm, nuklearmedizin, szintigr',
  'modality:PT': 'pet ct, pet, positronen emissions tomographie, petct, pet mrt',
  'modality:RF': 'durchleuchtung, dl, bildwandler, bv, c bogen, durchleuchtungsuntersuchung',
  'modality:XA':
    'angiographie, angiografie, dsa, katheterangiographie, phlebographie, arteriographie, pta, aortographie, phlebografie, kavographie, interventionell',
  'modality:XC': 'fotodokumentation, klinische fotografie, fotografie, foto, photodokumentation',
  'implies:XC focus:skin': 'dermatoskopie, auflichtmikroskopie, hautfoto, hautlasion, dermoskopie',
  'modality:ES': 'endoskopie',
  'implies:ES focus:stomach':
    'gastroskopie, osophagogastroduodenoskopie, ogd, magenspiegelung, endosonographie, endosonografie, osophago gastro duodenoskopie',
  'implies:ES focus:colon': 'koloskopie, coloskopie, darmspiegelung, sigmoidoskopie, ileokoloskopie',
  'implies:ES focus:rectum': 'rektoskopie, proktoskopie',
  'implies:ES focus:bladder': 'zystoskopie, cystoskopie, blasenspiegelung, urethrozystoskopie',
  'implies:ES aim:airway region:chest': 'bronchoskopie',
  'implies:ES aim:airway': 'laryngoskopie, kehlkopfspiegelung',
  'implies:ES focus:uterus-ovaries': 'hysteroskopie, kolposkopie',
  'implies:ECG region:chest focus:heart':
    'ekg, ruhe ekg, belastungs ekg, langzeit ekg, elektrokardiogramm, belastungsekg, langzeitekg',
  'implies:US focus:heart':
    'echokardiographie, echokardiografie, echo, ukg, herzecho, herzultraschall, echokardiogramm, uk g, echokardio, herz echo, farbdopplerechokardiographie',
  'implies:US focus:heart is:transthoracic':
    'tte, transthorakale echokardiographie, tt echo, transthorakales echo, echokardiographie transthorakal, transthorakale echokardiografie',
  'implies:US focus:heart is:transesophageal':
    'tee, transosophageale echokardiographie, transosophageales echo, schluckecho, transosophageale echokardiografie, echokardiographie transosophageal, transoesophageale echokardiographie',
  'implies:US focus:heart is:stress':
    'stressecho, stress echo, stressechokardiographie, dobutamin stress echo, stress echokardiographie, stressechokardiografie, belastungsecho, dobutamin echo',
  'implies:NM focus:heart':
    'myokardszintigraphie, myokardszintigrafie, myokardperfusionsszintigraphie, myokard spect, myokardspect, herzszintigraphie, radionuklidventrikulographie, myokard perfusionsszintigraphie, herzbinnenraumszintigraphie',
  'implies:BMD focus:bone-density':
    'knochendichtemessung, knochendichte, osteodensitometrie, dxa, densitometrie, osteodensito, dxa lws und hufte, knochendichtemessung lws und hufte, osteodensitometrie lws hufte, dxa lws hufte, knochendichtemessung lws hufte, knochendichte lws hufte',
  'implies:BMD focus:bone-density region:whole-body':
    'ganzkorper dxa, dxa ganzkorper, knochendichte ganzkorper, osteodensitometrie ganzkorper',
  'implies:BMD focus:bone-density region:upper-extremity':
    'dxa unterarm, knochendichte unterarm, knochendichtemessung unterarm, osteodensitometrie unterarm',
  'implies:PX focus:teeth':
    'opg, orthopantomogramm, panoramaschichtaufnahme, opt, orthopantomographie, psa, opan, panoramaaufnahme, orthopantomografie, zahnpanorama',
  'implies:IO focus:teeth': 'zahnfilm, bissflugelaufnahme, bissflugel, zahnstatus, einzelzahnaufnahme, zahnaufnahme',
  'usual:XR focus:skull is:cephalometric':
    'fernrontgenseitenbild, frs, fernrontgen seitenbild, kephalometrie, fernrontgenaufnahme seitlich, fernrontgen',
  'implies:OP focus:eye':
    'fundusfotografie, fundusphotographie, fundusfoto, fundus, augenhintergrund, autofluoreszenz, fundusautofluoreszenz, fundusphoto, hintergrundfoto',
  'implies:OP focus:eye contrast:with':
    'fluoreszenzangiographie, fluoreszein angiographie, fluoreszenzangiografie, fla, fag, icg angiographie, fluoreszeinangiographie, fluoresceinangiographie, fluorescein angiographie, icg, fluoreszein',
  'implies:OPT focus:eye':
    'oct, optische koharenztomographie, makula oct, oct makula, oct papille, papillen oct, optische koharenztomografie, oct sehnerv, oct netzhaut, makulaoct',
  'implies:OPV focus:eye': 'gesichtsfeld, perimetrie, gesichtsfelduntersuchung, gesichtsfeldmessung',
  'implies:OAM focus:eye': 'biometrie, iol master, augenbiometrie, biometrie auge, achsenlange, optische biometrie',
  'focus:breast': 'brust, mamma, mammasonographie, brustdruse, mammasono',
  'focus:breast*': 'mammae*, bruste*, mammas*, brusten*',
  'focus:axilla': 'axilla, achsel, achselhohle, axillen*',
  'focus:knee':
    'knie, kniegelenk, patella, kniescheibe, patella axial, patella tangential, meniskus, patellae*, kniegelenke*, patella defile',
  'focus:hip':
    'hufte, huftgelenk, huften*, huftgelenke*, lauenstein, hft, huft, huft tep, hufttep, oberschenkelhals, schenkelhals, huftkopf, beckenubersicht und hufte, beckenubersicht und lauenstein',
  'focus:hip* attr:newborn-hips usual:US':
    'huftsonographie*, sauglingshufte*, sauglingshuften*, hufte saugling*, huften saugling*, neugeborenenhufte*, sono saugling hufte*, huftscreening*, huftultraschall*, sauglingshuftsonographie*, huftdysplasie*, saugling hufte*, graf*, u3 hufte*, sauglingshuft*, huft saugling*, huftdysplasie screening*, huftsono*',
  'focus:shoulder':
    'schulter, schultergelenk, schultern*, rotatorenmanschette, schultergelenke*, ac gelenk, acg, ac gelenke*, schultereckgelenk, schultereckgelenke*, acromioclaviculargelenk',
  'focus:elbow': 'ellenbogen, ellbogen, ellenbogengelenk, ellbogengelenk, radiuskopfchen, ellenbogengelenke*',
  'focus:wrist':
    'handgelenk, handwurzel, kahnbein, skaphoid, scaphoid, handgelenke*, os scaphoideum, skaphoidquartett, navikulare serie, kahnbeinserie',
  'focus:hand': 'hand, hande*, mittelhand, hande beider*',
  'focus:hand is:bone-age usual:XR':
    'knochenalter, handwurzelalter, knochenalterbestimmung, skelettalter, knochenalter hand, skelettreife, knochenalters, hand knochenalter',
  'focus:finger':
    'finger, dig i, dig ii, dig iii, dig iv, dig v, digitus, d ii, d iii, d iv, dii, diii, div, daumen, zeigefinger, mittelfinger, ringfinger, kleinfinger, daumensattelgelenk, d1 hand, fingers, langfinger',
  'focus:foot': 'fuss, vorfuss, mittelfuss, fusse*, vorfusse*, fusswurzel, ruckfuss, fusses',
  'focus:ankle':
    'sprunggelenk, osg, oberes sprunggelenk, sprunggelenke*, usg, knochel, unteres sprunggelenk, innenknochel, aussenknochel, osg usg',
  'focus:calcaneus': 'fersenbein, ferse, calcaneus, kalkaneus, fersenbeine*',
  'focus:toe': 'zehe, grosszehe, zehen, zeh, kleinzehe, grosszehen*, zehen beide*',
  'focus:femur': 'oberschenkel, femur, femora*, oberschenkelknochen, os femur',
  'focus:tibia-fibula': 'unterschenkel, tibia, fibula, schienbein, wadenbein, us mit kg',
  'focus:humerus': 'oberarm, humerus, humeruskopf',
  'focus:forearm': 'unterarm, radius, ulna, unterarme*, elle, speiche',
  'focus:clavicle': 'schlusselbein, klavikula, clavicula, klavikel',
  'focus:scapula': 'schulterblatt, skapula, scapula',
  'region:chest focus:clavicle': 'sternoklavikulargelenk, sc gelenk, sternoclaviculargelenk',
  'region:chest focus:clavicle*': 'sternoklavikulargelenke*, sc gelenke*, sternoclaviculargelenke*',
  'focus:ribs':
    'rippen, rippenthorax, hemithorax, rippe, knocherner thorax, knocherner hemithorax, rippenserie, thorax knochern, hemithorax knochern',
  'focus:sternum': 'brustbein, sternum',
  'focus:brain':
    'hirn, gehirn, kopf, neurokranium, cct, ccct, schadelct, kraniale, kranial, cmrt, kraniell, cerebrum, zerebral, hirnperfusion, kopfes, kct, hippocampus, hirnszintigraphie, datscan, kleinhirn, cranial, craniale, hintere schadelgrube, neurocranium, zerebrale, schadel mrt, cranium, epilepsie',
  'focus:brain usual:US is:neonatal':
    'schadelsonographie, schadelsono, sono schadel, hirnsonographie, sonographie schadel, schadelsonografie, schadelultraschall, transfontanellar, transfontanelle, sono schadel neugeborene, hirnsonografie, sono kopf saugling, ultraschall schadel, sono fontanelle, fontanelle, kopfsonographie',
  'region:head': 'schadel, kranium, schadels, schadelkalotte',
  'focus:skull': 'schadelbasis, felsenbeine schuller, kalotte, schadeldach',
  'focus:sella': 'hypophyse, sella, hypophysen, sellaregion, selladynamik, hypophysenregion, turkensattel',
  'focus:iac':
    'kleinhirnbruckenwinkel, innerer gehorgang, khbw, khb winkel, gehorgang, vestibularisschwannom, akustikusneurinom',
  'focus:iac*': 'innere gehorgange*, gehorgange*',
  'focus:temporal-bone': 'felsenbein, mastoid, mittelohr, schlafenbein, innenohr, cochlea, ohr',
  'focus:temporal-bone*': 'felsenbeine*, mastoide*, felsenbeinen*, schlafenbeine*, innenohren*, ohren*',
  'aim:intracranial-vessels':
    'hirngefasse, intrakranielle gefasse, intrakraniell, circulus willisii, transkranielle, transkraniell, hirnarterien, sinusvenen, intrakranielle, sinusvenenthrombose, transkranieller doppler, zerebrale gefasse, intrakranielle arterien, transkranielle dopplersonographie, schadelgefasse, hirnvenen, tcd, kopfgefasse, circulus willis',
  'aim:head-neck-vessels':
    'kopf hals gefasse, hals und hirngefasse, hirnversorgende gefasse, kopf und halsgefasse, supraaortal und intrakraniell, hirnversorgende arterien, zerebrale angiographie, kopf halsgefasse, hals hirn gefasse, hirnversorgenden gefasse, hals kopf gefasse, extra und intrakranielle gefasse, hals und kopfgefasse, intra und extrakranielle gefasse, dsa hirngefasse, halsgefasse und hirngefasse, dsa zerebral, hals intrakraniell',
  'aim:carotid': 'karotis, carotis, halsschlagader, acc aci, carotis duplex, karotis duplex',
  'aim:carotid*':
    'karotiden*, carotiden*, halsgefasse*, supraaortale gefasse*, extrakranielle gefasse*, halsarterien*, halsschlagadern*, extrakranielle*, supraaortale*, extrakranielle hirnversorgende*, extrakranielle hirnversorgende gefasse*, hirnversorgende extrakranielle*, carotis beidseits*',
  'focus:eye': 'auge, makula, netzhaut, augapfel, papille, bulbus, retina, augen*, hornhaut',
  'focus:orbit': 'orbita, augenhohle, orbitae*, orbitas*, augenhohlen*, orbitabodens',
  'focus:sinuses':
    'nasennebenhohlen, nnh, nebenhohlen, kieferhohle, kieferhohlen, stirnhohle, nasennebenhohle, sinus paranasales',
  'focus:facial-bones':
    'gesichtsschadel, mittelgesicht, gesicht, jochbein, jochbogen, gesichtsschadels, viszerokranium, gesichtsknochen, henkeltopf, orbitaboden, henkeltopfaufnahme, viscerocranium, mkg',
  'focus:nasal-bones': 'nasenbein, nase, nasenbeins, nase seitlich, nasenskelett',
  'focus:mandible': 'unterkiefer, mandibula, kiefer, unterkiefers',
  'focus:teeth':
    'zahn, zahne, gebiss, oberkiefer, dentalscan, implantatplanung, dental, kiefer dental, dentascan, dental ct, dvt kiefer, zahnarztlich, dvt',
  'aim:tmj': 'kiefergelenk',
  'aim:tmj*': 'kiefergelenke*',
  'focus:neck-soft-tissue':
    'hals, halsweichteile, speicheldrusen, parotis, halslymphknoten, speicheldruse, submandibularis, ohrspeicheldruse, zervikale lymphknoten, halses, hals weichteile, mundhohle, mundboden, weichteile hals',
  'aim:thyroid':
    'schilddruse, schilddrusen, struma, sd sono, thyreoidea, schilddrusenszintigraphie, sd, schilddrusenknoten',
  'aim:parathyroid': 'nebenschilddruse, nebenschilddrusen, epithelkorperchen, parathyreoidea',
  'implies:NM aim:parathyroid':
    'nebenschilddrusenszintigraphie, nebenschilddrusen szintigraphie, nebenschilddrusenszintigrafie, mibi nebenschilddruse, epithelkorperchenszintigraphie',
  'implies:NM aim:thyroid region:whole-body':
    'radiojod ganzkorper, jod 131 ganzkorper, ganzkorperszintigraphie radiojod, radiojod ganzkorperszintigraphie, ganzkorperszintigraphie jod 131, ganzkorperszintigraphie i131, jod ganzkorperszintigraphie, ganzkorperszintigraphie mit radiojod, ganzkorperszintigraphie jod, i131 ganzkorper, radiojodganzkorperszintigraphie, radiojoddiagnostik ganzkorper, jod 131 ganzkorperszintigraphie, ganzkorperszintigraphie mit jod, i 131 ganzkorper',
  'focus:airway': 'kehlkopf, trachea, larynx, luftrohre, nasenrachen, adenoide, tracheazielaufnahme',
  'usual:RF contrast:with aim:pharynx':
    'schluckakt, videofluoroskopie, schluckstudie, schluckuntersuchung, pharynx schluckakt, schluckaktuntersuchung, schluckvideographie, hochfrequenzkinematographie, videofluoroskopie schluckakt',
  'focus:cervical-spine':
    'hws, halswirbelsaule, dens, hws in 2 ebenen, halswirbel, densaufnahme, dens axis, kraniozervikaler ubergang',
  'focus:thoracic-spine': 'bws, brustwirbelsaule, brustwirbel',
  'focus:lumbar-spine': 'lws, lendenwirbelsaule, lendenwirbel, lws mit isg, lumbal, lumbosakral',
  'aim:thoracolumbar-spine':
    'bws und lws, bws lws, tlu, thorakolumbaler ubergang, thorakolumbal, lws und bws, lws bws, bws u lws, brust und lendenwirbelsaule, thorakolumbale wirbelsaule',
  'aim:whole-spine':
    'wirbelsaule ganz, ganze wirbelsaule, wirbelsaulenganzaufnahme, wsg, skoliose, ganzwirbelsaule, gesamte wirbelsaule, ws ganzaufnahme, wirbelsaule ganzaufnahme, wirbelsaulen ganzaufnahme, ganzaufnahme wirbelsaule, ganzwirbelsaulenaufnahme, wirbelsaule gesamt, neuroachse, ws gesamt, hws bws lws, ws ganz, wirbelsaule in toto, skolioseaufnahme, hws bws und lws, spinalkanal gesamt, myelon gesamt, wirbelsaule komplett, ganze ws',
  'region:spine': 'wirbelsaule, ws, spinal, spinalkanal',
  'region:spine is:spinal-cord': 'myelon, ruckenmark, ruckenmarks, spinales myelon',
  'focus:sacrum':
    'kreuzbein, steissbein, sakrum, isg, iliosakralgelenk, iliosakralgelenke, ileosakralgelenke, os sacrum, os coccygis, sacrum, kreuzbein und steissbein, ileosakralgelenk, isg gelenke, coccyx, sig',
  'focus:pelvis-bones':
    'beckenubersicht, symphyse, acetabulum, azetabulum, beckenring, knochernes becken, beckenubersichtsaufnahme, becken ubersicht, beckenskelett, beckenschaufel, becken ap, ala obturator, becken a p, rontgen becken, bub, hufte becken',
  'focus:lungs':
    'lunge, lungen, hrct, lungenparenchym, lungenrundherd, rundherd, lungenfibrose, lungenarterien ausschluss, lungenherd',
  'focus:lungs contrast:without usual:CT is:high-resolution':
    'hrct lunge, hr ct, hrct thorax, hr ct thorax, lunge hrct, thorax hrct, hochauflosend, hr ct lunge, hochauflosende, high resolution thorax',
  'focus:lungs contrast:without usual:CT is:screening is:low-dose':
    'low dose ct thorax, lungenkrebsscreening, low dose thorax, thorax low dose, lungenscreening, lungenkrebs screening, niedrigdosis thorax, niedrigdosis ct thorax, low dose lunge, ldct',
  'implies:NM focus:lungs':
    'lungenszintigraphie, ventilations perfusions szintigraphie, lungenperfusionsszintigraphie, perfusionsszintigraphie lunge, lungenperfusion, lungenszintigrafie, ventilationsszintigraphie, v q szintigraphie, lungenventilationsszintigraphie, lungenventilation, lungenventilations und perfusionsszintigraphie, lungenperfusions und ventilationsszintigraphie, ventilations und perfusionsszintigraphie',
  'focus:pleura': 'pleura, pleurapunktion, pleuraerguss, rippenfell, thoraxpunktion, pleuradrainage, erguss pleura',
  'aim:diaphragm': 'zwerchfell',
  'focus:heart':
    'herz, kardio, myokard, kardiale, kardial, herzens, perikard, pulmonalvenen, lungenvenen, linker vorhof, cardio, kardio mrt, herzfehler',
  'usual:MR focus:heart contrast:with':
    'late enhancement, vitalitat, vitalitatsdiagnostik, herz vitalitat, vitalitat herz, stress mrt herz, herz stress mrt, herz mrt stress, stress herz, adenosin stress mrt, adenosin stress, kardio mrt stress, vitalitatsprufung, narbe herz',
  'focus:coronary-arteries':
    'koronarien, koronar, koronararterien, herzkranzgefasse, koronare, coronarien, koronargefasse, coronar',
  'focus:coronary-arteries contrast:with usual:CT':
    'ct koronarangiographie, koronar ct, koronarct, cta koronarien, ct koronarien, cardio ct, kardio ct, ct angio koronarien, ct koronarangiografie, koronar cta, cta koronar, ct angiographie koronarien, herz cta, koronar ct angiographie, coronar ct',
  'focus:coronary-arteries usual:XA contrast:with':
    'koronarangiographie, linksherzkatheter, herzkatheter, koronarangiografie, coronarangiographie, koro, lhk, pci, herzkatheteruntersuchung, coronarangiografie, koronarintervention, ptca, hk, links herzkatheter, links und rechtsherzkatheter, koronarographie',
  'focus:heart usual:XA contrast:with':
    'rechtsherzkatheter, rhk, rechts herzkatheter, herzkatheter kind, herzkatheter angeborener herzfehler, herzkatheter kinder',
  'focus:coronary-arteries contrast:without usual:CT':
    'kalkscore, calcium score, calciumscore, koronarkalk, kalziumscore, kalkscoring, kalzium score, calcium scoring, calciumscoring, kalziumscoring, agatston, koronarkalkbestimmung, calcium scoring herz',
  'aim:thoracic-aorta':
    'aortenbogen, thorakale aorta, aorta thorakal, aorta ascendens, aorta thoracica, aortenisthmusstenose, isthmusstenose, brustaorta, thorakale aorten, aortenwurzel, aorta thorakalis, aorta descendens',
  'attr:aorta': 'aorta, hauptschlagader, aorten, aortendissektion, aortenaneurysma, dissektion, gesamte aorta',
  'focus:abdominal-aorta':
    'bauchaorta, aorta abdominalis, bauchaortenaneurysma, abdominelle aorta, baa, aorta abdominal, aorta und beckenarterien, abdominale aorta, bauchschlagader, becken arterien, beckenarterien, aortoiliakal',
  'aim:pulmonary-arteries contrast:with usual:CT':
    'lungenembolie, lungenarterienembolie, lae, pulmonalarterien, le ausschluss, ausschluss lae, pulmonalisangio, pulmonalis angio, pulmonalisangiographie, pulmonalis, lungenarterien, v a lae, ctpa, ausschluss lungenembolie, ausschluss le, lungenembolien',
  'focus:esophagus': 'speiserohre, osophagus, oesophagus',
  'usual:RF contrast:with focus:esophagus':
    'osophagusbreischluck, breischluck, osophagus breischluck, osophagogramm, gastrografinschluck, breischluck osophagus, osophagusdarstellung, osophaguspassage, kontrastmittelschluck, oesophagusbreischluck, gastrographinschluck, osophagographie, km schluck',
  'usual:RF contrast:with focus:stomach':
    'magen darm passage, mdp, magendarmpassage, magenpassage, obere magen darm passage, magen doppelkontrast, magen km, magen darmpassage, mdp doppelkontrast, osophagus magen passage',
  'usual:RF contrast:with focus:small-bowel':
    'dunndarmpassage, sellink, enteroklysma, dunndarm passage, fraktionierte dunndarmpassage, dunndarm sellink, sellink dunndarm',
  'focus:colon contrast:with region:abdomen region:pelvis usual:RF':
    'kolonkontrasteinlauf, km einlauf kolon, km einlauf, kontrasteinlauf, kke, colonkontrasteinlauf, kolon kontrasteinlauf, kolon doppelkontrast, kolon ke, colon kontrasteinlauf, gastrografineinlauf, kolon doppelkontrasteinlauf',
  'focus:colon region:abdomen region:pelvis':
    'virtuelle koloskopie, ct kolonographie, kolonographie, ct kolonografie, virtuelle coloskopie, kolonografie, ct colonographie, colonographie, virtuelle kolonoskopie',
  'focus:small-bowel region:abdomen region:pelvis contrast:with':
    'mr enterographie, mr sellink, mrt sellink, enterographie, mrt dunndarm, dunndarm mrt, mrt enterographie, dunndarm nach sellink mrt, sellink mrt, enterografie, hydro mrt, mr enteroklysma, mrt enteroklysma, ct enterographie, ct sellink, ct enteroklysma, hydro mrt dunndarm',
  'focus:small-bowel': 'dunndarm, darm, darmsonographie',
  'focus:colon': 'dickdarm, kolon, sigma, colon',
  'focus:stomach': 'magen, pylorus, pylorusstenose, duodenum, peg, gastrostomie, pylorushypertrophie, zwolffingerdarm',
  'implies:NM focus:stomach':
    'magenentleerungsszintigraphie, magenentleerung, magenentleerungsszintigrafie, magen entleerungsszintigraphie',
  'focus:appendix': 'appendix, appendizitis, blinddarm, wurmfortsatz',
  'focus:liver': 'leber, hepatisch, hcc, leberbiopsie, leberherd',
  'focus:liver contrast:with':
    'leber mehrphasig, leber 3 phasen, leber triphasisch, leber dynamisch, leber 3 phasig, primovist, leber mit primovist, triphasische leber, mehrphasen leber, leber dreiphasig, leber multiphasisch, leberprotokoll, 3 phasen leber, dreiphasen ct leber, multiphasen leber, leber biphasisch, dynamische leber, mehrphasige leber, leber dynamik, leber triphasik',
  'focus:biliary':
    'gallenblase, gallenwege, galle, gallengang, gallengange, ptcd, gallenwegsdrainage, leber und gallenwege, leber galle, leber und galle',
  'focus:biliary contrast:with':
    'cholangiographie, intraoperative cholangiographie, ptc, t drain cholangiographie, cholangiografie, t drain darstellung, ioc',
  'aim:biliary usual:RF contrast:with': 'ercp',
  'aim:biliary usual:MR':
    'mrcp, mr cholangiographie, mr cholangiopankreatikographie, mrt gallenwege, mr cholangiopankreatografie, cholangio mrt',
  'implies:NM aim:biliary':
    'hepatobiliare szintigraphie, gallenszintigraphie, hida, hepatobiliare funktionsszintigraphie, hepatobiliare sequenzszintigraphie, cholszintigraphie, leber galle szintigraphie, hepatobiliar',
  'focus:pancreas': 'bauchspeicheldruse, pankreas',
  'focus:spleen': 'milz',
  'focus:adrenal': 'nebenniere',
  'focus:adrenal*': 'nebennieren*',
  'focus:kidney': 'niere, nephrostomie, nierenbiopsie, nephrologisch, nephrostomiewechsel',
  'focus:kidney*': 'nieren*',
  'focus:kidney usual:NM side:both':
    'nierenszintigraphie, nierenszintigrafie, mag3, dmsa, nierensequenzszintigraphie, nierenfunktionsszintigraphie, isotopennephrogramm, ing, nierenfunktionsszintigrafie, nieren szintigraphie, nierensequenzszintigrafie, dmsa szintigraphie, mag 3, mag3 szintigraphie, nierenfunktion',
  'focus:kidney region:pelvis attr:transplant':
    'nierentransplantat, transplantatniere, ntx, transplantniere, nierentransplantation, niere transplantat, transplantierte niere, nierentransplantats, tx niere',
  'focus:renal-arteries': 'nierenarterie, nierenarterienstenose',
  'focus:renal-arteries*': 'nierenarterien*, nierengefasse*',
  'focus:urinary-tract':
    'harnwege, harntrakt, nieren und harnwege, nieren und blase, niere und harnwege, nieren blase, harnleiter, ureter, nieren harnblase, nieren und ableitende harnwege, ableitende harnwege, urogenitaltrakt, urologie, harntrakts, retrograde pyelographie, nieren u blase, niere blase, nieren u harnwege',
  'aim:urinary-tract contrast:both usual:CT':
    'ct urographie, uro ct, ct urogramm, ct urografie, uroct, ct uro, urographie ct, ct harntrakt mehrphasig',
  'aim:urinary-tract contrast:without usual:CT':
    'urolithiasis, steinsuche, stein ct, steinct, nephrolithiasis, harnsteine, nierensteine, ureterstein, urolithiasis ct, harnleiterstein, konkrement, konkremente, steinprotokoll, nierenstein, harnstein, nierenkolik, low dose stein, stein low dose',
  'aim:urinary-tract contrast:with usual:MR':
    'mr urographie, uro mrt, mrt urographie, mr urogramm, mr urografie, mr uro',
  'aim:urinary-tract contrast:with usual:XR':
    'urogramm, ausscheidungsurographie, iv urogramm, aug, iv pyelogramm, ivp, ausscheidungsurogramm, infusionsurogramm, i v urogramm, urographie, aur, ausscheidungsurografie',
  'focus:bladder': 'blase, harnblase, restharn, restharnbestimmung',
  'focus:bladder contrast:with usual:RF':
    'mcu, miktionszystourethrogramm, zystogramm, zystographie, miktionscysturethrographie, miktionszysturethrographie, miktionsurosonographie, mcug, miktionszysturethrogramm, miktionscystourethrogramm, zystourethrogramm, cystogramm, miktionszystourethrographie, cystographie, miktionszystogramm',
  'focus:urethra contrast:with usual:RF':
    'retrogrades urethrogramm, urethrogramm, urethrographie, retrograde urethrographie, urethrografie, rug',
  'focus:urethra': 'harnrohre, urethra',
  'focus:prostate':
    'prostata, trus, prostatabiopsie, multiparametrische prostata, mpmrt prostata, transrektal prostata',
  'focus:rectum':
    'rektum, anal, rektal, enddarm, fistel, analfistel, perianal, endorektal, endoanal, rektumkarzinom, endosonographie rektum, mastdarm, rektumkarzinoms, analkanal, schliessmuskel, perianale fistel',
  'aim:pelvic-floor': 'beckenboden, perineal, perinealsonographie, beckenbodensonographie',
  'aim:pelvic-floor usual:RF':
    'defakographie, defakogramm, defakografie, mr defakographie, mrt defakographie, beckenboden defakographie',
  'focus:uterus-ovaries':
    'gebarmutter, uterus, ovarien, adnexe, eierstocke, vaginal, transvaginal, gyn, gynakologie, vaginalsonographie, gynakologisch, endometriose, ovar, zervixkarzinom, myom, myome, gynakologische, endometrium, follikulometrie, genitale, inneres genitale, transvaginale, follikel, gynakologischer, zervixkarzinoms, vaginalultraschall',
  'focus:uterus-ovaries contrast:with usual:RF':
    'hysterosalpingographie, hsg, hysterosalpingogramm, hysterosalpingografie',
  'focus:uterus-ovaries contrast:with usual:US':
    'hysterosonographie, kontrasthysterosonographie, hysterokontrastsonographie, hykosy',
  'usual:US aim:fetus':
    'schwangerschaft, geburtshilfe, fetale, fetal, fetus, fet, schwangerschafts, feten, schwangerschaftssonographie, schwangere, geburtshilfliche, geburtshilflicher, schwangerschaftsultraschall, gravidat, zwillinge, ssw, geburtshilflich, pranatal, fetus sono, mutterschafts, graviditat, gemini, fetometrie',
  'usual:US aim:fetus is:first-trimester':
    'ersttrimester, nackentransparenz, ersttrimesterscreening, 1 trimester, erstes trimester, nackenfaltenmessung, 1 trimenon, 1 screening, ersttrimester screening, fruhschwangerschaft, nt messung, erstes trimenon, nackenfalte, erstes screening',
  'usual:US aim:fetus is:second-trimester':
    'organscreening, feindiagnostik, 2 trimester, zweites trimester, fehlbildungsdiagnostik, organultraschall, 2 trimenon, 2 screening, fehlbildungsultraschall, 20 ssw, feinultraschall, zweites trimenon, grosser ultraschall, zweites screening',
  'usual:US aim:fetus is:third-trimester':
    '3 trimester, drittes trimester, wachstumskontrolle, 3 trimenon, 3 screening, wachstumssono, drittes trimenon, fetales wachstum, biometrie fetal, fetale biometrie, wachstum fetal, drittes screening',
  'usual:US aim:fetus is:fetal-heart':
    'fetale echokardiographie, fetales echo, fetale echokardiografie, fetales herz, echokardiographie fetal, fetalecho, fetale echo',
  'usual:US aim:fetus is:biophysical':
    'geburtshilflicher doppler, dopplersonographie fetal, fetomaternaler doppler, fetaler doppler, doppler fetal, fetomaternale dopplersonographie, doppler umbilikalarterie, biophysikalisches profil, doppler nabelarterie, nabelarterie',
  'usual:US aim:fetus is:cervical-length': 'zervixlange, zervixlangenmessung, cervixlange, zervixmessung',
  'implies:MR aim:fetus':
    'fetales mrt, mrt fetal, fetale mrt, mrt fetus, pranatales mrt, fetus mrt, mrt fet, mrt fetales gehirn',
  'aim:placenta': 'plazenta, placenta, mutterkuchen, plazentasitz, plazenta previa, plazentation',
  'focus:scrotum': 'hoden, skrotum, skrotal, skrotalsonographie, scrotum, hodensonographie, nebenhoden, scrotal',
  'focus:groin': 'leiste, leistenhernie, leisten*, leistenkanal, inguinal, leistenregion, leistengegend',
  'focus:peritoneum': 'aszites, aszitespunktion, peritoneal, parazentese, bauchfell, ascites, ascitespunktion',
  'focus:lymph-nodes usual:NM':
    'sentinel, wachterlymphknoten, sentinel lymphknoten, sentinel node, sln, wachterlymphknotenszintigraphie, lymphabstromszintigraphie, slnszintigraphie, sentinelszintigraphie, wachterlymphknoten szintigraphie',
  'implies:NM focus:skeleton region:whole-body':
    'skelettszintigraphie, knochenszintigraphie, skelettszintigrafie, knochenszintigrafie, ganzkorperskelettszintigraphie, knochenszinti, skelettszinti, 3 phasen skelettszintigraphie, skelett szintigraphie, knochen szintigraphie, 3 phasen szintigraphie, mehrphasenskelettszintigraphie, drei phasen skelettszintigraphie, mehrphasen skelettszintigraphie, skelettszintigramm, knochenszintigramm',
  'region:chest region:abdomen usual:XR': 'babygramm',
  'usual:XR focus:skeleton':
    'skelettstatus, skelettsurvey, skelett, pariser schema, skelettubersicht, knochensurvey, myelomskelett',
  'usual:CT focus:skeleton contrast:without':
    'ganzkorper low dose ct, plasmozytom ct, low dose ganzkorper ct, ganzkorper ct myelom, ganzkorper low dose, low dose ct ganzkorper, myelom ct, osteolyse ct, plasmozytomprotokoll, low dose ganzkorper, osteo ct ganzkorper, low dose skelett, ganzkorper ct low dose',
  'focus:leg-length':
    'ganzbein, ganzbeinaufnahme, beinachse, beinachsen, ganzbeinstandaufnahme, beinlangen, beinlange, ganzbeinaufnahmen, langenmessung beine, beinachsenaufnahme, orthoradiogramm, beinganzaufnahme, beinstatik, beinlangenmessung, beinachsenstandaufnahme, ganzbeinstand, ganzbein stehend, beinlangendifferenz, ganze beine, bein ganzaufnahme, beinganzaufnahmen, einbeinstand',
  'region:lower-extremity': 'bein, untere extremitat, unterextremitat, ue ven',
  'region:lower-extremity attr:limbs*': 'beine*, untere extremitaten*, beiden beinen*, unteren extremitaten*',
  'region:upper-extremity': 'arm, obere extremitat, oberen extremitat',
  'region:upper-extremity attr:limbs*': 'arme*, obere extremitaten*, oberen extremitaten*',
  'usual:US aim:lower-extremity-veins':
    'beinvene, beinvenenthrombose, tvt bein, tvt beine, beinvenensonographie, bein venen, venen bein, venen beine, venen untere extremitat, kompressionssonographie bein, tvt',
  'usual:US aim:lower-extremity-veins side:both': 'beinvenen, beinvenen beidseits, beinvenen duplex',
  'usual:US aim:upper-extremity-veins': 'armvene, armvenen, tvt arm, armvenenthrombose, venen arm, arm venen',
  'usual:US aim:lower-extremity-arteries':
    'beinarterien*, beinarterie, bein arterien, arterien bein, arterien beine*, pavk, becken bein arterien*, beckenbeinarterien*',
  'aim:lower-extremity-arteries side:both usual:US':
    'abi, knochel arm index, kai, verschlussdruckmessung, dopplerindex, dopplerdruck, knochelarmindex, knochel arm index messung',
  'aim:lower-extremity-arteries side:both region:abdomen region:pelvis region:lower-extremity':
    'becken bein angio, becken bein angiographie, becken bein gefasse, beckenbeinangiographie, becken bein cta, ct angio becken bein, becken beine angio, ct becken bein angio, ct angio becken beine, becken bein arterien angio, becken bein dsa, beckenbeinangio, becken beingefasse, aorta becken bein, aorta und beinarterien, becken bein, becken und beingefasse, becken bein angiografie',
  'attr:venous': 'venen, venose, vene, venos, thrombose, phlebo, varizen, thromboseausschluss, veneus, venous',
  'attr:arterial':
    'arterien, arteriell, arterielle, arterie, gefasse, gefass, arterieller, arteriellen, gefassdarstellung',
  'attr:doppler': 'dopplers',
  'attr:angio': 'angio',
  'focus:abdominal-veins':
    'pfortader, vena cava, vena cava inferior, cava, pfortadersystem, cavafilter, vena portae, cava filter, portalvenen, portal, lebervenen, hohlvene',
  'focus:mesenteric-arteries':
    'mesenterial, mesenterialgefasse, mesenterialarterien, truncus coeliacus, viszeralarterien, viszerale arterien, mesenterica, mesenterialischamie, visceralarterien, viszeralgefasse, viszerale gefasse, mesenteriale',
  'aim:dialysis-access':
    'dialyseshunt, shunt arm, dialysefistel, av fistel, ciminofistel, cimino, dialysezugang, shuntsonographie, av shunt, ciminoshunt, cimino shunt, dialyse shunt',
  'aim:dialysis-access contrast:with usual:XA':
    'shuntangiographie, shunt angiographie, fistulographie, dialyseshunt angiographie, shunt pta, shuntdarstellung, shunt angio',
  'aim:central-veins':
    'zvk, port, portkatheter, picc, portanlage, demers, zentralvenoser katheter, vena cava superior, dialysekatheter, portdarstellung, portkontrolle, port anlage, shaldon, obere hohlvene, hickman, portimplantation, piccanlage',
  'aim:brachial-plexus': 'plexus brachialis, armplexus, plexus',
  'aim:shunt':
    'vp shunt, shuntserie, liquorshunt, ventrikuloperitonealer shunt, shuntverlauf, shuntkontrolle, shunt ubersicht, shunt serie, ventilverlauf, shuntsystem',
  'focus:foreign-body': 'fremdkorper, fremdkorpersuche, fk suche, fremdkorperausschluss, fk',
  'focus:soft-tissue':
    'weichteile, weichteil, lipom, weichteiltumor, weichteilen, brustwand, thoraxwand, weichteilsonographie',
  'focus:skin': 'haut, muttermal, navus, naevus',
  'region:chest':
    'thorax, brustkorb, mediastinum, lungenubersicht, thoraxubersicht, rontgenthorax, thoraxaufnahme, thx',
  'region:abdomen':
    'oberbauch, abdomen, bauch, abdomenubersicht, abdomensonographie, bauchraum, retroperitoneum, bauchwand, abdominell, abd, abdomenleeraufnahme, abdomenubersichtsaufnahme, oberbauchsonographie, mittelbauch, ub ob, epigastrium',
  'region:pelvis': 'becken, unterbauch, kleines becken, beckens, weichteilbecken',
  'region:abdomen region:pelvis':
    'abdomen und becken, abdomen becken, abdomen mit becken, bauch und becken, abdomen u becken, bauch becken, oberbauch und becken, ober und unterbauch, oberbauch unterbauch',
  'region:chest region:abdomen region:pelvis':
    'thorax abdomen becken, thorax und abdomen mit becken, thorax abdomen und becken, rumpf, staging ct, ct staging, stamm, thorax abdomen mit becken, tab, thorax abd becken, koerperstamm, korperstamm',
  'usual:CT region:whole-body':
    'polytrauma, polytraumaspirale, traumaspirale, polytrauma spirale, traumascan, ganzkorper ct',
  'region:whole-body': 'ganzkorper, gesamtkorper, korperstamm und kopf, ganzkorperstatus',
  'side:left': 'links, li, linke, linkes, linker, lks, linken, linksseitig',
  'side:left attr:eye-side': 'la, linkes auge, auge links',
  'side:right': 'rechts, re, rechte, rechtes, rechter, rts, rechten, rechtsseitig',
  'side:right attr:eye-side': 'ra, rechtes auge, auge rechts',
  'side:both':
    'beidseits, beide, bds, beidseitig, beids, bds., beider, bilateral, beiderseits, beidseitige, beiden, bd, bs, im seitenvergleich, seitenvergleich, rechts und links, re und li, links und rechts, li und re, re u li, beides, bil',
  'side:both attr:eye-side': 'bd augen, beide augen, beidseitig augen',
  'ignore:position':
    'linksseitenlage, rechtsseitenlage, linksseitenlagerung, links anliegend, rechts anliegend, linker vorhof, rechter vorhof, linker oberbauch, rechter oberbauch, rechter unterbauch, linker unterbauch, links lateral, rechtsseitenlagerung, linkslage, linker leberlappen, rechter leberlappen, lisl, lsl, linksseiten',
  'word:with': 'mit, m',
  'word:without': 'ohne, o',
  'contrast:with':
    'mit kontrastmittel, mit km, m km, kontrastmittel, mit kontrast, km, mit iv km, mit gd, mit gadolinium, nach km, km gabe, kontrastverstarkt, kontrast, mit i v km, mit iv kontrast, kontrastmittelgabe, mit i v kontrastmittel, mit kontrastmittelgabe, mit iv kontrastmittel, triphasisch, mehrphasig, biphasisch, multiphasisch, portalvenos, kmgabe, nach kontrastmittelgabe, iv km, mit kontrastm, i v km, mit kontrastverstarkung, nach kontrastmittel, nach kontrast, dreiphasig, 3 phasen, zweiphasig, arteriell und portalvenos, dynamik, mitkm, kmittel',
  'contrast:without':
    'u kontrast, nativ, ohne km, ohne kontrastmittel, o km, ohne kontrast, native, ohne iv km, nativ ct, o kontrastmittel, ohnekm, o kontrast, ohne i v km, ohne gadolinium, ohne gd, natives',
  'contrast:both':
    'nativ u kontrast, nativ u kontrastmittel, ohne u mit kontrast, nativ und mit km, mit und ohne km, nativ und km, vor und nach km, ohne und mit km, nativ und kontrastmittel, nativ und kontrast, nativ und mit kontrastmittel, vor und nach kontrastmittel, nativ km, mit und ohne kontrastmittel, ohne und mit kontrastmittel, nativ mit km, nativ u km, nativ plus km, nativ und nach km, nativ und kontrastverstarkt, ohne mit km, vor und nach kontrastmittelgabe, nativ und iv km, vor u nach km, nativ u mit km, nativ und mit kontrast, nativ und kontrastmittelverstarkt, ohne und mit kontrast, mit und ohne kontrast, nativ u kontrast, mit ohne km, nativ und post km, m u o km, o u m km, vor und nach gadolinium, vor nach km, vor und nach gd, vor und nach kontrast, nativ und mit gd',
  'is:arthrogram contrast:with':
    'arthrographie, arthro mrt, mr arthrographie, arthro ct, arthrografie, mrt arthrographie, arthro, mr arthrografie, arthrogramm, ct arthrographie, arthromrt, arthroct',
  'region:spine contrast:with':
    'myelographie, myelo ct, myelogramm, myelografie, ct myelographie, post myelographie, postmyelographie, myelo, myelographisch, postmyelo, postmyelographisch, postmyelographische',
  'is:view':
    'ebenen, in 2 ebenen, 2 ebenen, zwei ebenen, seitlich, p a, a p, pa und seitlich, p a und seitlich, ap und seitlich, ap, pa, axial, schrag, schragaufnahmen, zielaufnahme, funktionsaufnahmen, tangential, aufnahme, ubersicht, ubersichtsaufnahme, a p und seitlich, spezialaufnahme, spezialaufnahmen, in 1 ebene, ebene, 1 ebene, funktionsaufnahme, 3 ebenen, stehaufnahme, ubersichtsaufnahmen, standaufnahme, standaufnahmen, in 3 ebenen, inklination, reklination, 2e, ap seitl, seitl, 2 e, in zwei ebenen, leeraufnahme, aufnahmen, defileaufnahme, defile, 4 ebenen',
  'is:portable':
    'bett, bettlunge, auf station, mobil, im bett, bettaufnahme, its, intensiv, liegend, auf its, bettthorax, im liegen, intensivstation',
  'is:screening': 'screening, vorsorge, fruherkennung',
  'is:weight-bearing':
    'im stehen, stehend, belastet, unter belastung, standaufnahmen, belastung, belastungsaufnahme, im stand',
  'is:positional': 'liegend, im sitzen, sitzend, bauchlage, ruckenlage, seitenlage',
  'is:biopsy':
    'biopsie, punktion, stanzbiopsie, feinnadelpunktion, fnp, stanze, vakuumbiopsie, feinnadelbiopsie, gewebeentnahme, vab',
  'is:drainage': 'drainage, drainagenanlage, abszessdrainage, drainagewechsel, abszess',
  'is:injection':
    'infiltration, prt, injektion, periradikulare therapie, facetteninfiltration, facetten, periradikular, facettengelenk',
  'is:ablation': 'ablation, radiofrequenzablation, rfa, mikrowellenablation, thermoablation',
  'is:embolization': 'embolisation, tace, chemoembolisation, sirt',
  'is:guided':
    'gesteuert, ct gesteuert, ct gesteuerte, sonographisch gesteuert, gesteuerte, sonogesteuert, us gesteuert, us gesteuerte, stereotaktisch, ultraschallgesteuert, ultraschallgesteuerte, sonographisch gesteuerte, sonogesteuerte, ct gestutzte, intervention',
  'is:post-op':
    'postoperativ, post op, nach op, prothese, postinterventionell, tep, endoprothese, zustand nach, z n, osteosynthese',
  'is:follow-up':
    'kontrolle, verlauf, nachsorge, verlaufskontrolle, stellungskontrolle, verlaufsaufnahme, nachkontrolle',
  'is:pre-op': 'praoperativ, prae op, praop, vor op',
  'is:paediatric': 'kind, kinder, kindlich, padiatrie, padiatrisch, kindes',
  'is:neonatal':
    'neugeborene, neugeborenen, saugling, sauglinge, fruhgeborene, sauglings, neugeborenes, neonatal, neonatale',
  'is:trauma': 'trauma, fraktur, unfall, frakturausschluss, schockraum, v a fraktur, bruch, sturz',
  'is:limited': 'orientierend, gezielt, orientierende',
  'is:complete': 'komplett, vollstandig, gesamt, ganz, gesamte, gesamtes, komplette',
  'is:tumor':
    'tumor, karzinom, metastasen, staging, tumorsuche, lymphom, ca, tumorstaging, filiae, metastasensuche, restaging, metastase, malignom, carcinom',
  'ignore:noise':
    'und, u, der, die, das, des, dem, vom, zum, zur, in, im, am, an, aus, von, bei, fur, durch, ausschluss, ausschl, v a, va, untersuchung, gelenk, aufn, diagnostik, region, knochen, oberes, untere, unteren, obere, oberen, unterer, oberer, ein, zwei, drei, auf, nach, vor, standard, routine, ambulant, stationar, station, protokoll, beurteilung, abklarung, frage, verdacht, kontrastierung, gelenke, extern, externe, fremdaufnahmen, druse, serie, osteo, planar, dynamisch, dynamische, schmerz, schmerzen, akut, notfall, os, messung, linie, bestimmung, darstellung, std, uber, farbkodierte, ing auge, arteriovenos, phase, phasen, gefassstatus, konventionell, digital, patient, ambulanz, klinik, rechtsventrikular, linksventrikular, anlage, wechsel, katheter, kanal, interdisziplinar',
  'is:document':
    'dosisbericht, dosisreport, dosis, befund, aufklarungsbogen, arztbrief, befundbericht, dosisprotokoll, dokument, strahlendosis, einverstandnis',
};
