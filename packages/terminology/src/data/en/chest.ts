import type { Vocabulary } from '../vocabulary.ts';

export const chest: Vocabulary = {
  'region:chest is:portable':
    'port chest, portable chest, chest port, chest portable, chest ap port, p chest, p port chest',
  'region:chest':
    'chest, thorax, thorax face, thoracic, ch, chst, chest cavity, mediastinum, mediastinal, chest wall, thor, intrathoracic',
  'usual:XR region:chest':
    'cxr, chest xray, chest film, chest pa, chest ap, chest pa lat, pcxr, chest port, pa chest, chest 1v, chest 2v, bedside chest',
  'focus:lungs': `lung, lungs, pulmonary, ild, interstitial lung, interstitial lung disease, bronchiectasis, lung nodule, pulmonary nodule, lung apices, apices, 
    lung bases, bronchus, bronchi, emphysema, copd, covid, pneumonia, lobectomy, lung transplant, lung volume, nodule follow up, lung cancer, lung mass,
    pulmonary function, cystic fibrosis, sarcoid, lung ablation, lung bx, lung biopsy, pulmonary mass, transbronchial, pulm, lung parenchyma, solitary nodule, rll, lll, rul, lul`,
  'focus:lungs contrast:without usual:CT is:high-resolution': `high resolution chest, hrct, hi res chest, high res chest, chest high resolution, chest hi res, chest high res, hrct chest, hrct thorax,
    chest hrct, hr chest, ct thorax hr, thorax hr, thin section chest, inspiration expiration chest, hi resolution chest, chest hires, hires chest, high resolution lung, high resolution ct, hi res`,
  'focus:lungs contrast:without usual:CT is:screening is:low-dose': `lung screening, low dose lung, low dose lung screening, ldct, ldct lung, lung cancer screening, lung cancer screen, low dose chest, ld lung,
    lung ca screening, chest low dose, chest screening, low dose ct chest, lung screen, ldct chest, lung ld, low dose screening chest, ld chest, chest ld, lungrads, lung rads, low dose thorax, lcs,
    chest lung screening, ct lung low dose`,
  'focus:lungs is:navigation usual:CT':
    'superdimension, navigational bronch, super dimension, veran, ion bronchoscopy, robotic bronch planning',
  'implies:NM focus:lungs': `v q, vq, v q scan, vq scan, vent perf, ventilation perfusion, ventilation and perfusion, lung perfusion, lung ventilation, perfusion lung, quantitative lung,
    lung scan, pulmonary perfusion, lung vq, vq lung, lung v q, lung quant, xenon lung, maa lung, differential lung, split lung function, pulmonary ventilation perfusion, v q lung, ventilation lung,
    lung perf, pulmonary ventilation, ventilation scan, perfusion only lung, split function lung, ventilation perfusion lung`,
  'focus:pleura': `pleura, pleural, thoracentesis, pleural effusion, chest tube, chest tube placement, chest tube insertion, pleural drain, pleurx, pleural drainage, pleural tap, pneumothorax, empyema, thoracostomy,
    pleurocentesis, thoracocentesis, pleurodesis, pleural catheter, effusion chest, chest drain, pleural biopsy, mesothelioma, hemothorax, pigtail chest, intercostal drain, icd chest, pleural fluid,
    pleurx catheter, tunneled pleural, tunneled pleural catheter`,
  'focus:ribs':
    'rib, rib detail, rib series, rib views, unilateral rib, unilateral ribs, ribs unilateral, ribs, ribs and chest, rib cage, ribs pa chest, rib fracture, costal, costochondral',
  'focus:sternum':
    'sternum, sternal, pectus, pectus excavatum, xiphoid, manubrium, haller, haller index, sternal wound, sternotomy, pectus carinatum',
  'region:chest focus:clavicle': `sc joint, sternoclavicular, sternoclavicular joint, scj, s c joint, sterno clavicular, sternoclav`,
  'region:chest focus:clavicle*':
    'sc joints*, sternoclavicular joints*, s c joints*, scjs*, sterno clavicular joints*, sternoclav joints*',
  'aim:diaphragm': `diaphragm, diaphragms, sniff test, sniff, fluoro sniff, chest fluoroscopy, diaphragm fluoroscopy, diaphragmatic, hemidiaphragm, diaphragm fluoro, chest fluoro, phrenic, diaphragm motion,
    diaphragm excursion, diaphragmatic hernia, diaphragmatic motion, diaphragm movement, phrenic nerve, diaphragm paralysis`,
  'usual:RF aim:diaphragm': 'sniff test, sniff, chest fluoroscopy, diaphragm fluoroscopy, chest fluoro',
  'aim:pulmonary-arteries contrast:with usual:CT': `ctpa, cta pe, ct pe, pe protocol, pulmonary embolism, pulmonary embolus, pulmonary emboli, pe study, chest pe, pe chest, cta pulmonary, pulmonary angio, pulmonary angiogram, pulmonary arteries,
    pulmonary artery, cta chest pe, for pe, ct pulmonary angiogram, pulm embolism, r o pe, ro pe, rule out pe, pulm angio, ct pulm angio, cta pulm, pulmonary cta, pulmonary angiography, pe ct, chest for pe, chest cta pe, cteph, pulmonary hypertension ct,
    pulmonary embolism protocol, pulm embolus, pe protocal, ct angio pe, cta pulm arteries, embolism, pulmonary art, pulm art, pulm cta, pulm arteries, pulmonary angio pe`,
  'aim:pulmonary-arteries contrast:with':
    'pulmonary arteriogram, pulmonary arteriography, pulmonary thrombolysis, pulmonary thrombectomy, pulmonary artery embolization, pulmonary avm, pulmonary avm embolization, pe thrombectomy, pe lysis, ekos',
  'aim:pulmonary-arteries': 'mra pulmonary, pulmonary mra, branch pulmonary arteries, branch pa',
  'aim:pulmonary-veins': '',
  'focus:esophagus': 'esophagus, oesophagus, esophageal, oesophageal, eso, gastroesophageal, esophag',
  'usual:RF contrast:with focus:esophagus': `esophagram, esophogram, oesophagram, oesophagogram, esophagogram, barium swallow, ba swallow, barium esophagram, swallow, gastrografin swallow, water soluble swallow, contrast swallow, timed barium,
    timed barium esophagram, esophagus barium, video esophagram, tbe, esophagram with tablet, gastrograffin swallow, esophagus with contrast, esophagus swallow, bas, esophagus swallow study, omnipaque swallow, barium oesophagram,
    air contrast esophagram, esophagram double contrast, esophagus fluoro, esophagram barium`,
  'implies:ES focus:esophagus': 'esophagoscopy, oesophagoscopy',
  'usual:RF focus:esophagus': 'esophageal dilatation, esophageal dilation, esophageal stent, esophageal balloon',
  'implies:NM focus:esophagus':
    'esophageal transit, esophageal scintigraphy, esophageal motility scan, reflux scan, gastroesophageal reflux scan, ger scan, milk scan, ge reflux, gastroesophageal reflux scintigraphy, ger scintigraphy',
  'focus:axilla':
    'axilla, axillary, axillary lymph node, axillary node, axillary lymph nodes, axillary nodes, armpit, underarm, axilla node, axillary lump',
  'focus:axilla*': 'axillae*, axillas*',
  'focus:soft-tissue': `soft tissue, soft tissues, soft tissue mass, superficial, lump, lipoma, soft tissue lump, palpable lump, mass, superficial mass, superficial soft tissue, non vascular, nonvascular, subcutaneous, superficial lump, soft tissue swelling,
    extremity nonvascular, hernia, msk soft tissue`,
  'focus:soft-tissue region:chest':
    'chest wall mass, chest wall lump, chest wall soft tissue, chest wall us, us chest wall, back mass, upper back mass, upper back, chest wall ultrasound, pectoralis, pectoral, trapezius',
};
