/** The inverse cosine transform of ISO 10918-1 A.3.3, in floating point: at most half a grey level from the exact one. */

const basis = new Float32Array(64);
for (let u = 0; u < 8; u += 1) {
  for (let x = 0; x < 8; x += 1) {
    basis[u * 8 + x] = (u === 0 ? Math.SQRT1_2 : 1) * Math.cos(((2 * x + 1) * u * Math.PI) / 16) * 0.5;
  }
}

const half = new Float32Array(64);

/** `coefficients` by rows, dequantised; `out` receives samples without level shift. */
export const inverseDct = (coefficients: Float32Array, out: Float32Array): void => {
  half.fill(0);
  for (let v = 0; v < 8; v += 1) {
    for (let u = 0; u < 8; u += 1) {
      const value = coefficients[v * 8 + u] as number;
      if (value === 0) continue;
      for (let x = 0; x < 8; x += 1)
        half[v * 8 + x] = (half[v * 8 + x] as number) + value * (basis[u * 8 + x] as number);
    }
  }
  out.fill(0);
  for (let v = 0; v < 8; v += 1) {
    for (let y = 0; y < 8; y += 1) {
      const weight = basis[v * 8 + y] as number;
      for (let x = 0; x < 8; x += 1) out[y * 8 + x] = (out[y * 8 + x] as number) + weight * (half[v * 8 + x] as number);
    }
  }
};
