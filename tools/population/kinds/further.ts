/** Cultures that write in Arabic, Cyrillic, Greek and Hebrew letters, and in Latin ones by several habits. */
import { type Culture, calls, pairs, words } from './culture.ts';

const further = {
  callNames: {},
  regions: ['n', 's', 'e', 'w'],
  postcode: '#####',
  phone: '05# ### ####',
  houseBehind: true,
  skew: 2,
  twoFamilies: 0,
  twoGiven: 0.05,
  otherForm: 0,
} as const;

export const arabic: Culture = {
  ...further,
  name: 'arabic',
  family: words(
    'محمد/mohamed/muhammad/mohammed أحمد/ahmed/ahmad علي/ali حسن/hassan/hasan إبراهيم/ibrahim/ebrahim محمود/mahmoud/mahmood حسين/hussein/hussain/husain خليل/khalil/khaleel سالم/salem/salim يوسف/youssef/yusuf/yousef عبدالله/abdullah/abdallah السيد/al-sayed/elsayed المصري/al-masri/el-masry/almasri حداد/haddad خوري/khoury/khouri العلي/al-ali/elali النجار/al-najjar/alnajar الخطيب/al-khatib/elkhatib القاسم/al-qasim/al-kassem الشامي/al-shami/elshamy الغامدي/al-ghamdi/alghamdi العتيبي/al-otaibi/alotaibi القحطاني/al-qahtani/alkahtani الحربي/al-harbi/alharbi الزهراني/al-zahrani/alzahrani الدوسري/al-dosari/aldossary بن_علي/ben_ali/benali بوعزيز/bouaziz/buaziz منصور/mansour/mansoor سليمان/suleiman/sulaiman/soliman عثمان/othman/osman ناصر/nasser/nasir صالح/saleh/salih حمدان/hamdan درويش/darwish/darweesh زيدان/zidan/zaidan شاهين/shaheen/chahine عباس/abbas فارس/fares/faris قاسم/qassem/kassem مراد/murad/mourad نور/nour/noor هاشم/hashem/hashim',
  ),
  female: words(
    'فاطمة/fatima/fatma/fatimah مريم/maryam/mariam/meriem عائشة/aisha/aicha/ayesha زينب/zainab/zeinab نور/nour/noor سارة/sara/sarah ليلى/layla/leila خديجة/khadija/khadijah هدى/huda/hoda سلمى/salma/selma رنا/rana هند/hind أمل/amal سميرة/samira/sameera نادية/nadia/nadya منى/mona/muna إيمان/iman/eman ريم/reem/rim ياسمين/yasmin/yasmine/jasmin دعاء/doaa/duaa شيماء/shaimaa/shayma رحاب/rehab/rihab سعاد/souad/suad وفاء/wafa/wafaa',
  ),
  male: words(
    'محمد/mohamed/muhammad/mohammed أحمد/ahmed/ahmad علي/ali محمود/mahmoud/mahmood مصطفى/mustafa/mostafa/moustafa عمر/omar/umar خالد/khaled/khalid يوسف/youssef/yusuf/yousef حسن/hassan/hasan حسين/hussein/hussain إبراهيم/ibrahim/ebrahim عبد_الله/abdullah/abdallah عبد_الرحمن/abdul_rahman/abdelrahman عبد_العزيز/abdul_aziz/abdelaziz سعيد/saeed/said طارق/tarek/tariq كريم/karim/kareem ماجد/majed/majid فيصل/faisal/faysal وليد/walid/waleed سامي/sami/samy رامي/rami/ramy زياد/ziad/ziyad نبيل/nabil/nabeel جمال/jamal/gamal هشام/hisham/hesham أيمن/ayman/aymen بلال/bilal/belal ياسر/yasser/yasir صلاح/salah/saleh_eddine',
  ),
  streets: words(
    'شارع_الملك_فهد/king_fahd_street شارع_الجمهورية/gomhoria_street/jumhuriya_st شارع_النيل/nile_street شارع_الحمراء/hamra_street شارع_الاستقلال/istiklal_street شارع_المدينة/madina_street شارع_الجامعة/university_street شارع_البحر/bahr_street شارع_السلام/salam_street',
  ),
  places: words(
    'القاهرة/cairo/al_qahira الرياض/riyadh/riyad جدة/jeddah/jidda دمشق/damascus/dimashq بيروت/beirut/beyrouth بغداد/baghdad عمان/amman الدار_البيضاء/casablanca تونس/tunis/tounes الإسكندرية/alexandria/iskandariya حلب/aleppo/halab',
  ),
  sounds: pairs('ou>u oo>u ee>i kh>h gh>g q>k k>q dh>d th>t ei>ai aa>a أ>ا إ>ا ة>ه ى>ي ض>ظ'),
  skew: 2.4,
};

export const russian: Culture = {
  ...further,
  name: 'russian',
  family: words(
    'иванов/ivanov/iwanow смирнов/smirnov/smirnoff кузнецов/kuznetsov/kuznecov попов/popov/popoff васильев/vasiliev/vasilyev/vasilev петров/petrov/petroff соколов/sokolov михайлов/mikhailov/mihailov/mikhaylov новиков/novikov фёдоров/fedorov/fyodorov морозов/morozov волков/volkov/wolkow алексеев/alekseev/alexeev/alexeyev лебедев/lebedev семёнов/semenov/semyonov егоров/egorov/yegorov павлов/pavlov козлов/kozlov степанов/stepanov николаев/nikolaev/nikolayev орлов/orlov андреев/andreev/andreyev макаров/makarov никитин/nikitin захаров/zakharov/zaharov зайцев/zaitsev/zaytsev соловьёв/soloviev/solovyov/solovev борисов/borisov яковлев/yakovlev/iakovlev григорьев/grigoriev/grigoryev романов/romanov воробьёв/vorobiev/vorobyov сергеев/sergeev/sergeyev кравченко/kravchenko шевченко/shevchenko/schewtschenko бондаренко/bondarenko ткаченко/tkachenko коваленко/kovalenko олійник/oliynyk/oliinyk щербак/shcherbak/scherbak юрченко/yurchenko/iurchenko цыганков/tsygankov/cygankov жуков/zhukov/jukov хохлов/khokhlov/hohlov чайковский/chaikovskiy/tchaikovsky/chaykovskyi ющенко/yushchenko/iushchenko',
  ),
  female: words(
    'елена/elena/yelena ольга/olga/olha наталья/natalia/natalya/nataliya ирина/irina/iryna татьяна/tatiana/tatyana светлана/svetlana мария/maria/mariya/mariia анна/anna/hanna екатерина/ekaterina/yekaterina/katerina анастасия/anastasia/anastasiya юлия/yulia/julia/iuliia людмила/lyudmila/ludmila/liudmyla галина/galina/halyna валентина/valentina/valentyna надежда/nadezhda/nadejda любовь/lyubov/liubov вера/vera/wera дарья/daria/darya ксения/ksenia/xenia/kseniya оксана/oksana/oxana полина/polina алина/alina софия/sofia/sofiya/sophia виктория/victoria/viktoria/viktoriya тамара/tamara',
  ),
  male: words(
    'александр/alexander/aleksandr/oleksandr сергей/sergey/sergei/serhii владимир/vladimir/volodymyr андрей/andrey/andrei/andrii алексей/alexey/aleksei/alexei дмитрий/dmitry/dmitri/dmytro николай/nikolay/nikolai/mykola михаил/mikhail/michail/mykhailo иван/ivan/iwan юрий/yuri/yury/iurii евгений/evgeny/evgenii/yevgeny виктор/victor/viktor максим/maxim/maksim/maksym игорь/igor/ihor олег/oleg/oleh павел/pavel/pavlo пётр/petr/pyotr/petro василий/vasily/vasili/vasyl роман/roman анатолий/anatoly/anatolii/anatoliy константин/konstantin/constantin вячеслав/vyacheslav/viacheslav денис/denis/denys илья/ilya/ilia фёдор/fedor/fyodor',
  ),
  callNames: calls(
    'александр:саша елена:лена екатерина:катя наталья:наташа мария:маша дмитрий:дима владимир:вова анастасия:настя татьяна:таня сергей:серёжа михаил:миша иван:ваня',
  ),
  streets: words(
    'улица_ленина/ул._ленина/ulitsa_lenina/ul._lenina проспект_мира/пр._мира/prospekt_mira улица_гагарина/ул_гагарина/gagarina советская_улица/sovetskaya_ulitsa улица_пушкина/ул._пушкина/ul_pushkina садовая_улица/sadovaya лесная_улица/lesnaya_ul набережная/naberezhnaya вулиця_шевченка/vulytsia_shevchenka хрещатик/khreshchatyk школьная_улица/shkolnaya_ulitsa',
  ),
  places: words(
    'москва/moskva/moscow казань/kazan самара/samara воронеж/voronezh саратов/saratov пермь/perm тюмень/tyumen киев/kiev/kyiv харьков/kharkov/kharkiv одесса/odessa/odesa львов/lvov/lviv томск/tomsk омск/omsk рязань/ryazan',
  ),
  postcode: '######',
  phone: '+7 9## ###-##-##',
  sounds: pairs('kh>h ts>c zh>j shch>sch y>i v>w ks>x ch>tch о>а е>и ё>е и>ы ц>с'),
};

export const greek: Culture = {
  ...further,
  name: 'greek',
  family: words(
    'παπαδόπουλος/papadopoulos παπαδοπούλου/papadopoulou παππάς/pappas καραγιάννης/karagiannis/karayannis βλάχος/vlachos/vlahos γεωργίου/georgiou ιωάννου/ioannou/joannou οικονόμου/oikonomou/economou παπαγεωργίου/papageorgiou μακρής/makris κωνσταντινίδης/konstantinidis/constantinides δημητρίου/dimitriou/demetriou χατζής/chatzis/hatzis νικολάου/nikolaou/nicolaou αντωνίου/antoniou/andoniou βασιλείου/vasileiou/vasiliou αθανασίου/athanasiou αγγελόπουλος/angelopoulos/aggelopoulos χριστοδούλου/christodoulou/hristodoulou μιχαηλίδης/michailidis/mihailidis παναγιωτόπουλος/panagiotopoulos/panayotopoulos αλεξίου/alexiou θεοδωρίδης/theodoridis ευαγγέλου/evangelou/evaggelou σπυρόπουλος/spyropoulos/spiropoulos ξενάκης/xenakis/ksenakis ψαρράς/psarras κυριακόπουλος/kyriakopoulos/kiriakopoulos λαμπρόπουλος/lambropoulos/lampropoulos μπακογιάννης/bakoyannis/mpakogiannis ντόρας/doras/ntoras γκίκας/gikas/gkikas',
  ),
  female: words(
    'μαρία/maria ελένη/eleni/heleni αικατερίνη/aikaterini/katerina/ekaterini βασιλική/vasiliki/vassiliki σοφία/sofia/sophia γεωργία/georgia ευαγγελία/evangelia/evaggelia δήμητρα/dimitra/demetra αναστασία/anastasia ιωάννα/ioanna/joanna κωνσταντίνα/konstantina/constantina παναγιώτα/panagiota/panayiota χριστίνα/christina/hristina ειρήνη/eirini/irini/irene αγγελική/angeliki/aggeliki αθηνά/athina/athena φωτεινή/foteini/fotini καλλιόπη/kalliopi/calliope ζωή/zoi/zoe',
  ),
  male: words(
    'γεώργιος/georgios/yorgos/giorgos δημήτριος/dimitrios/dimitris/demetrios ιωάννης/ioannis/giannis/yannis κωνσταντίνος/konstantinos/constantinos/kostas νικόλαος/nikolaos/nikos/nicolaos παναγιώτης/panagiotis/panayiotis βασίλειος/vasileios/vasilis/vassilios αθανάσιος/athanasios/thanasis χρήστος/christos/hristos ευάγγελος/evangelos/vangelis αντώνιος/antonios/antonis σπυρίδων/spyridon/spyros/spiros μιχαήλ/michail/michalis/mihail αναστάσιος/anastasios/tasos ηλίας/ilias/elias θεόδωρος/theodoros/thodoris στέφανος/stefanos/stephanos πέτρος/petros ξενοφών/xenofon/xenophon',
  ),
  callNames: calls(
    'κωνσταντίνος:κώστας γεώργιος:γιώργος ιωάννης:γιάννης αικατερίνη:κατερίνα νικόλαος:νίκος δημήτριος:μήτσος',
  ),
  streets: words(
    'λεωφόρος_κηφισίας/kifisias_avenue/leof._kifisias ερμού/ermou σταδίου/stadiou πανεπιστημίου/panepistimiou αγίου_κωνσταντίνου/agiou_konstantinou ελευθερίου_βενιζέλου/el._venizelou/eleftheriou_venizelou τσιμισκή/tsimiski εγνατία/egnatia 28ης_οκτωβρίου/28is_oktovriou κορίνθου/korinthou',
  ),
  places: words(
    'αθήνα/athina/athens θεσσαλονίκη/thessaloniki/salonica πάτρα/patra/patras ηράκλειο/irakleio/heraklion λάρισα/larisa/larissa βόλος/volos ιωάννινα/ioannina χανιά/chania/hania καλαμάτα/kalamata λευκωσία/lefkosia/nicosia',
  ),
  postcode: '### ##',
  phone: '69# ### ####',
  sounds: pairs('ch>h y>i ei>i oi>i mp>b nt>d gk>g ph>f x>ks ι>η η>ι ο>ω ω>ο υ>ι αι>ε ει>ι'),
};

export const hebrew: Culture = {
  ...further,
  name: 'hebrew',
  family: words(
    'כהן/cohen/kohen לוי/levi/levy מזרחי/mizrahi/mizrachi פרץ/peretz/perez ביטון/biton/bitton דהן/dahan אברהם/avraham/abraham פרידמן/friedman/fridman אזולאי/azoulay/azulay מלכה/malka/malca עמר/amar/ammar כץ/katz/kats יוסף/yosef/joseph דוד/david חדד/hadad/haddad גבאי/gabay/gabai אוחיון/ohayon/ohion שפירא/shapira/shapiro/szpira רוזנברג/rosenberg/rozenberg גולדברג/goldberg וייס/weiss/vais שוורץ/schwartz/shvarts בן_דוד/ben_david/bendavid בן_שושן/ben_shushan/benshushan קליין/klein/klain אשכנזי/ashkenazi/askenazi יצחק/yitzhak/itzhak/isaac סויסה/suissa/swissa ברוך/baruch/barukh נחום/nahum/nachum שטרן/stern/shtern צדוק/tzadok/zadok רביבו/revivo חיים/haim/chaim',
  ),
  female: words(
    'שרה/sara/sarah רחל/rachel/rahel אסתר/esther/ester מרים/miriam/mirjam חנה/hana/hannah/chana יעל/yael/jael תמר/tamar/tammar נועה/noa/noah מיכל/michal/mihal רות/ruth/rut לאה/lea/leah דינה/dina/dinah שושנה/shoshana/shoshanna אורית/orit רבקה/rivka/rebecca נעמי/naomi/noemi עדי/adi ענת/anat אילנה/ilana יהודית/yehudit/judith טליה/talia/talya',
  ),
  male: words(
    'משה/moshe/moses יוסף/yosef/joseph/josef דוד/david/dawid אברהם/avraham/abraham יעקב/yaakov/yaacov/jacob יצחק/yitzhak/itzhak/isaac שלמה/shlomo/shelomo/solomon חיים/haim/chaim/hayim דניאל/daniel מיכאל/michael/michel אלי/eli/eliyahu יהודה/yehuda/judah שמואל/shmuel/samuel רון/ron איתי/itay/itai עומר/omer אורי/uri/ori נתן/natan/nathan צבי/zvi/tzvi בנימין/binyamin/benjamin גדעון/gideon/gidon ישראל/israel/yisrael מנחם/menachem/menahem אריה/arie/aryeh',
  ),
  callNames: calls('יצחק:איציק יעקב:קובי בנימין:בני שושנה:שוש דניאל:דני'),
  streets: words(
    "הרצל/herzl ז'בוטינסקי/jabotinsky/zhabotinsky בן_גוריון/ben_gurion רוטשילד/rothschild/rotshild אלנבי/allenby ויצמן/weizmann/vaitsman ביאליק/bialik דיזנגוף/dizengoff סוקולוב/sokolov הנביאים/hanevi'im/haneviim ארלוזורוב/arlozorov",
  ),
  places: words(
    "ירושלים/jerusalem/yerushalayim תל_אביב/tel_aviv/tel-aviv חיפה/haifa/heifa באר_שבע/beer_sheva/be'er_sheva נתניה/netanya/natania אשדוד/ashdod פתח_תקווה/petah_tikva/petach_tikva חולון/holon רחובות/rehovot/rechovot צפת/safed/tzfat",
  ),
  postcode: '#######',
  phone: '05#-###-####',
  sounds: pairs('ch>h tz>z z>ts v>b f>p kh>ch ei>ai y>i ט>ת ת>ט כ>ק ק>כ א>ע ע>א ח>כ וו>ו יי>י'),
};
