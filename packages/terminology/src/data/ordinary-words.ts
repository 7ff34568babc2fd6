/**
 * Ordinary words, most of them English, as staff types them beside an exam. None of them is read as a misspelling, an inflection or a compound of a
 * word of the vocabularies; one that another language has for a part of the body is read so where another word of the name is of that
 * language alone: `handled` is a wrist in `CT handled höger`, and not in `CT HANDLED BY WARD 3`.
 */
export const ordinaryWords: ReadonlySet<string> = new Set(
  `backbone backhand backstage backstroke bark been bob box brainchild bras breaststroke copyright corporal cute dent
  facetime faceless fingerprint fingertips firsthand fodder footnote footnotes grill handcuff handcuffs handled handing
  handstand headfirst headline headroom headstone heartburn heartless letterhead longhand longtime lunar main mains
  marshals monthlies neckline orderlies paperback piers piety pink policemen rate reed romp secondhand skinhead
  spineless tar teen trustee trustees visage weeklies yearlies zebra

  fates foots hire longs merchants parses rights scares severs shines spin spins teethes twines

  acid aerial aims ammo angel angled angler arsenals ascetic badder banes barns beasts bells blander blunt bodes bondage bonds boned
  bonus bores boxes broach bronco brooch brunch bully burnt burps burrs campus carnal carps carves caves ceiling chariot circus citrus
  clerical coaling coastal coining collies conclusion concession cooling corks corner cornet corns corps corpus costar croon crown crowns
  daring darting dazing denial disco discos discus doting drawn elevator enemy ensure enter enters eras fades fakes fangs farces fares
  fatal faucet faxes fazes fewer finder finders finds finer firearm firearms flask flings fluorescent flunk forbears frank funds fungus
  gladder glean glens glove gloves grain grains graved grins groan groans grown haler handy hangs hares hears hearth heeds hides hikes hired
  hives holder holier holster homer hooter hotter huger ideal kneed kneel kneels lacerating legion lesson liker limber liner lived liven
  lover lupine magic miles midget molest momentum mopes moves mules noes nudes outset paced paces packer palmer panaceas parental peacemaker
  pends perches perimeter peter picky pilot pinks pylon planter plum plural postdate preen profusion pulled quays ramps rams recital regal rentals robs
  rubs sallow saver scold scoot secular seller sells server seven severe sewer shallow shies shimmers shiny ships shoal shout shudder
  simmers sings sinks skulk snuff solder soles spices spies spikes spires spite spites stealthy stellar stems stern sterns stokes
  stole stoles stoned stony stores stove stoves strike strode stroked strove suns swine tales talks tastes tested tester testers thump
  thumps tongued toots transmit tripled truck twigs twine vasts vegan wafers wagers waiters watchmen watery wavers wilds wiles wills wilts
  would woulds wrests writs backup chestnut earlier footage footprint handbook handheld handout handover handset headcount header
  headset heading kneeling lunged sidearm

  planta plantao`.split(/\s+/),
);

/** Names of people that other languages have for a part of the body: Swedish for a shoulder, Dutch for the heart. */
export const namesOfPeople: ReadonlySet<string> = new Set(['axel', 'hart']);
