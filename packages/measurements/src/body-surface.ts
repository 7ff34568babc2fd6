/** Body surface area from height and weight, by the published formulas that models of normal values name. */

export type SurfaceFormula = 'Haycock' | 'Mosteller' | 'Du Bois';

/** Coefficient, exponent of the weight in kg, exponent of the height in cm; m2. */
const formulas: Readonly<Record<SurfaceFormula, readonly [coefficient: number, weight: number, height: number]>> = {
  // Haycock, Schwartz, Wisotsky, J Pediatr 1978;93:62
  Haycock: [0.024265, 0.5378, 0.3964],
  // Mosteller, N Engl J Med 1987;317:1098
  Mosteller: [1 / 60, 0.5, 0.5],
  // Du Bois, Du Bois, Arch Intern Med 1916;17:863
  'Du Bois': [0.007184, 0.425, 0.725],
};

/** m2. Undefined outside 0.3 to 300 kg and 20 to 250 cm: such a body is a slip of the unit. */
export const bodySurfaceArea = (formula: SurfaceFormula, weightKg: number, heightCm: number): number | undefined => {
  if (!(weightKg >= 0.3 && weightKg <= 300 && heightCm >= 20 && heightCm <= 250)) return undefined;
  const [coefficient, weight, height] = formulas[formula];
  return coefficient * weightKg ** weight * heightCm ** height;
};
