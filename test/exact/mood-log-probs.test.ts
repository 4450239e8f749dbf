import { describe, expect, it } from "vitest";
import { faces, logSumExp, moodLogProbs, renderFaces } from "../../lib";

const browCue = 0.6;
const recipe = { factors: ["expression", "brow"], smileShare: 1, browCue } as const;
const pixels = Array.from({ length: 560 }, (_, p) => p);
const logOf = (x: Float64Array, clean: Float64Array, noise: number) =>
  x.reduce(
    (sum, value, p) => sum - ((value - clean[p]) / noise) ** 2 / 2 - Math.log(noise * Math.sqrt(2 * Math.PI)),
    0,
  );

describe("moodLogProbs", () => {
  it("agrees with the mean of p(x|factors) over many smiling faces of the recipe", () => {
    // With much noise every face has a say, so that the mean of 600 is precise.
    const noise = 1;
    const x = faces({ size: 3, ...recipe, noise, seed: 1 }).points;
    const { factors } = faces({ size: 600, ...recipe, seed: 2 });
    const clean = renderFaces(factors);
    const { smile } = moodLogProbs(x, { pixels, browCue, noise });
    for (let i = 0; i < 3; i++) {
      const logs = Array.from({ length: 600 }, (_, k) => logOf(x.row(i), clean.row(k), noise));
      expect(smile.data[i]).toBeCloseTo(logSumExp(logs) - Math.log(600), 1);
    }
  });

  it("is calibrated: the chance of a smile that follows is right on average, for covered mouths too", () => {
    const size = 600;
    const drawn = faces({ size, ...recipe, smileShare: 0.5, seed: 3 });
    const seen = pixels.filter((p) => p < 16 * 20);
    const { smile, frown } = moodLogProbs(drawn.points.columns(seen), { pixels: seen, browCue });
    const chances = smile.data.map((log, i) => 1 / (1 + Math.exp(frown.data[i] - log)));
    const off = chances.map((p, i) => p - Number(drawn.factors.expression[i] > 0));
    // Four standard errors, and the same within the surer half, for which too low a noise would be wrong.
    const standardError = Math.sqrt(chances.reduce((sum, p) => sum + p * (1 - p), 0)) / size;
    expect(Math.abs(off.reduce((a, b) => a + b) / size)).toBeLessThan(4 * standardError);
    const sure = chances.reduce((sum, p) => sum + Math.max(p, 1 - p), 0) / size;
    const right = off.filter((error) => Math.abs(error) < 0.5).length / size;
    expect(Math.abs(sure - right)).toBeLessThan(4 * standardError);
    // By the recipe's brows alone nobody is right nearly always, nor as rarely as by guessing.
    expect(right).toBeGreaterThan(0.65);
    expect(right).toBeLessThan(0.9);
  });

  it("knows a whole face's mood, and says nothing where the two moods are alike", () => {
    const whole = faces({ size: 50, ...recipe, seed: 4 }).points;
    const { smile, frown } = moodLogProbs(whole, { pixels, browCue });
    expect(Math.min(...smile.data.map((log, i) => log - frown.data[i]))).toBeGreaterThan(10);
    const seen = pixels.filter((p) => p < 9 * 20);
    const blind = moodLogProbs(whole.columns(seen), { pixels: seen });
    blind.smile.data.forEach((log, i) => {
      expect(log).toBeCloseTo(blind.frown.data[i], 3);
    });
  });

  it("says what is wrong", () => {
    expect(() => moodLogProbs([[1, 2]], { pixels: [3] })).toThrow("x: expected");
    expect(() => moodLogProbs([[1]], { pixels: [560] })).toThrow("pixels");
    expect(() => moodLogProbs([[1]], { pixels: [0], browCue: 2 })).toThrow("browCue");
    expect(() => moodLogProbs([[1]], { pixels: [0], noise: 0 })).toThrow("noise");
  });
});
