/** The same training as a user of tfjs-node would write it: variables, layers as matMul, tf.randomNormal, tf.train.adam. */
import * as util from "node:util";
import { restoreUtil } from "../../lib/training/tensorflow/backend";
import { type Job, readPoints, serve } from "./protocol";

async function main(): Promise<void> {
  restoreUtil(util);
  process.env.TF_CPP_MIN_LOG_LEVEL = "2";
  const tf = await import("@tensorflow/tfjs-node");

  function makeRun(job: Job) {
    const { input, hidden, samples } = job;
    const variational = job.model === "vae";
    const x = tf.tensor2d(Float32Array.from(readPoints(job).data), [readPoints(job).shape[0], input]);
    const [batch] = x.shape;
    const layer = (inputs: number, outputs: number) => ({
      weight: tf.variable(tf.randomUniform([inputs, outputs], -1, 1).div(Math.sqrt(inputs))),
      bias: tf.variable(tf.zeros([outputs])),
    });
    const [enter, encode] = [layer(input, hidden), layer(hidden, variational ? 2 : 1)];
    const [leave, decode] = [layer(1, hidden), layer(hidden, variational ? 2 * input : input)];
    const dense = (values: ReturnType<typeof tf.matMul>, { weight, bias }: ReturnType<typeof layer>) =>
      tf.add(tf.matMul(values, weight), bias);
    const meanSquaredError = () => {
      const codes = dense(tf.relu(dense(x, enter)), encode);
      return tf.losses.meanSquaredError(x, dense(tf.relu(dense(codes, leave)), decode));
    };
    const negativeElbo = () => {
      const [mean, logVariance] = tf.split(dense(tf.relu(dense(x, enter)), encode), 2, 1);
      const noise = tf.randomNormal([batch, samples, 1]);
      const z = mean.expandDims(1).add(logVariance.mul(0.5).exp().expandDims(1).mul(noise));
      const heads = dense(tf.relu(dense(z.reshape([batch * samples, 1]), leave)), decode);
      const [xMean, xLogVariance] = tf.split(heads.reshape([batch, samples, 2 * input]), 2, 2);
      const square = x.expandDims(1).sub(xMean).square().mul(xLogVariance.neg().exp());
      const likelihood = square
        .add(xLogVariance)
        .add(Math.log(2 * Math.PI))
        .mul(-0.5)
        .sum(2)
        .mean(1);
      const divergence = mean.square().add(logVariance.exp()).sub(logVariance).sub(1).mul(0.5).sum(1);
      return likelihood.sub(divergence).mean().neg();
    };
    const optimizer = tf.train.adam(1e-3);
    const loss = (variational ? negativeElbo : meanSquaredError) as () => ReturnType<typeof tf.scalar>;
    return async (steps: number) => {
      for (let i = 0; i < steps; i++) {
        const value = optimizer.minimize(loss, true);
        if (i === steps - 1) value?.dataSync();
        value?.dispose();
      }
    };
  }

  await serve(async (job) => makeRun(job));
}

main();
