/**
 * Given names and family names of other alphabets that have several habitual spellings in Latin letters: a line is one name. No two people
 * of one family are told apart by them, so that they count as one spelling, not as two similar names.
 */
const lines = `
mohammed muhammad mohamed mohammad mohamad muhammed mehmed
ahmed ahmad ahmet
mahmoud mahmud mahmood
hamid hameed
omar umar omer
osman othman uthman usman
hussein hussain husayn husein hossein houssein huseyin
hassan hasan hassen
khalid khaled halid
walid waleed
rashid rasheed rachid
saeed said sayeed saied
sayed sayyid syed saiyed
jamal gamal djamal jamaal
jalal galal
tariq tarek tareq tarik
yusuf youssef yousef yousif yusef youssouf yusif
yahya yehia yahia
ibrahim ebrahim ibraheem brahim
ismail ismael esmail ismaeel
ishaq ishak
suleiman sulaiman soliman sulayman suleyman
mustafa mostafa moustafa
murtaza mortaza murtada
abdullah abdallah abdulla
abdulrahman abdurrahman abdelrahman abdirahman abdalrahman abdulrehman
abdulaziz abdelaziz
abdulkarim abdelkarim
abdulhamid abdelhamid
faisal faysal feisal
fuad fouad
dawud daoud dawood daud
bilal belal
zaid zayd zeid zayed
fatima fatimah fatma fatema
aisha ayesha aysha aicha aishah ayse
khadija khadijah khadeeja hatice
maryam mariam meryem maryem
zaynab zainab zeinab zeynep zaineb
layla leila laila leyla
nour noor nur
noura nora noora nura
yasmin yasmine yasmeen jasmin jasmine
iman eman
huda hoda
hanan hanane
amina aminah emine
salma selma
samira sameera
sumaya sumayya soumaya
qasim kassem qassem kasim kasem
obeid ubaid obaid ubayd
saleh salih
salah salaah
najib naguib najeeb
aziz azeez
sharif shareef cherif sherif
karim kareem
rahim raheem
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
`;

const nameOf = new Map<string, number>();
lines
  .trim()
  .split('\n')
  .forEach((line, at) => {
    for (const spelling of line.split(' ')) nameOf.set(spelling, at);
  });

/** True when both folded words are habitual spellings of one name of another alphabet. */
export const isOtherSpelling = (a: string, b: string): boolean => {
  const name = nameOf.get(a);
  return name !== undefined && name === nameOf.get(b);
};
