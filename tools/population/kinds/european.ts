/** Cultures of Europe and Latin America that write in Latin letters. */
import { type Culture, calls, pairs, words } from './culture.ts';

const european = {
  callNames: {},
  regions: ['nord', 'sud', 'ost', 'west'],
  postcode: '#####',
  phone: '0## ### ####',
  houseBehind: true,
  skew: 2,
  twoFamilies: 0,
  twoGiven: 0.05,
  otherForm: 0.06,
} as const;

export const german: Culture = {
  ...european,
  name: 'german',
  family: words(
    'müller/mueller/muller schmidt/schmitt/schmid schneider fischer weber meyer/meier/maier/mayer wagner becker schulz/schulze hoffmann/hofmann schäfer/schaefer koch bauer richter klein wolf/wolff schröder/schroeder neumann schwarz zimmermann braun krüger/krueger hartmann lange werner krause lehmann köhler/koehler herrmann/hermann könig/koenig walter mayer huber kaiser fuchs peters lang scholz möller/moeller weiß/weiss jung hahn vogel friedrich keller günther/guenther frank berger winkler roth beck lorenz baumann franke albrecht schuster ludwig simon böhm/boehm winter kraus/krauß schumacher krämer/kraemer vogt stein jäger/jaeger otto sommer groß/gross seidel heinrich brandt haas schreiber graf dietrich ziegler kuhn kühn/kuehn pohl engel horn busch bergmann thomas voigt sauer arnold pfeiffer lüdenscheid weizenegger pfannenstiel von_der_heide zu_dohna trautwein oberländer',
  ),
  female: words(
    'ursula karin helga sabine ingrid renate monika susanne gisela petra birgit andrea anna brigitte claudia erika christa elke stefanie gertrud elisabeth maria angelika heike gabriele katrin/kathrin ilse nicole anja barbara hildegard martina jutta silke marion käthe/kaethe ute annemarie christine lieselotte waltraud sandra jana julia johanna lena lea mia hannah/hanna sophie/sofie marie leonie emma',
  ),
  male: words(
    'peter wolfgang michael werner klaus/claus thomas manfred helmut/hellmuth jürgen/juergen heinz gerhard andreas hans josef günter/günther/guenter dieter horst walter frank bernd karl/carl stefan/stephan herbert franz martin uwe georg heinrich christian matthias/mathias jörg/joerg rainer/reiner torsten/thorsten detlef/detlev ralf/ralph olaf sven kai jan tobias markus/marcus florian philipp/philip lukas/lucas felix leon paul max jonas björn/bjoern götz/goetz',
  ),
  callNames: calls(
    'michael:michi josef:sepp johannes:hannes elisabeth:lisa hans:hansi ursula:uschi gabriele:gabi susanne:susi wolfgang:wolf matthias:matze',
  ),
  streets: words(
    'hauptstraße/hauptstrasse/hauptstr. bahnhofstraße/bahnhofstr. gartenstraße/gartenstr schulstraße/schulstr. dorfstraße bergstraße birkenweg lindenallee kirchplatz goethestraße schillerstraße am_mühlbach/am_muehlbach mozartring ringstraße waldweg rosenweg an_der_aue lange_gasse uferpromenade jahnstraße',
  ),
  places: words(
    'münchen/muenchen köln/koeln düsseldorf/duesseldorf nürnberg/nuernberg freiburg würzburg/wuerzburg göttingen/goettingen lübeck/luebeck mannheim kassel erfurt jena potsdam bad_homburg osnabrück/osnabrueck saarbrücken heilbronn ulm trier celle',
  ),
  regions: ['by', 'nw', 'he', 'bw'],
  phone: '0#### ######',
  sounds: pairs('tz>z ck>k dt>t ei>ai ai>ei th>t ph>f ss>s ie>i v>f y>i ä>e mm>m ll>l'),
};

export const spanish: Culture = {
  ...european,
  name: 'spanish',
  family: words(
    'garcía/garcia gonzález/gonzalez/gonzales rodríguez/rodriguez/rodrigues fernández/fernandez lópez/lopez martínez/martinez sánchez/sanchez pérez/perez gómez/gomez martín/martin jiménez/jimenez ruiz hernández/hernandez díaz/diaz moreno muñoz/munoz álvarez/alvarez romero alonso gutiérrez/gutierrez navarro torres domínguez/dominguez vázquez/vazquez/vasquez ramos gil ramírez/ramirez serrano blanco molina morales suárez/suarez ortega delgado castro ortiz rubio marín/marin sanz núñez/nunez iglesias medina garrido cortés/cortes castillo santos lozano guerrero cano prieto méndez/mendez cruz calvo gallego vidal león/leon márquez/marquez herrera peña/pena flores cabrera campos vega fuentes carrasco reyes aguilar quispe mamani huamán/huaman zapata restrepo echeverría/echeverria etxeberria de_la_cruz de_la_fuente del_río/del_rio ibáñez/ibanez zúñiga/zuniga yáñez/yanez',
  ),
  female: words(
    'maría/maria carmen ana isabel laura cristina marta dolores lucía/lucia pilar elena raquel rosa teresa paula julia antonia beatriz sara silvia patricia montserrat andrea rocío/rocio mónica/monica alba encarnación/encarnacion ángela/angela irene sandra inmaculada mercedes josefa sonia susana margarita natalia nuria claudia inés/ines verónica/veronica esther/ester luisa consuelo guadalupe ximena/jimena yolanda',
  ),
  male: words(
    'antonio josé/jose manuel francisco david juan javier/xavier daniel carlos jesús/jesus alejandro miguel rafael pablo pedro ángel/angel sergio fernando jorge luis alberto álvaro/alvaro adrián/adrian diego raúl/raul iván/ivan rubén/ruben enrique óscar/oscar ramón/ramon andrés/andres vicente joaquín/joaquin santiago víctor/victor mario eduardo roberto jaime ignacio marcos salvador alfonso hugo ricardo julio emilio gonzalo nicolás/nicolas tomás/tomas',
  ),
  callNames: calls(
    'francisco:paco josé:pepe dolores:lola guadalupe:lupe ignacio:nacho jesús:chuy alejandro:alex manuel:manolo mercedes:merche eduardo:edu isabel:isa enrique:quique',
  ),
  streets: words(
    'calle_mayor/c/mayor avenida_de_la_constitución/av._constitucion calle_real plaza_españa/plaza_espana calle_san_juan calle_del_sol avenida_libertad paseo_de_la_reforma calle_hidalgo calle_juárez/calle_juarez camino_viejo carrera_séptima/carrera_septima ronda_norte calle_nueva calle_cervantes avenida_bolívar/avenida_bolivar calle_de_las_flores travesía_oeste',
  ),
  places: words(
    'málaga/malaga córdoba/cordoba león/leon cádiz/cadiz sevilla alcalá_de_henares/alcala_de_henares mérida/merida querétaro/queretaro bogotá/bogota medellín/medellin rosario arequipa valparaíso/valparaiso zaragoza logroño/logrono santa_cruz oviedo gijón/gijon morelia guadalajara',
  ),
  regions: ['an', 'md', 'ct', 'gl'],
  phone: '6## ### ###',
  sounds: pairs('z>s s>z b>v v>b ll>y y>ll h> g>j j>g qu>k x>j cc>c i>y'),
  skew: 2.4,
  twoFamilies: 0.8,
  twoGiven: 0.35,
};

export const french: Culture = {
  ...european,
  name: 'french',
  family: words(
    "martin bernard thomas petit robert richard durand dubois moreau laurent simon michel lefebvre/lefèvre/lefebure leroy/le_roy roux david bertrand morel fournier girard bonnet dupont/dupond lambert fontaine rousseau vincent muller lefèvre/lefevre faure andré/andre mercier blanc guérin/guerin boyer garnier chevalier françois/francois legrand gauthier/gautier garcia perrin robin clément/clement morin nicolas henry/henri roussel mathieu/matthieu gautier masson marchand duval denis dumont marie lemaire noël/noel meyer dufour meunier brun blanchard giraud joly rivière/riviere lucas brunet gaillard barbier arnaud martinez gérard/gerard roche renard schmitt roy leroux colin vidal caron picard roger fabre aubert lemoine renaud/renault d'almeida de_la_tour le_gall/legall l'hermite beauséjour/beausejour",
  ),
  female: words(
    'marie jeanne françoise/francoise monique catherine nathalie isabelle jacqueline anne sylvie martine madeleine nicole suzanne hélène/helene christine marguerite denise louise christiane yvonne valérie/valerie sophie stéphanie/stephanie véronique/veronique céline/celine chantal simone sandrine annie brigitte germaine julie élodie/elodie cécile/cecile geneviève/genevieve aurélie/aurelie camille emma léa/lea chloé/chloe manon inès/ines zoé/zoe marie-claude anne-sophie',
  ),
  male: words(
    'jean pierre michel andré/andre philippe louis rené/rene alain jacques bernard marcel daniel roger robert paul claude christian henri georges nicolas françois/francois patrick gérard/gerard christophe joseph julien maurice laurent frédéric/frederic éric/eric david stéphane/stephane pascal sébastien/sebastien alexandre thierry olivier antoine raymond thomas vincent hugo lucas théo/theo jérôme/jerome jean-pierre jean-luc benoît/benoit loïc/loic',
  ),
  callNames: calls(
    'catherine:cathy isabelle:isa alexandre:alex nicolas:nico christophe:chris véronique:véro frédéric:fred sébastien:seb stéphanie:steph jacqueline:jackie',
  ),
  streets: words(
    "rue_de_la_république/rue_republique rue_victor_hugo avenue_du_général_leclerc/av_gal_leclerc place_de_l'église/place_eglise rue_des_écoles/rue_des_ecoles boulevard_pasteur/bd_pasteur chemin_des_vignes allée_des_tilleuls/allee_des_tilleuls impasse_du_moulin rue_jean_jaurès/rue_jean_jaures quai_voltaire rue_du_stade rue_pasteur cours_gambetta rue_saint-martin/rue_st_martin",
  ),
  places: words(
    'saint-étienne/st_etienne orléans/orleans besançon/besancon nîmes/nimes angoulême/angouleme le_mans béziers/beziers châteauroux/chateauroux rouen dijon tours metz nancy brest limoges poitiers aix-en-provence saint-malo/st_malo évreux/evreux',
  ),
  regions: ['idf', 'bre', 'occ', 'ges'],
  phone: '0# ## ## ## ##',
  houseBehind: false,
  sounds: pairs('au>o eau>o ph>f th>t qu>k ss>s ç>s ai>é ll>l tt>t nn>n y>i d>t'),
  twoGiven: 0.12,
};

export const polish: Culture = {
  ...european,
  name: 'polish',
  family: words(
    'nowak kowalski wiśniewski/wisniewski wójcik/wojcik kowalczyk kamiński/kaminski lewandowski zieliński/zielinski szymański/szymanski woźniak/wozniak dąbrowski/dabrowski kozłowski/kozlowski jankowski mazur wojciechowski kwiatkowski krawczyk kaczmarek piotrowski grabowski zając/zajac pawłowski/pawlowski michalski król/krol wieczorek jabłoński/jablonski wróbel/wrobel nowakowski majewski olszewski stępień/stepien malinowski jaworski adamczyk dudek nowicki pawlak górski/gorski witkowski walczak sikora baran rutkowski michalak szewczyk ostrowski tomaszewski pietrzak zalewski wróblewski/wroblewski marciniak jasiński/jasinski zawadzki bąk/bak jakubowski sadowski duda włodarczyk/wlodarczyk wilk chmielewski borkowski sokołowski/sokolowski szczepański/szczepanski sawicki lis kucharski mazurek kubiak brzęczyszczykiewicz/brzeczyszczykiewicz krzyżanowski/krzyzanowski grzegorczyk ćwikła/cwikla źrebiec/zrebiec',
  ),
  female: words(
    'anna katarzyna maria małgorzata/malgorzata agnieszka barbara ewa krystyna elżbieta/elzbieta magdalena joanna zofia monika teresa danuta karolina aleksandra marta beata dorota halina jadwiga janina alicja jolanta grażyna/grazyna iwona irena paulina justyna zuzanna bożena/bozena urszula hanna wiktoria sylwia renata łucja/lucja natalia julia kinga wanda helena stanisława/stanislawa',
  ),
  male: words(
    'piotr krzysztof andrzej tomasz jan paweł/pawel michał/michal marcin jakub adam stanisław/stanislaw marek łukasz/lukasz grzegorz mateusz wojciech mariusz dariusz zbigniew maciej rafał/rafal robert jerzy kamil szymon dawid kacper jacek ryszard tadeusz przemysław/przemyslaw janusz mirosław/miroslaw sławomir/slawomir jarosław/jaroslaw bartosz artur henryk daniel kazimierz wiesław/wieslaw józef/jozef roman leszek zdzisław/zdzislaw',
  ),
  callNames: calls(
    'katarzyna:kasia małgorzata:gosia krzysztof:krzysiek tomasz:tomek stanisław:staszek joanna:asia agnieszka:aga aleksandra:ola elżbieta:ela andrzej:jędrek jakub:kuba barbara:basia',
  ),
  streets: words(
    'ulica_polna/ul._polna ulica_leśna/ul._lesna ul._słoneczna/ul_sloneczna ul._krótka/ul_krotka ul._szkolna ul._ogrodowa ul._lipowa ul._brzozowa ul._łąkowa/ul_lakowa aleja_niepodległości/al._niepodleglosci ul._mickiewicza ul._kościuszki/ul_kosciuszki plac_wolności/pl._wolnosci ul._sienkiewicza ul._kolejowa',
  ),
  places: words(
    'łódź/lodz kraków/krakow wrocław/wroclaw poznań/poznan gdańsk/gdansk białystok/bialystok rzeszów/rzeszow toruń/torun częstochowa/czestochowa kielce gliwice zielona_góra/zielona_gora bielsko-biała/bielsko_biala olsztyn opole elbląg/elblag',
  ),
  regions: ['mz', 'ds', 'sl', 'wp'],
  postcode: '##-###',
  phone: '+48 ### ### ###',
  sounds: pairs('rz>ż ż>rz ó>u u>ó ch>h h>ch sz>s cz>c w>v ł>l ks>x j>y'),
};

export const turkish: Culture = {
  ...european,
  name: 'turkish',
  family: words(
    'yılmaz/yilmaz kaya demir şahin/sahin çelik/celik yıldız/yildiz yıldırım/yildirim öztürk/ozturk aydın/aydin özdemir/ozdemir arslan/aslan doğan/dogan kılıç/kilic aslan çetin/cetin kara koç/koc kurt özkan/ozkan şimşek/simsek polat korkmaz özcan/ozcan çakır/cakir erdoğan/erdogan yavuz can acar şen/sen aktaş/aktas güler/guler yalçın/yalcin güneş/gunes bozkurt bulut keskin ünal/unal turan gül/gul özer/ozer işık/isik kaplan avcı/avci sarı/sari tekin taş/tas köse/kose yüksel/yuksel ateş/ates aksoy karaca türkmen/turkmen gökçe/gokce erdem ekinci karabulut ağaoğlu/agaoglu çobanoğlu/cobanoglu',
  ),
  female: words(
    'fatma/fatima ayşe/ayse emine hatice zeynep elif meryem şerife/serife sultan hanife merve zehra özlem/ozlem esra hülya/hulya yasemin/yasmin sevgi leyla/leila büşra/busra kübra/kubra gül/gul aysel songül/songul melek tuğba/tugba gamze derya ebru sibel pınar/pinar gönül/gonul nurcan gülsüm/gulsum selin defne ceren dilek',
  ),
  male: words(
    'mehmet mustafa ahmet/ahmed ali hüseyin/huseyin hasan ibrahim ismail osman yusuf murat/murad ömer/omer ramazan halil süleyman/suleyman abdullah mahmut/mahmud recep salih fatih kadir emre hakan adem kemal yaşar/yasar bekir musa metin orhan serkan burak cem gökhan/gokhan onur barış/baris volkan tolga çağrı/cagri uğur/ugur',
  ),
  callNames: calls('mehmet:memo mustafa:musti fatma:fatoş ibrahim:ibo süleyman:sülo hatice:hatçe'),
  streets: words(
    'atatürk_caddesi/ataturk_cad. cumhuriyet_caddesi/cumhuriyet_cd inönü_sokak/inonu_sk. gül_sokak/gul_sok lale_sokak/lale_sk menekşe_sokak/menekse_sok fevzi_çakmak_caddesi/fevzi_cakmak_cad istiklal_caddesi okul_sokak çınar_sokak/cinar_sok bağdat_caddesi/bagdat_cad zafer_meydanı/zafer_meydani barış_sokak/baris_sok',
  ),
  places: words(
    'istanbul izmir/i̇zmir ankara diyarbakır/diyarbakir eskişehir/eskisehir muğla/mugla şanlıurfa/sanliurfa kütahya/kutahya çorum/corum ığdır/igdir balıkesir/balikesir trabzon denizli gaziantep kahramanmaraş/kahramanmaras',
  ),
  regions: ['ma', 'eg', 'ak', 'ia'],
  phone: '05## ### ## ##',
  sounds: pairs('ğ> ş>s ç>c ı>i i>ı d>t b>p v>f y>g'),
  skew: 2.2,
  twoGiven: 0.12,
};

export const nordic: Culture = {
  ...european,
  name: 'nordic',
  family: words(
    'andersson/anderson/andersen johansson/johanson/johansen karlsson/carlsson nilsson/nielsen/nilson eriksson/ericsson/eriksen larsson/larsen olsson/olson/olsen persson/pedersen svensson/svensen gustafsson/gustavsson pettersson/petterson jonsson/jönsson hansen/hanssen jensen sørensen/soerensen/sorensen rasmussen jørgensen/joergensen/jorgensen madsen kristensen/christensen lindberg lindström/lindstrom bergström/bergstrom sandberg lundqvist/lundquist sjöberg/sjoberg wallin engström/engstrom holm møller/moller/moeller thomsen poulsen/paulsen berg haugen hagen johannessen bakken virtanen korhonen mäkinen/makinen nieminen hämäläinen/hamalainen laine heikkinen koskinen järvinen/jarvinen lehtonen guðmundsson/gudmundsson sigurðardóttir/sigurdardottir jónsdóttir/jonsdottir þórsson/thorsson kjær/kjaer ødegård/odegard/oedegaard åkesson/akesson/aakesson ångström/angstrom',
  ),
  female: words(
    'anna maria eva kristina/christina karin/carin sara/sarah lena emma kerstin marie ingrid malin birgitta inger ulla astrid annika helena/helene elisabeth margareta/margaretha åsa/asa/aasa märta/marta sigrid solveig gunnhild randi bjørg/bjorg kirsten mette hanne lone sofie/sophie ida signe tuula pirjo päivi/paivi aino guðrún/gudrun sigríður/sigridur þóra/thora',
  ),
  male: words(
    'lars anders mikael/michael johan erik/eric/erich karl/carl per peter/petter jan hans thomas/tomas fredrik/frederik daniel bengt bo björn/bjorn/bjoern ulf håkan/hakan göran/goran stig magnus jens søren/soren henrik/henrick niels/nils ole kjell øyvind/oyvind geir arne knut jørn/jorn matti juhani timo antti jukka heikki jón/jon sigurður/sigurdur ólafur/olafur gunnar leif svein kåre/kare',
  ),
  callNames: calls(
    'kristina:kicki margareta:greta fredrik:fredde mikael:micke elisabeth:lisbeth sigríður:sigga guðrún:gunna',
  ),
  streets: words(
    'storgatan kungsgatan kyrkogatan skolgatan ängsvägen/angsvagen björkvägen/bjorkvagen hovedgaden nørregade/norregade vestergade møllevej/mollevej kirkegata/kirkegaten strandveien bjørkeveien/bjorkeveien mannerheimintie hämeentie/hameentie laugavegur sjögatan/sjogatan østre_gate/ostre_gate',
  ),
  places: words(
    'göteborg/goteborg malmö/malmo västerås/vasteras örebro/orebro linköping/linkoping århus/aarhus ålborg/aalborg københavn/kobenhavn/copenhagen tromsø/tromso ålesund/alesund jyväskylä/jyvaskyla hämeenlinna/hameenlinna reykjavík/reykjavik umeå/umea luleå/lulea helsingør/helsingor',
  ),
  regions: ['vg', 'sk', 'os', 'hs'],
  postcode: '### ##',
  phone: '07#-### ## ##',
  sounds: pairs('ks>x qv>kv ck>k ss>s nn>n w>v ph>f th>t c>k é>e å>o'),
  twoGiven: 0.1,
};
