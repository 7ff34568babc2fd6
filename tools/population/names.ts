/** Names that the people of the population bear, of several habits; all of them are common words of name lists, nobody in particular. */
import type { Random } from '../network/random.ts';

export type Sex = 'F' | 'M';

const common =
  'SMITH JONES TAYLOR BROWN WILLIAMS MARTIN GARCIA RODRIGUEZ LOPEZ NGUYEN TRAN SCHMIDT MUELLER FISCHER SILVA SANTOS ROSSI FERRARI KOWALSKI NOVAK IVANOV PETROV KHAN AHMED SINGH PATEL KIM LEE WANG CHEN HANSEN JENSEN VAN_DEN_BERG DE_VRIES DUBOIS LEROY MURPHY KELLY WALSH HASSAN IBRAHIM YILMAZ KAYA TANAKA SATO'.split(
    ' ',
  );
const stems =
  'ASH BAR BRAD CAL CHAD DAL DEN ELLS FAIR GAR HART HAZEL KIN LANG LIND MAR NOR OAK PEM QUIN RAD ROS SHEL STAN THORN UPT WAL WHIT WIN YAR'.split(
    ' ',
  );
const endings =
  'BROOK BURN BY CROFT DALE FIELD FORD HAM LEY LOCK MAN MORE QUIST STEAD STROM TON WELL WICK WOOD WORTH'.split(' ');
const given: Readonly<Record<Sex, readonly string[]>> = {
  F: 'MARY ANNA MARIA ELIZABETH SARAH FATIMA EMMA OLIVIA SOPHIE ELENA OLGA INGRID CHLOE GRACE LUCIA CARMEN AISHA YUKI MEI LINH PRIYA NADIA KATHERINE MARGARET SUSAN HELEN JULIA CLARA HANNAH IRIS NORA VERA AGNES BEATRICE DAPHNE EDITH FREYA GRETA HILDA ISABEL JOAN LAURA MARTHA NATALIE PAULA RUTH SYLVIA TERESA URSULA VICTORIA WENDY ZOE'.split(
    ' ',
  ),
  M: 'JOHN WILLIAM JAMES ROBERT MICHAEL DAVID JOSE CARLOS MOHAMMED ALI IVAN PETER THOMAS HANS JAN LUCA MARCO PIERRE LARS ERIK HIROSHI WEI MINH RAJ OMAR DANIEL JOSEPH CHARLES GEORGE EDWARD HENRY SAMUEL BENJAMIN LEO MAX OSCAR FELIX HUGO VICTOR SIMON ADAM BRUNO CYRIL DEREK EDGAR FRANK GORAN HAROLD IGOR JULIAN KARL LOUIS'.split(
    ' ',
  ),
};

/** The second of two that sound alike, as parents name twins. */
export const twinNames: Readonly<Record<Sex, readonly (readonly [string, string])[]>> = {
  F: [
    ['ANNA', 'ANNE'],
    ['CLARA', 'CARLA'],
    ['MARIA', 'MARIE'],
    ['ELLA', 'BELLA'],
    ['CHRISTINA', 'CHRISTINE'],
  ],
  M: [
    ['JAYDEN', 'HAYDEN'],
    ['JON', 'JOHN'],
    ['HASSAN', 'HUSSEIN'],
    ['MARK', 'MARC'],
    ['ERIK', 'ERIC'],
  ],
};

/** What people are called beside the name on the birth certificate. */
export const callNames: Readonly<Record<string, string>> = {
  WILLIAM: 'BILL',
  ROBERT: 'BOB',
  MICHAEL: 'MIKE',
  JAMES: 'JIM',
  THOMAS: 'TOM',
  EDWARD: 'TED',
  ELIZABETH: 'BETH',
  KATHERINE: 'KATE',
  MARGARET: 'PEGGY',
  SUSAN: 'SUE',
};

const streets =
  'MILL LANE|HIGH STREET|OAK AVENUE|STATION ROAD|HARBOUR ROAD|KING STREET|CHURCH LANE|PARK ROAD|RIVER TERRACE|ELM CLOSE|GARDEN CRESCENT|HILL DRIVE|QUEEN STREET|WEST PARADE|BRIDGE STREET|LAKE VIEW'.split(
    '|',
  );
export const places: readonly (readonly [locality: string, region: string, postcode: string])[] = Array.from(
  { length: 60 },
  (_, n) => [
    `${stems[n % stems.length]}${endings[(n * 7) % endings.length]}`,
    ['NORTH', 'SOUTH', 'EAST'][n % 3] ?? '',
    String(20_100 + n * 137),
  ],
);

/** A few names are many people's, and most names are few people's. */
export const familyName = (random: Random): string =>
  random.chance(0.45)
    ? (common[Math.floor(common.length * random.next() ** 2)] ?? 'SMITH').replaceAll('_', ' ')
    : `${random.pick(stems)}${random.pick(endings)}`;

export const givenName = (random: Random, sex: Sex): string =>
  given[sex][Math.floor(given[sex].length * random.next() ** 1.6)] ?? 'ANNA';

export const streetName = (random: Random): string => `${random.whole(1, 240)} ${random.pick(streets)}`;
