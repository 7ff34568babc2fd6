/**
 * Imaging codes of LOINC with their names, common ones first. A name states its attributes in the order of the LOINC/RSNA Radiology Playbook.
 *
 * This material contains content from LOINC (http://loinc.org). LOINC is copyright Regenstrief Institute, Inc. and the Logical Observation
 * Identifiers Names and Codes (LOINC) Committee and is available at no cost under the license at http://loinc.org/license. LOINC is a
 * registered United States trademark of Regenstrief Institute, Inc. The LOINC/RSNA Radiology Playbook is a joint work with RSNA.
 */
export const loincImaging = `
36643-5|XR Chest 2 Views
42272-5|XR Chest PA and Lateral
36554-4|XR Chest Single view
30745-4|XR Chest Views
36572-6|XR Chest AP
24648-8|XR Chest PA upright
36589-0|Portable XR Chest AP single view
24632-2|Portable XR Chest Views AP
30746-2|Portable XR Chest Views
42269-1|XR Chest and Abdomen Views
24799-9|XR Abdomen AP
36550-2|XR Abdomen Single view
36588-2|Portable XR Abdomen AP
24798-1|XR Abdomen Supine and Upright
24795-7|Portable XR Abdomen Supine and Upright
43468-8|XR Unspecified body region Views
43522-2|XR Pelvis 1 or 2 Views
103234-1|XR Pelvis and Hip - right 2 or 3 Views
103242-4|XR Hip - left 2 or 3 Views
43539-6|XR Cervical spine 2 or 3 Views
37905-7|XR Thoracic spine 2 Views
103228-3|XR Lumbar spine and Sacrum 2 or 3 Views
26158-6|XR Shoulder - left Views
79369-5|XR Shoulder - right GE 2 Views
36630-2|XR Hand - left Views
26389-7|XR Hand - left 2 Views
47371-0|XR Hand - right GE 3 Views
46346-3|XR Wrist - left GE 3 Views
46343-0|XR Wrist - right GE 3 Views
36311-9|XR Knee - left 3 Views
37742-4|XR Knee - right 3 Views
47373-6|XR Knee - left 1 or 2 Views
47375-1|XR Knee - right 1 or 2 Views
46390-1|XR Ankle - left GE 3 Views
48477-4|XR Foot - left GE 3 Views
48476-6|XR Foot - right GE 3 Views
24665-2|XR Sacrum and Coccyx Views
37362-1|XR Bone age Views
24725-4|CT Head
30799-1|CT Head WO contrast
24727-0|CT Head W contrast IV
24726-2|CT Head WO and W contrast IV
24728-8|CT perfusion Head W contrast IV
30593-8|CTA Head vessels WO and W contrast IV
36234-3|CTA Neck vessels W contrast IV
24932-6|CT Cervical spine
30592-0|CT Cervical spine WO contrast
24978-9|CT Thoracic spine
24963-1|CT Lumbar spine
83294-9|CT Thoracic and lumbar spine W contrast IV
24627-2|CT Chest
29252-4|CT Chest WO contrast
24628-0|CT Chest W contrast IV
30598-7|CT Chest WO and W contrast IV
47366-0|CT Chest limited WO contrast
79086-5|CT Chest for screening WO contrast
87279-6|CT Chest for screening
79077-4|CTA Pulmonary arteries for pulmonary embolus W contrast IV
36147-7|CTA Pulmonary arteries W contrast IV
86981-8|CTA Chest vessels
36266-5|CTA Chest vessels W contrast IV
30804-9|CTA Chest vessels WO and W contrast IV
87859-5|CT Thoracic Aorta WO and W contrast IV
86982-6|CTA Chest and abdominal vessels W contrast IV
86971-9|CTA Chest and abdominal vessels WO and W contrast IV
79073-3|CTA Heart and Coronary arteries W contrast IV
58744-4|CT Heart
36934-8|CT Heart for calcium scoring WO contrast
35969-5|CT Esophagus
35895-2|CT Guidance for biopsy of Chest
35938-0|CT Guidance for placement of tube in Chest
41806-1|CT Abdomen
36424-0|CT Abdomen WO contrast
79103-8|CT Abdomen W contrast IV
36267-3|CT Abdomen WO and W contrast IV
44115-4|CT Abdomen and Pelvis
36952-0|CT Abdomen and Pelvis WO contrast
36813-4|CT Abdomen and Pelvis W contrast IV
42274-1|CT Abdomen and Pelvis WO and W contrast IV
87853-8|CTA Abdominal Aorta and Abdomen and Pelvis WO and W contrast IV
24865-8|CT Pelvis
42275-8|CT Chest and Abdomen W contrast IV
87869-4|CT Chest and Abdomen and Pelvis
72253-8|CT Chest and Abdomen and Pelvis WO contrast
72254-6|CT Chest and Abdomen and Pelvis W contrast IV
72252-0|CT Chest and Abdomen and Pelvis WO and W contrast IV
46305-9|CT Whole body
25045-6|CT Unspecified body region
24590-2|MR Brain
30657-1|MR Brain WO contrast
24589-4|MR Brain W contrast IV
24587-8|MR Brain WO and W contrast IV
82131-4|MR Face and Neck WO and W contrast IV
24935-9|MR Cervical spine
30667-0|MR Cervical spine WO contrast
24937-5|MR Cervical spine WO and W contrast IV
24968-0|MR Lumbar spine
30679-5|MR Lumbar spine WO contrast
24967-2|MR Lumbar spine WO and W contrast IV
30854-4|MR Cervical and thoracic and lumbar spine WO contrast
30855-1|MR Cervical and thoracic and lumbar spine WO and W contrast IV
36357-2|MR Heart WO and W contrast IV
105168-9|MR Heart cine WO and W contrast IV
97392-5|MR Abdomen and Pelvis WO and W contrast IV
36510-6|MR Knee - right WO contrast
25056-3|MR Unspecified body region
24558-9|US Abdomen
28614-6|US Liver
42148-7|US Heart
59281-6|US Heart Transthoracic
25061-3|US Unspecified body region
24604-1|MG Breast Diagnostic
26175-0|MG Breast - bilateral Screening
24606-6|MG Breast Screening
72142-3|DBT Breast - bilateral screening
39942-8|NM Lung Ventilation and Perfusion
43526-3|SPECT Unspecified body region
81555-5|PET Whole body
57822-9|PET Lung
44136-0|PET Unspecified body region
24682-7|RF Hypopharynx and Esophagus Views W contrast PO during swallowing
35889-5|RF Guidance for bronchoscopy of Chest
11524-6|EKG study
`;
