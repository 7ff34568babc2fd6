import type { Vocabulary } from '../vocabulary.ts';

/** What is done rather than where: modalities by name, guidance and documents. */
export const procedures: Vocabulary = {
  'modality:XR': `xr, x ray, xray, xrays, x rays, plain film, plain films, radiograph, radiographs, radiography, dr, cr, dx, rad, rx, digital radiography, plain xray, film, films, xry, radiographic, x r, xray exam, xr exam, x r ay, dxr, plain radiograph, xra, gen rad, general radiography, ddr, eos`,
  'modality:CT': `ct, cat scan, cat, computed tomography, ct scan, cts, computerized tomography, computer tomography, ctscan, mdct, spiral ct, cect, nect, dect, dual energy ct, msct, ncct, cts scan, computed tomographic, c t, ct thin, helical ct, ct simulation, ct sim, pcct, photon counting`,
  'modality:CT is:cone-beam': 'cone beam, cbct, cone beam ct, conebeam, dvt scan, cb ct, o arm, oarm, icat, i cat',
  'modality:CT contrast:with attr:angio':
    'cta, ct angio, ct angiogram, ct angiography, angio ct, cat angio, cta scan, angio ct scan, ct arteriogram, ct arteriography, cts angio, ctangio, cta ct',
  'modality:MR': `mr, mri, mrt, nmr, magnetic resonance, magnetic resonance imaging, mri scan, mr imaging, mrscan, m r i, mris, mrs, mr spectroscopy, spectroscopy, mri exam, mr exam, mr scan, 3t, 3 t mri, mri 3t, mri 15t, m r`,
  'modality:MR attr:angio':
    'mra, mr angio, mr angiogram, mr angiography, mri angio, mri angiogram, angio mr, angio mri, mri angiography, magnetic resonance angiography, magnetic resonance angiogram, mr arteriogram, mri mra, mra mri',
  'contrast:without attr:angio':
    'tof mra, mra tof, time of flight, tof, mr tof, 3d tof, 2d tof, mra 3d tof, time of flight mra, tof 3d',
  'modality:US':
    'us, ultrasound, sono, sonogram, sonography, ultrasonography, u s, ultra sound, uls, sonographic, ultrasonic, us exam, bedside us, pocus, ultrasnd, ultrsound, utz, usg, ultrasonogram, ceus, ultrasounds, echography, sonograms, pocus us, us scan, ultasound, ultrsnd, ulso, ult',
  'modality:NM':
    'nm, nuclear medicine, nuclear, scintigraphy, scintigram, spect, spect ct, nuc med, nuc, radionuclide, nucmed, nm scan, nuclear med, scintigraphic, scint, isotope, gamma camera, nuclear scan, radioisotope, nuclear imaging, nm spect, nm spect ct, spectct',
  'modality:PT': 'pet, pet ct, petct, positron emission, pet scan, pt, ptct, pet mr, pet mri, pet ctac, pt ct',
  'modality:MG': 'mg, mammography',
  'modality:RF':
    'fl, fluoro, fluoroscopy, rf, flouro, fluroscopy, fluoroscopic, flouroscopy, c arm, carm, screening fluoro, fluor, fluoroscope, or fluoro, or c arm, flour, mini c arm, intraoperative fluoro, intraop fluoro, cine fluoro, flurosocpy, fluoro time, fluoro guidance, fluoro less than 1 hour, fluoro up to 1 hour, or fluoroscopy, fluoro less 1 hr',
  'modality:XA':
    'ir, interventional, interventional radiology, xa, angio suite, dsa, digital subtraction, vir, digital subtraction angiography, neuro ir, ir procedure, special procedure, specials, vascular interventional, invasive, neurointerventional, inr, neurointervention',
  'implies:BMD': 'bmd dexa',
  'implies:PX': 'px',
  'modality:IO': 'io dental',
  'implies:ECG region:chest focus:heart':
    'ecg, ekg, electrocardiogram, 12 lead, 12 lead ecg, ecg 12 lead, 12 lead ekg, ekg 12 lead, holter, holter monitor, rhythm strip, resting ecg, ecg resting, ambulatory ecg, electrocardiography, event monitor, exercise ecg, ekg 12, 24 hour holter, holter 24h, stress ecg, ecg stress, treadmill ecg, ecg 12l, exercise stress ecg, cardiac monitor, 12lead, ecg strip, ecg holter, exercise stress test, ett, event recorder, treadmill test, signal averaged ecg',
  'modality:ES':
    'endoscopy, endoscopic, scope, endoscope, endo, scopy, videoendoscopy, es, endoscopy images, endoscopy photos, laparoscopy, laparoscopic, arthroscopy, thoracoscopy, vats',
  'modality:XC':
    'photo, photograph, photos, photography, photographs, clinical photography, clinical photo, clinical photos, external camera, medical photography, clinical image, external photo, clinical picture, camera, digital photo, med photo, clinical images, medical photo, clinic photo, digital photography, picture, snapshot',
  'is:guided': 'guidance, guided, guide, guid, gd, image guided, g guidance, guidence',
  'is:biopsy':
    'biopsy, bx, fna, fine needle aspiration, core biopsy, needle biopsy, core bx, aspiration, aspirate, biopsies, core, fine needle, percutaneous biopsy, perc biopsy, fna biopsy, bxs, bx core, bxy, biop',
  'is:drainage':
    'drain, drainage, drain placement, abscess drain, abscess drainage, drain check, catheter drainage, abscess, percutaneous drainage, perc drain, drain exchange, drain removal, collection drainage, drain insertion, tube check, tube exchange, sinogram, abscessogram, tube placement, drain injection, perc drainage, fluid collection, fistulography, sinogram fistulogram, abscess check, catheter drain',
  'is:injection':
    'injection, inj, steroid injection, injections, nerve block, block, therapeutic injection, joint injection, steroid, cortisone, injected, epidural steroid, anesthetic injection, lidocaine',
  'is:ablation':
    'ablation, rfa, cryoablation, microwave ablation, cryo, mwa, thermal ablation, radiofrequency ablation',
  'is:embolization':
    'embolization, embolisation, embo, embolize, coil embolization, emboliz, embol, trans catheter embolization, transcatheter embolization',
  'is:stent': 'stent, stenting, stent placement, stents',
  'is:thrombolysis': 'thrombolysis, lysis, thrombectomy, tpa, catheter directed thrombolysis, lytic, clot retrieval',
  'is:arthrogram contrast:with':
    'arthrogram, arthrography, arthro, arthrograms, mr arthrogram, ct arthrogram, mri arthrogram, arthrog, arthogram, arthrogam, arthroct, arthromri, arthro mri, arthro ct, mra arthrogram, direct arthrogram, arthrgram, mr arthrography, mr arthro, ct arthrography, arthrography mr',
  'usual:RF': 'arthrogram injection, arthrogram fluoro',
  'is:planning':
    'planning, simulation, sim, treatment planning, radiation planning, rt planning, radiotherapy planning, rt sim, rad onc, radiation therapy, radonc, rt plan ct, sbrt, imrt planning, radiotherapy, radiation oncology, xrt, rtp, 4dct, 4d ct, linac, portal imaging, treatment plan, rt treatment, tx planning',
  'is:document': `dose report, dose, radiation dose, dose summary, patient protocol, exam protocol, structured report, sr report, report, summary report, radiation dose report, dose info, dose sheet, dose structured report, x ray radiation dose sr, rdsr, screen save, screensave, screen saves, screen capture, protocol page, tech sheet, technologist sheet, tech note, worksheet, work sheet, us worksheet, requisition, request form, referral, referral letter, order form, consent, consent form, scanned document, scanned documents, scan doc, scanned report, document, documents, outside report, external report, presentation state, presentation states, gsps, key object, key object selection, key object note, key image, key images, key image note, key objects, referral form, history sheet, patient history, history form, contrast questionnaire, questionnaire, screening form, mri safety form, mri screening form, insurance card, insurance, face sheet, facesheet, prescription, letter, clinical letter, discharge summary, test patient, qa, qc, quality control, phantom, phantom qa, daily qa, calibration scan, test, test exam, test study, uncertified, hanging protocol, annotation, annotations, audio, voice clip, encapsulated pdf, pdf, evidence document, measurements report, measurement report, cad, cad sr, cad report, mammo cad sr, exam form, order, order requisition, order scan, requisition scan, scanned requisition, paperwork, paper, forms, form, anesthesia record, implant record, implant sticker, implant card, dose page, patient dose, ct dose, ct dose report, exposure report, dosimetry report, dose record, xray dose, dose sr, dose length product, dlp, sr doc, sr document, procedure log, hemodynamic log, op note, operative note, clinic note, progress note, pathology report, lab report, screen shot, screenshot, blank, void, cancelled, canceled, cancelled exam, no show, exam cancelled, reject, rejected images, id card, patient id, radiology report, echo report, us report, mri report, xr report, cd label, import log, cover sheet, fax, faxed report, faxed order, telephone order, pre auth, prior auth, protocol form, protocoling, nuc med worksheet, dexa report`,
  'is:planning-object':
    'rtplan, rtstruct, rtdose, rt plan, rt struct, rt structure, rt structure set, rt dose, structure set, dose distribution, dvh, rt image, segmentation, seg, registration, spatial registration, fiducials, real world value mapping, contours, rt structures, lesion segmentation, tumor segmentation, organ segmentation, treatment record',
};
