import type { Vocabulary } from '../vocabulary.ts';

/** French, of France, Belgium, Switzerland and Canada. */
export const french: Vocabulary = {
  'modality:XR':
    'radio, radiographie, radiographies, rx, cliche, cliches, radios, radiographique, rxs, radiologie, radiographie standard, telecrane, ttx',
  'modality:CT':
    'tdm, scanner, tomodensitometrie, ct, scan, tomodensitometrique, tomodensito, scanographie, taco, ct scan, scanneur',
  'modality:CT contrast:with attr:angio':
    'angioscanner, angio tdm, angio scanner, angiotdm, angio ct, cta, angioscan, angio scan',
  'modality:MR': 'irm, imagerie par resonance magnetique, resonance magnetique, rm, remnographie',
  'modality:MR attr:angio': 'angio irm, angioirm, arm, angio rm, angiorm, angio mr',
  'modality:US': 'echo, echographie, echographies, echographique, us, ultrasons, echotomographie, echog',
  'modality:US attr:doppler':
    'echodoppler, echo doppler, echographie doppler, doppler, doppler couleur, edc, echo doppler couleur',
  'implies:MG focus:breast': 'mammographie, mammo, tomosynthese, mammographique, mg, mammographie numerique, senologie',
  'implies:MG focus:breast*': 'mammographies*',
  'implies:MG focus:breast is:screening':
    'mammographie de depistage, depistage mammographique, mammographie depistage, depistage cancer du sein, depistage du cancer du sein, depistage sein, mammographie de depistage organise',
  'implies:MG focus:breast contrast:with':
    'angiomammographie, galactographie, mammographie avec injection, mammographie avec contraste, angio mammographie, mammographie de contraste, mammographie injectee',
  'modality:NM':
    'scintigraphie, scinti, medecine nucleaire, scintigraphique, tomoscintigraphie, tomo scintigraphie, scintigraphies',
  'modality:PT':
    'tep, tep tdm, tep scan, tep scanner, pet scan, tepscan, pet ct, pet, petscan, teptdm, tomographie par emission de positons, tep fdg, tep ct, tep 18f',
  'modality:RF': 'radioscopie, scopie, amplificateur, fluoroscopie, ampli, sous scopie, radioscopique',
  'modality:XA':
    'arteriographie, angiographie, phlebographie, cavographie, aortographie, radiologie interventionnelle, angioplastie, arterio',
  'modality:XC': 'photographie clinique, photographie, photo clinique, photo',
  'implies:XC focus:skin':
    'dermatoscopie, dermoscopie, photo lesion, photographie de lesion, photographie peau, photo peau, photographie lesion cutanee, photo lesion cutanee',
  'modality:ES': 'endoscopie',
  'implies:ES focus:stomach':
    'gastroscopie, fibroscopie oesogastroduodenale, fogd, eogd, echoendoscopie, fibroscopie gastrique, endoscopie digestive haute, oesogastroduodenoscopie, endoscopie oesogastroduodenale, fibroscopie oeso gastro duodenale, echo endoscopie',
  'implies:ES focus:colon':
    'coloscopie, rectosigmoidoscopie, colonoscopie, sigmoidoscopie, endoscopie digestive basse, coloscopie totale',
  'implies:ES focus:rectum': 'anuscopie, rectoscopie, anorectoscopie',
  'implies:ES focus:bladder': 'cystoscopie, fibroscopie vesicale, urethrocystoscopie',
  'implies:ES aim:airway region:chest':
    'bronchoscopie, fibroscopie bronchique, endoscopie bronchique, fibroscopie pulmonaire, fibrobronchoscopie',
  'implies:ES aim:airway':
    'laryngoscopie, nasofibroscopie, naso fibroscopie, fibroscopie laryngee, panendoscopie vads, nasofibroscopie laryngee, nasolaryngoscopie',
  'implies:ES focus:uterus-ovaries': 'hysteroscopie, colposcopie',
  'implies:ECG region:chest focus:heart': 'ecg, electrocardiogramme, holter, electrocardiographie',
  'implies:US focus:heart':
    'echocardiographie, echographie cardiaque, echo cardiaque, echocardiogramme, echo coeur, echocardio, echo cardio, echodoppler cardiaque, echo doppler cardiaque, echographie du coeur, echographie doppler cardiaque, echocoeur, echo cardiographie',
  'implies:US focus:heart is:transthoracic':
    'ett, echographie cardiaque transthoracique, echocardiographie transthoracique, echo transthoracique, echocardiographie trans thoracique, echo cardiaque transthoracique',
  'implies:US focus:heart is:transesophageal':
    'eto, echographie transoesophagienne, echocardiographie transoesophagienne, echographie cardiaque transoesophagienne, transoesophagienne, echo transoesophagienne, echocardiographie trans oesophagienne',
  'implies:US focus:heart is:stress':
    'echographie de stress, echo de stress, echocardiographie de stress, echo dobutamine, echographie d effort, echo d effort, echocardiographie d effort, echo stress, echographie cardiaque de stress, echographie dobutamine, stress echo',
  'implies:NM focus:heart':
    'scintigraphie myocardique, scintigraphie cardiaque, tomoscintigraphie myocardique, scinti myocardique, ventriculographie isotopique, scintigraphie de perfusion myocardique, gamma angiographie, tomoscintigraphie de perfusion myocardique, scintigraphie myocardique d effort, spect myocardique, scintigraphie myocardique effort',
  'implies:BMD focus:bone-density':
    'densitometrie, densitometrie osseuse, osteodensitometrie, ostedensitometrie, osteodensito, odm, dmo, densitometrie rachis et hanche, osteodensitometrie rachis et hanche, densitometrie lombaire et femorale, densitometrie osseuse rachis hanche, densitometrie osseuse rachis et hanche, absorptiometrie, densitometrie osseuse lombaire et femorale, osteodensitometrie rachis lombaire et hanche, densitometrie lombaire et hanche, densitometrie osseuse rachis lombaire et hanche, osteodensitometrie rachis hanche',
  'implies:BMD focus:bone-density region:whole-body':
    'densitometrie corps entier, osteodensitometrie corps entier, composition corporelle, densitometrie osseuse corps entier, dxa corps entier, dexa corps entier',
  'implies:BMD focus:bone-density region:upper-extremity':
    'densitometrie avant bras, densitometrie de l avant bras, densitometrie osseuse avant bras, osteodensitometrie avant bras, densitometrie poignet, densitometrie du poignet, osteodensitometrie de l avant bras, densitometrie osseuse de l avant bras, densitometrie radius',
  'implies:PX focus:teeth':
    'panoramique dentaire, orthopantomogramme, opt, panoramique, orthopantomographie, pano dentaire, pano, opg, radiographie panoramique, panorex, cliche panoramique',
  'implies:IO focus:teeth':
    'retroalveolaire, retro alveolaire, retroalveolaires, bite wing, intrabuccale, intra buccale, intra orale, cliche retro alveolaire, retro alveolaires, bitewing, periapicale, intrabuccaux, retrocoronaire, status dentaire, bilan long cone, intraorale',
  'usual:XR focus:skull is:cephalometric':
    'teleradiographie crane, teleradiographie de profil, cephalometrie, teleradiographie de crane, telecrane de profil, teleradiographie du crane, teleradiographie de crane de profil, teleradio, telecrane profil, teleradiographie crane profil, teleradiographie profil, teleradiographie cephalometrique, cephalometrique, telecrane de face',
  'implies:OP focus:eye':
    'retinographie, fond d oeil, photographie du fond d oeil, retinographies, retinophoto, autofluorescence, cliche du fond d oeil, cliches du fond d oeil, photographies du fond d oeil',
  'implies:OP focus:eye contrast:with':
    'angiographie a la fluoresceine, angiographie retinienne, angiofluorographie, angiographie fluoresceine, angiographie icg, angiographie fluoresceinique, angiographie au vert d indocyanine, angiofluoroscopie, angiographie a fluoresceine, angio fluo, angiographie fluo',
  'implies:OPT focus:eye':
    'oct, oct maculaire, tomographie en coherence optique, oct papille, oct papillaire, oct macula, tomographie par coherence optique, oct rnfl, oct nerf optique, tomographie a coherence optique, oct de la macula',
  'implies:OPV focus:eye':
    'champ visuel, champs visuels, perimetrie, campimetrie, cv goldmann, champ visuel automatise, champ visuel humphrey',
  'implies:OAM focus:eye':
    'biometrie oculaire, iol master, biometrie optique, longueur axiale, calcul d implant, biometrie',
  'focus:breast': 'sein, mammaire, mamelon, mammaires, echo mammaire',
  'focus:breast*': 'seins*, 2 seins*, glandes mammaires*',
  'focus:axilla': 'aisselle, axillaire, creux axillaire, aisselles*, creux axillaires*, axillaires*',
  'focus:knee':
    'genou, genoux*, rotule, rotules*, menisque, patella, femoro patellaire, femoropatellaire, defiles rotuliens, femoro patellaires*, defile femoro patellaire, defile rotulien, genous*',
  'focus:hip':
    'hanche, hanches*, coxo femorale, coxofemorale, bassin et hanche, coxo femorales*, coxofemorales*, faux profil de lequesne, col femoral, tete femorale, pth, hanche bassin, bassin hanche, faux profil hanche',
  'focus:hip* attr:newborn-hips usual:US':
    'echographie de hanches*, echo hanches*, echographie hanches*, hanches nouveau ne*, hanche nourrisson*, hanches nourrisson*, dysplasie de hanche*, luxation congenitale hanche*, hanche nouveau ne*, hanches du nourrisson*, hanches du nouveau ne*, echographie des hanches*, dysplasie hanche*, hanches neonatales*, echo de hanches*, luxation congenitale de hanche*, depistage lch*, luxation congenitale de la hanche*, echo des hanches*, hanche du nouveau ne*, hanche du nourrisson*, dysplasie de hanches*, dysplasie des hanches*, echographie hanche nouveau ne*, depistage luxation hanche*',
  'focus:shoulder':
    'epaule, epaules*, coiffe, coiffe des rotateurs, acromio claviculaire, acromioclaviculaire, acromio claviculaires*, acromioclaviculaires*, gleno humerale, glenohumerale',
  'focus:elbow': 'coude, coudes*, tete radiale',
  'focus:wrist': 'poignet, poignets*, scaphoide, carpe',
  'focus:hand': 'main, mains*, metacarpe, metacarpien',
  'focus:hand is:bone-age usual:XR': 'age osseux, maturation osseuse, age osseux main et poignet, age osseux poignet',
  'focus:finger': 'doigt, pouce, index, auriculaire, doigts*, pouces*, phalange, majeur, annulaire',
  'focus:foot': 'pied, pieds*, avant pied, metatarse, avant pieds*, medio pied, tarse, arriere pied',
  'focus:toe': 'orteil, orteils, gros orteil, hallux, gros orteils*',
  'focus:ankle':
    'cheville, chevilles*, tibio tarsienne, tibiotarsienne, cou de pied, malleole, arriere pied et cheville, meary',
  'focus:calcaneus': 'talon, calcaneum, calcaneus, talons*, calcaneums*, calcanes, calcaneen',
  'focus:femur': 'cuisse, femur, femurs*, cuisses*, femoral, diaphyse femorale',
  'focus:tibia-fibula': 'jambe, tibia, perone, tibia perone, fibula, tibias*, mollet, 2 os jambe',
  'focus:humerus': 'bras, humerus',
  'focus:forearm':
    'avant bras, radius, ulna, radius cubitus, cubitus, avantbras, 2 os avant bras, radius et cubitus, radius ulna',
  'focus:clavicle': 'clavicule, clavicules*',
  'focus:scapula': 'omoplate, scapula, omoplates*',
  'region:chest focus:clavicle':
    'sterno claviculaire, sternoclaviculaire, sterno costo claviculaire, sternocostoclaviculaire',
  'region:chest focus:clavicle*': 'sterno claviculaires*, sternoclaviculaires*',
  'focus:ribs':
    'cotes, gril costal, gril thoracique, grill costal, costal, hemigril costal, cote droite gril, grils costaux, hemi gril costal, hemi gril, hemigril, grill, gril, grils costaux*, arcs costaux',
  'focus:sternum': 'sternum, sternal',
  'focus:brain':
    'cerebral, cerebrale, cerveau, encephale, encephalique, tete, encephal, hippocampe, cerebraux, cranio encephalique, cranioencephalique, perfusion cerebrale, epilepsie, hippocampes, fosse posterieure, cerebelleux, tronc cerebral, cerebro, datscan, crane cerebral, cerebraal, ictus, avc',
  'focus:brain usual:US is:neonatal':
    'echographie transfontanellaire, etf, transfontanellaire, trans fontanellaire, echo cerebrale, echographie cerebrale, echo transfontanellaire, echo trans fontanellaire, echographie trans fontanellaire, transfontanelle, echographie cerebrale transfontanellaire, echo etf, echographie transfontanelle',
  'region:head': 'crane, cranien, cranienne, boite cranienne',
  'focus:sella': 'hypophyse, selle turcique, hypophysaire, region sellaire, sellaire, hypothalamo hypophysaire',
  'focus:iac':
    'conduit auditif interne, angle ponto cerebelleux, meat acoustique interne, angle pontocerebelleux, cai, neurinome acoustique, schwannome vestibulaire, apc',
  'focus:iac*':
    'conduits auditifs internes*, angles ponto cerebelleux*, meats acoustiques internes*, angles pontocerebelleux*, conduits auditifs*',
  'focus:temporal-bone': 'rocher, mastoide, oreille, os temporal, oreille interne, oreille moyenne',
  'focus:temporal-bone*': 'rochers*, mastoides*, oreilles*, os temporaux*, oreilles internes*',
  'aim:intracranial-vessels':
    'polygone de willis, vaisseaux intracraniens, doppler transcranien, arteres cerebrales, veineuse cerebrale, intracranien, intracraniens, transcranien, sinus veineux, arm cerebrale, willis, cercle de willis, angio irm cerebrale, vaisseaux cerebraux, angio irm veineuse cerebrale, intracranienne, arteres intracraniennes, thrombophlebite cerebrale, echo doppler transcranien, angioscanner cerebral, sinus veineux cerebraux, angio irm encephalique, angioscanner du polygone de willis, angio irm du polygone de willis, angioscanner veineux cerebral, angio scanner cerebral, arm encephalique, angio tdm cerebrale',
  'aim:head-neck-vessels':
    'tsa et cerebral, tsa et polygone de willis, tsa et intracranien, arteriographie cerebrale, troncs supra aortiques et polygone de willis, cerebral et tsa, cerebrale et tsa, arteres cervico encephaliques, cervico encephalique, vaisseaux du cou et intracraniens, tsa et willis, angiographie cerebrale, tsa et vaisseaux cerebraux, tsa et cerebrale, troncs supra aortiques et cerebral, cervico encephaliques, cervico cerebral, tsa et encephale, cervicoencephalique, cervico cerebrale, cervicoencephaliques, carotides et polygone de willis, tsa et vaisseaux intracraniens, polygone de willis et tsa, tsa polygone de willis, tsa cerebral, intra et extra craniens, cerebral et cervical vaisseaux, vaisseaux intra et extracraniens, cou et polygone de willis, cou et cerveau vaisseaux',
  'aim:carotid': 'carotidien, carotide, carotidienne, carotido vertebral',
  'aim:carotid*':
    'tsa*, carotides*, troncs supra aortiques*, troncs supraaortiques*, vaisseaux du cou*, arteres carotides*, carotidiens*, vaisseaux cervicaux*, axes carotidiens*, t s a*, vaisseaux cou*, tronc supra aortique*, carotides et vertebrales*',
  'focus:eye':
    'oeil, oculaire, retine, macula, globe oculaire, yeux*, maculaire, papille, cornee, globes oculaires*, retinien',
  'focus:orbit': 'orbite, orbites*, orbitaire, orbitaires*',
  'focus:sinuses':
    'sinus, sinus de la face, sinus maxillaires, sinus maxillaire, blondeau, sinusien, sinusien face, sinus frontaux, face sinus',
  'focus:facial-bones':
    'massif facial, maxillo facial, os de la face, malaire, facial, maxillofacial, arcade zygomatique, massif maxillo facial, os malaire, os propres de la face, arcades zygomatiques, zygoma, massif maxillofacial, faciale, maxillo faciale, visage',
  'focus:nasal-bones': 'os propres du nez, opn, nez, os propres, os nasaux, pyramide nasale, os du nez',
  'focus:mandible': 'mandibule, maxillaire inferieur, mandibulaire, maxillaire defile, mandibules',
  'focus:teeth':
    'dentaire, dents, dentascan, maxillaire, dent, denta scanner, dentascanner, maxillaire superieur, dentaires, implant dentaire, arcade dentaire, maxillaires, implantaire, dentition',
  'aim:tmj':
    'atm, articulation temporo mandibulaire, temporo mandibulaire, articule dentaire atm, temporomandibulaire, articulation temporomandibulaire',
  'aim:tmj*':
    'articulations temporo mandibulaires*, atms*, articulations temporomandibulaires*, temporo mandibulaires*, temporomandibulaires*',
  'focus:neck-soft-tissue':
    'cou, glandes salivaires, parotide, parotides, cervicale parties molles, orl, parties molles cervicales, echographie cervicale, aires ganglionnaires cervicales, glande salivaire, parties molles du cou, parotidien, parotidienne, echo cervicale, sous maxillaire, ganglions cervicaux, parties molles cou, cervico facial, cervico faciale, face et cou, cervicofacial',
  'aim:thyroid': 'thyroide, thyroidienne, thyroidien, cervicale thyroidienne',
  'aim:parathyroid': 'parathyroide, parathyroides, parathyroidienne, parathyroidien',
  'implies:NM aim:parathyroid':
    'scintigraphie parathyroidienne, scintigraphie des parathyroides, scintigraphie parathyroides, scintigraphie parathyroide, scintigraphie mibi parathyroides',
  'implies:NM aim:thyroid region:whole-body':
    'scintigraphie corps entier iode, balayage iode 131, scintigraphie corps entier iode 131, corps entier iode 131, balayage corps entier i131, balayage corps entier iode 131, scintigraphie corps entier i131, corps entier i131, scintigraphie corps entier a l iode 131, scintigraphie a l iode 131 corps entier, balayage corps entier iode, scintigraphie iode 131 corps entier, scintigraphie iode corps entier, balayage iode, scintigraphie a l iode 131',
  'focus:airway':
    'cavum, vegetations, larynx, trachee, voies aeriennes, rhinopharynx, adenoides, nasopharynx, filieres laryngees, filiere',
  'usual:RF contrast:with aim:pharynx':
    'videofluoroscopie, deglutition, etude de la deglutition, radiocinema, radiocinema de la deglutition, video fluoroscopie, videoradioscopie, tpo, videofluoroscopie de la deglutition, pharyngographie, transit pharyngo oesophagien, radio cinema, pharyngo oesophagien, cine deglutition, transit pharyngo',
  'focus:cervical-spine':
    'rachis cervical, colonne cervicale, cervical, charniere cervico occipitale, rachis cerv, moelle cervicale, odontoide, colonne cerv, charniere occipito cervicale, rachis c, col cervicale, medullaire cervicale',
  'focus:thoracic-spine':
    'rachis dorsal, rachis thoracique, colonne dorsale, colonne thoracique, dorsal, moelle dorsale, rachis dors, dorsale, rachis thor, moelle thoracique',
  'focus:lumbar-spine':
    'rachis lombaire, lombaire, lombo sacre, rachis lombo sacre, colonne lombaire, rachis lombosacre, lombosacre, rachis lomb, colonne lombo sacree, colonne lombosacree, lombaires, charniere lombo sacree, lombosacree, lombo sacree, col lombaire',
  'aim:thoracolumbar-spine':
    'rachis dorso lombaire, rachis dorsolombaire, dorsolombaire, dorso lombaire, rachis thoraco lombaire, thoraco lombaire, thoracolombaire, colonne dorso lombaire, charniere dorso lombaire, rachis thoracolombaire, rachis dorsal et lombaire, dorso lombo sacre, rachis dorso lombo sacre, colonne dorsolombaire, rachis thoracique et lombaire, colonne dorsale et lombaire',
  'aim:whole-spine':
    'rachis entier, rachis complet, scoliose, rachis en entier, rachis total, grand rachis, colonne totale, rachis en totalite, teleradiographie du rachis, medullaire, moelle, colonne complete, colonne entiere, teleradiographie rachis, teleradiographie de rachis, rachis panoramique, grande cassette rachis, rachis grande cassette, rachis eos, moelle epiniere, eos rachis, panrachis, pan rachis, rachidienne totale, rachis cervico dorso lombaire, rachis global, medullaire totale, rachis cervico thoraco lombaire, rachis debout entier, teleradio rachis, full spine, eos rachis entier, pan rachidienne',
  'region:spine is:spinal-cord': 'moelle, moelle epiniere, medullaire, rachis et moelle',
  'region:spine': 'rachis, colonne, colonne vertebrale, rachidien, rachidienne, vertebral',
  'focus:sacrum':
    'sacrum, coccyx, sacro coccyx, sacro iliaques, sacro iliaque, articulations sacro iliaques, sacroiliaque, sacroiliaques, sacrum et coccyx, sacrum coccyx, sacro coccygien, sacrococcygien, articulation sacro iliaque, articulations sacroiliaques, sacro iliac',
  'focus:pelvis-bones':
    'bassin de face, symphyse pubienne, acetabulum, bassin osseux, cotyle, bassin, pubis, symphyse, radio bassin, bassin face, bassin debout, anneau pelvien, os du bassin, rx bassin',
  'focus:lungs':
    'poumon, poumons, pulmonaire, parenchyme pulmonaire, nodule pulmonaire, pulmonaires, parenchyme, parenchymateux',
  'focus:lungs contrast:without usual:CT is:high-resolution':
    'haute resolution, thorax haute resolution, coupes fines thorax, thoracique haute resolution, thorax coupes fines, thoracique coupes fines, thorax en haute resolution, hrct, tdm hr thorax, parenchyme haute resolution',
  'focus:lungs contrast:without usual:CT is:screening is:low-dose':
    'thorax basse dose, thoracique basse dose, thorax faible dose, depistage cancer du poumon, depistage cancer bronchique, depistage cancer pulmonaire, thoracique faible dose, thorax low dose, depistage pulmonaire, thoracique low dose, depistage du cancer du poumon, thorax ultra basse dose, basse dose thorax, depistage poumon, scanner low dose thorax',
  'implies:NM focus:lungs':
    'scintigraphie pulmonaire, ventilation perfusion, scinti pulmonaire, scintigraphie pulmonaire de ventilation, scintigraphie de ventilation perfusion, scintigraphie pulmonaire ventilation perfusion, scintigraphie pulmonaire de perfusion, scintigraphie v p, scintigraphie pulmonaire ventilation et perfusion, scintigraphie pulmonaire de ventilation et de perfusion, scintigraphie v q, scintigraphie ventilation et perfusion',
  'focus:pleura':
    'plevre, pleural, ponction pleurale, epanchement pleural, pleurale, drain pleural, drainage pleural, pleuro',
  'aim:diaphragm':
    'diaphragme, diaphragmatique, coupole diaphragmatique, coupoles diaphragmatiques, cinetique diaphragmatique',
  'focus:heart':
    'coeur, cardiaque, myocarde, pericarde, myocardique, veines pulmonaires, cardiopathie congenitale, oreillette gauche, cardio, auricule, tavi',
  'usual:MR focus:heart contrast:with':
    'viabilite, rehaussement tardif, irm cardiaque de stress, irm de stress, viabilite myocardique, irm de viabilite, stress irm cardiaque, irm stress, irm cardiaque stress, cardiaque de stress, cardiaque viabilite, cardiaque de viabilite',
  'focus:coronary-arteries':
    'coronaires, coronarien, coronaire, coronarienne, arteres coronaires, coronariens, pontages coronariens, pontages',
  'focus:coronary-arteries contrast:with usual:CT':
    'coroscanner, coro scanner, scanner coronaire, angioscanner coronaire, angioscanner coronarien, coroscan, scanner des coronaires, tdm coronaire, tdm coronaires, scanner coronarien, coro tdm, tdm coronarienne, coroct, angioscanner des coronaires, angio coroscanner, coro ct, scanner coronaires, corotdm, angio scanner coronaire, angioscanner des arteres coronaires, angioscanner coronaires, tdm coronarien, angio tdm coronaire, angio tdm coronaires, coroscanner cardiaque, coronaroscanner, scanner cardiaque coronaires',
  'focus:coronary-arteries usual:XA contrast:with':
    'coronarographie, catheterisme gauche, coro, angioplastie coronaire, catheterisme cardiaque, catheterisme, coronarographie gauche, catheterisme cardiaque gauche, atc, coronarographie angioplastie, angioplastie coronarienne, angiocoronarographie, coronarographie et ventriculographie, atl coronaire',
  'focus:heart usual:XA contrast:with':
    'catheterisme droit, catheterisme cardiaque droit, catheterisme congenital, catheterisme cardiaque pediatrique, catheterisme pediatrique, catheterisme cardiaque congenital, catheterisme enfant',
  'focus:coronary-arteries contrast:without usual:CT':
    'score calcique, score calcique coronaire, score calcique coronarien, calcium score, score calcique coronaires',
  'aim:thoracic-aorta':
    'aorte thoracique, crosse aortique, aorte ascendante, coarctation, crosse de l aorte, coarctation aortique, arc aortique, racine aortique, aorte thoracique ascendante, coarctation de l aorte, racine de l aorte, aorte descendante',
  'attr:aorta': 'aorte, aortique, dissection aortique, dissection, aorte entiere, aorte totale, aorte complete',
  'focus:abdominal-aorta':
    'aorte abdominale, anevrysme de l aorte abdominale, aorto iliaque, aorto iliaques, aortoiliaque, aorte abdominale et iliaques, aorte et iliaques, aorte iliaques, anevrisme de l aorte abdominale, aaa, aortoiliaques, axes iliaques, aorte sous renale',
  'aim:pulmonary-arteries contrast:with usual:CT':
    'embolie pulmonaire, arteres pulmonaires, angioscanner pulmonaire, ep, recherche embolie pulmonaire, angio tdm pulmonaire, angioscanner thoracique ep, recherche ep, angioscanner thoracique embolie pulmonaire, angioscanner thoracique recherche d embolie pulmonaire, angioscanner arteres pulmonaires, angioscanner des arteres pulmonaires, artere pulmonaire, suspicion ep, embolies pulmonaires, angio scanner pulmonaire, angioscanner pulmonaire ep, suspicion embolie pulmonaire',
  'focus:esophagus': 'oesophage, oesophagien, oesophagienne',
  'usual:RF contrast:with focus:esophagus':
    'transit oesophagien, oesophagographie, opacification oesophagienne, transit de l oesophage, oesogramme, transit baryte oesophagien, oesophagogramme, transit oesophage, transit oesophagien aux hydrosolubles',
  'usual:RF contrast:with focus:stomach':
    'togd, tog, transit oesogastroduodenal, transit oeso gastro duodenal, repas baryte, tgd, oesogastroduodenal, transit gastroduodenal, transit oeso gastroduodenal, transit gastro duodenal, oeso gastro duodenal, transit gastrique, gorgee baryte, transit oesogastrique',
  'usual:RF contrast:with focus:small-bowel':
    'transit du grele, transit grele, transit intestinal, enteroclyse, transit baryte du grele, transit de l intestin grele, transit du grele baryte, tgrele',
  'focus:colon contrast:with region:abdomen region:pelvis usual:RF':
    'lavement baryte, lavement opaque, lavement, lavement aux hydrosolubles, lavement baryte double contraste, lavement opaque double contraste, lavement colique, lavement gastrografine, lavement hydrosoluble, opacification colique, lavement baryte en double contraste',
  'focus:colon region:abdomen region:pelvis':
    'coloscanner, coloscopie virtuelle, colo scanner, coloscanner a l eau, colonoscopie virtuelle, colo tdm, colotdm, coloscan, coloct, colonographie, colo ct, coloscan',
  'focus:small-bowel region:abdomen region:pelvis contrast:with':
    'entero irm, enteroirm, enteroscanner, entero scanner, entero tdm, enterographie, enterotdm, entero rm, entero ct, enterographie irm, enteroct, entero scan',
  'focus:small-bowel':
    'grele, intestin grele, intestin, tube digestif, anses greles, digestif, digestive, intestinal, anses',
  'focus:colon': 'colon, colique, sigmoide, cadre colique',
  'focus:stomach':
    'estomac, gastrique, pylore, stenose du pylore, gastrostomie, duodenum, stenose hypertrophique du pylore, pylorique, gastroduodenal',
  'implies:NM focus:stomach':
    'vidange gastrique, scintigraphie de vidange gastrique, scintigraphie gastrique, scintigraphie vidange gastrique',
  'focus:appendix': 'appendice, appendicite, fosse iliaque droite, appendiculaire, fid',
  'focus:liver': 'foie, hepatique, chc, hepatocarcinome, hepato, hepatiques, ponction biopsie hepatique, pbh',
  'focus:liver contrast:with':
    'foie triphasique, hepatique triphasique, triphasique du foie, hepatique multiphasique, hepatique multiphasee, hepatique dynamique, foie multiphasique, foie multiphase, trois phases hepatique, scanner hepatique triphasique, hepatique triphase, triphasique hepatique, foie trois phases, foie 3 phases, hepatique 3 temps, foie 3 temps, hepatique 3 phases, foie dynamique, foie trois temps, hepatique trois temps, foie triphase, hepatique quadriphasique',
  'focus:biliary':
    'vesicule, voies biliaires, biliaire, vesicule biliaire, hepato biliaire, hepatobiliaire, drainage biliaire, cholecystostomie, voie biliaire, biliaires, hepato vesiculaire, foie et voies biliaires, foie et vesicule, vesiculaire, cholangite',
  'focus:biliary contrast:with':
    'cholangiographie, cholangiographie per operatoire, drain biliaire opacification, drain de kehr, cholangiographie peroperatoire, opacification des voies biliaires, cholangiographie par kehr, opacification voies biliaires, cholangiographie transhepatique, cholangiographie trans hepatique, opacification biliaire',
  'aim:biliary usual:RF contrast:with':
    'cpre, cholangiopancreatographie retrograde, cholangiographie retrograde, catheterisme retrograde, cholangio retrograde',
  'aim:biliary usual:MR':
    'bili irm, biliirm, cholangio irm, cholangioirm, cpirm, cholangiopancreatographie, cholangio pancreato irm, bili rm, cholangio rm, mrcp, irm des voies biliaires, cholangio pancreatographie, bili pancreato irm, bilirm, cp irm, wirsungo irm',
  'implies:NM aim:biliary':
    'scintigraphie hepatobiliaire, scintigraphie biliaire, scintigraphie hepato biliaire, cholescintigraphie, scintigraphie des voies biliaires, hida',
  'focus:pancreas': 'pancreas, pancreatique',
  'focus:spleen': 'rate, splenique',
  'focus:adrenal': 'surrenale, surrenalienne, surrenalien',
  'focus:adrenal*': 'surrenales*, glandes surrenales*',
  'focus:kidney': 'rein, renal, renale, nephrostomie, biopsie renale, pbr, nephrostomies',
  'focus:kidney*': 'reins*, renales*, renaux*, 2 reins*',
  'focus:kidney usual:NM side:both':
    'scintigraphie renale, dmsa, mag3, nephrogramme isotopique, renogramme, scintigraphie renale dmsa, scintigraphie renale au dmsa, scintigraphie renale mag3, scinti renale, scintigraphie renale dynamique, scintigraphie renale statique, scintigraphie renale au mag3, mag 3, nephrogramme, scintigraphie dmsa, scintigraphie mag3',
  'focus:kidney region:pelvis attr:transplant':
    'greffon renal, transplant renal, greffe renale, rein transplante, rein greffe, transplantation renale, doppler greffon renal, greffon, transplant',
  'focus:renal-arteries': 'artere renale, arteres renales unilaterales',
  'focus:renal-arteries*': 'arteres renales*, vaisseaux renaux*, arteres des reins*',
  'focus:urinary-tract':
    'voies urinaires, arbre urinaire, appareil urinaire, reno vesicale, reins et vessie, urinaire, renovesicale, vesico renale, reno vesico prostatique, urinaires, vesicorenale, reno vesical, reins vessie, ureteres, reins et voies urinaires, renale et vesicale, rein et vessie, uretere, reins ureteres vessie, upr, uretero pyelographie, ureteropyelographie retrograde, haut appareil urinaire, uretero pyelographie retrograde, reno vesico, ureteropyelographie, vesico prostatique et renale, vesico renal',
  'aim:urinary-tract contrast:both usual:CT':
    'uroscanner, uro scanner, uro tdm, urotdm, uroscan, uro ct, uroct, uro scan, urographie tdm',
  'aim:urinary-tract contrast:without usual:CT':
    'colique nephretique, lithiase urinaire, lithiase, calcul urinaire, calculs renaux, coliques nephretiques, urolithiase, lithiase renale, protocole lithiase, recherche de lithiase, calculs, calcul renal, recherche de calcul, recherche lithiase, calculs urinaires, lithiases, recherche de calculs, cna, uroscanner sans injection, calcul ureteral, low dose lithiase',
  'aim:urinary-tract contrast:with usual:MR': 'uro irm, uroirm, urorm, uro rm',
  'aim:urinary-tract contrast:with usual:XR':
    'uiv, urographie intraveineuse, urographie, urographie iv, pyelographie intraveineuse, pyelographie, piv',
  'focus:bladder': 'vessie, vesicale, vesical, residu post mictionnel, rpm, residu',
  'focus:bladder contrast:with usual:RF':
    'cystographie, uretrocystographie, ucr, cystographie retrograde, cystographie mictionnelle, urethrocystographie, cystouretrographie, cystographie retrograde et mictionnelle, ucrm, uretro cystographie, cystourethrographie, uretrocystographie mictionnelle, urethrocystographie mictionnelle, uretrocystographie retrograde et mictionnelle, urethrocystographie retrograde et mictionnelle, uretrocystographie retrograde, cystographie sus pubienne, cug, cystouretrographie mictionnelle, uretro cystographie retrograde',
  'focus:urethra contrast:with usual:RF':
    'uretrographie, urethrographie, uretrographie retrograde, urethrographie retrograde',
  'focus:urethra': 'uretre, uretral, urethre',
  'focus:prostate':
    'prostate, prostatique, endorectale prostate, prostatique endorectale, echographie endorectale prostate, vesico prostatique, multiparametrique de la prostate, prostate endorectale, biopsies prostatiques, echographie prostatique endorectale, endorectale de prostate',
  'focus:rectum':
    'rectum, rectale, anale, fistule anale, perineale fistule, endoanale, endorectale, perianal, anal, rectal, ano rectale, anorectal, marge anale, fistules anales, ano perineale, canal anal, perianale, fistule ano perineale, fistules ano perineales, anoperineale, mesorectum, anorectale, endo anale, cancer du rectum, sphincter anal',
  'aim:pelvic-floor':
    'plancher pelvien, prolapsus, statique pelvienne, perineale, pelvi perineale, perinee, pelviperineologie, pelvienne dynamique, pelvi perineologie, troubles de la statique pelvienne, pelviperineale, prolapsus pelvien',
  'aim:pelvic-floor usual:RF':
    'defecographie, colpocystodefecographie, defeco irm, dechographie, irm defecographie, colpo cysto defecographie, defecoirm, irm dynamique pelvienne, defeco, colpocystogramme, dynamique pelvienne, deferecographie, defecographie irm, rectographie dynamique',
  'focus:uterus-ovaries':
    'uterus, ovaires, endovaginale, gynecologique, pelvienne endovaginale, ovaire, endometriose, endometre, annexes, uterine, fibrome, fibromes, pelvienne par voie endovaginale, transvaginale, vaginale, folliculaire, endo vaginale, col uterin, gyneco, pelvienne gynecologique, monitorage ovulation, monitorage folliculaire, annexielle, compte folliculaire, col de l uterus, utero annexielle, cycle follicules, sterilet, diu, comptage folliculaire, embolisation uterine, ovarien, ovarienne, arteres uterines',
  'focus:uterus-ovaries contrast:with usual:RF':
    'hysterosalpingographie, hsg, hystero salpingographie, hysterographie, hysterosalpingo',
  'focus:uterus-ovaries contrast:with usual:US':
    'hysterosonographie, hystero sonographie, hysterosono, hyfosy, sonohysterographie, hycosy, echosonographie hystero, hysterosonosalpingographie',
  'usual:US aim:fetus':
    'obstetricale, grossesse, foetale, obstetrical, foetus, foetal, gemellaire, enceinte, jumeaux, obstetriques, obstetrique, femme enceinte, antenatale, antenatal, prenatale, fetal',
  'usual:US aim:fetus is:first-trimester':
    'premier trimestre, clarte nucale, t1 obstetricale, datation, 1er trimestre, t1 grossesse, 12 sa, datation grossesse, 1 trimestre, obstetricale t1, echographie t1, echo t1, premier trim, obst t1, obstetricale 1er trimestre, grossesse t1, datation de grossesse',
  'usual:US aim:fetus is:second-trimester':
    'deuxieme trimestre, morphologique, second trimestre, 2eme trimestre, t2 grossesse, 22 sa, obstetricale t2, morphologie foetale, 2e trimestre, echographie morphologique, morphologie, 2 trimestre, morpho, echographie t2, echo t2, echo morpho, obst t2, obstetricale 2eme trimestre, grossesse t2, morphologique foetale',
  'usual:US aim:fetus is:third-trimester':
    'troisieme trimestre, croissance foetale, 3eme trimestre, t3 grossesse, 32 sa, obstetricale t3, 3e trimestre, 3 trimestre, echographie t3, echo t3, obst t3, obstetricale 3eme trimestre, croissance, grossesse t3, biometrie foetale, biometries foetales, echographie de croissance',
  'usual:US aim:fetus is:fetal-heart':
    'echocardiographie foetale, echo cardiaque foetale, coeur foetal, echographie cardiaque foetale, echocardio foetale, cardiaque foetale, cardiaque foetal, echographie du coeur foetal',
  'usual:US aim:fetus is:biophysical':
    'doppler foetal, doppler ombilical, score de manning, profil biophysique, doppler obstetrical, doppler foeto maternel, doppler foetaux, doppler uterins grossesse, doppler uterin et ombilical, doppler foeto placentaire',
  'usual:US aim:fetus is:cervical-length':
    'col uterin grossesse, longueur cervicale, mesure du col, echographie du col, longueur du col, col grossesse, echo du col, echo col, echographie col',
  'implies:MR aim:fetus':
    'irm foetale, irm du foetus, irm foetus, irm obstetricale, irm cerebrale foetale, irm foetale cerebrale, irm antenatale',
  'aim:placenta':
    'placenta, placentaire, placenta accreta, localisation placentaire, placenta praevia, insertion placentaire',
  'focus:scrotum':
    'testiculaire, scrotale, testicules, bourses, scrotal, scrotum, testicule, testiculaires, doppler scrotal, varicocele, scrotales, contenu scrotal',
  'focus:groin':
    'aine, inguinale, hernie inguinale, region inguinale, inguinal, inguinales*, pli de l aine, aines*, inguino scrotale, creux inguinal, hernie crurale, pli inguinal, canal inguinal, orifices herniaires*',
  'focus:peritoneum':
    'ascite, ponction d ascite, paracentese, peritoneal, peritoine, ponction ascite, peritoneale, evacuation ascite, carcinose',
  'focus:lymph-nodes usual:NM':
    'ganglion sentinelle, lymphoscintigraphie, ganglions sentinelles, recherche ganglion sentinelle, recherche du ganglion sentinelle, reperage ganglion sentinelle',
  'implies:NM focus:skeleton region:whole-body':
    'scintigraphie osseuse, scinti osseuse, scintigraphie osseuse corps entier, scintigraphie osseuse trois temps, scintigraphie osseuse 3 temps, scintigraphie du squelette, scintigraphie squelette, scintigraphie osseuse 3 phases, scintigraphie osseuse trois phases, scintigraphie osseuse du corps entier, scintigraphie osseuse aux bisphosphonates',
  'usual:XR focus:skeleton':
    'squelette complet, squelette, squelette corps entier, bilan squelettique, radiographies du squelette, babygramme, squelette entier, squelette complet nourrisson, radiographies squelette complet, survey osseux, bilan osseux',
  'usual:CT focus:skeleton contrast:without':
    'scanner corps entier low dose, corps entier basse dose, scanner corps entier basse dose, tdm corps entier faible dose, myelome corps entier, scanner myelome, tdm myelome, corps entier low dose, scanner osseux corps entier, tdm corps entier basse dose, corps entier faible dose, tdm osseuse corps entier, squelette faible dose, squelette basse dose, basse dose corps entier, low dose corps entier, scanner basse dose corps entier',
  'focus:leg-length':
    'pangonogramme, pangonometrie, gonometrie, goniometrie, membres inferieurs en charge, telemetrie, mesure des membres inferieurs, inegalite de longueur, eos membres inferieurs, pangono, grands axes, longueur des membres, telemetrie des membres inferieurs, axes des membres inferieurs, teleradiographie des membres inferieurs, mesure de longueur, scanometrie, membres inferieurs debout, pangonographie, inegalite de longueur des membres inferieurs, axes membres inferieurs, goniometrie des membres inferieurs, gonometrie des membres inferieurs, longueur membres inferieurs, mesure membres inferieurs, inegalite membres inferieurs, scannometrie, teleradiographie membres inferieurs, longueur des membres inferieurs, radiomensuration, membres inferieurs grande cassette, mensuration membres inferieurs, mensuration des membres inferieurs, telemetrie membres inferieurs, inegalite de longueur membres inferieurs, goniometrie membres inferieurs',
  'region:lower-extremity': 'membre inferieur, mi, membre inf, extremite inferieure',
  'region:lower-extremity attr:limbs*':
    'membres inferieurs*, mbs inf*, mis*, membres inf*, jambes*, mb inf*, m inf*, extremites inferieures*, mbres inferieurs*, mbres inf*',
  'region:upper-extremity': 'membre superieur, ms, membre sup, extremite superieure',
  'region:upper-extremity attr:limbs*':
    'membres superieurs*, membres sup*, mbs sup*, mss*, extremites superieures*, mbres superieurs*, mbres sup*',
  'attr:venous':
    'veineux, veineuse, veines, veine, phlebite, tvp, thrombose, phlebographie, phlebo, thrombose veineuse, varices, thrombose veineuse profonde, phleboscanner, phlebo tdm, phleboirm, phlebo irm, veineuses, saphene, saphenes, thrombophlebite, insuffisance veineuse',
  'attr:arterial':
    'arteriel, arterielle, arteres, artere, vasculaire, arteriels, arterielles, aomi, claudication, vaisseaux, vasculaires, arteriopathie',
  'attr:angio': 'angio, angiographique, arteriographique',
  'aim:lower-extremity-arteries side:both usual:US':
    'ips, index de pression systolique, indice de pression systolique, index cheville bras, ipscb, ips cheville, index de pression',
  'aim:lower-extremity-arteries side:both region:abdomen region:pelvis region:lower-extremity':
    'aorte et membres inferieurs, aorte abdominale et membres inferieurs, aorto iliaque et membres inferieurs, aorte et arteres des membres inferieurs, angioscanner membres inferieurs, angioscanner des membres inferieurs, arteriographie des membres inferieurs, angio tdm membres inferieurs, angio tdm des membres inferieurs, aorte membres inferieurs, aorte abdominale et arteres des membres inferieurs, arteriographie membres inferieurs, aorto iliaque membres inferieurs, angioscanner arteres des membres inferieurs, angioscanner des arteres des membres inferieurs, angio scanner des membres inferieurs, angio scanner membres inferieurs, aorte abdominale membres inferieurs, angio irm des membres inferieurs, angio irm membres inferieurs, aorte abdominale et des membres inferieurs, aorte et des membres inferieurs, aorte mi, aorte et mi, aorto iliaque et des membres inferieurs, angioscanner arteriel des membres inferieurs, angioscanner arteriel membres inferieurs, arteriographie aorto iliaque et des membres inferieurs',
  'focus:abdominal-veins':
    'veine cave inferieure, veine porte, portal, tronc porte, filtre cave, systeme porte, veine cave, doppler portal, porte hepatique, doppler hepatique portal, veines sus hepatiques, tipp, spleno portal, vci, veineux portal, filtre veine cave',
  'focus:mesenteric-arteries':
    'mesenterique, mesenteriques, tronc coeliaque, ischemie mesenterique, arteres digestives, arteres mesenteriques, arteres viscerales, vaisseaux mesenteriques, coeliaque, coelio mesenterique, coeliomesenterique, coelio mesenteriques, digestives arteres, troncs digestifs, ischemie digestive',
  'aim:dialysis-access':
    'fistule arterio veineuse, fav, fistule de dialyse, abord vasculaire, fistule arterioveineuse, fistule dialyse, fistule d hemodialyse, abord de dialyse, acces de dialyse, acces vasculaire, abord d hemodialyse, fistule artério veineuse',
  'aim:dialysis-access contrast:with usual:XA':
    'fistulographie, angioplastie de fistule, fistulographie de dialyse, fistulographie dialyse, angiographie de fistule, angiographie fav, fistulographie fav, angiographie de fav, angioplastie fav, dilatation de fistule',
  'aim:central-veins':
    'picc, picc line, piccline, voie veineuse centrale, chambre implantable, pac, vvc, catheter central, veine cave superieure, pose de picc, pose de pac, port a cath, kt central, catheter tunnelise, catheter de dialyse, chambre implantable percutanee, pose picc line, midline, site implantable, catheter veineux central, voie centrale, cathlon central, vcs, port, pose de port, cci',
  'aim:brachial-plexus': 'plexus brachial, plexus brachiaux*, plexus',
  'aim:shunt':
    'derivation ventriculo peritoneale, dvp, valve ventriculo peritoneale, valve de derivation, derivation ventriculoperitoneale, trajet de derivation, trajet de valve, valve de dvp, trajet dvp, controle de valve, trajet valve, derivation vp, controle valve, shunt vp, valve ventriculoperitoneale',
  'focus:foreign-body': 'corps etranger, corps etrangers, recherche de corps etranger, ce radio',
  'focus:soft-tissue':
    'parties molles, tissus mous, lipome, paroi thoracique, tissu mou, parties molles superficielles, tumefaction, paroi thoracique anterieure',
  'focus:skin': 'peau, cutanee, cutane, naevus, grain de beaute, lesion cutanee, naevi, sous cutanee, cutanees',
  'region:chest':
    'thorax, thorax face, thorax de face, thorax face profil, thorax face et profil, poumons face, thoracique, telethorax, mediastin, rp, tele thorax, poumons thorax, pulmonaire radio, rx pulmonaire, radio pulmonaire, radio des poumons, radiographie pulmonaire, radio de poumon, thoraciques, hemithorax, poumon radio, cliche pulmonaire, radio poumons, radio poumon, rx poumons, radiographie des poumons, rx poumon, thor',
  'region:abdomen':
    'abdominale, abdominal, abdomen, abdomen face, abdomen de face, abdomen sans preparation face, asp face, asp, abdomen sans preparation, retroperitoine, paroi abdominale, etage abdominal superieur, abdo, abd, abdomen superieur, retroperitoneal, etage sus mesocolique, hepato renale, abdomino, ausp, abdominaux, hypochondre',
  'region:pelvis':
    'pelvienne, pelvien, pelvis, petit bassin, pelviens, pelvi, bassin parties molles, pelviennes, bassin irm',
  'region:abdomen region:pelvis':
    'abdomino pelvienne, abdominopelvienne, abdomino pelvien, abdominopelvien, abdomen et pelvis, abdomen pelvis, abdomen pelvien, abdo pelvienne, abdo pelvien, abdominale et pelvienne, abdominal et pelvien, abdominal pelvien, abdo pelvis, abdominale pelvienne, ap tdm, abdomino pelvis, abdomen bassin, abdomen et bassin, tdm ap, scanner ap, abd pelvien, abd pelvis, abdo et pelvis',
  'region:chest region:abdomen region:pelvis':
    'thoraco abdomino pelvienne, thoraco abdomino pelvien, tap, thorax abdomen pelvis, thoracoabdominopelvien, thoracoabdominopelvienne, thoraco abdominopelvien, thoraco abdominopelvienne, thoraco abdo pelvien, thorax abdomen et pelvis, thorax abdomen bassin, thorax abdo pelvis, thoraco abdo pelvienne, thorax abdomino pelvien, thoracique abdominal et pelvien, t a p, thoraco abdo pelvis, thorax abdo pelvien',
  'usual:CT region:whole-body':
    'body scanner, polytraumatise, bodyscan, polytrauma, scanner corps entier, body tdm, bodyscanner, tdm corps entier, polytraumatisme, body scan, scanner polytrauma',
  'region:whole-body': 'corps entier, pan corporelle, corps complet, corporelle, corps total, pan corporel',
  'side:left': 'gauche, gauches, gche, gau, cote gauche, ga, gch',
  'side:left attr:eye-side': 'og, oeil gauche',
  'side:right': 'droite, droit, droits, dte, drt, dt, cote droit, drte, droites',
  'side:right attr:eye-side': 'od, oeil droit',
  'side-final:left': 'g',
  'side-final:right': 'd, dr',
  'side:both attr:eye-side': 'odg, deux yeux, ods, les deux yeux, 2 yeux',
  'side:both':
    'bilaterale, bilaterales, deux, bilateral, comparatif, comparatifs, bilateraux, des deux cotes, bilat, comparative, les deux, des deux, droite et gauche, gauche et droite, droit et gauche, gauche et droit, d et g, g et d, d g, dg, d+g, 2 cotes, comparatives, bilater',
  'ignore:position':
    'decubitus lateral gauche, decubitus lateral droit, decubitus droit, decubitus gauche, oblique droit, oblique gauche, fosse iliaque gauche, hypochondre droit, hypochondre gauche, profil droit, profil gauche, fig, profil g, profil d, decubitus dorsal, decubitus lateral, oreillette droite, coeur gauche, coeur droit, flanc gauche, flanc droit, foie droit, foie gauche, decubitus ventral, decubitus',
  'word:with': 'avec',
  'word:without': 'sans',
  'contrast:with': `avec injection, injecte, injectee, avec inj, avec contraste, avec pdc, avec produit de contraste, avec gadolinium, injection, avec gado, apres injection, avec iv, contraste, ivc, pdc, triphasique, multiphasique, av inj, avec injection de produit de contraste, avec produit, iv pdc, avec injection iv, inj, gadolinium, gado, avec iode, apres contraste, avec gd, temps portal, triphase, multiphase, avec injection de contraste, injectes, av injection, avec injection de gadolinium, biphasique, avec ivc, av contraste, avec pc, avec c, c+, avec injection d iode`,
  'contrast:without':
    'sans injection, sans inj, sans contraste, non injecte, sans pdc, sans produit de contraste, si, sans gadolinium, non injectee, s injection, s inj, sans iv, sans gado, non inj, ss injection, sans ivc, sans preparation iv, ss inj, sans produit, blanc, sans injection de produit de contraste, spc, s contraste, ss contraste, sans iode, a blanc, sans gd, sans pc, sans injection de contraste, sans injection iv, sans c, sans injection de gadolinium',
  'contrast:both':
    'sans et avec injection, sans puis avec injection, avec et sans injection, sans et avec contraste, avec et sans contraste, sans et avec gadolinium, sans avec injection, sans puis avec contraste, sans et avec inj, avec et sans inj, sans avec contraste, sans et avec iv, sans et avec produit de contraste, avec sans injection, sans avec inj, avant et apres injection, sans et apres injection, sans et avec gado, avec ou sans injection, sans ou avec injection, sans puis avec inj, sans et avec, avec et sans, sans et avec pdc, avant et apres contraste, avec et sans gadolinium, avant et apres gadolinium, ss et av injection, sans puis avec gadolinium, sans av inj, s et a injection, sans puis apres injection, sans avec gado, avant et apres inj, sans puis avec, avec puis sans injection, ss avec injection, avec et sans pdc, sans puis avec pdc',
  'is:arthrogram contrast:with':
    'arthroscanner, arthro scanner, arthro irm, arthroirm, arthrographie, arthro tdm, arthrotdm, arthro, arthrogramme, arthro ct, arthroscan, arthroct, arthro rm, arthro scan',
  'region:spine contrast:with':
    'myelographie, myeloscanner, myelo scanner, saccoradiculographie, sacco radiculographie, myelo tdm, myelotdm, sacco, saccoscanner, sacco scanner, myelo ct',
  'is:view':
    'face, profil, de face, de profil, face et profil, f p, incidences, 2 incidences, incidence, axial, obliques, 3 4, face profil, fp, dynamiques, f et p, trois quarts, oblique, 3 incidences, deux incidences, f, p, clichés dynamiques, f p 3 4, inspi, expi, inspiration, expiration, face debout, bouche ouverte, axiale, 4 incidences, standard, faces, f+p, schuss, incidence schuss, une incidence, f/p, 1 incidence',
  'is:portable': 'au lit, lit, mobile, au chevet, portable, en chambre, au lit du malade, lit du patient',
  'is:screening': 'depistage',
  'is:weight-bearing': 'en charge, charge, debout, en station debout, en appui, appui, station debout',
  'is:positional': 'decubitus dorsal, couche, assis, procubitus, assise',
  'is:biopsy':
    'biopsie, ponction, microbiopsie, cytoponction, macrobiopsie, biopsies, ponction biopsie, microbiopsies, macrobiopsies, mammotome, cyto ponction',
  'is:drainage': 'drainage, abces, drain',
  'is:injection':
    'infiltration, infiltrations, injection epidurale, injection peridurale, injection foraminale, injection facettaire, injection intra articulaire, injection intraarticulaire, injection articulaire, injection therapeutique, injection corticoide, injection de corticoides, injection corticoides, injection de cortisone, injection d acide hyaluronique, injection prp, injection de prp, injection de toxine, injections, injection sous scanner, injection sous echo, injection sous scopie',
  'is:ablation': 'ablation, radiofrequence, thermoablation, cryoablation, micro ondes, cryotherapie',
  'is:embolization': 'embolisation, chimioembolisation, chimio embolisation, radioembolisation',
  'is:guided':
    'guidee, guide, sous scanner, sous echo, echoguidee, sous controle scanner, echo guidee, echoguide, scannoguidee, sous guidage, sous controle echographique, sous scanographie, echo guide, sous tdm, scanno guidee, sous echographie, sous guidage scanner, sous guidage echographique, stereotaxie, sous stereotaxie, sous controle tdm, scanoguidee, sous controle scopique, sous irm, stereotaxique',
  'is:post-op': 'post operatoire, postoperatoire, post op, prothese, postop, ptg',
  'is:follow-up': 'controle, surveillance, suivi',
  'is:pre-op': 'pre operatoire, preoperatoire, pre op',
  'is:paediatric': 'pediatrique, enfant, enfants, ped, pediatriques',
  'is:neonatal': 'neonatal, neonatale, nouveau ne, nourrisson, nne, prematures, premature, bebe',
  'is:trauma': 'trauma, traumatisme, fracture, traumatique',
  'is:limited': 'limitee, cible, ciblee',
  'is:complete': 'complet, complete, entier, totale, entiere',
  'is:tumor':
    'tumeur, cancer, bilan d extension, metastases, lymphome, stadification, carcinome, oncologique, bilan extension, neoplasie, tumorale, metastase',
  'ignore:noise': `de, du, des, la, le, les, l, et, au, aux, a, en, par, pour, sur, sous, ou, un, une, urgence, examen, etude, numerisee, region, articulation, os, recherche, suspicion, bilan, standard, meme, osseux, osseuse, cote, voie, externe, relecture, seul, numerise, du patient, articulations, gauche coeur, superieure, inferieure, inferieur, superieur, superieurs, inferieurs, douleur, trois, quatre, glande, glandes, articulaire, protocole, serie, temps, phase, phases, pose, change, ablation de, mise en place, aire, aires, dynamique, numerique, haute, basse, petite, grosse, niveau, helicoidal, multibarrette, multicoupe, voies, niveaux, trimestre, conduit, ganglions, ganglion, ganglionnaire, veino, arterio, deuxieme, troisieme, premier, second, couleur, semaines, zone, pansement, controle de, gastro, service, patient, hopital, chirurgical`,
  'is:document':
    'rapport de dose, compte rendu, document scanne, consentement, dose, rapport dosimetrique, dosimetrie, courrier, ordonnance, compte rendu scanne, feuille de dose, formulaire de consentement, document numerise',
};
