/** Why an exam is done, in folded words: lower case, without accents; Greek with one sigma, Chinese and Korean in single characters. */

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Complaints that stand behind the part: `NECK PAIN`, `Knieschmerzen`, `diz ağrısı`, `膝痛`. */
export const complaintsBehind = words(
  `pain pains ache aches numbness stiffness swelling weakness tingling
  schmerz schmerzen beschwerden schwellung pijn klachten zwelling smarta smartor vark smerte smerter
  agri agrisi agrilari sisligi 痛 疼 통`,
);

/** Complaints that stand before the part: `douleur genou`, `dor no joelho`, `боль в колене`. */
export const complaintsBefore = words(
  `douleur douleurs gonflement dolor dolores hinchazon dor dores inchaco dolore dolori gonfiore
  schmerz schmerzen schwellung pijn zwelling bol bole boli bolest bolesti otok smerter smerte smarta smartor vark
  боль боли болит болезненность отек онемение πονοσ πονοι αλγοσ οιδημα כאב כאבי כאבים נפיחות الم اوجاع وجع تورم`,
);

/** What may stand between a complaint and its part. */
export const betweenComplaint = words(
  `de du des d la le les l au aux a del al el en do da dos das no na nos nas em di della dello alla allo il lo
  der die das dem den im in am an het aan i og w we v ve u s o
  в во на у об στο στη στην στον του τησ ב ה של في ال`,
);

/** Titles of people. `dr` of French, Spanish and Portuguese is the right side. */
export const titlesOfPeople = words(
  'prof dra dott dottore dottssa drs mudr lek docteur doctor doutor доктор врач проф',
);
export const whereDrIsASide = words('fr es pt');
