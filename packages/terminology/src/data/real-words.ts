/** Ordinary words that stand one letter from a word of the vocabularies and are not misspellings of it. */
export const realWords: ReadonlySet<string> = new Set(
  `angle angles spice space spike spire shine shone lives livers never river tests heard heavy braid bread break breach beast blast
  rental venues venue chess cheat cheap order older border elder facet facts faces hands stand scans plant plane plate plates phone
  thing think thick month mouth cover color colour local vocal signal single fetal total trial panel report reports record sport
  lunge lumber number member timber tibial filing filling finder fever favor labor later water waist worst wrest crest chart charts
  coast cost costal postal pastel capital central dental mental rental lateral literal general neutral natural normal nominal
  pelvis penis penile period pediatrics physics obese orders orbits neckline breath breathe health hearts hearty heater heading
  leads legal leges tower lower power shower shunt shut short shirt skill skull scull spleen screen scheme series serious serial
  trauma trama uterus ulcer under until upper usual valve value values varies vessel wrist write written wright young
  contact contacts contract contrary control contour content context clinic clinical clinics patient patients person persons
  study studio studies state status stage staged stat start stare store stories story stress street strong
  treat treated trend tread tongue tonsil tissue issue issues level levels device devices advice
  image images imager made male males female meals medical median medial medium metal meter method model modern
  abroad aboard absent accent action active actor adapt admit adult after again agent aging alarm alert alive allow alone`.split(
    /\s+/,
  ),
);
