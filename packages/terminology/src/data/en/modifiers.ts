import type { Vocabulary } from '../vocabulary.ts';

/** Sides, contrast, views and the other words that modify an exam. */
export const modifiers: Vocabulary = {
  'side:left': 'l, lt, left, lft, lf, leftt, left side, lt side, lefft, left sided',
  'side:right': 'r, rt, right, rgt, rght, righ, right side, rt side, rigth, right sided, rigt',
  'side:both':
    'bilateral, bilat, bil, both, bilaterally, b l, bl, bilatl, blat, bi, both sides, bilatral, billateral, r l, l r, rt lt, lt rt, right left, left right, right and left, left and right, rt and lt, lt and rt, r and l, l and r, bilateal, billat, bilt, bilaterl, bilater',
  'side:left attr:eye-side': 'os',
  'side:right attr:eye-side': 'od',
  'side:both attr:eye-side': 'ou',
  'attr:one-side': 'unilateral, unilat, uni, one side, unil, single side, unspecified side',
  'ignore:position': `lat decub left, lat decub right, lat decub lt, lat decub rt, lateral decubitus left, lateral decubitus right, lateral decub left, lateral decub right, lateral decub lt, lateral decub rt, lat decubitus left, lat decubitus right, lateral decubitus lt, lateral decubitus rt, decubitus views right, decubitus views left, left lateral decubitus, right lateral decubitus, left lat decub, right lat decub, lt lateral decub, rt lateral decub, lt lat decub, rt lat decub, decubitus left, decubitus right, decub left, decub right, left decub, right decub, left decubitus, right decubitus, lt decub, rt decub, decub lt, decub rt, decubitus lt, decubitus rt, lt decubitus, rt decubitus, left lateral, lateral left,
    l lat decub, r lat decub, l decub, r decub, lld decub, decub l, decub r, decubitus, decub, lateral decubitus, lat decub, left anterior oblique, right anterior oblique, lao, rao, lpo, rpo, left lat decubitus, right lat decubitus, right lateral, left side down, right side down, lateral decub, decubitus bilateral, lat decub bilat, lat decubs bilat, lateral decubitus bilateral, lateral decub bilat, bilat lat decub, bilat decub, decub bil, decubs bilat, bilateral lateral decubitus, bilat lateral decubitus, lat decub bil, bilateral decub, bilateral decubitus, decub bilat, decubs, lateral decubs, bilateral decubs, left atrial, right atrial, left lobe, right lobe, left ventricular, right ventricular, left iliac fossa, right iliac fossa, lif, rif, left lower quadrant, right lower quadrant, lt lower quadrant, rt lower quadrant, left hepatic, right hepatic, left handed, right handed, left ovary, right ovary, left heart failure, right heart failure, right to left, left to right shunt, right sided aortic arch`,
  'word:with': 'with, w, wit, c contrast',
  'word:without': 'without, w o, wo, wout, w out, with out, witout, withour, wtihout, withuot',
  'contrast:both':
    'wwo, w wo, wo w, with and without, without and with, w and wo, wo and w, w wo contrast, without with, with without, pre and post contrast, pre post contrast, before and after contrast, pre and post, wow, with and w o, wandwo, with and without contrast, without and with contrast, without then with, without followed by with, w wo iv contrast, with or without, w or wo, with and or without, c c plus, pre post gad, pre and post gad, pre and post gadolinium, plus minus contrast, plain and contrast, plain and enhanced, wo followed by w, wowc, wwoc, wwo contrast, pre post iv contrast, precontrast and postcontrast, w wo gad, multiphase w wo, double contrast study ct, wiwo, w wocon, wo with, wo then w, prepost contrast, plain plus contrast, plus minus gad, plus minus iv contrast, without w, with wo, wo ww, with and wo, wo and with, w without, without and w',
  'contrast:with': `contrast, with contrast, w contrast, w po iv, w iv po, po iv, iv po, with po iv, with iv po, w iv oral, w oral iv, pv phase, portovenous phase, late arterial phase, nephrographic phase, excretory phase, w po and iv, with po and iv, po and iv, w iv and po, with iv and po, iv and po, w oral and iv, oral and iv, with oral and iv, iv and oral, w con, wcon, w c, wc, w iv, w ivcon, w iv contrast, with iv contrast, iv contrast, enhanced, contrast enhanced, ce, cect, post contrast, postcontrast, gad, gadolinium, post gad, c plus, plus c, ivc, iv con, ivcon, w cont, cont, with cont, w gad, with gad, with gadolinium, gd, plus gad, post gd, iv plus, iv c plus, contrasted, w cntrst, cntrst, with cntrst, contr, w contr, w dye, dye, iv enhanced, w iv con, with iv, post iv, with dye, w cm, contrast only, w contast, contast, contrst, w cnt, gadavist, dotarem, omnipaque, isovue, visipaque, plus contrast, post contast, portal venous phase, portal phase, arterial phase, multiphase, multiphasic, triphasic, triple phase, biphasic, dce, dynamic contrast, delayed phase, w ivc, w ic, iv c, wciv, iv w, contrast w, w iv only, wi, plus iv contrast, venous phase, dual phase, ce mra, post inj, post injection, after injection, w enhancement, with enhancement, post enhanced, triphase, dynamic enhanced, perfusion, with con, w gado, gado, with gado, cont enh, cont enhanced, iv cont, w iv cont, plus gd`,
  'contrast:without': `w o contrast, w o con, w o cont, w o iv contrast, wo iv cont, without contrast, wo contrast, wo con, wocon, non contrast, noncontrast, non con, noncon, no contrast, unenhanced, non enhanced, nonenhanced, nc, nect, ncct, c minus, minus c, wo c, woc, without iv contrast, wo iv contrast, without iv, wo iv, no iv, plain ct, ct plain, plain, wo cont, without cont, wo contr, wo cntrst, without cntrst, without contr, no con, non iv, noniv, wo gad, without gad, native, iv minus, non contr, non cont, noncontr, without dye, no dye, wo dye, precontrast, pre contrast, wo iv con, wo ivcon, wo cnt, noncon iv, no iv contrast, non ce, nce, nonc, non contrasted, uncontrasted, c neg, wo contast, without con, wo gadolinium, without gadolinium, wo enhancement, without enhancement, non iv contrast, nocon, nocontrast, no c, noncontrasted, w o iv, wo ivc, nonenh, non enh, wo ivcontrast, noncst, non cst, wo cst`,
  'attr:oral':
    'oral contrast, oral, po contrast, w oral, with oral, oral prep, po, rectal contrast, oral only, with oral contrast, w oral contrast, bowel prep, neg oral, water oral, oral and rectal contrast, rectal contrast only, wo oral, without oral, no oral, without oral contrast, wo oral contrast, no oral contrast, po only, po con, po cont, w po, oral cont',
  'is:agitated-saline': 'with bubble, w bubble, bubble, agitated saline',
  'is:portable':
    'portable, infant port, port infant, port newborn, ap port, port ap, port, bedside, prtbl, portble, mobile, ptbl, pcxr, por, portabl, prt, portab, potable, prtble, ward film',
  'is:screening': 'screening, screen, surveillance, scr, scrn, screening exam, screeing',
  'is:diagnostic': 'diagnostic, diag, diagn, diagnost',
  'is:limited':
    'limited, ltd, lim, focused, partial, lmtd, limitd, focus, limted, targeted, target, limit, abbreviated, abbrev, fast mri, quick, rapid, quick brain, haste, fast brain',
  'is:complete': 'complete, comp, cmpl, compl, full, comprehensive, cmplt, total, entire, whole, cplt, compelte',
  'is:follow-up':
    'follow up, followup, f u, fu, f up, repeat, recheck, re check, interval, comparison, flup, ffup, restaging',
  'is:post-op':
    'post op, postop, post operative, postoperative, post surgery, post surgical, s p, pod, post reduction, postreduction, status post, post fixation, post orif, post procedure, post repair, post fusion, post surg, p o, post closure, post device, post implant, after surgery, post cast, post transplant, post tavr, post embolization, post stent, hardware, orif, fixation, post cath, post treatment, post therapy, post tx, post chemo, post rt',
  'is:post-procedure':
    'post thoracentesis, post thora, post intubation, postintubation, post intub, post line, post line placement, post tube, post chest tube, post biopsy, post bx',
  'is:pre-op':
    'pre op, preop, preoperative, pre operative, pre surgical, presurgical, pre tavr, pre surgery, pre procedure, pre transplant, pre treatment, pretreatment, baseline, pre chemo, workup, work up, pre cath, pre mri, clearance',
  'is:intra-op':
    'intraop, intra op, intraoperative, in or, or, operative, surgery, op room, operating room, intra operative, o r, theatre, theater',
  'is:in-brace':
    'in brace, inbrace, with brace, w brace, brace, in the brace, brace on, in orthosis, boston brace, with orthosis, w orthosis',
  'is:out-of-brace':
    'out of brace, no brace, without brace, wo brace, brace off, oob, ooo brace, brace removed, out brace',
  'is:in-cast': 'in cast, cast, in plaster, pop, in splint, splint, w cast, with cast, in spica, spica, post spica',
  'is:weight-bearing':
    'weight bearing, wb, weightbearing, standing, wt bearing, wtb, stand, wgt bearing, wght bearing, weight bear, w b, wtbearing, erect standing, weightbear',
  'is:weights':
    'with weights, weights, wts, w wts, wo wts, w wo wts, wo weights, w weights, without weights, with and without weights, w wo weights, wwo wts, w and wo wts, w and wo weights, wwo weights, without and with weights, weighted',
  'is:stress':
    'stress, stress view, stress views, exercise, dobutamine, pharmacological, treadmill, adenosine, stressed, varus stress, valgus stress, with stress, w stress, provocative, pharm stress',
  'is:flexion-extension':
    'flexion extension, flex ext, flexion, extension, flex and ext, flexion and extension, flex, bending, dynamic views, lateral flexion, flx ext, flexext, w flex ext, with flex ext, bend, flex extension, flexion ext',
  'is:positional':
    'supine, prone, upright, erect, sitting, semi erect, cross table, crosstable, xtable, x table, semi upright, recumbent, standing erect, semierect, lying, inverted, trendelenburg, prone and supine, flat, up right',
  'is:view': `view, apical lordotic, ap lordotic, lordotic, views, vw, vws, v, proj, projection, projections, pa, ap, lat, lateral, obl, oblique, obliques, axial, frontal, pa lat, pa and lat, ap lat, ap and lat, laterals, tunnel, frog, frogleg, frog leg, swimmer, towne, submentovertex, smv view, caldwell, tangential, internal rotation, external rotation, int rot, ext rot, y view, spot, spot film, spot images, magnification, mag, additional views, add views, addl views, extra views, cone down, coned, ap pa, cc, 2 view, both obliques, vu, vs, vues, expiration, inspiration, expiratory, inspiratory, insp exp, inspiration expiration, insp, exp, single view, single, lordotic view, four views, two views, three views, one view, five views, minimum, min, more, or more, plus views, sagittal, coronal, transverse, tomo, tomogram, tomograms, tomosynth, latl, 1vw, 2vw, 3vw, posteroanterior, anteroposterior, vista, w obliques, with obliques, w obl, lateral view, ap view, pa view, oblique views, mortise view, stecher, ballcatchers, trauma series`,
  'is:neonatal': 'neonatal, neonate, newborn, infant, infants, nicu, baby, neo, preterm, premature, preemie, infantile',
  'is:paediatric':
    'pediatric, peds, paediatric, ped, child, children, childs, pediatrics, paeds, paed, pedi, juvenile, adolescent, kids',
  'is:fetal': '',
  'is:gated':
    'gated, ecg gated, cardiac gated, gating, ekg gated, prospective gating, retrospective gating, retrospective, prospective',
  'is:low-dose': 'low dose, ultra low dose, ld, uld, ultralow dose, reduced dose',
  'is:high-resolution':
    'high resolution, hi res, high res, hires, thin, thin section, hi resolution, hr, thins, thin slice',
  'is:three-d':
    '3d, 3 d, recon, recons, reconstruction, reformats, reformat, mpr, mip, post processing, 3d recon, reformatted, postprocessing, 3d reconstruction, independent workstation, 3d rendering, vr, volume rendering, vrt',
  'is:dynamic': 'dynamic, cine, multi phase, kinematic, delayed, delay, early, late, 4d, phase, phases',
  'is:sedation':
    'sedation, anesthesia, under anesthesia, sedated, ga, with anesthesia, general anesthesia, w anesthesia, w sedation, with sedation, under ga',
  'is:trauma':
    'trauma, traumatic, fracture, fx, injury, fall, mva, mvc, gsw, nonunion, malunion, dislocation, post trauma',
  'is:infection': 'infection, osteomyelitis, osteo, septic, cellulitis, sepsis',
  'is:tumor':
    'tumor, tumour, cancer, ca, mets, metastatic, metastasis, metastases, neoplasm, malignancy, staging, lymphoma, oncology, onc, sarcoma, carcinoma, stage, lesion followup, melanoma, leukemia, neuroblastoma, recist, chemo, chemotherapy, malignant, primary',
  'is:implant':
    'implant, implants, prosthesis, mars, metal artifact, metal reduction, metal artifact reduction, arthroplasty, replacement, device, prosthetic, hardware removal, mavric, semac',
  'is:doppler': '',
  'is:perfusion': 'perf, perfusion study',
  'is:repeat': 'addl, additional, extra, add on, addon',
  'is:outside':
    'on disc, on disk, from disc, disc import, disk import, import disc, disc copy, copy disc, outside disc, outside disk, disc from outside, patient disc, burn disc, disc burn, on cd, cd import, outside, outside study, outside exam, outside films, outside film, imported, import, external, outside read, consult, second opinion, overread, over read, outside images, outside cd, reinterpretation, transferred, oss, outside consult, second read, referred, os study, interpretation, foreign exam, foreign study',
  'attr:pe': 'pe',
  'ignore:nowhere': 'unspecified body region, body region, both bones, both bone, blank, none, null',
  'ignore:letters': 'c a, c p, a p, c ap',
  'ignore:noise': `face to face, hands on, second hand, hand over, hand held, heads up, head up, hand off, by hand, on hand, back up, hand carried, hand delivered, hand in, hand out, head of bed, back to back, walk in, routine, adult, exam, examination, study, protocol, standard, std, eval, evaluation, imaging, image, images, scan, series, only, special, procedure, proc, general, and, or, of, the, for, to, in, on, at, non, not, no, a, an, by, as, is, if, than, less, greater, up, per, from, plus, minus, level, levels, unit, dept, inpatient, outpatient, ip, op, er, ed, icu, emergency, urgent, stat, portable unit, patient, pt only, prot, w mpr, new, old, part, parts, region, area, site, sites, multiple, multi, single area, limited area, specify, specified, unspecified, other, misc, miscellaneous, unlisted, unknown, named, test name, charge, tech, technical, professional, component, mod, addendum, final, prelim, s, x, y, z, male, female, man, woman, min, minutes, hour, hr, hrs, week, weeks, wk, wks, day, days, month, months, mo, yr, year, years, old, mm, cm, kg, hx, history, pain, rule, out, rule out, ro, r o, evaluate, assess, assessment, check, placement, insertion, removal, exchange, percutaneous, perc, selective, first, second, third, initial, subsequent, each, additional level, add, total time, time, self pay, research, trial, clinical, foster, foster care, size, large, small, big, great, lower, upper, mid, middle, anterior, posterior, medial, proximal, distal, deep, superficial lesion, cyst, swelling, edema, palpable, tenderness, weakness, numbness, headache, dizziness, syncope, cough, sob, fever, dyspnea, chest pain, shortness, breath, s o b, low, high, dose reduced, comments, see, note, notes, reason, indication, ordering, department, hospital, clinic, center, dr smith, machine, room, scanner, ge, siemens, philips, canon, toshiba, hitachi, fuji, agfa, carestream, konica, samsung, mindray, aquilion, somatom, magnetom, discovery, optima, revolution, lightspeed, brilliance, ingenia, achieva, skyra, aera, prisma, avanto, espree, verio, vida, sola, 64, 128, 256, 320, slice, slices, axials, helical, spiral, t1, t2, t1w, t2w, flair, dwi, swi, adc, stir, pd, fat sat, fs, fse, tse, gre, ssfse, loc, localizer, scout, topogram, survey, auto, default, user, customized, custom, version, rev, copy, sub, subtraction, combined, combo, package, set, group, order set, tx, rx only, type, ii, iii, iv, vi, vii, xx, xxl, xl, med, medium, sm, lg, pct, wkly, daily, shunt type, ser, seq, nonselective, sel, super selective, superselective, catheter, tube, line, needle, tip, position, w cad, with cad, w doppler, with doppler, w duplex, with duplex, w dopp, with tomo, w tomo, with tomosynthesis, w tomosynthesis, with mip, w mip, with 3d, w 3d, with views, w views, w spot, w mag, ltd study, w cine, w recon, w recons, with kub, w kub, with fluoro, w fluoro, with color flow, w color flow, with guidance, w guidance, with lat, w lat, with pa chest, w pa chest, with cck, w cck, with lasix, w lasix, with tablet, with spect, w spect, w spect ct, with spect ct, with uptake, w uptake, with ef, w ef, w pharm, with definity, w definity, w dti, w spectroscopy, with spectroscopy, with perfusion, w bubbles, w biopsy, with biopsy, w bx, w strain, with strain, wo strain, wo doppler, without doppler`,
};
