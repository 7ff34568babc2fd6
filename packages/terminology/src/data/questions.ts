/**
 * Words of reasons for exam and reports that ask about a part of the body without naming it: illnesses, complaints and operations by
 * the part in which they are. Phrases are separated by commas; each word of one is the beginning of a folded word (lower case, no
 * accents). The languages of the vocabularies stand together: their medical stems are Greek and Latin. Only what is of one part:
 * "mass", "pain" and "cancer" ask about nothing by themselves. After the organ chapters of ICD-10 (C, G, H, I, J, K, M, N, O, Q).
 */
export const questionWords: Readonly<Record<string, string>> = {
  brain:
    'stroke, cva, tia, schlaganfall, ictus, avc, epilep, seizure, krampfanf, convuls, hydroceph, hidrocef, idrocef, meningiom, gliom, gliob, gbm, enceph, encef, multiple scleros, multiple skleros, esclerosis mult, sclerosi mult, sclerose en plaq, dementia, demenz, demence, demencia, alzheimer, parkinson, subdural, epidural hemat, subarachn, concuss',
  sella: 'pituit, hypophys, hipofis, ipofis, prolactin, acromegal, akromegal, cushing',
  'intracranial-vessels': 'cerebral aneur, intracranial aneur, hirnarterien, moyamoya, vasospas',
  iac: 'vestibular schwann, akustikusneur, acoustic neur, sensorineural',
  'temporal-bone': 'cholesteat, colesteat, mastoid, otoscler, otoskler',
  orbit: 'exophthal, proptos, orbitopath',
  sinuses: 'sinusit, sinusit, rhinosinus, rinosinus, nasal polyp',
  thyroid: 'thyroid, tiroid, goit, goitre, struma, schilddrus, bocio, gozzo, schildklier',
  parathyroid: 'hyperparath, hiperparat, iperparat, parathyr',
  carotid: 'carotid, karotis, amaurosis fug',
  lungs:
    'pneumoni, lung nod, pulm nod, pulmonary nod, nodulo pulm, nodule pulm, lungenrundh, copd, epoc, bpco, emphys, enfis, bronchiect, bronchiekt, bronquiect, interstitial lung, ild, tubercul, tuberkul, nsclc, sclc, lung ca, lungenkarz, bronchialkarz',
  pleura:
    'pleural eff, pleuraerg, derrame pleu, epanchement pleu, versamento pleu, empyem, empiem, pneumothor, neumotor, pneumotor, mesothel, mesotel',
  'pulmonary-arteries':
    'pulmonary emb, pulm emb, lungenemb, embolia pulm, embolie pulm, longembol, tromboembolismo pulm, tep',
  heart:
    'heart fail, herzinsuff, insuficiencia card, insuffisance card, scompenso card, hartfalen, chf, hfref, hfpef, cardiomyop, kardiomyop, miocardiop, endocard, endokard, pericard, perikard, myocard, miocard, mitral, tricusp, trikusp, aortic sten, aortenst, estenosis aort, fallot, tof, septal def, vsd, asd, fontan, ebstein, cardiotox, lvef, ejection fr',
  'coronary-arteries': 'coronary, koronar, coronar, angina, stemi, nstemi, cabg',
  'thoracic-aorta':
    'aortic diss, aortendiss, diseccion aort, dissection aort, dissezione aort, aortic root, marfan, coarct, coartac, aortenisthm',
  'abdominal-aorta': 'aaa, abdominal aortic aneur, bauchaort, aneurisma de aorta abd, evar, endoleak',
  breast: 'breast, mammakarz, mastit, fibroadenom, mama',
  liver: 'hepat, cirrho, zirrhos, cirros, cirrose, hcc, leberh, lebermet, leberz, higado',
  biliary:
    'gallston, cholecyst, cholezyst, cholelith, choledoch, gallenst, biliar, colecist, colelit, colica biliar, vesicul, jaundice, ikterus, ictericia, icter',
  pancreas: 'pancrea, pankrea, ipmn',
  spleen: 'splenomeg, esplenomeg',
  adrenal: 'adrenal, nebennier, pheochrom, phaochrom, feocrom, suprarren, surrenal, surrene, bijnier',
  kidney:
    'hydroneph, hidronef, idronef, pyeloneph, pielonef, renal mass, renal cell, rcc, nierent, nierenz, angiomyol, polycystic kid, wilms, masa renal, masse renale, niertum',
  'urinary-tract':
    'nephrolith, urolith, nefrolit, urolit, kidney st, renal st, renal col, ureter, nierenst, nierenkol, colico nef, colica ren, colique neph, lithiase, litiasis ren, niersteen, haematur, hematur, hamatur, ematur',
  appendix: 'appendi, apendi, blinddarm',
  'small-bowel': 'crohn, small bowel obs, ileus, occlusion int, obstruccion int',
  colon: 'diverticul, divertikul, colitis, kolitis, colorect, kolorekt, colon ca',
  bladder: 'vesicoureter, vesikouret, reflux vesic, reflujo vesic, vur',
  prostate: 'prostat, psa',
  rectum: 'rectal ca, rektumkarz, cancer du rect, cancer de rect',
  'uterus-ovaries': 'fibroid, myom, miom, uter, ovar, endometri, menorrh',
  scrotum: 'testic, hoden, epididym, varicoc, varikoz',
  'cervical-spine': 'cervical rad, cervical myel, zervikobr, cervicobr, cervicalg, hws',
  'lumbar-spine':
    'sciatic, ischialg, lumbago, lumbalg, ciatic, sciatiq, sciatalg, low back, lbp, cauda equ, lumbar rad, lumboisch, bandscheibenvorfall lws, lws',
  'whole-spine': 'scolio, skolio, escolio',
  shoulder: 'rotator cuff, rotatorenm, manguito rot, coiffe des rot, cuffia dei rot',
  hip: 'hip dyspl, ddh, huftdyspl, perthes, coxarthr, koxarthr, coxartr, femoroacet',
  knee: 'meniscu, meniskus, menisco, menisq, acl, gonarthr, gonartr, patell',
  'lower-extremity-veins': 'dvt, tvp, tvt, deep vein thr, beinvenenthr, trombosis venosa prof, thrombose veineuse prof',
  'lower-extremity-arteries': 'claudic, claudikat, pavk, paod, padoa',
  eye: 'macular deg, makuladeg, glauco, glauko, retinop, macular ed',
  teeth: 'caries, periodont, wisdom tooth',
};
