import { isPlain, spellings } from './fold.ts';

/**
 * Given names and family names of other alphabets that have several habitual spellings in Latin letters: a line is one name, in its own letters,
 * too, where these leave out its vowels. No two people
 * of one family are told apart by them, so that they count as one spelling, not as two similar names.
 */
const lines = `
mohammed muhammad mohamed mohammad mohamad muhammed mehmed محمد
ahmed ahmad ahmet أحمد
mahmoud mahmud mahmood محمود
hamid hameed
omar umar omer
osman othman uthman usman عثمان
hussein hussain husayn husein hossein houssein huseyin حسين
hassan hasan hassen حسن
khalid khaled halid خالد
walid waleed وليد
rashid rasheed rachid
saeed said sayeed saied سعيد
sayed sayyid syed saiyed
jamal gamal djamal jamaal جمال
jalal galal
tariq tarek tareq tarik طارق
yusuf youssef yousef yousif yusef youssouf yusif يوسف
yahya yehia yahia يحيى
ibrahim ebrahim ibraheem brahim إبراهيم
ismail ismael esmail ismaeel إسماعيل
ishaq ishak
suleiman sulaiman soliman sulayman suleyman سليمان
mustafa mostafa moustafa مصطفى
murtaza mortaza murtada
abdullah abdallah abdulla عبدالله
abdulrahman abdurrahman abdelrahman abdirahman abdalrahman abdulrehman عبدالرحمن
abdulaziz abdelaziz عبدالعزيز
abdulkarim abdelkarim
abdulhamid abdelhamid
faisal faysal feisal فيصل
fuad fouad
dawud daoud dawood daud داود
bilal belal بلال
zaid zayd zeid zayed
fatima fatimah fatma fatema فاطمة
aisha ayesha aysha aicha aishah ayse عائشة
khadija khadijah khadeeja hatice خديجة
maryam mariam meryem maryem مريم
zaynab zainab zeinab zeynep zaineb زينب
layla leila laila leyla ليلى
nour noor nur نور
noura nora noora nura نورة
yasmin yasmine yasmeen jasmin jasmine ياسمين
iman eman إيمان
huda hoda هدى
hanan hanane حنان
amina aminah emine
salma selma سلمى
samira sameera سميرة
sumaya sumayya soumaya
qasim kassem qassem kasim kasem قاسم
obeid ubaid obaid ubayd
saleh salih صالح
salah salaah صلاح
najib naguib najeeb
aziz azeez عزيز
sharif shareef cherif sherif شريف
karim kareem كريم
rahim raheem رحيم
sergey sergei serguei sergej
dmitry dmitri dmitrii dmitriy dimitri dimitry
alexey aleksei aleksey alexei alexej
andrey andrei andrej
alexander aleksandr alexandr aleksander oleksandr
alexandra aleksandra oleksandra
evgeny evgenii evgeniy yevgeny yevgeniy yevgenii evgeni
evgenia evgeniya yevgenia yevgeniya
yulia yuliya julia iuliia yuliia juliya
yuri yury iurii yuriy juri
ekaterina yekaterina katerina aikaterini ekaterini
elena yelena
natalia natalya nataliya nataliia natalja
tatiana tatyana tetiana tatjana
ksenia kseniya xenia kseniia
fedor fyodor fiodor
petr pyotr piotr
nikolay nikolai nikolaj
mikhail michail mihail
lyudmila ludmila liudmila
lyubov lubov liubov
vasily vasili vasilii vasiliy
vitaly vitali vitalii vitaliy
gennady gennadi gennadii gennadiy
georgy georgi georgii georgiy
anastasia anastasiia anastasiya
maria mariya mariia
sofia sofiya sofiia sophia
daria darya dariia
ioannis yannis giannis yiannis
georgios giorgos yiorgos
dimitrios dimitris
konstantinos constantinos kostas costas
pooja puja
geeta gita githa
lakshmi laxmi
deepak dipak
srinivas sreenivas shrinivas
saraswati saraswathi sarasvati
luis luiz
luisa luiza
matheus mateus
thiago tiago
vitor victor
שרה sarah sara
רחל rachel rahel
אסתר esther ester
מרים miriam mirjam
חנה hannah hanna hana chana
יעל yael
תמר tamar
נועה noa
מיכל michal
רות ruth
לאה leah lea
שושנה shoshana shoshanna
רבקה rivka rebecca
נעמי naomi noemi
יהודית yehudit judith
משה moshe moses
יוסף yosef yossef
דוד david
אברהם avraham abraham
יעקב yaakov yaacov jacob
יצחק yitzhak itzhak isaac
שלמה shlomo solomon
חיים haim chaim hayim
יהודה yehuda judah
שמואל shmuel samuel
איתי itay itai
נתן natan nathan
צבי tzvi zvi
בנימין binyamin benjamin
גדעון gideon
ישראל israel yisrael
מנחם menachem menahem
אריה aryeh arie
כהן cohen kohen
לוי levi levy
פרידמן friedman fridman
שפירא shapira shapiro
רוזנברג rosenberg rozenberg
גולדברג goldberg
וייס weiss
שוורץ schwartz shvarts
קליין klein
כץ katz kats
ביטון biton bitton
שטרן stern shtern
אשכנזי ashkenazi
`;

const nameOf = new Map<string, number>();
/** By the Latin letters of what is written in another alphabet, which leave out its vowels: no Latin spelling is meant by them. */
const nameInOwnLetters = new Map<string, number>();
const usual: string[] = [];
lines
  .trim()
  .split('\n')
  .forEach((line, at) => {
    const names = line.split(' ');
    usual.push(names.find(isPlain) ?? '');
    for (const name of names) {
      if (isPlain(name)) nameOf.set(name, at);
      else for (const spelling of spellings(name)) nameInOwnLetters.set(spelling, at);
    }
  });

const nameBy = (word: string, isLatin: boolean): number | undefined =>
  (isLatin ? undefined : nameInOwnLetters.get(word)) ?? nameOf.get(word);

/** True when both folded words are habitual spellings of one name of another alphabet; each was written in Latin letters or not. */
export const isOtherSpelling = (a: string, b: string, aIsLatin = true, bIsLatin = true): boolean => {
  const name = nameBy(a, aIsLatin);
  return name !== undefined && name === nameBy(b, bIsLatin);
};

/** Of a name that has several habitual spellings the same one; every other folded word as it is. */
export const usualSpelling = (word: string): string =>
  usual[nameOf.get(word) ?? nameInOwnLetters.get(word) ?? -1] ?? word;
