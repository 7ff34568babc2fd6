/** Exam names as departments of several countries write them, every one new. */
const methods = ['CT', 'MR', 'XR', 'US', 'CTA', 'MRI', 'TC', 'IRM', 'RX', 'Rö', 'ECO', 'RM', 'NM', 'MG', 'Sono', 'TAC'];
const parts = [
  'CHEST',
  'abdomen and pelvis',
  'knee',
  'RODILLA',
  'Kniegelenk',
  'genou',
  'ginocchio',
  'HEAD',
  'cervical spine',
  'columna lumbar',
  'LWS',
  'rachis lombaire',
  'TORAX',
  'thorax abdomen',
  'hip',
  'Hüfte',
  'shoulder',
  'épaule',
  'MAMMOGRAPHY SCREENING',
  'renal',
  'liver',
  'Schilddrüse',
  'foot',
  'wrist',
  'whole spine scoliosis',
];
const sides = ['', ' LT', ' RT', ' BILAT', ' links', ' izquierda', ' droit'];
const manners = [
  '',
  ' W CONTRAST',
  ' WO',
  ' W WO',
  ' sin contraste',
  ' mit KM',
  ' 2 VIEWS',
  ' AP/LAT',
  ' LIMITED',
  ' F/U',
];

/** Names without end; none comes twice, as each carries the number of a protocol. */
export function* unheardNames(): Generator<string, never> {
  for (let at = 0; ; at += 1) {
    const of = (list: readonly string[], step: number): string => list[(at * step) % list.length] ?? '';
    yield `${of(methods, 7)} ${of(parts, 11)}${of(sides, 3)}${of(manners, 9)} ${at}`;
  }
}
