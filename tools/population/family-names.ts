/** Names of families of many habits, with those that parents give to twins; common words of name lists, nobody in particular. */

export interface Habit {
  readonly families: readonly string[];
  readonly girls: readonly string[];
  readonly boys: readonly string[];
  /** Pairs that parents give to two children of one birth, or to brothers and sisters: alike in sound or in letters, or sharing a part. */
  readonly alike: readonly (readonly [string, string])[];
  /** What a hospital writes of a child that has no name yet; `#` stands for the place in a multiple birth. */
  readonly newborn: readonly string[];
  readonly streets: readonly string[];
  readonly places: readonly (readonly [locality: string, postcode: string])[];
  readonly country: string;
  /** Begin of a telephone number. */
  readonly dial: string;
}

const list = (text: string): readonly string[] => text.split('|');
const pairs = (text: string): readonly (readonly [string, string])[] =>
  list(text).map((pair) => {
    const [one = '', other = ''] = pair.split('/');
    return [one, other];
  });
const places = (text: string) => pairs(text);

export const habits: readonly Habit[] = [
  {
    families: list('SMITH|TAYLOR|OKAFOR|HARGREAVES|LLEWELLYN|ST JOHN|COLE-HART|BROWN|MCALLISTER|QUIGLEY'),
    girls: list('GRACE|OLIVIA|EMILY|HANNAH|CHLOE|ABIGAIL|MARY ANN|RUTH|SOPHIA|ELLA'),
    boys: list('OLIVER|JACK|NOAH|SAMUEL|THOMAS|DANIEL|JAMES|HENRY|LEO|BILLY'),
    alike: pairs(
      'ANNA/ANNE|JON/JOHN|AIDEN/JAYDEN|CLARA/CARLA|ELLA/BELLA|MARY ANN/MARY JANE|ELLIE/ELSIE|LILY/MILLY|TAYLOR/TYLER|MADISON/MASON|LANDON/LOGAN|HAILEY/HAYLEY|FRANCIS/FRANCES|JULIA/JULIE|DANIEL/DANIELLE|PAUL/PAULA|CHRISTOPHER/CHRISTIAN|JAMES/JAMIE|ROBERT/RUPERT|KATE/KATHERINE|ELIZABETH/LISA|BETH/ELIZA|STEPHEN/STEVEN|SEAN/SHANE|AVA/EVA|MIA/MYA|ALEX/ALEXA|JACK/JAKE|HARRY/HENRY|MAX/MAXINE|SAM/SAMANTHA|ANN MARIE/ANN LOUISE',
    ),
    newborn: list(
      'BABY BOY|BABY GIRL|BB|BG|BABY|NEWBORN|INFANT BOY|BABY BOY #|BG #|BABY #|TWIN #|BOY #|NEWBORN #|BABYGIRL|BABY OF GRACE|BABY TWIN #|NB|NB BOY|NEONATE|INFANT OF GRACE|B/O GRACE|G/O GRACE|TRIPLET #|MALE INFANT|FEMALE|BBOY|BGIRL',
    ),
    streets: list('MILL LANE|HIGH STREET|STATION ROAD|OAK AVENUE'),
    places: places('ASHFORD/TN23 1AB|DENBY/DE5 8LR|MARLOW/SL7 2NN'),
    country: 'GB',
    dial: '01632 960',
  },
  {
    families: list('MÜLLER|SCHMIDT|VON DER HEYDE|BÖTTCHER|LINDEMANN|YILMAZ|KOWALSKI|MEIER-HOFF'),
    girls: list('ANNA-LENA|SOPHIE|MARIE|JOHANNA|GRETA|LEA|KATHARINA|UTE'),
    boys: list('HANS-PETER|LUKAS|JONAS|KARL|FELIX|MAX|JOHANNES|UWE'),
    alike: pairs(
      'HANS-PETER/HANS-JÜRGEN|ANNA-LENA/ANNA-MARIA|LENA/LEA|LISA/LUISA|JAN/JENS|TIM/TOM|MARIE/MARA|LEON/LEONIE|JANA/JANINA|KAI/KARL|HANNA/HANNES|MIA/MAJA|FINN/FYNN|NELE/NELLY|KARL-HEINZ/KARL-OTTO|EVA-MARIA/ANNA-MARIA|ULRICH/ULRIKE|CHRISTIAN/CHRISTINA|SIMON/SIMONE|STEFAN/STEFANIE',
    ),
    newborn: list(
      'SÄUGLING|NEUGEBORENES|NEUGEBORENER|SÄUGLING #|KIND|KNABE|MÄDCHEN|JUNGE|ZWILLING #|NEUGEB #|NEUGEBORENES VON ANNA|BABY #|WEIBLICH|MÄNNLICH|SAEUGLING|MAEDCHEN #|DRILLING #',
    ),
    streets: list('HAUPTSTRASSE|LINDENWEG|BAHNHOFSTR.|AM MARKT'),
    places: places('BAD AIBLING/83043|KASSEL/34117|JENA/07743'),
    country: 'DE',
    dial: '030 23125',
  },
  {
    families: list('DUBOIS|LEFEVRE|DE LA TOUR|MOREAU|BEN SALAH|NGUYEN'),
    girls: list('MARIE-CLAIRE|CAMILLE|LÉA|JEANNE|INÈS|SOPHIE'),
    boys: list('JEAN-LUC|LOUIS|HUGO|ADRIEN|GABRIEL|RENÉ'),
    alike: pairs(
      'JEAN-LUC/JEAN-MARC|MARIE-CLAIRE/MARIE-LAURE|LUC/LUCAS|LÉA/LÉO|LOUIS/LOUISE|CLAIRE/CLARA|PASCAL/PASCALE|MICHEL/MICHELLE|ANDRÉ/ANDRÉE|DANIEL/DANIELLE|RENÉ/RENÉE|ADRIEN/ADRIENNE|CAMILLE/CAMILA|EMMA/EMMY|FRÉDÉRIC/FRÉDÉRIQUE|JEAN-PIERRE/PIERRE-JEAN',
    ),
    newborn: list(
      'NOUVEAU NÉ|NOUVEAU-NÉ|NOUVEAU NE #|BÉBÉ|BÉBÉ #|BEBE|ENFANT|NN|FILLE|GARÇON|JUMEAU #|JUMELLE #|NNÉ|NOURRISSON|ENFANT DE MARIE|NOUVEAUNE',
    ),
    streets: list('RUE DES LILAS|AVENUE FOCH|PLACE DU MARCHÉ|CHEMIN VERT'),
    places: places('TOURS/37000|NANCY/54000|PAU/64000'),
    country: 'FR',
    dial: '01 99 00',
  },
  {
    families: list('GARCÍA LÓPEZ|FERNÁNDEZ RUIZ|DE LA CRUZ PÉREZ|SILVA SANTOS|MORALES|ORTEGA VEGA'),
    girls: list('MARÍA JOSÉ|CARMEN|LUCÍA|MARÍA DEL CARMEN|PILAR|ANA'),
    boys: list('JOSÉ MARÍA|JUAN CARLOS|PABLO|LUIS|MATEO|DIEGO'),
    alike: pairs(
      'JUAN CARLOS/JUAN LUIS|MARÍA JOSÉ/MARÍA CARMEN|JOSÉ LUIS/LUIS JOSÉ|ANA/ANNA|JULIO/JULIA|MARIO/MARÍA|PAULO/PAULA|MARÍA/MARIO|LUIS/LUISA|JOSÉ/JOSEFA|CARLOS/CARLA|FRANCISCO/FRANCISCA|MARÍA DEL CARMEN/MARÍA DEL PILAR|ANA MARÍA/ANA LUISA|JOSÉ MARÍA/MARÍA JOSÉ|LUCAS/LUCÍA',
    ),
    newborn: list(
      'RN|RECIÉN NACIDO|RECIEN NACIDO #|RN DE CARMEN|HIJO DE CARMEN|HIJA DE CARMEN|RN #|BEBÉ|NIÑO|NIÑA|R N|RN MASCULINO|RN FEMENINO|GEMELO #|GEMELAR #|RECÉM NASCIDO|RECÉM-NASCIDA|FILHO DE ANA|RECEM NASCIDO|MENINO|MENINA|HIJO|VARÓN|NEONATO',
    ),
    streets: list('CALLE MAYOR|AVENIDA DEL SOL|PLAZA NUEVA|RUA DAS FLORES'),
    places: places('GETAFE/28901|LUGO/27001|BRAGA/4700'),
    country: 'ES',
    dial: '910 555',
  },
  {
    families: list('ROSSI|DE SANTIS|ESPOSITO|FERRARIS'),
    girls: list('GIULIA|CHIARA|MARIA ROSA|FRANCESCA'),
    boys: list('MARCO|LUCA|GIAN PAOLO|ANDREA'),
    alike: pairs(
      'MARCO/MARCA|GIULIO/GIULIA|GIAN PAOLO/GIAN LUCA|DANIELE/DANIELA|MARIA ROSA/ROSA MARIA|FRANCESCO/FRANCESCA|PAOLO/PAOLA|LUCA/LUCIA|GABRIELE/GABRIELLA|MICHELE/MICHELA|SIMONE/SIMONA',
    ),
    newborn: list('NEONATO|NEONATA|NEONATO #|BIMBO|BIMBA|FIGLIO DI MARIA|FIGLIA DI MARIA|GEMELLO #|GEMELLA #|LATTANTE'),
    streets: list('VIA ROMA|CORSO ITALIA'),
    places: places('LECCO/23900|ASTI/14100'),
    country: 'IT',
    dial: '02 5555',
  },
  {
    families: list('VAN DEN BERG|DE VRIES|JANSSEN|TER HORST|HANSEN|LINDQVIST|KORHONEN|NOVÁK|KOWALCZYK|SZABÓ|POPESCU'),
    girls: list('SANNE|ANNE-MARIE|INGRID|AINO|EVA|ZOFIA|ILONA|ASTRID'),
    boys: list('JAN|PIET|LARS|EERO|TOMÁŠ|PIOTR|ISTVÁN|BRAM'),
    alike: pairs(
      'JAN/JANA|LARS/LASSE|SANNE/SUZANNE|EVA/IVA|PETR/PAVEL|KAROL/KAROLINA|ANNE-MARIE/ANNE-LISE|PIOTR/PAWEŁ|ERIK/ERIKA|HENRIK/HENRIKE|IDA/ADA|NILS/NIELS|MATS/MADS|STIJN/STEIN|JOKE/JOOP|MILAN/MILENA|ADAM/ADÉLA|KATI/KATRI|JUHA/JUHANI',
    ),
    newborn: list(
      'NAAM BABY|BABY VAN SANNE|NIET BEKEND|PASGEBORENE|PASGEBORENE #|ZUIGELING|BABY #|JONGEN|MEISJE|NYFØDT|NYFØDT #|NYFÖDD|POJKE|FLICKA|GUTT|JENTE|DRENG|PIGE|BARN|SPÆDBARN|VASTASYNTYNYT|POIKA|TYTTÖ|VAUVA|NOWORODEK|NOWORODEK #|CÓRKA|SYN ZOFII|NOVOROZENEC|NOVOROZENEC #|CHLAPEC|DÍVKA|ÚJSZÜLÖTT|NOU NĂSCUT|NOU-NASCUT #|TWEELING #|TVILLING #|BLIŹNIĘ #',
    ),
    streets: list('DORPSSTRAAT|STORGATAN|KERKWEG|DLOUHÁ'),
    places: places('ZWOLLE/8011|VADSTENA/59230|OPAVA/74601'),
    country: 'NL',
    dial: '020 555',
  },
  {
    families: list('ИВАНОВ|ПЕТРОВА|ШЕВЧЕНКО|Παπαδόπουλος'),
    girls: list('АННА|МАРИЯ|ЕЛЕНА|НАТАЛЬЯ'),
    boys: list('ИВАН|АЛЕКСЕЙ|ДМИТРИЙ|СЕРГЕЙ'),
    alike: pairs(
      'АННА/ИННА|АЛИНА/ЕЛЕНА|МАРИЯ/МАРИНА|АЛЕКСАНДР/АЛЕКСАНДРА|ЕВГЕНИЙ/ЕВГЕНИЯ|ВАЛЕНТИН/ВАЛЕНТИНА|ДАРЬЯ/ДАРИНА|ИВАН/ЯН|ЮЛИЯ/ЮЛИАНА|АЛЕКСЕЙ/АЛЕКСАНДР|ПОЛИНА/АЛИНА|КИРИЛЛ/КИРА|САША/АЛЕКСАНДРА',
    ),
    newborn: list(
      'НОВОРОЖДЕННЫЙ|НОВОРОЖДЁННАЯ|НОВОРОЖДЕННЫЙ #|РЕБЕНОК|РЕБЁНОК #|МАЛЬЧИК|ДЕВОЧКА|БЛИЗНЕЦ #|НЕМОВЛЯ|ΝΕΟΓΝΟ|ΒΡΕΦΟΣ|NOVOROZHDENNYI|REBENOK',
    ),
    streets: list('ЛЕНИНА|САДОВАЯ'),
    places: places('ТВЕРЬ/170000|КАЛУГА/248000'),
    country: 'RU',
    dial: '495 555',
  },
  {
    families: list('AL-MASRI|HASSAN|EL SAYED|YILDIZ|COHEN|حداد|KHAN'),
    girls: list('FATIMA|AISHA|NOUR|ZEYNEP|LEILA|MARYAM'),
    boys: list('MOHAMMED ALI|AHMAD|OMAR|YUSUF|MEHMET|ABDULLAH'),
    alike: pairs(
      'HASSAN/HUSSEIN|MOHAMMED ALI/MOHAMMED OMAR|ALI/MOHAMMED ALI|AHMED/MOHAMMED|NOUR/NOURA|SALAH/SALEH|AMIR/AMIRA|SAMI/SAMIR|ABDUL RAHMAN/ABDUL RAHIM|ABDULLAH/UBAIDULLAH|FATIMA/FATEN|HASAN/HÜSEYIN|YUSUF/YOUNES|KARIM/KARIMA|JAMAL/JAMILA|RAMI/RAMA|AHMAD/HAMAD|محمد/احمد|علي/عالية',
    ),
    newborn: list(
      'BEBEK|BEBEK #|ERKEK BEBEK|KIZ BEBEK|IBN AHMAD|BINT AHMAD|BABY OF FATIMA|MAWLOOD|مولود|مولودة|طفل|ابن|תינוק|תינוקת|WALAD|TIFL|BABY #|YENIDOGAN|YENİDOĞAN',
    ),
    streets: list('NILE STREET|ATATÜRK CAD|PALM ROAD'),
    places: places('TANTA/31511|IZMIR/35000|HAIFA/31000'),
    country: 'EG',
    dial: '02 555',
  },
  {
    families: list('NGUYỄN|TRẦN|KIM|PARK|LEE|WANG|CHEN|CHAN|TANAKA=田中|SATO=佐藤'),
    girls: list('MINH ANH|THỊ LAN|JI WOO|MEI LING|YUKI|SOO JIN|WEI'),
    boys: list('VĂN MINH|QUỐC HÙNG|MIN JUN|WEI|HIROSHI|KENTA|JUN'),
    alike: pairs(
      'MIN JUN/MIN JAE|MEI LING/MEI LAN|VĂN MINH/VĂN HÙNG|MINH ANH/LAN ANH|HÙNG/HƯNG|WEI/WEI WEI|JI WOO/JI WON|SOO JIN/SOO MIN|YUKI/YUKA|KENTA/KENJI|HIRO/HIROSHI|TAK MING/TAK WAI|LI/LI LI|JUN/JUNKO|QUANG MINH/MINH QUANG|XIAO/XIAO YU|AKI/AKIKO|NGỌC/NGỌC ANH',
    ),
    newborn: list(
      'BABY|BABY #|CON BÀ LAN|BÉ TRAI|BÉ GÁI|SƠ SINH|アカチャン|ベビー|CON BA LAN|BE TRAI|BÉ #|新生児|之子|之女|아기|신생아|AKACHAN|BEBI|女婴|男婴|BABY GIRL OF MEI',
    ),
    streets: list('LE LOI|GARDEN ROAD|SAKURA DORI'),
    places: places('HUE/530000|SUWON/16200|KOBE/6500001'),
    country: 'VN',
    dial: '024 555',
  },
  {
    families: list('SHARMA|PATEL|SINGH|KAUR|BEGUM|KUMAR|REDDY|FERNANDO'),
    girls: list('PRIYA|LAKSHMI|ANANYA|FATEMA|HARPREET|SUNITA'),
    boys: list('RAJESH|AMIT|RAVI KUMAR|GURPREET|SURESH|VIJAY'),
    alike: pairs(
      'RAM/RAMA|LAVA/KUSHA|RAVI/RAJIV|SURESH/RAMESH|HARPREET/GURPREET|ANIL/SUNIL|RAJ KUMAR/RAM KUMAR|PRIYA/PRIYANKA|SITA/GITA|MOHD ARIF/MOHD ASIF|AMIT/SUMIT|HARJIT/MANJIT|NISHA/NEHA|LATA/LALITA|DEV/DEVI',
    ),
    newborn: list(
      'B/O PRIYA|BABY OF PRIYA|B O PRIYA|BABY #|S/O PRIYA|D/O PRIYA|NEWBORN #|BABY BOY OF PRIYA|NB OF PRIYA|SHISHU|BACHA|NAVJAT|TWIN # OF PRIYA|BABY OF PRIYA TWIN #|BABY-#',
    ),
    streets: list('MG ROAD|STATION ROAD'),
    places: places('PUNE/411001|SALEM/636001'),
    country: 'IN',
    dial: '020 5555',
  },
];
