/** Given names that one person goes by. A line is one name with its short, pet and variant forms. */
const lines = `
abigail abby gail
albert al bert bertie
alejandro alex jandro
alexander alex alec sandy sasha aleksandr oleksandr alexandre alessandro
alexandra alex sandra sasha aleksandra alexandre
alfred al fred alf
alice ali
amanda mandy
andrew andy drew andrei andre andreas
anastasia nastya stacy
anna ann anne annie ana anya
anthony tony antonio anton antoine
antonio tony toni
barbara barb babs
benjamin ben benny benji
bernard bernie
bradley brad
brian bryan
cameron cam
carolyn caroline carol carrie
caterina catarina
catherine katherine kathryn catharine cathy kathy kate katie kat cate kitty katharina ekaterina katya
charles charlie chuck chas karl carl carlos
charlotte charlie lottie lotte
christina christine tina chris kristina kristin
christopher chris kit topher christophe cristobal
daniel dan danny
david dave davey davy
deborah debra deb debbie
dennis denny denis
dimitri dmitry dmitri dima
donald don donny
dorothy dot dottie dolly
douglas doug
edward ed eddie ted teddy ned eduardo
eleanor ellie nell nora
elizabeth liz lizzie beth betty betsy eliza lisa elisabeth elise isabel
emily em emmy emilia
eugene gene evgeny
evelyn eve evie
florence flo
frances fran franny
francesca fran
francis frank francisco pancho paco francois
franklin frank
frederick fred freddie fritz friedrich
gabriel gabe
geoffrey jeffrey jeff geoff
george georgie jorge georg yuri
gerald gerry jerry
gregory greg
guadalupe lupe
guillermo memo
gustav gus gustavo
harold harry hal
heinrich heinz
helen helena elena ellen nell lena
henry hank harry hal enrique henri
isabella bella isabel izzy
jacob jake jakob
jacqueline jackie
james jim jimmy jamie jaime
jane janie jan
janet jan
jennifer jen jenny
jessica jess jessie
jesus chuy
joan joanie
joanna joanne jo
johann johannes hans jan
john jack johnny jon juan johann ivan giovanni jean
jonathan jon jonny
jose pepe joseph
joseph joe joey jo jose giuseppe josef
joshua josh
juan john juanito
judith judy
julia julie jules yulia
katarzyna kasia
kenneth ken kenny
kimberly kim
konstantin kostya
lawrence larry laurence lorenzo laurent
leonard leo len lenny leonardo
louis lou luis ludwig lewis
louise lou
lucy lucia
ludmila luda
magdalena magda lena
manuel manny manolo
margaret maggie meg peg peggy marge margie greta rita margarita margarete marguerite
maria mary marie mariya mia marija
mary maria marie molly polly may
marjorie marge margie
martha marta
matthew matt matty mateo matthias mathieu
maximilian max
megan meg
melissa mel missy
michael mike mick mickey mikhail miguel michel misha
mohammed muhammad mohammad mohamed mohamad muhammed mohd md
nancy nan
natalia natasha natalie natalya
nathan nate nathaniel
nathaniel nate nat nathan
nicholas nick nicky nicolas nikolaus klaus nikolai nicolo
olivia liv livvy
pamela pam
patricia pat patty tricia trish
patrick pat paddy
paul pablo pavel paulo
peter pete pedro pyotr pierre piotr petr
philip phil phillip felipe philippe
rachel rae raquel
raymond ray ramon
rebecca becky becca
richard rick ricky dick rich ricardo
robert rob bob bobby robbie bert roberto
rodney rod
ronald ron ronnie
rosario charo
roxanne roxy
samantha sam sammie
samuel sam sammy
sarah sara sally
sergey serge sergei sergio
sophia sophie sofia zofia
stephanie steph stefanie
stephen steven steve stevie stefan esteban etienne stefano
susan sue susie suzanne susanna
svetlana sveta
tatiana tanya
teresa theresa terry tess tessa
theodore ted teddy theo
thomas tom tommy tomas
timothy tim timmy
valentina valya
veronica ronnie vera
victoria vicky tori vika
vincent vince vinny vicente
vladimir vlad vova
walter walt wally
wilhelm willi william
william will bill billy willy liam guillermo wilhelm
yusuf yousef youssef joseph
zachary zach zack
malgorzata gosia malgosia
joanna asia joasia
agnieszka aga agnes
aleksandra ola alexandra
barbara basia
krystyna krysia kristina
elzbieta ela elizabeth
krzysztof krzysiek krzys christopher
tomasz tomek thomas
stanislaw staszek stan
andrzej jedrek andrew
grzegorz grzesiek gregory
concepcion concha conchita
dolores lola loli
encarnacion encarna
montserrat montse
guadalupe lupita
erzsebet erzsi zsoka
zsuzsanna zsuzsa
sandor sanyi
ferenc feri
gudrun gunna
sigridur sigga
`;

const groupsOf = new Map<string, ReadonlySet<string>[]>();
for (const line of lines.trim().split('\n')) {
  const group = new Set(line.split(' '));
  for (const name of group) groupsOf.set(name, [...(groupsOf.get(name) ?? []), group]);
}

/** True when both folded given names are forms of one name. */
export const isNickname = (a: string, b: string): boolean =>
  a !== b && (groupsOf.get(a)?.some((group) => group.has(b)) ?? false);

// Forms that nobody is christened with beside the whole name: the other is the same person, not a twin.
const petForms = new Set(
  (
    'abby gail bertie bert jandro andy babs benny benji brad carrie cathy kathy kitty chuck chas topher danny davey ' +
    'davy deb debbie don donny dot dottie dolly doug ed eddie ted teddy ned nell liz lizzie betsy emmy flo ' +
    'franny pancho paco freddie fritz gabe geoff jeff georgie gerry greg lupe memo izzy jackie jim jimmy ' +
    'jen chuy joanie johnny jonny juanito josh kasia kenny kostya lenny lou manny manolo ' +
    'meg peg peggy marge matt matty meg mel missy mike mick mickey misha nick nicky liv livvy pam pat patty tish trish pete ' +
    'phil becky becca rick ricky dick rich rob bob bobby robbie rod ron charo roxy sammie sammy steph steve stevie ' +
    'sue susie sveta terry tess tom tommy tim timmy valya vicky tori vika vinny vlad vova wally will bill billy willy zach zack ' +
    ' kat dan dave joe al cam chris katya kolya pepe beto nacho gosia malgosia joasia krysia krzysiek krzys tomek staszek ' +
    'jedrek grzesiek basia concha conchita loli encarna montse lupita erzsi zsoka zsuzsa sanyi feri sigga'
  ).split(' '),
);

/** True for a short form that stands beside a whole name. */
export const isPetForm = (name: string): boolean => petForms.has(name);
