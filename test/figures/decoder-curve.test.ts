import { expect, it } from "vitest";
import { Autoencoder, figures } from "../../lib";
import { unpacked } from "./read";

it("decoderCurve draws what codes from −10 to 10 decode to, and where a point is sent", () => {
  const model = new Autoencoder({ inputSize: 2, hiddenSizes: [4], latentSize: 1, seed: 1 });
  const { data } = figures.decoderCurve(model, { data: [[0, 1]], point: [1, -1] });
  const [points, curve, sent] = data as { x: never; y: never }[];
  expect(points).toMatchObject({ x: [0], y: [1] });
  const [x, y] = [unpacked(curve.x), unpacked(curve.y)];
  for (const [place, code] of [
    [0, -10],
    [100, -5],
    [400, 10],
  ]) {
    const [first, second] = model.decode([[code]]).data;
    expect([x[place], y[place]]).toEqual([expect.closeTo(first, 3), expect.closeTo(second, 3)]);
  }
  const [first, second] = model.decode(model.encode([[1, -1]])).data;
  expect(sent.x).toEqual([1, expect.closeTo(first, 3)]);
  expect(sent.y).toEqual([-1, expect.closeTo(second, 3)]);
});
